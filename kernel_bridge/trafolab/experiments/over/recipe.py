"""A sweep over a set of pairs, prepared: the steps to its cells, group by group."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import Application, ExperimentInfo, SweepSpec

from ...errors import LabError
from ...many import RecordedMany
from ..guarding import refuse_changed
from ..memory import most_tokens
from ..sweeps.recording import Recording
from ..sweeps.shortcuts import Shortcuts, shortcuts_of
from ..sweeps.trial import Trial
from ..work import Step
from .acting import own_prompts, plan_at
from .answers import Answers
from .asked import Asked
from .averages import A, Averages, averages
from .groups import AT_ONCE, Group, groups_sharing
from .putting import Put, Putting, putting_of
from .rows import PairSweeper, due_among_pairs

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


Wanted = Container[tuple[int, ...]] | None
"""Cells, without the pair; None for all."""


def check(now: Now, spec: SweepSpec) -> None:
    """Raises :class:`LabError` where a sweep can't be made, without a pass."""
    Asked(now, spec)


def prepare(engine: Engine, now: Now, spec: SweepSpec) -> Averages:
    """A sweep of the laboratory as it was then. Raises :class:`LabError` where it can't be made."""
    asked = Asked(now, spec)
    return PairSweeping(engine, asked, putting_of(asked, engine.tools(now))).work()


@dataclass(eq=False)
class GroupRuns:
    """A group of pairs, with both runs of each."""

    group: Group
    base: RecordedMany
    put: Put


