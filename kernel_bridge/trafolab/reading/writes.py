"""Everything that was added into the residual stream, writer by writer.

As in Elhage et al., "A Mathematical Framework for Transformer Circuits" (2021): the stream is a sum, and each
part of it was written by the embeddings, a head, an MLP or a bias. TransformerLens's ``decompose_resid`` and
``stack_head_results`` are the same sums; they know neither norms behind attention nor interventions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.structure import Attention, Layer

from ..errors import ViewError
from .heads import by_head, hooks_of
from .rounding import close, slack

if TYPE_CHECKING:
    from ..models.held import Held
    from ..runs import Run

_UNTIL = re.compile(r"resid_(pre|mid|post)\.(\d+)")


@dataclass(frozen=True, eq=False)
class Writes:
    """The parts of the stream at some positions."""

    names: list[str]
    """In the model's order: ``embed``, ``pos_embed``, ``L0H0``, …, ``bias.attn.0``, ``mlp.0``, …; where heads
    can't be told apart, or were not asked for, ``attn.0``. ``act.resid_post.0`` is what interventions on the
    stream itself added there, and ``resid_pre.0`` what enters the first block where embeddings can't be told
    apart."""
    values: Tensor
    """[writer, position, d_model] in float32; they sum to the stream."""


def writes_of(
    held: Held, run: Run, until: str, positions: Sequence[int] | None = None, heads: bool = True
) -> Writes:
    """What was added before ``until``, a stream such as ``resid_post.1``, at these positions, or all. Raises
    :class:`ViewError` where the model has no such stream, or its parts can't be told."""
    parts = _Parts(held, run, slice(None) if positions is None else list(positions), heads)
    layers, hook = _before(held, until)
    run.load(hooks_read(held, until, heads=heads))
    parts.embeddings()
    for layer, whole in layers:
        parts.layer(layer, whole=whole)
    parts.close(hook)
    return Writes(parts.names, torch.stack(parts.values))


def hooks_read(held: Held, until: str, *, heads: bool) -> list[str]:
    """What is read of a run for that: whoever needs more besides loads all in one pass."""
    layers, hook = _before(held, until)
    return [hook, *_hooks(held, layers, heads=heads)]


def _hooks(held: Held, layers: Sequence[tuple[Layer, bool]], *, heads: bool) -> Iterator[str]:
    yield "blocks.0.hook_resid_pre"
    yield from ("hook_embed", "hook_pos_embed") if _has_positions(held) else ()
    for layer, whole in layers:
        if layer.attention is not None:
            yield from hooks_of(layer.index) if heads else (f"blocks.{layer.index}.hook_attn_out",)
        if layer.mlp is not None and whole:
            yield f"blocks.{layer.index}.hook_mlp_out"


def _has_positions(held: Held) -> bool:
    structure = held.info.structure
    return "pos_embed" in structure.embeddings and "pos_embed" not in structure.unsupported


def _before(held: Held, until: str) -> tuple[list[tuple[Layer, bool]], str]:
    """The layers that have written by then, each with whether its MLP has, and the stream's hook."""
    match, layers = _UNTIL.fullmatch(until), held.info.structure.layers
    hook = "" if match is None else f"blocks.{match[2]}.hook_resid_{match[1]}"
    if match is None or hook not in held.shadow.hooks:
        advice = "Name one such as resid_pre.0, resid_mid.0 or resid_post.0; parallel layers have no middle."
        raise ViewError("no_stream", f"This model has no stream {until}.", until, advice)
    last = int(match[2]) + (match[1] != "pre")
    return [(layer, layer.index < int(match[2]) or match[1] == "post") for layer in layers[:last]], hook


