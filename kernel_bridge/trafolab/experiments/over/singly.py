"""An experiment over a set of pairs, one pair after the other: whatever can be done with one pair of prompts,
and the means of what it gives.

Each pair is made the prompts of a laboratory of its own, in which the experiment on one pair is prepared when
the pair before it is done, so that no more than one of them is in the memory. Where many pairs can share a
pass, :mod:`.recipe` is quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import ExperimentInfo

from ...errors import LabError, OperationError
from ..guarding import refuse_changed
from ..progress import ABSENT, EQUAL
from ..sweeps.combining import NO_SPAN, combined
from ..work import Step, Work
from .alone import alone
from .averages import Averages, averages_of
from .places import Placed, Places
from .single import Single
from .singly_asked import SinglyAsked
from .subject import Spec
from .watch import Watch

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now

_SAID = 5
"""Of the pairs that are left out so many are named."""


def check(now: Now, spec: Spec, single: Single) -> None:
    """Raises :class:`LabError` where it can't be made, without a pass."""
    SinglyAsked(now, spec, single)


def prepare(engine: Engine, now: Now, spec: Spec, single: Single) -> Averages:
    """The experiment in the laboratory as it was then. Raises :class:`LabError` where it can't be made."""
    return _Singly(engine, SinglyAsked(now, spec, single)).work()


@dataclass(eq=False)
class _Singly:
    engine: Engine
    asked: SinglyAsked
    _under: Work | None = field(default=None, init=False)
    """The experiment on the pair under way; None for one that is left out."""
    _left_out: list[int] = field(default_factory=list[int], init=False)
    _told: str = field(default="", init=False)
    """What is done, in a sentence."""

    def work(self) -> Averages:
        """With nothing computed yet but the runs of the first pair."""
        asked, first = self.asked, self._first()
        own = [name for name in first.columns if name != "values"]
        work = averages_of(self._info(first), asked.axes, asked.texts, asked.waiting, Averages, own)
        work.describe(n_cells=int(work.waiting.sum()))
        if first.application is not None:
            update = {"source": None, "reason": asked.not_by_hand}
            work.application = first.application.model_copy(update=update)
        watch = Watch(self._alone(len(self._left_out)), first.info.base)
        work.guard = partial(refuse_changed, self.engine, asked, watch.is_as_recorded)
        work.steps = self._steps(work)
        return work

    def _first(self) -> Work:
        """Of the first pair that is not left out. Raises :class:`OperationError` where all of them are."""
        name = self.asked.set.name
        for index in range(len(self.asked.pairs)):
            self._begin(index)
            if self._under is not None:
                return self._under
        what = f"In no pair of {name} do both runs differ in the metric, so effects are no shares of a way."
        raise OperationError(NO_SPAN, what, name, "Take one direction alone, or another metric.")

    def _alone(self, index: int) -> Now:
        return alone(self.asked, self.asked.now, self.asked.pairs[index])

    def _begin(self, index: int) -> Tensor:
        # Two pairs at once would take twice the memory.
        self._under = None
        asked, among = self.asked, self.asked.places(index).positions
        made = combined(partial(asked.single.prepare, among=among, **asked.shared))
        try:
            self._under = made(self.engine, self._alone(index), asked.spec)
        except LabError as error:
            if error.code != NO_SPAN:
                what = f"Pair {index} of {asked.set.name}: {error.what}"
                raise type(error)(error.code, what, error.subject, error.advice) from error
            self._left_out.append(index)
        return torch.empty(0)

    def _steps(self, work: Averages) -> Iterator[Step]:
        begun = len(self._left_out)
        for index in range(len(self.asked.pairs)):
            if index > begun:
                # Passes that are recorded are not counted, as in the experiment on one pair.
                yield Step(partial(self._begin, index), passes=0)
            if index in self._left_out:
                work.leave_out(index)
                work.describe(sentence=self._sentence)
            elif self._under is not None:
                yield from self._steps_of(index, self._under, work)
                yield from work.concluding()

    def _steps_of(self, index: int, own: Work, work: Averages) -> Iterator[Step]:
        """The pair's own steps, with the places that their cells have in the set."""
        places = self.asked.places(index)
        _note(own, index, places, work)
        for step in own.steps:
            placed = places.placed(step.cells)
            yield replace(step, compute=partial(_numbers, step.compute, placed), cells=placed.cells)
            work.describe(whole=own.info.whole)

    @property
    def _sentence(self) -> str:
        """With the pairs that had to be left out."""
        if not self._left_out:
            return self._told
        named = ", ".join(map(str, self._left_out[:_SAID]))
        more = len(self._left_out) - _SAID
        also = f" and {more} more" if more > 0 else ""
        return f"{self._told}; left out, since both runs hardly differ: pair {named}{also}"

    def _info(self, first: Work) -> ExperimentInfo:
        asked, bench = self.asked, self.asked.now.bench
        self._told = f"{first.info.sentence}{';' if ';' in first.info.sentence else ','} {asked.over}"
        axis = "live" if asked.now.plan else "plain"
        more = {
            "sentence": self._sentence,
            "metric": asked.label,
            "baseline": 0.0,
            "other": None,
            "stamp": bench.stamp(asked.set.name, axis, asked.now.conditions.weights),
            "prompts": [],
            "n_equal": 0,
            "n_pairs": len(asked.pairs),
            "pairs": asked.set.tensor,
        }
        return first.info.model_copy(update=more)


def _note(own: Work, index: int, places: Places, work: Averages) -> None:
    """Tell what a pair's two runs gave, and what is known without a pass."""
    other = None if own.info.other is None else torch.tensor([own.info.other])
    work.known([index], torch.tensor([own.info.baseline]), other)
    for name in work.more:
        every, placed = _there(own, places, own.progress != ABSENT)
        work.note(name, placed.cells, own.columns[name][every][placed.of])
    _, equal = _there(own, places, own.progress == EQUAL)
    work.settle(equal.cells)


def _there(own: Work, places: Places, which: Tensor) -> tuple[tuple[Tensor, ...], Placed]:
    found = which.nonzero()
    return tuple(found.T), places.placed([tuple(at) for at in found.tolist()])


def _numbers(compute: Callable[[], Tensor], placed: Placed) -> Tensor:
    numbers = compute()
    return numbers[placed.of] if placed.cells else numbers
