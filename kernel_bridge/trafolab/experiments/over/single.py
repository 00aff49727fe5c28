"""Experiments on one pair of prompts, as they are made on each pair of a set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from trafolab_protocol.experiments import SweepSpec
from trafolab_protocol.operations import Ablate
from trafolab_protocol.prompts import Prompt

from ...core import Core
from ...metrics import Measure
from ...targets import Place
from ..paths import pathing
from ..paths.senders import by_position_of
from ..sweeps import sweeping
from ..sweeps.asked import SweepAsked
from ..sweeps.kinds import Cell, kind_of
from ..sweeps.recording import Recording
from ..sweeps.resampling import Resampling
from ..sweeps.treatments import Donated, Treatment
from ..work import Work
from .putting import Means
from .subject import Subject

if TYPE_CHECKING:
    from ...snapshot import Now
    from ...tools import Tools


class Parts(Protocol):
    """What an experiment on one pair is to be made of."""

    axes: dict[str, list[str]]
    cells: list[Cell]


@dataclass(frozen=True)
class Single:
    """One kind of them. Each function takes a specification of its own kind."""

    asked: Callable[[Now, Any, Collection[int] | None], Parts]
    """Of positions those that are given alone. Raises :class:`LabError` where it can't be made."""
    prepare: Callable[..., Work]
    """As the recipes', and of positions ``among`` these alone."""
    by_position: Callable[[Any], bool]
    """Whether positions are told apart where nothing is said."""
    shared: Callable[[Subject, Any], Mapping[str, object]] = lambda subject, spec: {}
    """What all pairs have in common, for ``prepare``."""


@dataclass
class _SetMean(Treatment):
    """The mean that a set's pairs are ablated with, which is taken once."""

    subject: Subject
    source: str | None
    _means: Means | None = field(default=None, init=False)

    def base(self, core: Core) -> Prompt:
        """The clean prompt."""
        return core.prompt()

    def donated(
        self, now: Now, tools: Tools, base: Recording, places: Sequence[Place], measure: Measure
    ) -> Donated:
        """As large as what it replaces. Raises :class:`OperationError` where there is no such mean."""
        del now, measure
        self._means = means = self._means or Means(self.subject, self.source, places, tools)
        whole = base.longest.activations
        found = {hook: mean.expand_as(whole[hook]) for hook, mean in means.means.items()}
        sentence = "{kind} ablated (mean) in the clean run"
        return Donated(means.name, sentence, found, None, Ablate(mode="mean"), self.source)


def _shared(subject: Subject, spec: SweepSpec) -> Mapping[str, object]:
    if spec.ablate == "mean":
        return {"treatment": _SetMean(subject, spec.source)}
    if spec.ablate == "resample":
        return {"treatment": Resampling(spec.source, spec.draws, spec.seed)}
    return {}


SWEEP_ALONE = Single(
    asked=SweepAsked,
    prepare=sweeping.prepare,
    by_position=lambda spec: kind_of(spec.what).by_position,
    shared=_shared,
)
PATH_ALONE = Single(
    asked=pathing.PathAsked,
    prepare=pathing.prepare,
    by_position=lambda spec: by_position_of(spec.sender, None),
)