@dataclass(eq=False)
class _Parts:
    held: Held
    run: Run
    at: slice | list[int]
    heads: bool
    names: list[str] = field(default_factory=list[str])
    values: list[Tensor] = field(default_factory=list[Tensor])
    junctions: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    """Streams, each with how many parts were written before it."""

    def add(self, name: str, values: Tensor) -> None:
        self.names.append(name)
        self.values.append(values)

    def read(self, hook: str) -> Tensor:
        return self.run[hook][self.at].float()

    def embeddings(self) -> None:
        stream = self.read("blocks.0.hook_resid_pre")
        places = self.read("hook_pos_embed") if _has_positions(self.held) else None
        if places is None:
            self.add("embed", stream)
        elif _along(stream - places, self.read("hook_embed")):
            self.add("embed", stream - places)
            self.add("pos_embed", places)
        else:
            self.add("resid_pre.0", stream)
        self.junctions.append(("blocks.0.hook_resid_pre", len(self.names)))

    def layer(self, layer: Layer, *, whole: bool) -> None:
        at = f"blocks.{layer.index}"
        if layer.index:
            self.junctions.append((f"{at}.hook_resid_pre", len(self.names)))
        if layer.attention is not None:
            self._attention(at, layer.attention)
        if f"{at}.hook_resid_mid" in self.held.shadow.hooks:
            self.junctions.append((f"{at}.hook_resid_mid", len(self.names)))
        if whole:
            if layer.mlp is not None:
                self.add(layer.mlp.component, self.read(f"{at}.hook_mlp_out"))
            self.junctions.append((f"{at}.hook_resid_post", len(self.names)))

    def _attention(self, at: str, attention: Attention) -> None:
        found = by_head(self.held, self.run, attention, self.at) if self.heads else None
        if found is None:
            self.add(attention.component, self.read(f"{at}.hook_attn_out"))
            return
        for head in range(attention.n_heads):
            self.add(f"L{attention.component[5:]}H{head}", found.by_head[:, head])
        if bool(found.bias.any()):
            self.add(f"bias.{attention.component}", found.bias)

    def close(self, hook: str) -> None:
        """See that the parts sum to the stream, and add what interventions put into it."""
        stream = self.read(hook)
        if hook not in {name for name, _ in self.junctions}:
            # What enters a layer is met in that layer, which has not been gone through.
            self.junctions.append((hook, len(self.names)))
        if close(self._sum(0, len(self.values)), stream, slack(self.run[hook])):
            return
        for n, name, jump in reversed(list(self._jumps(hook))):
            self.names.insert(n, f"act.{_short(name)}")
            self.values.insert(n, jump)

    def _jumps(self, hook: str) -> Iterator[tuple[int, str, Tensor]]:
        """Where, up to a stream, there is more than was written, behind how many of the parts, and what."""
        junctions = self.junctions[: [name for name, _ in self.junctions].index(hook) + 1]
        self.run.load(name for name, _ in junctions)
        before, n_before = torch.zeros_like(self.values[0]), 0
        for name, n in junctions:
            here, expected = self.read(name), before + self._sum(n_before, n)
            if not close(expected, here, slack(self.run[name])):
                self._refuse_unless_acted(name)
                yield n, name, here - expected
            before, n_before = here, n

    def _sum(self, first: int, end: int) -> Tensor:
        return sum(self.values[first:end], torch.zeros_like(self.values[0]))

    def _refuse_unless_acted(self, hook: str) -> None:
        shadow, acted = self.held.shadow, {self.held.canonical(h) for h in self.run.tally.hooks}
        if not shadow.persons_code and self.held.canonical(hook) not in acted:
            what = f"The parts of this model's stream can't be told: they do not sum to {_short(hook)}."
            advice = "Its layers add something else than what attention and MLP write."
            raise ViewError("no_parts", what, _short(hook), advice)


def _along(values: Tensor, direction: Tensor) -> bool:
    """Whether they differ by a factor alone, as embeddings that are scaled do."""
    factor = (values * direction).sum() / direction.pow(2).sum().clamp_min(1e-30)
    return bool((values - factor * direction).norm() <= 1e-3 * values.norm())


def _short(hook: str) -> str:
    layer, name = hook.split(".")[1:]
    return f"{name.removeprefix('hook_')}.{layer}"
