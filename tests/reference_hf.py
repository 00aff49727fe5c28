"""Values inside a plain Hugging Face model, read and changed by plain PyTorch hooks.

What interventions through TransformerLens are measured against: a second way to the same places that
shares no code with them. The sites, with ``L`` a layer's number, all with a batch axis of one:

- ``embed`` (as the model scales it), ``pos_embed`` (learned positions), ``embed_normed`` (behind a norm
  that follows the embedding, as in BLOOM): [batch, pos, d_model]
- ``resid_pre.L``, ``resid_mid.L``, ``resid_post.L``: the residual stream, skip connection included;
  ``resid_mid`` in sequential blocks only. ``ln2_in.L`` is what the second norm alone reads.
- ``attn.L``, ``mlp.L``: what is added to the stream, after a norm behind the part where there is one
- ``q.L``, ``k.L``, ``v.L`` [batch, pos, head, d_head]: the projections, before norms of their own and
  before rotary positions, keys and values in their own number of heads; ``rot_q.L``, ``rot_k.L``: behind
  both, where transformers hands them to an attention function; ``z.L``: what the output projection reads
- ``scores.L``, ``pattern.L`` [batch, head, query, key]: what the softmax reads (scaled, soft-capped,
  masked) and what it gives
- ``pre.L``, ``post.L`` [batch, pos, neuron]: what the non-linearity reads (of the gate, where there is
  one), and what the MLP's second projection reads
- ``ln1.L``, ``ln2.L``, ``ln1_post.L``, ``ln2_post.L``, ``ln_final``, ``embed_ln`` [batch, pos, 1]: what a
  norm divides by; with ``_normalized`` behind the norm's name: the quotient, before weight and bias
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any
from unittest.mock import patch

import torch
from torch import Tensor
from transformers import AttentionInterface, AttentionMaskInterface, AutoConfig, AutoModelForCausalLM
from transformers.masking_utils import eager_mask

Edit = tuple[str, Callable[[Tensor], Tensor]]
"""A site, and a function from its old values to new ones. It gets a copy, so it may work in place."""


def logits(directory: str, ids: Sequence[int], edits: Sequence[Edit] = ()) -> Tensor:
    """``[pos, vocab]`` logits under the edits."""
    return _run(directory, ids, Taps(edits))


def values(
    directory: str, ids: Sequence[int], sites: Sequence[str], edits: Sequence[Edit] = ()
) -> dict[str, Tensor]:
    """Values at the sites, with a batch axis of one, as the edits leave them."""
    taps = Taps(edits, sites)
    _run(directory, ids, taps)
    return {site: taps.kept[site] for site in sites}


def sites(directory: str) -> list[str]:
    """All sites of the model."""
    config = _model(str(directory)).config
    inner = [f"{name}.{layer}" for layer in _layers(config) for name in _attention_names(config)]
    return [*_places(config), *inner]


class Taps:
    """What a run changes, and what it keeps."""

    def __init__(self, edits: Sequence[Edit] = (), wanted: Sequence[str] = ()) -> None:
        self.edits: dict[str, list[Callable[[Tensor], Tensor]]] = defaultdict(list)
        for site, edit in edits:
            self.edits[site].append(edit)
        self.wanted = set(wanted)
        self.kept: dict[str, Tensor] = {}

    @property
    def sites(self) -> set[str]:
        return self.wanted | set(self.edits)

    def __call__(self, site: str, value: Tensor) -> Tensor:
        """The site's new value; the very same tensor where nothing changes it."""
        for edit in self.edits.get(site, ()):
            new = edit(value.clone())
            if new.shape != value.shape:
                raise ValueError(f"{site}: {tuple(value.shape)} became {tuple(new.shape)}")
            value = new
        if site in self.wanted:
            self.kept[site] = value.clone()
        return value


# --- Running


@torch.no_grad()
def _run(directory: str, ids: Sequence[int], taps: Taps) -> Tensor:
    model = _model(str(directory))
    if unknown := taps.sites - set(sites(directory)):
        raise KeyError(f"no such site: {sorted(unknown)}")
    with _tapped(model, taps):
        return model(torch.tensor([list(ids)]), use_cache=False).logits[0].float()


@cache
def _model(directory: str) -> Any:
    kind = AutoConfig.from_pretrained(directory).model_type
    attention = "eager" if _PARTS[kind].own_attention else _ATTENTION
    model = AutoModelForCausalLM.from_pretrained(
        directory, attn_implementation=attention, dtype=torch.float32
    )
    _refuse_unknown_order(model.config)
    return model.eval()