@dataclass(eq=False)
class PairSweeping:
    """A sweep over pairs: what makes a work out of what is asked for."""

    engine: Engine
    asked: Asked
    putting: Putting
    _recorded: GroupRuns | None = field(default=None, init=False)
    """The group under way."""
    _first: tuple[RecordedMany, Answers] | None = field(default=None, init=False)
    """Of the first group, without what cells begin from."""

    def work(self) -> Averages:
        """With nothing computed yet but the first group's runs."""
        work, groups = self.begun(Averages), self.groups()
        self.record(groups[0])
        work.steps = self.steps(groups, work)
        return work

    def begun(self, of: type[A]) -> A:
        """With nothing computed yet, and without steps."""
        asked = self.asked
        cells = [cell.at for cell in asked.cells_of(_all(asked))]
        work = averages(self._info(), asked.axes, asked.texts, cells, of)
        work.application = self.application()
        work.guard = partial(refuse_changed, self.engine, asked, self._is_as_recorded)
        return work

    def groups(self, at_once: int = AT_ONCE) -> list[Group]:
        """The pairs that share passes, of at most so many tokens."""
        asked = self.asked
        share = asked.answers(asked.pairs[:1]).unembedded
        return groups_sharing(asked.now, asked.pairs, asked.acting, share, at_once)

    def record(self, group: Group, *, resumed: bool = True) -> GroupRuns:
        """Make both runs of each pair of a group; ``resumed``: later passes begin in the middle of them."""
        # Two groups at once would take twice the memory.
        self._recorded = None
        asked, answers = self.asked, self.asked.answers(group.pairs)
        clean, corrupt = ([getattr(pair, side) for pair in group.pairs] for side in ("clean", "corrupt"))
        into, others = (corrupt, clean) if asked.turned else (clean, corrupt)
        hooks = [place.hook for place in asked.places]
        plan, bench = plan_at(asked.now, asked.acting, group.places), asked.now.bench
        own = own_prompts(group.pairs)
        try:
            base = bench.record_many(into, plan, hooks, answers.readout, cached=resumed, own=own)
        except LabError:
            # Not every model takes a cache; what else may be wrong shows without one too.
            base = bench.record_many(into, plan, hooks, answers.readout, cached=False, own=own)
        self._first = self._first or (_bare(base), answers)
        self._recorded = GroupRuns(group, base, self.putting.put(others, base, answers.readout))
        return self._recorded

    def note(self, runs: GroupRuns, work: Averages) -> None:
        """Tell what both runs of each pair of a group gave."""
        group, base, put = runs.group, runs.base, runs.put
        answers, every = self.asked.answers(group.pairs), range(len(group.pairs))
        others = None if put.logits is None else answers.values(put.logits, every, base.logits)
        work.known(group.indices, answers.values(base.logits, every, base.logits), others)

    def _begin(self, work: Averages, wanted: Wanted) -> PairSweeper:
        """What is to be computed from the recorded runs; what need not be is told."""
        runs = self._now()
        self.note(runs, work)
        sweeper = self._sweeper(runs, wanted)
        due = {each.cell.at for each in sweeper.due}
        work.settle([cell.at for cell in sweeper.cells if cell.at not in due])
        work.describe(whole=sweeper.shortcuts.why)
        return sweeper

    def _sweeper(self, recorded: GroupRuns, wanted: Wanted) -> PairSweeper:
        asked, held = self.asked, self.asked.now.bench.held
        base, donor = recorded.base, recorded.put.activations
        cells = [cell for cell in asked.cells_of(recorded.group) if wanted is None or cell.at[1:] in wanted]
        rows, answers = base.rows(range(len(recorded.group.pairs))), asked.answers(recorded.group.pairs)
        return PairSweeper(
            executor=held.aside,
            base=Recording([rows]),
            donor=donor,
            measure=answers.measure,
            cells=cells,
            due=due_among_pairs(cells, base.activations, donor, answers.readout.positions[-1]),
            most_tokens=self._most_tokens(recorded.group.n_tokens),
            shortcuts=shortcuts_of(held, rows, asked.acting),
            many=base,
            answers=answers,
        )

    def _most_tokens(self, n_tokens: int) -> int:
        held, share = self.asked.now.bench.held, self.asked.answers(self.asked.pairs[:1]).unembedded
        return most_tokens(held.info.structure, held.shadow.model, n_tokens, share)

    def steps(self, groups: Sequence[Group], work: Averages, wanted: Wanted = None) -> Iterator[Step]:
        """To all cells of some groups, or to those that are ``wanted``."""
        tried: Shortcuts | None = None
        for group in groups:
            if self._now().group is not group:
                yield Step(partial(self._recording, group), passes=2)
            sweeper = self._begin(work, wanted)
            if tried is None and sweeper.due:
                trial = Trial(sweeper, self.asked.now.bench)
                yield from trial.steps()
                tried = trial.found
            if tried is not None:
                sweeper = replace(sweeper, shortcuts=tried)
                work.describe(whole=tried.why)
            yield from _passes(sweeper)
            del sweeper
            work.conclude()

    def _recording(self, group: Group) -> Tensor:
        self.record(group)
        return torch.empty(0)

    def _now(self) -> GroupRuns:
        assert self._recorded is not None
        return self._recorded

    def _info(self) -> ExperimentInfo:
        asked = self.asked
        now, into = asked.now, "corrupt" if asked.turned else "clean"
        return ExperimentInfo(
            sentence=self.putting.sentence.format(kind=asked.kind.words),
            metric=asked.answers(asked.pairs).label((into, "changed")),
            base=into,
            donor=self.putting.name,
            baseline=0.0,
            other=None,
            stamp=now.bench.stamp(asked.set.name, "live" if now.plan else "plain", now.conditions.weights),
            n_cells=asked.n_cells,
            n_passes=0,
            n_equal=0,
            n_pairs=len(asked.pairs),
            pairs=asked.set.tensor,
        )

    def application(self) -> Application:
        """Why a cell can't be made to stay, and what it changes."""
        targets = {cell.at: cell.target for cell in self.asked.cells}
        shape = [max(at[axis] for at in targets) + 1 for axis in range(len(next(iter(targets))))]
        return Application(
            operation=self.putting.operation,
            source=None,
            targets=[targets.get(place, "") for place in product(*map(range, shape))],
            reason=self.asked.not_by_hand,
        )

    def _is_as_recorded(self) -> bool:
        if self._first is None:
            return False
        first, answers = self._first
        own, readout = own_prompts(answers.pairs), answers.readout
        again = self.asked.now.bench.record_many(
            first.prompts, first.plan, [], readout, cached=False, own=own
        )
        return torch.allclose(first.logits, again.logits, rtol=1e-6, atol=1e-6, equal_nan=True)


def _bare(base: RecordedMany) -> RecordedMany:
    return replace(base, activations={}, entered=base.entered[:0], left=(), cache=None, donors={})


def _passes(sweeper: PairSweeper) -> Iterator[Step]:
    for batch in sweeper.batches():
        yield Step(partial(sweeper.values, batch), [cell.at for cell in batch.cells])


def _all(asked: Asked) -> Group:
    return Group(range(len(asked.pairs)), asked.pairs, {})
