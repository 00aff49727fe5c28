"""What a specification means in a laboratory: which run is changed, where, and what is measured."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Protocol

from trafolab_protocol.experiments import SweepSpec
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt

from ...errors import MetricError, OperationError
from ...metrics import Measure
from ...targets import Place
from .kinds import Cell, Kind, by_position_of, cells_of, kind_of, n_heads
from .narrowing import narrowed
from .resampling import Resampling
from .treatments import Ablating, Patching, Treatment

if TYPE_CHECKING:
    from ...snapshot import Now


class Asked(Protocol):
    """What a specification means in a laboratory."""

    now: Now
    base: Prompt
    metric: Metric
    measure: Measure
    words: str
    """What is changed."""
    axes: dict[str, list[str]]
    """The labels along each axis."""
    by_code_only: str | None
    """Why the change of a cell can't be made by hand, where it can't."""


class SweepAsked:
    """What a sweep is to be made of. Raises :class:`LabError` where it can't be."""

    def __init__(self, now: Now, spec: SweepSpec, among: Collection[int] | None = None) -> None:
        """``among``: of positions these alone."""
        self.now, self.kind = now, kind_of(spec.what)
        refuse_ranked(self.kind)
        self.by_position = by_position_of(self.kind, spec)
        self.base = treatment_of(spec).base(now.core)
        self.metric, self.measure = measured_in(now, self.base)
        self.axes = self._axes()
        n_tokens = len(self.base.tokens)
        self.cells = cells_at(now, self.kind, n_tokens, by_position=self.by_position, among=among)
        if spec.only:
            self.axes, self.cells = narrowed(self.axes, self.cells, now.bench.held.catalogue, spec.only)
        self.words = self.kind.words
        self.by_code_only: str | None = None

    def _axes(self) -> dict[str, list[str]]:
        catalogue = self.now.bench.held.catalogue
        axes: dict[str, list[str]] = {}
        if "place" in self.kind.axes:
            axes["place"] = [self.kind.name]
        if "layer" in self.kind.axes:
            axes["layer"] = [str(layer.index) for layer in catalogue.structure.layers]
        if "head" in self.kind.axes:
            axes["head"] = [str(head) for head in range(n_heads(self.kind, catalogue))]
        if self.kind.by_key:
            return axes | {"dst": labels_of(self.base), "src": labels_of(self.base)}
        if self.by_position:
            axes["pos"] = labels_of(self.base)
        return axes


def refuse_ranked(kind: Kind) -> None:
    """Raises :class:`OperationError` for what has too many places to patch or list each."""
    if kind.ranked:
        what = f"A sweep over {kind.name}s estimates them all by a gradient, and patches the largest."
        raise OperationError("ranked", what, kind.name, f'lab.sweep("{kind.name}") does so.')


def treatment_of(spec: SweepSpec) -> Treatment:
    """What a sweep does at each place."""
    if spec.ablate is None:
        return Patching(spec.direction, spec.source)
    if spec.ablate == "resample":
        return Resampling(spec.source, spec.draws, spec.seed)
    return Ablating(spec.ablate, spec.source)


def measured_in(now: Now, base: Prompt) -> tuple[Metric, Measure]:
    """The laboratory's metric, made ready for the prompt whose run is changed. Raises
    :class:`MetricError` where there is none."""
    metric = now.core.metric
    if metric is None:
        raise MetricError("no_metric", now.core.metric_problem or "There is no metric.", None)
    return metric, now.bench.measure(metric, base)


def cells_at(
    now: Now, kind: Kind, n_tokens: int, *, by_position: bool, among: Collection[int] | None = None
) -> list[Cell]:
    """All cells of a sweep over so many tokens, at canonical hook points; of positions those ``among`` the
    given ones alone, where any are. Raises :class:`LabError` where there are none, or changing them has no
    effect."""
    held = now.bench.held
    named = held.at_canonical
    cells = cells_of(kind, held.catalogue, n_tokens, named, by_position=by_position, among=among)
    reason = held.without_effect(cells[0].place.hook)
    if reason is not None:
        raise OperationError("no_effect", f"{kind.name} can't be patched: {reason}", kind.name)
    return cells


def whole_places(cells: Iterable[Cell]) -> list[Place]:
    """The hook points of cells, with all that they have."""
    found = {part.place.hook: part.place for cell in cells for part in cell.parts}
    return [Place(hook, position_axis=place.position_axis) for hook, place in found.items()]


def labels_of(prompt: Prompt) -> list[str]:
    """Its positions, each with its token."""
    return [f"{i} {token.text}" for i, token in enumerate(prompt.tokens)]
