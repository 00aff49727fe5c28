"""The singular vectors of a component's matrix with the tokens that each of them reads and writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ..errors import ViewError
from .norm_weights import NormWeights, centred_for, norm_weights
from .singular import Ends, Projection, Singular, ends_of, singular_of, singular_ov, turned
from .vocabulary import ReadBy, read, written

if TYPE_CHECKING:
    from .circuits import Circuits


@dataclass(frozen=True)
class SingularTokens:
    """Of some of the vectors of one matrix; of an MLP's one side alone."""

    component: str
    matrix: str
    there: list[str]
    values: Tensor
    """[rank]."""
    reads: list[Ends] | None
    writes: list[Ends] | None


def singular_tokens(
    circuits: Circuits, component: str, matrix: str, part: slice, k: int, by: ReadBy
) -> SingularTokens:
    """Those of the vectors of ``part``, with ``k`` tokens at each end. Raises :class:`LabError` where the
    component has no such matrix."""
    component, found = circuits.matrices(component)
    there = [name for name in ("OV", "W_in", "W_gate", "W_out") if name in found]
    if not there:
        what = f"{component} has no matrix whose singular vectors are read as tokens."
        raise ViewError("no_singular_vectors", what, component, "Choose a head or an MLP.")
    name = matrix if matrix in there else there[0]
    reading = partial(read, circuits, norm=_norm(circuits, component), by=by)
    writing = partial(written, circuits)
    whole = circuits.kept(
        ("singular", component, name, by),
        lambda: turned(_singular(circuits, component, name), reading, writing),
    )
    ends = circuits.kept(
        ("singular tokens", component, name, by, part.start, part.stop, k),
        lambda: _ends(whole, part, k, reading, writing),
    )
    return SingularTokens(component, name, there, whole.values, *ends)


@torch.no_grad()
def _ends(
    whole: Singular, part: slice, k: int, reading: Projection, writing: Projection
) -> tuple[list[Ends] | None, list[Ends] | None]:
    reads = None if whole.reads is None else ends_of(whole.reads[part], reading, k)
    return reads, None if whole.writes is None else ends_of(whole.writes[part], writing, k)


@torch.no_grad()
def _singular(circuits: Circuits, component: str, matrix: str) -> Singular:
    """Norms are folded in on the side of the stream."""
    if matrix == "OV":
        own = circuits.head(*circuits.named(component))
        return singular_ov(own.reads(own.W_V), own.written)
    weights = circuits.matrices(component)[1][matrix].weights().detach().float()
    norm = _norm(circuits, component)
    if matrix == "W_out":
        post = norm_weights(getattr(circuits.block(component), "ln2_post", None))
        weights = weights if post is None else post.behind(weights)
        return singular_of(centred_for(norm, weights), "writes")
    return singular_of(weights if norm is None else norm.before(weights), "reads")


def _norm(circuits: Circuits, component: str) -> NormWeights | None:
    """That through which a head or an MLP reads the stream."""
    block = circuits.block(component)
    if component.startswith("mlp"):
        return norm_weights(getattr(block, "ln2", None) or getattr(block, "ln1", None))
    return norm_weights(getattr(block, "ln1", None))
