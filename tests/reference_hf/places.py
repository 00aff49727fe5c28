"""The table of sites: where in a model each one is, and what shape its values have there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .ends import at_input, at_output, in_stream
from .norms import at_normalized, at_scale
from .parts import Parts, parts_of
from .taps import Taps
from .view import View


@dataclass(frozen=True)
class Place:
    """A module, which end of it, and the part of what passes there."""

    path: str
    hook: Callable[[Any, str, Taps, View], Any]
    view: View


def places(config: Any) -> dict[str, Place]:
    """Sites that a module's input or output shows, in an order in which hooks may be registered."""
    parts, stream = parts_of(config), View((1, -1, config.hidden_size))
    found = {"embed": Place(parts.embed, at_output, stream)}
    if parts.pos_embed:
        found["pos_embed"] = Place(parts.pos_embed, at_output, stream)
    if parts.embed_ln:
        found |= dict(_norm_places("embed_ln", parts.embed_ln, stream))
        found["embed_normed"] = Place(parts.embed_ln, at_output, stream)
    for layer in range(config.num_hidden_layers):
        for name, place in _layer_places(config, parts, f"{parts.layers}.{layer}", stream):
            found[f"{name}.{layer}"] = place
    return found | dict(_norm_places("ln_final", parts.ln_final, stream))


def attention_sites(config: Any) -> list[str]:
    """Sites inside attention, which has no module for them."""
    rotary = ("rot_q", "rot_k") if parts_of(config).rotary else ()
    names = (*rotary, "scores", "pattern")
    return [f"{name}.{layer}" for layer in range(config.num_hidden_layers) for name in names]


def _layer_places(config: Any, parts: Parts, at: str, stream: View) -> Iterator[tuple[str, Place]]:
    yield "resid_pre", Place(at, at_input, stream)
    if "ln2" in parts.norms:
        if not _is_parallel(config, parts):
            yield "resid_mid", Place(f"{at}.{parts.norms['ln2']}", in_stream, stream)
        yield "ln2_in", Place(f"{at}.{parts.norms['ln2']}", at_input, stream)
    for name, module in parts.norms.items():
        yield from _norm_places(name, f"{at}.{module}", stream)
    yield from _attention_places(config, parts, at)
    yield from _written(parts, at, stream)
    neurons = View((1, -1, _neurons(config)))
    yield "pre", Place(f"{at}.{parts.pre}", at_output, neurons)
    yield "post", Place(f"{at}.{parts.post}", at_input, neurons)
    yield "resid_post", Place(at, at_output, stream)


def _norm_places(name: str, path: str, stream: View) -> Iterator[tuple[str, Place]]:
    yield name, Place(path, at_scale, View((1, -1, 1)))
    yield f"{name}_normalized", Place(path, at_normalized, stream)


def _written(parts: Parts, at: str, stream: View) -> Iterator[tuple[str, Place]]:
    """What attention and MLP write: their last projection's output, or that of the norm behind it."""
    yield "attn", Place(f"{at}.{parts.norms.get('ln1_post', parts.z)}", at_output, stream)
    yield "mlp", Place(f"{at}.{parts.norms.get('ln2_post', parts.post)}", at_output, stream)


def _attention_places(config: Any, parts: Parts, at: str) -> Iterator[tuple[str, Place]]:
    heads, keys, width = _heads(config)
    for which, name in enumerate("qkv"):
        if isinstance(parts.qkv, str):
            yield name, Place(f"{at}.{parts.qkv}", at_output, _third(which, heads, width, parts.heads_first))
        else:
            view = View((1, -1, heads if name == "q" else keys, width))
            yield name, Place(f"{at}.{parts.qkv[which]}", at_output, view)
    yield "z", Place(f"{at}.{parts.z}", at_input, View((1, -1, heads, width)))


def _third(which: int, heads: int, width: int, heads_first: bool) -> View:
    """Queries, keys or values in the output of a projection for all three."""
    if heads_first:
        return View((1, -1, heads, 3, width), (slice(None), slice(None), slice(None), which))
    return View((1, -1, 3, heads, width), (slice(None), slice(None), which))


def _heads(config: Any) -> tuple[int, int, int]:
    """Query heads, key-value heads, width of a head."""
    heads = config.num_attention_heads
    keys = getattr(config, "num_key_value_heads", None) or heads
    return heads, keys, getattr(config, "head_dim", None) or config.hidden_size // heads


def _neurons(config: Any) -> int:
    names = ("intermediate_size", "ffn_dim", "n_inner")
    given = [width for name in names if (width := getattr(config, name, None))]
    return given[0] if given else 4 * config.hidden_size


def _is_parallel(config: Any, parts: Parts) -> bool:
    return getattr(config, "use_parallel_residual", parts.parallel)
