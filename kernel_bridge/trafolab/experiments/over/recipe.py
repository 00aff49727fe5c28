"""A sweep over a set of pairs, prepared: the steps to its cells, group by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from ..recording import Recording
from ..shortcuts import Shortcuts, shortcuts_of
from ..trial import Trial
from ..work import Step
from .acting import own_prompts, plan_at
from .answers import Answers
from .asked import Asked
from .averages import Averages, averages
from .groups import Group, groups_sharing
from .putting import Put, Putting, putting_of
from .rows import PairSweeper, due_among_pairs

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


def check(now: Now, spec: SweepSpec) -> None:
    """Raises :class:`LabError` where a sweep can't be made, without a pass."""
    Asked(now, spec)


def prepare(engine: Engine, now: Now, spec: SweepSpec) -> Averages:
    """A sweep of the laboratory as it was then. Raises :class:`LabError` where it can't be made."""
    asked = Asked(now, spec)
    return _Sweeping(engine, asked, putting_of(asked, engine.tools(now))).work()


@dataclass(eq=False)
class _Recorded:
    """A group of pairs, ready to be swept."""

    group: Group
    base: RecordedMany
    put: Put


@dataclass(eq=False)
class _Sweeping:
    engine: Engine
    asked: Asked
    putting: Putting
    _recorded: _Recorded | None = field(default=None, init=False)
    """The group under way."""
    _first: tuple[RecordedMany, Answers] | None = field(default=None, init=False)
    """Of the first group, without what cells begin from."""

    def work(self) -> Averages:
        """With nothing computed yet but the first group's runs."""
        asked = self.asked
        share = asked.answers(asked.pairs[:1]).unembedded
        groups = groups_sharing(asked.now, asked.pairs, asked.acting, share)
        work = averages(
            self._info(), asked.axes, asked.texts, [cell.at for cell in asked.cells_of(_all(asked))]
        )
        work.application = self._application()
        self._record(groups[0])
        work.guard = partial(refuse_changed, self.engine, asked, self._is_as_recorded)
        work.steps = self._steps(groups, work)
        return work

    def _record(self, group: Group) -> Tensor:
        # Two groups at once would take twice the memory.
        self._recorded = None
        asked, answers = self.asked, self.asked.answers(group.pairs)
        clean, corrupt = ([getattr(pair, side) for pair in group.pairs] for side in ("clean", "corrupt"))
        into, others = (corrupt, clean) if asked.turned else (clean, corrupt)
        hooks = [place.hook for place in asked.places]
        plan, bench = plan_at(asked.now, asked.acting, group.places), asked.now.bench
        own = own_prompts(group.pairs)
        try:
            base = bench.record_many(into, plan, hooks, answers.readout, cached=True, own=own)
        except LabError:
            # Not every model takes a cache; what else may be wrong shows without one too.
            base = bench.record_many(into, plan, hooks, answers.readout, cached=False, own=own)
        self._first = self._first or (_bare(base), answers)
        self._recorded = _Recorded(group, base, self.putting.put(others, base, answers.readout))
        return torch.empty(0)

    def _note(self, work: Averages) -> PairSweeper:
        """Tell what the recorded runs gave, and what is to be computed from them."""
        assert self._recorded is not None
        group, base, put = self._recorded.group, self._recorded.base, self._recorded.put
        answers, every = self.asked.answers(group.pairs), range(len(group.pairs))
        others = None if put.logits is None else answers.values(put.logits, every, base.logits)
        work.known(group.indices, answers.values(base.logits, every, base.logits), others)
        sweeper = self._sweeper(self._recorded)
        due = {each.cell.at for each in sweeper.due}
        work.settle([cell.at for cell in sweeper.cells if cell.at not in due])
        work.describe(whole=sweeper.shortcuts.why)
        return sweeper

    def _sweeper(self, recorded: _Recorded) -> PairSweeper:
        asked, held = self.asked, self.asked.now.bench.held
        base, donor, cells = recorded.base, recorded.put.activations, asked.cells_of(recorded.group)
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

    def _steps(self, groups: Sequence[Group], work: Averages) -> Iterator[Step]:
        tried: Shortcuts | None = None
        for group in groups:
            if self._now().group is not group:
                yield Step(partial(self._record, group), passes=2)
            sweeper = self._note(work)
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

    def _now(self) -> _Recorded:
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

    def _application(self) -> Application:
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
