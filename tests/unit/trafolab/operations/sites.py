"""The same change at the same place, twice: as an intervention's target, and as a site of the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from tests import reference_hf

Change = Callable[[Tensor], Tensor]
"""Of the values at a site, or of their slice, which keeps its axis; the batch is first."""


@dataclass(frozen=True)
class Site:
    """A target, and where the reference has its values."""

    target: str
    site: str
    axis: int | None = None
    index: int | None = None
    position_axis: int = 1

    @property
    def kind(self) -> str:
        """Its name without layer and number."""
        return self.site.split(".")[0]

    @property
    def stored_whole(self) -> bool:
        """Whether its values are of one length only."""
        return self.kind in ("pattern", "scores")

    def slice(self, value: Tensor) -> Tensor:
        """The target's part of the site's values."""
        return value if self.axis is None else value.narrow(self.axis, self.index or 0, 1)

    def edit(self, change: Change, positions: Sequence[int] | None = None) -> reference_hf.Edit:
        """The edit for the reference."""

        def edit(value: Tensor) -> Tensor:
            old = self.slice(value)
            new = change(old)
            if positions is not None:
                shape = [1] * old.ndim
                shape[self.position_axis] = old.shape[self.position_axis]
                here = torch.zeros(old.shape[self.position_axis], dtype=torch.bool)
                here[list(positions)] = True
                new = torch.where(here.view(shape), new, old)
            out = value.clone()
            self.slice(out).copy_(new)
            return out

        return self.site, edit

    def read(self, directory: str, ids: Sequence[int]) -> Tensor:
        """The target's values in a plain run, the batch first."""
        return self.slice(reference_hf.values(directory, ids, [self.site])[self.site])


def sites_of(name: str, structure: Any) -> list[Site]:
    """One target of each kind that a model has, in its upper layer where there is a choice."""
    return [*_streams(name, structure), *_layer(structure, 1), *_norms(structure)]


def _streams(name: str, structure: Any) -> Iterator[Site]:
    # BLOOM's embedding has a norm behind it, and TransformerLens's hook_embed is behind that.
    yield Site("embed", "embed_normed" if name == "bloom" else "embed")
    if "pos_embed" in structure.embeddings:
        yield Site("pos_embed", "pos_embed")
    yield Site("resid_pre.1", "resid_pre.1")
    if not structure.layers[1].parallel:
        yield Site("resid_mid.0", "resid_mid.0")
    yield Site("resid_post.0", "resid_post.0")


def _layer(structure: Any, layer: int) -> Iterator[Site]:
    attention = structure.layers[layer].attention
    yield Site(f"attn.{layer}", f"attn.{layer}")
    yield Site(f"mlp.{layer}", f"mlp.{layer}")
    yield Site(f"mlp.{layer}.n5", f"post.{layer}", 2, 5)
    yield Site(f"L{layer}H1", f"z.{layer}", 2, 1)
    yield Site(f"L{layer}H2.q", f"q.{layer}", 2, 2)
    yield Site(f"L{layer}H3.pattern", f"pattern.{layer}", 1, 3, 2)
    yield Site(f"L{layer}H3.scores", f"scores.{layer}", 1, 3, 2)
    grouped = attention.n_key_value_heads != attention.n_heads
    for part in "kv":
        owner = f"L{layer}KV1" if grouped else f"L{layer}H1"
        yield Site(f"{owner}.{part}", f"{part}.{layer}", 2, 1)


def _norms(structure: Any) -> Iterator[Site]:
    for norm in structure.layers[1].norms:
        yield Site(norm.component, norm.component)
    yield Site("ln_final", "ln_final")
