"""A sweep over the neurons that a gradient says matter most: there are too many to patch each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import SweepSpec

from ...errors import OperationError
from ...targets import Place
from ..attribution.metric_gradients import metric_gradients
from ..attribution.slopes import refuse_without_slope
from ..work import Work
from .asked import labels_of, measured_in, treatment_of
from .kinds import Cell, kind_of
from .resampling import resampled
from .sweep import Sweeper, due_among
from .sweeping import Sweeping, record_of, sweeper_of
from .treatments import Donated

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


@dataclass(frozen=True)
class NeuronLayer:
    """The neurons of one layer."""

    index: int
    place: Place
    """All of them, at the canonical hook name."""
    wanted: Sequence[int]


def check(now: Now, spec: SweepSpec) -> None:
    """Raises :class:`LabError` where neurons can't be swept over, without a pass."""
    _Asked(now, spec)


def prepare(engine: Engine, now: Now, spec: SweepSpec) -> Work:
    """A sweep over the neurons with the largest estimated effects: what is put in less what it replaces,
    times the gradient of the metric, summed over positions. ``estimate`` is the metric as the gradient has
    it. Raises :class:`LabError` where it can't be made."""
    asked = _Asked(now, spec)
    places = [layer.place for layer in asked.layers]
    base = record_of(now, asked.base, places, asked.measure)
    donated = treatment_of(spec).donated(now, engine.tools(now), base, places, asked.measure)
    sweeper = sweeper_of(now, base, donated, asked.measure, [])
    estimates = _estimates(asked, sweeper, donated)
    cells = asked.choose(estimates, spec.top)
    due = due_among(cells, base, donated.activations, asked.measure)
    sweeper = replace(sweeper, cells=cells, due=due)
    chosen = f", the {len(asked.axes['neuron'])} largest by the gradient at that run"
    donated = replace(donated, sentence=donated.sentence + chosen)
    sweeping = Sweeping(engine, asked, donated, sweeper)
    work = resampled(sweeping, donated.draws) if donated.draws else sweeping.work()
    work.columns["estimate"] = torch.full_like(work.columns["values"], float("nan"))
    for cell in cells:
        work.columns["estimate"][cell.at] = work.info.baseline + _estimate(cell, estimates)
    return work


class _Asked:
    """What a specification means here."""

    def __init__(self, now: Now, spec: SweepSpec) -> None:
        self.now, self.base = now, treatment_of(spec).base(now.core)
        self.metric, self.measure = measured_in(now, self.base)
        refuse_without_slope(self.metric)
        kind = kind_of(spec.what)
        self.words = kind.words
        self.by_code_only: str | None = None
        self.by_position = bool(spec.by_position)
        self.layers = neuron_layers(now, spec.only)
        self.axes: dict[str, list[str]] = {"neuron": []}

    def choose(self, estimates: dict[int, Tensor], top: int) -> list[Cell]:
        """The cells of the neurons with the largest estimates, either way, the largest first."""
        sums = torch.cat([estimates[layer.index].sum(0)[list(layer.wanted)] for layer in self.layers])
        names = [(layer, neuron) for layer in self.layers for neuron in layer.wanted]
        order = sums.abs().topk(min(top, len(names))).indices.tolist()
        chosen, cells = [names[i] for i in order], list[Cell]()
        for row, (layer, neuron) in enumerate(chosen):
            name, place = f"mlp.{layer.index}.n{neuron}", replace(layer.place, axis=2, index=neuron)
            for position in range(len(self.base.tokens)) if self.by_position else (None,):
                at = (row,) if position is None else (row, position)
                cells.append(Cell(at, layer.index, place, position, name))
        self.axes = {"neuron": [f"mlp.{layer.index}.n{neuron}" for layer, neuron in chosen]}
        self.axes |= {"pos": labels_of(self.base)} if self.by_position else {}
        return cells


def neuron_layers(now: Now, only: Sequence[str]) -> list[NeuronLayer]:
    """The layers that have neurons, of ``only`` these targets where there are some. Raises
    :class:`OperationError` where there are none, or changing them has no effect."""
    held = now.bench.held
    catalogue = held.catalogue
    targets = [target for name in only for target in catalogue.find(name)]
    found: list[NeuronLayer] = []
    for layer in catalogue.structure.layers:
        if layer.mlp is None or not layer.mlp.n_neurons:
            continue
        here = [target for target in targets if target.component == layer.mlp.component]
        each = sorted({target.index for target in here if target.index is not None})
        whole = not only or any(target.index is None for target in here)
        if whole or each:
            place = catalogue.place(catalogue.find(f"{layer.mlp.component}.n0")[0])
            place = held.at_canonical(replace(place, axis=None, index=None))
            found.append(NeuronLayer(layer.index, place, range(layer.mlp.n_neurons) if whole else each))
    _refuse(now, found, only)
    return found


def _refuse(now: Now, found: Sequence[NeuronLayer], only: Sequence[str]) -> None:
    if not found:
        what = f"{', '.join(only)} has no neurons." if only else "This model has no neurons."
        raise OperationError("no_cells", what, only[0] if only else None)
    reason = now.bench.held.without_effect(found[0].place.hook)
    if reason is not None:
        raise OperationError("no_effect", f"Neurons can't be patched: {reason}", found[0].place.hook)


def _estimates(asked: _Asked, sweeper: Sweeper, donated: Donated) -> dict[int, Tensor]:
    """The estimated change [pos, neuron] of the metric, by layer; of several draws their mean."""
    slopes = metric_gradients(sweeper, asked.metric, [layer.place for layer in asked.layers])
    n, values = sweeper.n_tokens, sweeper.base.passes[0].activations
    found: dict[int, Tensor] = {}
    for layer in asked.layers:
        hook = layer.place.hook
        donors = [draw[hook][:n].float() for draw in donated.draws or [donated.activations]]
        changed = torch.stack(donors).mean(0) - values[hook][:n].float()
        found[layer.index] = (changed * slopes[hook].float()).cpu()
    return found


def _estimate(cell: Cell, estimates: dict[int, Tensor]) -> Tensor:
    neuron = cell.place.index
    column = estimates[cell.layer][:, neuron]
    return column.sum() if cell.position is None else column[cell.position]
