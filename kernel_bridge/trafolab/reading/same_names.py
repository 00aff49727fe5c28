"""What was told apart at some positions and not at others, brought under the same names.

Heads of a layer are one where an intervention acts on the layer as a whole, and what acts on the stream has a
part of its own only where it acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from torch import Tensor

_HEAD = re.compile(r"L(\d+)H\d+")


def same_names(told: Sequence[Sequence[str]]) -> tuple[list[str], list[list[int]]]:
    """Names in the model's order that parts told in several ways have in common, and for each way of telling
    the number of the name that each of its parts is summed into. Heads go into their layer, and embeddings
    into what enters the first block, if anything else was told of these only as a whole."""
    there = {name for names in told for name in names}
    common = [[_as_told(name, there) for name in names] for names in told]
    ordered = list[str]()
    for names in common:
        place = 0
        for name in dict.fromkeys(names):
            if name not in ordered:
                ordered.insert(place, name)
            place = ordered.index(name) + 1
    return ordered, [[ordered.index(name) for name in names] for names in common]


def _as_told(name: str, there: Set[str]) -> str:
    head = _HEAD.fullmatch(name)
    whole = f"attn.{head[1]}" if head else name.removeprefix("bias.")
    whole = "resid_pre.0" if name in ("embed", "pos_embed") else whole
    return whole if whole in there else name


def summed_into(places: Iterable[int], n: int, values: Tensor, dim: int = 0) -> Tensor:
    """Values [..., part, ...] along ``dim``, summed where parts share one of ``n`` places."""
    shape = list(values.shape)
    shape[dim] = n
    index = values.new_tensor(list(places)).long()
    return values.new_zeros(shape).index_add_(dim, index, values)
