"""Which pairs share their passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trafolab_protocol.interventions import Intervention

from ...pairs import Pair
from ..memory import most_tokens
from .acting import roles_of

if TYPE_CHECKING:
    from ...snapshot import Now

AT_ONCE = 512
"""Tokens of the pairs that are recorded at once: their streams, keys and values are kept meanwhile."""


@dataclass(frozen=True)
class Group:
    """Pairs of one length, with the same places of those roles that something acts at."""

    indices: Sequence[int]
    """Of its pairs in the whole set."""
    pairs: Sequence[Pair]
    places: Mapping[str, int]

    @property
    def n_tokens(self) -> int:
        """Length of each prompt."""
        return self.pairs[0].n_tokens


def groups_sharing(
    now: Now,
    pairs: Sequence[Pair],
    acting: Sequence[Intervention],
    unembedded: float,
    at_once: int = AT_ONCE,
) -> list[Group]:
    """The pairs in groups that can share a pass under what acts. ``unembedded``: the share of their positions
    at which the whole vocabulary is read; ``at_once``: the most tokens."""
    held, longest = now.bench.held, max(pair.n_tokens for pair in pairs)
    # A person's code may look at the batch.
    whole = now.bench.has_persons_code() or any(each.operation.op == "custom" for each in acting)
    most = min(at_once, most_tokens(held.info.structure, held.shadow.model, longest, unembedded))
    return groups_of(pairs, roles_of(acting), 0 if whole else most)


def groups_of(pairs: Sequence[Pair], roles: Sequence[str], most_tokens: int) -> list[Group]:
    """The pairs in groups of at most so many tokens, or of one pair, in the order of their first ones."""
    alike: dict[object, list[int]] = {}
    for index, pair in enumerate(pairs):
        alike.setdefault((pair.n_tokens, *(pair.roles.get(role) for role in roles)), []).append(index)
    found = list[Group]()
    for indices in alike.values():
        first = pairs[indices[0]]
        size = max(1, most_tokens // first.n_tokens)
        places = {role: first.roles[role] for role in roles if role in first.roles}
        for begin in range(0, len(indices), size):
            chosen = indices[begin : begin + size]
            found.append(Group(chosen, [pairs[i] for i in chosen], places))
    return found