def _refuse_unknown_order(config: Any) -> None:
    """OPT and BLOOM have variants with norms at other places."""
    if not getattr(config, "do_layer_norm_before", True):
        raise NotImplementedError("norms behind attention and MLP")
    if getattr(config, "apply_residual_connection_post_layernorm", False):
        raise NotImplementedError("a residual stream taken behind its norm")


@contextmanager
def _tapped(model: Any, taps: Taps) -> Iterator[None]:
    places = _places(model.config)
    with ExitStack() as stack:
        # In the table's order: hooks on one module run in the order of their registration.
        for site, place in places.items():
            if site in taps.sites:
                module = model.get_submodule(place.path)
                stack.callback(place.hook(module, site, taps, place.view).remove)
        stack.enter_context(_tapped_attention(taps))
        if _PARTS[model.config.model_type].own_attention:
            stack.enter_context(_tapped_softmax(taps))
        yield


# --- Attention's inside

_ATTENTION = "tapped"
_taps = Taps()


@contextmanager
def _tapped_attention(taps: Taps) -> Iterator[None]:
    global _taps
    before, _taps = _taps, taps
    try:
        yield
    finally:
        _taps = before


def _attention(
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float,
    softcap: float | None = None,
    **_: Any,
) -> tuple[Tensor, Tensor]:
    """Attention in the open; all but the projections and the rotary positions. Heads before positions."""
    layer = module.layer_idx
    query = _taps(f"rot_q.{layer}", query.transpose(1, 2)).transpose(1, 2)
    key = _taps(f"rot_k.{layer}", key.transpose(1, 2)).transpose(1, 2)
    group = query.shape[1] // key.shape[1]
    key, value = key.repeat_interleave(group, dim=1), value.repeat_interleave(group, dim=1)
    scores = query @ key.transpose(2, 3) * scaling
    scores = scores if softcap is None else torch.tanh(scores / softcap) * softcap
    scores = _taps(f"scores.{layer}", scores if attention_mask is None else scores + attention_mask)
    pattern = _taps(f"pattern.{layer}", scores.softmax(dim=-1))
    return (pattern @ value).transpose(1, 2).contiguous(), pattern


AttentionInterface.register(_ATTENTION, _attention)
AttentionMaskInterface.register(_ATTENTION, eager_mask)


@contextmanager
def _tapped_softmax(taps: Taps) -> Iterator[None]:
    """For models whose attention can't be exchanged: their one softmax in each layer, in its order."""
    plain, layers = torch.nn.functional.softmax, count()

    def softmax(scores: Tensor, dim: int, dtype: torch.dtype | None = None) -> Tensor:
        layer = next(layers)
        return taps(f"pattern.{layer}", plain(taps(f"scores.{layer}", scores), dim=dim, dtype=dtype))

    with patch.object(torch.nn.functional, "softmax", softmax):
        yield


# --- Modules' inputs and outputs


@dataclass(frozen=True)
class View:
    """A part of a tensor: its shape with a batch axis, and an index into that."""

    shape: tuple[int, ...]
    index: Any = ...

    def change(self, whole: Tensor, site: str, taps: Taps) -> Tensor:
        part = whole.reshape(self.shape)[self.index]
        new = taps(site, part)
        if new is part:
            return whole
        changed = whole.clone().reshape(self.shape)
        changed[self.index] = new
        return changed.reshape(whole.shape)


