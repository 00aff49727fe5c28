"""A set of pairs whose edges are told apart, one pair after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from trafolab_protocol.experiments import Direction, EdgesSpec, ExperimentInfo, FaithfulnessSpec

from ...errors import LabError
from ...metrics import label_over_pairs
from ..edges.edge_setting import Setting, refuse_cut_stream, setting_of
from ..guarding import refuse_changed
from .alone import alone
from .subject import Subject, refuse_several, refuse_source
from .watch import Watch

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


def subject_of(now: Now, spec: EdgesSpec | FaithfulnessSpec) -> Subject:
    """The set. Raises :class:`LabError` where edges can't be told apart in it, without a pass."""
    refuse_source(spec)
    subject = Subject(now, spec.over or "")
    refuse_several(subject)
    refuse_cut_stream(alone(subject, now, subject.pairs[0]), _direction(spec), None)
    return subject


@dataclass(eq=False)
class EdgePairs:
    """The pair under way is ready for passes; no more than one of them is."""

    engine: Engine
    subject: Subject
    spec: EdgesSpec | FaithfulnessSpec
    _setting: Setting | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        watch = Watch(self._alone(0), self.base)
        self.guard = partial(refuse_changed, self.engine, self.subject, watch.is_as_recorded)

    @property
    def base(self) -> str:
        """Whose run is changed."""
        return "clean" if _direction(self.spec) == "noise" else "corrupt"

    @property
    def donor(self) -> str:
        """Whose values are put in."""
        return "corrupt" if _direction(self.spec) == "noise" else "clean"

    @property
    def setting(self) -> Setting:
        """Of the pair under way."""
        assert self._setting is not None
        return self._setting

    def begin(self, index: int) -> Setting:
        """Make both runs of a pair. Raises :class:`LabError`, with the pair named, where that fails."""
        self._setting = None
        try:
            self._setting = setting_of(self.engine, self._alone(index), _direction(self.spec), None)
        except LabError as error:
            what = f"Pair {index} of {self.subject.set.name}: {error.what}"
            raise type(error)(error.code, what, error.subject, error.advice) from error
        return self._setting

    def info(self, sentence: str, n_cells: int) -> ExperimentInfo:
        """What is known before the first cell."""
        subject, now = self.subject, self.subject.now
        axis = "live" if now.plan else "plain"
        return ExperimentInfo(
            sentence=sentence,
            metric=label_over_pairs(subject.metric, (self.base, "changed")),
            base=self.base,
            donor=self.donor,
            baseline=0.0,
            other=None,
            stamp=now.bench.stamp(subject.set.name, axis, now.conditions.weights),
            n_cells=n_cells,
            n_passes=0,
            n_equal=0,
            n_pairs=len(subject.pairs),
            pairs=subject.set.tensor,
        )

    def _alone(self, index: int) -> Now:
        return alone(self.subject, self.subject.now, self.subject.pairs[index])


def _direction(spec: EdgesSpec | FaithfulnessSpec) -> Direction:
    return "noise" if isinstance(spec, FaithfulnessSpec) else spec.direction
