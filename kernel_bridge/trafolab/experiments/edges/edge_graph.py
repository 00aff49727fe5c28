"""A model as a graph: what writes into the stream, what reads from it, and each edge between two of them.

As Syed et al., "Attribution Patching Outperforms Automated Circuit Discovery" (2023), draw it: the stream is
the sum of what was written before, so that each reader's input can be changed by one writer alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.structure import Attention, Layer

from ...errors import OperationError

if TYPE_CHECKING:
    from ...models.held import Held

LOGITS = "logits"
ENTERING = "resid_pre.0"
"""All that embeddings write: tokens, and positions where they are learned."""


@dataclass(frozen=True)
class End:
    """One end of an edge: what a hook point has, or one head of it."""

    name: str
    hook: str
    head: int | None = None
    """Index behind the position, where there is one for each head."""


@dataclass(eq=False)
class Graph:
    """Senders and receivers in the model's order, at canonical hook names."""

    senders: list[End] = field(default_factory=list[End])
    receivers: list[End] = field(default_factory=list[End])
    before: list[int] = field(default_factory=list[int])
    """How many of the senders, from the first, each receiver reads."""
    feeds: list[Sequence[int]] = field(default_factory=list[Sequence[int]])
    """The senders that each receiver is an input of; none for the logits."""

    @property
    def edges(self) -> Tensor:
        """Whether there is one, [sender, receiver]."""
        numbers = torch.arange(len(self.senders))
        return numbers[:, None] < torch.tensor(self.before)[None]

    @property
    def hooks(self) -> list[str]:
        """All hook points."""
        return list(dict.fromkeys(end.hook for end in [*self.senders, *self.receivers]))

    def number(self, sender: str, receiver: str) -> tuple[int, int]:
        """An edge by the names of its ends. Raises :class:`OperationError` where there is none."""
        names = [end.name for end in self.senders], [end.name for end in self.receivers]
        for name, known, role in ((sender, names[0], "write into"), (receiver, names[1], "read from")):
            if name not in known:
                advice = f"There are {', '.join(known[:3])}, …, {known[-1]}."
                what = f"{name} does not {role} the stream as one end of an edge."
                raise OperationError("unknown_edge", what, name, advice)
        found = names[0].index(sender), names[1].index(receiver)
        if not bool(self.edges[found]):
            what = f"{receiver} comes before {sender}, so that there is no edge."
            raise OperationError("unknown_edge", what, receiver, "Turn them round, or leave it out.")
        return found


def graph_of(held: Held) -> Graph:
    """The graph of a model: embeddings, heads and MLPs to queries, keys, values, MLPs and the logits. Where a
    norm follows attention, heads can't be told apart behind it, and the whole layer is one sender. Raises
    :class:`OperationError` for a model without layers."""
    layers, making = held.info.structure.layers, _Making(held, Graph())
    if not layers:
        raise OperationError("no_edges", "This model has no layers, and no edges between them.", None)
    making.sender(ENTERING, "blocks.0.hook_resid_pre")
    for layer in layers:
        making.layer(layer)
    making.receiver(LOGITS, f"blocks.{layers[-1].index}.hook_resid_post", feeds=())
    return making.graph


@dataclass(eq=False)
class _Making:
    held: Held
    graph: Graph

    def sender(self, name: str, hook: str, head: int | None = None) -> int:
        self.graph.senders.append(End(name, self.held.canonical(hook), head))
        return len(self.graph.senders) - 1

    def receiver(
        self,
        name: str,
        hook: str,
        head: int | None = None,
        *,
        feeds: Sequence[int],
        before: int | None = None,
    ) -> None:
        graph = self.graph
        if hook not in self.held.shadow.hooks:
            what = f"{name} can't be an end of an edge: this model has no {hook}."
            raise OperationError("no_edges", what, name, "Sweep over z and mlp_out in place of edges.")
        graph.receivers.append(End(name, self.held.canonical(hook), head))
        graph.before.append(len(graph.senders) if before is None else before)
        graph.feeds.append(feeds)

    def layer(self, layer: Layer) -> None:
        entering = len(self.graph.senders)
        if layer.attention is not None:
            self._attention(layer, layer.attention)
        if layer.mlp is not None:
            at, name = len(self.graph.senders), layer.mlp.component
            before = entering if layer.parallel else at
            self.receiver(name, f"blocks.{layer.index}.hook_mlp_in", feeds=(at,), before=before)
            self.sender(name, f"blocks.{layer.index}.hook_mlp_out")

    def _attention(self, layer: Layer, attention: Attention) -> None:
        at, first, n_heads = f"blocks.{layer.index}", len(self.graph.senders), attention.n_heads
        parted = heads_apart(layer)
        for part in "qkv":
            count = n_heads if part == "q" else attention.n_key_value_heads
            letter = "H" if count == n_heads else "KV"
            for head in range(count):
                each = n_heads // count
                feeds = range(first + head * each, first + (head + 1) * each) if parted else (first,)
                name = f"L{layer.index}{letter}{head}.{part}"
                self.receiver(name, f"{at}.attn.hook_{part}_input", head, feeds=feeds)
        if not parted:
            self.sender(attention.component, f"{at}.hook_attn_out")
            return
        for head in range(n_heads):
            self.sender(f"L{layer.index}H{head}", f"{at}.attn.hook_result", head)


def heads_apart(layer: Layer) -> bool:
    """Whether what heads write is a part of the stream each: no norm comes in between."""
    return all(norm.place != "after_attention" for norm in layer.norms)