def _at_input(module: Any, site: str, taps: Taps, view: View) -> Any:
    def hook(_: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return (view.change(arguments[0], site, taps), *arguments[1:])

    return module.register_forward_pre_hook(hook)


def _in_stream(module: Any, site: str, taps: Taps, view: View) -> Any:
    """In place: the tensor that the second norm reads is the one that the skip connection keeps."""

    def hook(_: Any, arguments: tuple[Any, ...]) -> None:
        arguments[0].copy_(view.change(arguments[0], site, taps))

    return module.register_forward_pre_hook(hook)


def _at_output(module: Any, site: str, taps: Taps, view: View) -> Any:
    def hook(_: Any, __: Any, output: Any) -> Any:
        if isinstance(output, tuple):
            return (view.change(output[0], site, taps), *output[1:])
        return view.change(output, site, taps)

    return module.register_forward_hook(hook)


def _at_scale(module: Any, site: str, taps: Taps, view: View) -> Any:
    def hook(norm: Any, arguments: tuple[Any, ...], output: Tensor) -> Tensor:
        centred = _centred(norm, arguments[0])
        scale = (centred.square().mean(-1, keepdim=True) + _epsilon(norm)).sqrt()
        new = view.change(scale, site, taps)
        # Where nothing changes, the norm's own output stays, to its last bit.
        return torch.where(new == scale, output, centred / new * _weight(norm) + _bias(norm))

    return module.register_forward_hook(hook)


def _at_normalized(module: Any, site: str, taps: Taps, view: View) -> Any:
    """Worked back from the output, as the scale may have been changed before."""

    def hook(norm: Any, _: Any, output: Tensor) -> Tensor:
        quotient = (output - _bias(norm)) / _weight(norm)
        new = view.change(quotient, site, taps)
        return torch.where(new == quotient, output, new * _weight(norm) + _bias(norm))

    return module.register_forward_hook(hook)


def _centred(norm: Any, value: Tensor) -> Tensor:
    return value if "RMSNorm" in type(norm).__name__ else value - value.mean(-1, keepdim=True)


def _epsilon(norm: Any) -> float:
    return norm.variance_epsilon if hasattr(norm, "variance_epsilon") else norm.eps


def _weight(norm: Any) -> Tensor:
    """Gemma keeps its weights less one."""
    return norm.weight + 1 if "Gemma" in type(norm).__name__ else norm.weight


def _bias(norm: Any) -> Tensor | float:
    bias = getattr(norm, "bias", None)
    return 0.0 if bias is None else bias


# --- Where each architecture keeps its parts


@dataclass(frozen=True)
class Parts:
    """Modules' names: the model's own from its root, a layer's from the layer."""

    layers: str
    embed: str
    ln_final: str
    z: str
    pre: str
    post: str
    norms: dict[str, str]
    qkv: tuple[str, str, str] | str
    """Three projections, or one for all."""
    heads_first: bool = False
    """One projection's output is [head, 3, d_head], not [3, head, d_head]."""
    pos_embed: str | None = None
    embed_ln: str | None = None
    rotary: bool = False
    parallel: bool = False
    own_attention: bool = False
    """Its attention does not go through transformers' ``AttentionInterface``."""


_LLAMA = Parts(
    layers="model.layers",
    embed="model.embed_tokens",
    ln_final="model.norm",
    z="self_attn.o_proj",
    pre="mlp.gate_proj",
    post="mlp.down_proj",
    norms={"ln1": "input_layernorm", "ln2": "post_attention_layernorm"},
    qkv=("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    rotary=True,
)
_GEMMA2 = Parts(
    **vars(_LLAMA)
    | {
        "norms": {
            "ln1": "input_layernorm",
            "ln1_post": "post_attention_layernorm",
            "ln2": "pre_feedforward_layernorm",
            "ln2_post": "post_feedforward_layernorm",
        }
    }
)
_GPT2 = Parts(
    layers="transformer.h",
    embed="transformer.wte",
    pos_embed="transformer.wpe",
    ln_final="transformer.ln_f",
    z="attn.c_proj",
    pre="mlp.c_fc",
    post="mlp.c_proj",
    norms={"ln1": "ln_1", "ln2": "ln_2"},
    qkv="attn.c_attn",
)
_GPTJ = Parts(
    layers="transformer.h",
    embed="transformer.wte",
    ln_final="transformer.ln_f",
    z="attn.out_proj",
    pre="mlp.fc_in",
    post="mlp.fc_out",
    norms={"ln1": "ln_1"},
    qkv=("attn.q_proj", "attn.k_proj", "attn.v_proj"),
    parallel=True,
    own_attention=True,
)
_NEOX = Parts(
    layers="gpt_neox.layers",
    embed="gpt_neox.embed_in",
    ln_final="gpt_neox.final_layer_norm",
    z="attention.dense",
    pre="mlp.dense_h_to_4h",
    post="mlp.dense_4h_to_h",
    norms={"ln1": "input_layernorm", "ln2": "post_attention_layernorm"},
    qkv="attention.query_key_value",
    heads_first=True,
    rotary=True,
)
_OPT = Parts(
    layers="model.decoder.layers",
    embed="model.decoder.embed_tokens",
    pos_embed="model.decoder.embed_positions",
    ln_final="model.decoder.final_layer_norm",
    z="self_attn.out_proj",
    pre="fc1",
    post="fc2",
    norms={"ln1": "self_attn_layer_norm", "ln2": "final_layer_norm"},
    qkv=("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
)
_BLOOM = Parts(
    layers="transformer.h",
    embed="transformer.word_embeddings",
    embed_ln="transformer.word_embeddings_layernorm",
    ln_final="transformer.ln_f",
    z="self_attention.dense",
    pre="mlp.dense_h_to_4h",
    post="mlp.dense_4h_to_h",
    norms={"ln1": "input_layernorm", "ln2": "post_attention_layernorm"},
    qkv="self_attention.query_key_value",
    heads_first=True,
    own_attention=True,
)
_PARTS = {
    "bloom": _BLOOM,
    "gemma2": _GEMMA2,
    "gpt2": _GPT2,
    "gpt_neox": _NEOX,
    "gptj": _GPTJ,
    "llama": _LLAMA,
    "mistral": _LLAMA,
    "opt": _OPT,
    "qwen3": _LLAMA,
}


# --- The table of sites


@dataclass(frozen=True)
class Place:
    """A module, which end of it, and the part of what passes there."""

    path: str
    hook: Callable[[Any, str, Taps, View], Any]
    view: View


def _layers(config: Any) -> range:
    return range(config.num_hidden_layers)


def _attention_names(config: Any) -> tuple[str, ...]:
    rotary = ("rot_q", "rot_k") if _PARTS[config.model_type].rotary else ()
    return (*rotary, "scores", "pattern")


def _places(config: Any) -> dict[str, Place]:
    """Sites that a module's input or output shows, in an order in which hooks may be registered."""
    parts, stream = _PARTS[config.model_type], View((1, -1, config.hidden_size))
    places = {"embed": Place(parts.embed, _at_output, stream)}
    if parts.pos_embed:
        places["pos_embed"] = Place(parts.pos_embed, _at_output, stream)
    if parts.embed_ln:
        places |= dict(_norm_places("embed_ln", parts.embed_ln, stream))
        places["embed_normed"] = Place(parts.embed_ln, _at_output, stream)
    for layer in _layers(config):
        for name, place in _layer_places(config, parts, f"{parts.layers}.{layer}", stream):
            places[f"{name}.{layer}"] = place
    return places | dict(_norm_places("ln_final", parts.ln_final, stream))


def _layer_places(config: Any, parts: Parts, at: str, stream: View) -> Iterator[tuple[str, Place]]:
    yield "resid_pre", Place(at, _at_input, stream)
    if "ln2" in parts.norms:
        if not _is_parallel(config, parts):
            yield "resid_mid", Place(f"{at}.{parts.norms['ln2']}", _in_stream, stream)
        yield "ln2_in", Place(f"{at}.{parts.norms['ln2']}", _at_input, stream)
    for name, module in parts.norms.items():
        yield from _norm_places(name, f"{at}.{module}", stream)
    yield from _attention_places(config, parts, at)
    yield from _written(parts, at, stream)
    neurons = View((1, -1, _neurons(config)))
    yield "pre", Place(f"{at}.{parts.pre}", _at_output, neurons)
    yield "post", Place(f"{at}.{parts.post}", _at_input, neurons)
    yield "resid_post", Place(at, _at_output, stream)


def _norm_places(name: str, path: str, stream: View) -> Iterator[tuple[str, Place]]:
    yield name, Place(path, _at_scale, View((1, -1, 1)))
    yield f"{name}_normalized", Place(path, _at_normalized, stream)


def _written(parts: Parts, at: str, stream: View) -> Iterator[tuple[str, Place]]:
    """What attention and MLP write: their last projection's output, or that of the norm behind it."""
    yield "attn", Place(f"{at}.{parts.norms.get('ln1_post', parts.z)}", _at_output, stream)
    yield "mlp", Place(f"{at}.{parts.norms.get('ln2_post', parts.post)}", _at_output, stream)


def _attention_places(config: Any, parts: Parts, at: str) -> Iterator[tuple[str, Place]]:
    heads, keys, width = _heads(config)
    for which, name in enumerate("qkv"):
        if isinstance(parts.qkv, str):
            yield name, Place(f"{at}.{parts.qkv}", _at_output, _third(which, heads, width, parts.heads_first))
        else:
            view = View((1, -1, heads if name == "q" else keys, width))
            yield name, Place(f"{at}.{parts.qkv[which]}", _at_output, view)
    yield "z", Place(f"{at}.{parts.z}", _at_input, View((1, -1, heads, width)))


def _third(which: int, heads: int, width: int, heads_first: bool) -> View:
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
