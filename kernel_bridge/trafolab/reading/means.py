"""A head's attention in the mean over a set of prompts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ..errors import ViewError
from ..pairs import Pair
from .weighing import Weigh, Weighing

if TYPE_CHECKING:
    from ..looking.readings import Readings

MOST = 64
"""Prompts of a set that are taken, from its first one."""
DIFFERS = "∗"


@dataclass(frozen=True)
class Mean:
    """Over the first prompts of a set."""

    values: Tensor
    """[query, key] in float32."""
    n_prompts: int
    n_in_set: int
    tokens: list[str]
    """Where all have the same token, that; else the role that stands there, in braces, or a star."""


def mean_over(look: Readings, name: str, head: tuple[int, int], weigh: Weigh, run: str) -> Mean:
    """The mean of a head's attention over a set of prompts of one length, live or plain. Raises
    :class:`LabError` where there is none."""
    if run not in ("live", "plain") or weigh == "contribution":
        what = f"Over {name} there is the mean of attention live or plain, by itself or by the values' norm."
        raise ViewError("not_over_a_set", what, name, 'Ask for run="plain" and weigh="none".')
    elsewhere = look.attention.elsewhere
    pairs = elsewhere.prompts(name, MOST)
    (layer, index), weighing = head, Weighing(look, *head)
    pattern, values = weighing.hooks[:2]
    total = torch.zeros(())
    for found in elsewhere.over(name, pairs, weighing.hooks[:2], live=run == "live"):
        if pattern not in found:
            raise ViewError("no_pattern", f"attn.{layer} computes no pattern on these prompts.", name)
        mine = found[pattern][:, index].float()
        each = mine if weigh == "none" else weighing.by_norm(mine, found[values])
        total = total + each.sum(0)
    return Mean(total / len(pairs), len(pairs), elsewhere.size(name), _labels(look, pairs))


def _labels(look: Readings, pairs: Sequence[Pair]) -> list[str]:
    roles = Counter((role, place) for pair in pairs for role, place in pair.roles.items())
    there = {place: f"{{{role}}}" for (role, place), n in roles.items() if n == len(pairs)}
    columns = [set(column) for column in zip(*(pair.clean for pair in pairs), strict=True)]
    return [
        look.token_text(*column) if len(column) == 1 else there.get(place, DIFFERS)
        for place, column in enumerate(columns)
    ]
