"""Passes over other prompts than those under study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ..detectors import Detectors
from ..errors import ViewError
from ..experiments.over.acting import acting_on, own_prompts, plan_at, refuse_bound
from ..experiments.over.groups import groups_sharing
from ..interventions.plan import EMPTY
from ..pairs import Pair, pairs_of
from ..references import prompts_of
from ..trimming import Readout

if TYPE_CHECKING:
    from ..snapshot import Now

_SEGMENT = 24
"""Longest part that the repeated prompt repeats, in tokens."""
_LITTLE = Readout((0,), (0,))


class Elsewhere:
    """Named sets of prompts, and a prompt of random tokens that come twice, in the model of one revision."""

    def __init__(self, now: Now, detectors: Detectors) -> None:
        self._now = now
        self.detectors = detectors

    @property
    def sets(self) -> list[str]:
        """Names of the sets of pairs and of the reference sets."""
        core = self._now.core
        return [each.name for each in (*core.pairs, *core.references)]

    def size(self, name: str) -> int:
        """How many prompts a set has; 0 where there is none of that name."""
        core = self._now.core
        sizes = {each.name: each.n_prompts for each in core.references}
        return (sizes | {each.name: each.n_pairs for each in core.pairs}).get(name, 0)

    def repeated(self) -> list[int]:
        """Ids of a prompt whose second half repeats its first: different tokens, drawn with a fixed seed."""
        held = self._now.bench.held
        start = [] if held.bos is None else [held.bos]
        words = held.shadow.model.cfg.d_vocab
        room = words if held.limit is None else (held.limit - len(start)) // 2
        drawn = torch.randperm(words, generator=torch.Generator().manual_seed(0)).tolist()
        segment = [i for i in drawn if i not in start][: min(_SEGMENT, room)]
        return [*start, *segment, *segment]

    def read(self, ids: Sequence[int], hooks: Sequence[str]) -> Mapping[str, Tensor]:
        """Activations [pos, …] of one plain pass."""
        return {hook: kept[0] for hook, kept in self._now.bench.read([ids], hooks).items()}

    def prompts(self, name: str, most: int) -> list[Pair]:
        """The first of a set, all of one length; a reference set's prompts are pairs with themselves. Raises
        :class:`ViewError` for an unknown set and for prompts of different length."""
        pairs = self._pairs(name)[:most]
        lengths = sorted({pair.n_tokens for pair in pairs})
        if len(lengths) > 1:
            what = f"The prompts of {name} have from {lengths[0]} to {lengths[-1]} tokens."
            advice = "A mean over positions needs prompts of one length: name a set of those."
            raise ViewError("unequal_lengths", what, name, advice)
        return pairs

    def over(
        self, name: str, pairs: Sequence[Pair], hooks: Sequence[str], *, live: bool
    ) -> Iterator[Mapping[str, Tensor]]:
        """Activations [prompt, pos, …] of these prompts of a set, some at a time. Raises :class:`LabError`
        for interventions that belong to the prompt under study."""
        now, acting = self._now, acting_on(self._now) if live else []
        if live:
            self._refuse(name, pairs)
        for group in groups_sharing(now, pairs, acting, 0.0):
            plan = plan_at(now, acting, group.places) if live else EMPTY
            prompts = [pair.clean for pair in group.pairs]
            yield now.bench.record_many(
                prompts, plan, hooks, _LITTLE, cached=False, own=own_prompts(group.pairs)
            ).activations

    def _refuse(self, name: str, pairs: Sequence[Pair]) -> None:
        refuse_bound(acting_on(self._now), sorted({role for pair in pairs for role in pair.roles}), name)
        if self._now.plan.donors and name in {each.name for each in self._now.core.references}:
            what = (
                f"Interventions take values from a counterfactual, which the prompts of {name} do not have."
            )
            raise ViewError("no_counterfactual", what, name, 'Ask for run="plain", or name a set of pairs.')

    def _pairs(self, name: str) -> list[Pair]:
        core, tensors = self._now.core, self._now.bench.tensors
        pairs = next((each for each in core.pairs if each.name == name), None)
        if pairs is not None:
            return pairs_of(pairs, tensors)
        reference = next((each for each in core.references if each.name == name), None)
        if reference is not None:
            return [_alone(tuple(ids)) for ids in prompts_of(reference, tensors)]
        there = ", ".join(self.sets) or "none yet"
        raise ViewError("unknown_set", f"There is no set named {name}.", name, f"There are: {there}.")


def _alone(ids: tuple[int, ...]) -> Pair:
    return Pair(ids, ids, (), None, {"end": len(ids) - 1})
