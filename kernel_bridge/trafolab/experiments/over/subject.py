"""What an experiment over pairs is made on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from trafolab_protocol.experiments import EdgesSpec, FaithfulnessSpec, PathSpec, SweepSpec
from trafolab_protocol.metric import Metric

from ...errors import MetricError, OperationError
from ...pairs import pairs_of
from ...pairs.metric import takes_several
from ...pairs.pair import text_of
from ...pairs.setting import pair_set
from .acting import acting_on, refuse_bound
from .answers import refuse_unreadable

if TYPE_CHECKING:
    from ...snapshot import Now


Spec = SweepSpec | PathSpec
"""Of experiments that go over pairs."""


class Subject:
    """A set of pairs under what acts, with how each of them is measured."""

    def __init__(self, now: Now, name: str) -> None:
        """Raises :class:`LabError` where no experiment can go over the set of this name."""
        self.now = now
        self.set = pair_set(now.core, name)
        self.pairs = pairs_of(self.set, now.bench.tensors)
        self.acting = acting_on(now)
        refuse_bound(self.acting, self.set.roles, name)
        self.metric = now.core.metric or Metric()
        refuse_unreadable(self.metric, self.pairs, name)

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """How each pair reads."""
        words = self.now.bench.held.words
        return [(text_of(pair.clean, words), text_of(pair.corrupt, words)) for pair in self.pairs]

    @property
    def over(self) -> str:
        """In a sentence, what means are taken over."""
        return f"mean over {self.set.n_pairs} pairs of {self.set.name}"

    @property
    def not_by_hand(self) -> str:
        """Why the change of a cell can't be made by hand."""
        return f"This is a mean over pairs: make one the prompt first, lab.use_pair({self.set.name!r}, 0)."


def refuse_several(subject: Subject) -> None:
    """Raises :class:`MetricError` where answers are read of several passes."""
    if takes_several(subject.metric, subject.pairs):
        what = f"In {subject.set.name} are answers of several tokens, which estimates over pairs don't take."
        advice = f'Sweep over them: lab.sweep("z", over="{subject.set.name}").'
        raise MetricError("several_passes", what, subject.set.name, advice)


def refuse_source(spec: Spec | EdgesSpec | FaithfulnessSpec) -> None:
    """Raises :class:`OperationError` for a prompt to take values from: each pair has one of its own."""
    if spec.source is None or getattr(spec, "ablate", None) is not None:
        return
    what = f"An experiment over pairs can't take source={spec.source!r}."
    advice = "Values come from each pair's other prompt: leave source out."
    raise OperationError("bad_argument", what, spec.over, advice)
