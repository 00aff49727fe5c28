"""Every name that means something in one loaded model."""

from __future__ import annotations

import difflib
import fnmatch
import re
from collections.abc import Callable, Iterable
from functools import cached_property

from trafolab_protocol.structure import Attention, Layer, Structure

from ..errors import TargetError
from .components import component_of
from .target import Place, Target

_HEAD_PARTS = {
    "z": Place("attn.hook_z", axis=2),
    "q": Place("attn.hook_q", axis=2),
    "k": Place("attn.hook_k", axis=2),
    "v": Place("attn.hook_v", axis=2),
    "scores": Place("attn.hook_attn_scores", axis=1, position_axis=2),
    "pattern": Place("attn.hook_pattern", axis=1, position_axis=2),
}
_STREAMS = ("resid_pre", "resid_mid", "resid_post")
_BY_QUERY = re.compile(r"(pattern|scores)$")


class Catalogue:
    """Names of a model's targets, made from its structure and the names of its hook points."""

    def __init__(self, structure: Structure, hooks: Iterable[str]) -> None:
        self.structure = structure
        self._hooks = frozenset(hooks)

    def find(self, name: str) -> list[Target]:
        """The targets that a name or a glob stands for.

        Raises :class:`TargetError` when the model has none, with the nearest names.
        """
        if any(c in name for c in "*?["):
            return self._glob(name)
        found = self._one(name)
        if found is None:
            raise self._unknown(name)
        return [found]

    def has(self, name: str) -> bool:
        """Whether a name stands for something, globs aside."""
        return self._one(name) is not None

    def head(self, name: str) -> tuple[int, int]:
        """Layer and index of a head. Raises :class:`TargetError` for anything else."""
        (target, *_) = self.find(name)
        if target.kind != "head" or target.layer is None or target.index is None:
            raise TargetError("not_a_head", f"{name} is not a head.", name, "Name a head, such as L0H0.")
        return target.layer, target.index

    def place(self, target: Target, part: str | None = None) -> Place:
        """Where the values of a target are; ``part`` chooses among those of a head.

        A head's own value is its ``z``, a key-value group's its ``v``, a norm's its scale.
        """
        if target.hook is not None:
            axis = 2 if target.kind == "neuron" else None
            by_query = bool(_BY_QUERY.search(target.hook))
            place = Place(target.hook, axis, target.index if axis else None, 2 if by_query else 1)
            return place.at(target.hook, self._carry(target))
        default = "v" if target.kind == "group" else "z"
        wanted = target.part or part or default
        self._refuse_fork(target, wanted)
        inner = _HEAD_PARTS[wanted]
        hook = f"blocks.{target.layer}.{inner.hook}"
        return Place(hook, inner.axis, target.index, inner.position_axis)

    def part(self, target: Target, what: str) -> Place:
        """Where one of the parts of a target is, such as the pattern of a head or of a whole layer."""
        if target.kind == "attn" and what in _HEAD_PARTS:
            inner = _HEAD_PARTS[what]
            return Place(f"blocks.{target.layer}.{inner.hook}", position_axis=inner.position_axis)
        if target.kind == "mlp" and what == "post":
            return Place(f"blocks.{target.layer}.mlp.hook_post")
        return self.place(target, what if target.kind in ("head", "group") else None)

    def _carry(self, target: Target) -> str | None:
        """The library's ``hook_resid_mid`` is what the second norm reads: the skip connection passes by it,
        and a change of the stream has to reach the block's end on its own."""
        return f"blocks.{target.layer}.hook_resid_post" if target.name.startswith("resid_mid.") else None

    @cached_property
    def names(self) -> list[str]:
        """Short names of everything that is one component or one stream, bottom to top."""
        structure = self.structure
        out = list(structure.embeddings)
        for layer in structure.layers:
            out += self._layer_names(layer)
        return out if structure.final_norm is None else [*out, structure.final_norm.component]

    def _layer_names(self, layer: Layer) -> list[str]:
        i, attention = layer.index, layer.attention
        out = [norm.component for norm in layer.norms]
        out += [f"{stream}.{i}" for stream in _STREAMS if self._has(f"blocks.{i}.hook_{stream}")]
        if attention is not None:
            out += [attention.component, *(f"L{i}H{h}" for h in range(attention.n_heads))]
            if _is_grouped(attention):
                out += [f"L{i}KV{g}" for g in range(attention.n_key_value_heads)]
        return out if layer.mlp is None else [*out, layer.mlp.component]

    def _one(self, name: str) -> Target | None:
        for pattern, make in self._forms:
            match = pattern.fullmatch(name)
            if match is not None:
                return make(match)
        if name in self._hooks:
            return Target(name, component_of(name), "hook", hook=name)
        return None

    @cached_property
    def _forms(self) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], Target | None]]]:
        parts = "|".join(_HEAD_PARTS)
        return [
            (re.compile(rf"(?:L(\d+)H|(\d+)\.)(\d+)(?:\.({parts}))?"), self._head),
            (re.compile(r"L(\d+)KV(\d+)(?:\.([kv]))?"), self._group),
            (re.compile(r"(attn|mlp)\.(\d+)"), self._half),
            (re.compile(r"(?P<layer>\d+)\.(?P<half>attn|mlp)"), self._turned_half),
            (re.compile(r"mlp\.(\d+)\.n(\d+)"), self._neuron),
            (re.compile(rf"({'|'.join(_STREAMS)})\.(\d+)"), self._stream),
            (re.compile(r"(ln1|ln2|ln1_post|ln2_post)\.(\d+)|(ln_final)"), self._norm),
            (re.compile(r"embed|pos_embed"), self._embedding),
        ]

    def _head(self, match: re.Match[str]) -> Target | None:
        layer, head, part = int(match[1] or match[2]), int(match[3]), match[4]
        attention = self._layer(layer).attention if layer < len(self.structure.layers) else None
        if attention is None or head >= attention.n_heads:
            return None
        component = f"L{layer}H{head}"
        return Target(component + (f".{part}" if part else ""), component, "head", layer, head, part)

    def _group(self, match: re.Match[str]) -> Target | None:
        layer, group, part = int(match[1]), int(match[2]), match[3]
        attention = self._layer(layer).attention if layer < len(self.structure.layers) else None
        if attention is None or not _is_grouped(attention) or group >= attention.n_key_value_heads:
            return None
        component = f"L{layer}KV{group}"
        return Target(component + (f".{part}" if part else ""), component, "group", layer, group, part)

    def _half(self, match: re.Match[str]) -> Target | None:
        which, layer = match[1], int(match[2])
        hook = f"blocks.{layer}.hook_{which}_out"
        return self._hooked(match[0], match[0], "attn" if which == "attn" else "mlp", hook, layer)

    def _turned_half(self, match: re.Match[str]) -> Target | None:
        return self._one(f"{match['half']}.{match['layer']}")

    def _neuron(self, match: re.Match[str]) -> Target | None:
        layer, neuron = int(match[1]), int(match[2])
        mlp = self._layer(layer).mlp if layer < len(self.structure.layers) else None
        if mlp is None or neuron >= mlp.n_neurons:
            return None
        hook = f"blocks.{layer}.mlp.hook_post"
        return self._hooked(match[0], mlp.component, "neuron", hook, layer, neuron)

    def _stream(self, match: re.Match[str]) -> Target | None:
        layer = int(match[2])
        return self._hooked(match[0], match[0], "resid", f"blocks.{layer}.hook_{match[1]}", layer)

    def _norm(self, match: re.Match[str]) -> Target | None:
        layer = None if match[3] else int(match[2])
        owner = "ln_final" if layer is None else f"blocks.{layer}.{match[1]}"
        return self._hooked(match[0], match[0], "norm", f"{owner}.hook_scale", layer)

    def _embedding(self, match: re.Match[str]) -> Target | None:
        if match[0] not in self.structure.embeddings:
            return None
        return self._hooked(match[0], match[0], "embed", f"hook_{match[0]}")

    def _hooked(
        self,
        name: str,
        component: str,
        kind: str,
        hook: str,
        layer: int | None = None,
        index: int | None = None,
    ) -> Target | None:
        known = self._has(hook)
        return Target(name, component, kind, layer, index, hook=hook) if known else None  # pyright: ignore[reportArgumentType]

    def _has(self, hook: str) -> bool:
        return hook in self._hooks

    def _layer(self, layer: int | None) -> Layer:
        return self.structure.layers[layer or 0]

    def _glob(self, name: str) -> list[Target]:
        short = fnmatch.filter(self.names, name) or fnmatch.filter(self._parts(name), name)
        short = short or fnmatch.filter(self._turned, name)
        chosen = short or sorted(fnmatch.filter(self._hooks, name))
        found = [target for match in chosen if (target := self._one(match)) is not None]
        if not found:
            raise TargetError(
                "unknown_target",
                f"Nothing in this model matches {name}.",
                name,
                "Globs go over short names (L0H*, mlp.*) and over hook names (blocks.*.hook_resid_pre).",
            )
        return found

    @cached_property
    def _turned(self) -> list[str]:
        """The halves of the layers under their other names, for globs such as ``*.attn``."""
        halves = [name.split(".") for name in self.names if re.fullmatch(r"(attn|mlp)\.\d+", name)]
        return [f"{layer}.{half}" for half, layer in halves]

    def _parts(self, name: str) -> list[str]:
        part = name.rsplit(".", 1)[-1]
        if part not in _HEAD_PARTS:
            return []
        heads = [n for n in self.names if re.fullmatch(r"L\d+H\d+", n)]
        return [f"{head}.{part}" for head in heads]

    def _refuse_fork(self, target: Target, part: str) -> None:
        attention = self._layer(target.layer).attention
        if target.kind == "head" and part in "kv" and attention is not None and _is_grouped(attention):
            each = attention.n_heads // attention.n_key_value_heads
            group = f"L{target.layer}KV{(target.index or 0) // each}.{part}"
            raise TargetError(
                "shared_key_value",
                f"{target.component} shares its {part} with other heads.",
                target.name,
                f"Act on the whole group, {group}.",
            )

    def _unknown(self, name: str) -> TargetError:
        near = difflib.get_close_matches(name, [*self.names, *self._hooks], n=3, cutoff=0.5)
        layers = len(self.structure.layers)
        size = f"This model has {layers} layer{'s' * (layers != 1)}"
        attention = next((la.attention for la in self.structure.layers if la.attention is not None), None)
        size += "." if attention is None else f" of {attention.n_heads} heads."
        attentions = [la.attention for la in self.structure.layers if la.attention is not None]
        if "KV" in name and not any(_is_grouped(each) for each in attentions):
            size += " Each head has keys and values of its own, such as L0H0.k."
        advice = f"Did you mean {', '.join(near)}? {size}" if near else size
        return TargetError("unknown_target", f"This model has no target named {name}.", name, advice)


def _is_grouped(attention: Attention) -> bool:
    """Whether heads share keys and values."""
    return attention.n_key_value_heads != attention.n_heads
