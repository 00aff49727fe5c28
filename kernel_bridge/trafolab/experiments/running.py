"""Carrying out a sweep from beginning to end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from tqdm import tqdm
from trafolab_protocol.prompts import Prompt

from ..errors import LabError, MetricError, OperationError
from ..metrics import Measure, label
from ..targets import Place
from .batches import Batch
from .kinds import Cell, Kind, cells_of, n_heads
from .memory import most_tokens
from .recording import Recording, recorded
from .result import Sweep, SweepInfo
from .shortcuts import WHOLE, Shortcuts, shortcuts_of
from .sweep import Sweeper, due_among
from .treatments import Donated, Treatment

if TYPE_CHECKING:
    from ..bench import Bench
    from ..engine import Engine
    from ..snapshot import Now

_CLOSE = 1e-4


def sweep(engine: Engine, kind: Kind, treatment: Treatment, *, by_position: bool, progress: bool) -> Sweep:
    """A whole sweep. Raises :class:`LabError` where it can't be made."""
    started, now = time.perf_counter(), engine.now
    base, metric = treatment.base(now.core), now.core.metric
    if metric is None:
        raise MetricError("no_metric", now.core.metric_problem or "There is no metric.", None)
    cells = _cells(now, kind, len(base.tokens), by_position)
    places = list({cell.place.hook: _whole(cell.place) for cell in cells}.values())
    measure = now.bench.measure(metric, base)
    recording = _recorded(now, base, places, measure)
    donated = treatment.donated(now, engine.tools(now), recording, places, measure)
    sweeper = _sweeper(now, recording, donated, measure, cells)
    baseline = float(measure.of(recording.found))
    values = _empty(kind, now, sweeper.n_tokens, by_position)
    for cell in sweeper.cells:
        values[cell.at] = baseline
    sweeper = replace(sweeper, shortcuts=_tried(sweeper, now.bench))
    batches = sweeper.batches()
    for batch in _shown(batches, progress, kind):
        _refuse_changed(engine, now)
        for cell, number in zip(batch.cells, sweeper.values(batch).tolist(), strict=True):
            values[cell.at] = number
    info = SweepInfo(
        kind=kind.name,
        sentence=donated.sentence.format(kind=kind.name),
        metric=label(metric, kl=(base.name, "changed")),
        base=base.name,
        donor=donated.name,
        baseline=baseline,
        other=donated.other,
        stamp=now.bench.stamp(base.name, "live" if now.plan else "plain", now.conditions.weights),
        n_cells=len(sweeper.cells),
        n_passes=len(batches) * len(measure.readings),
        n_equal=len(sweeper.cells) - len(sweeper.due),
        whole=sweeper.shortcuts.why,
        seconds=time.perf_counter() - started,
    )
    return Sweep(info, _axes(kind, now, base, by_position), values)


def _cells(now: Now, kind: Kind, n_tokens: int, by_position: bool) -> list[Cell]:
    held = now.bench.held
    found = cells_of(kind, held.catalogue, n_tokens, by_position=by_position)
    cells = [replace(cell, place=held.at_canonical(cell.place)) for cell in found]
    _refuse_without_effect(cells, kind, now)
    return cells


def _recorded(now: Now, base: Prompt, places: list[Place], measure: Measure) -> Recording:
    try:
        return recorded(now.bench, base, now.plan, places, measure, cached=True)
    except LabError:
        # Not every model takes a cache; what else may be wrong shows without one too.
        return recorded(now.bench, base, now.plan, places, measure, cached=False)


def _sweeper(now: Now, base: Recording, donated: Donated, measure: Measure, cells: list[Cell]) -> Sweeper:
    held = now.bench.held
    acting = [each for each in now.core.interventions if each.id in now.plan.keys]
    shortcuts = shortcuts_of(held, base.passes[0], acting)
    most = most_tokens(held.info.structure, held.shadow.model, len(base.longest.ids))
    due = due_among(cells, base, donated.activations, measure)
    return Sweeper(held.executor, base, donated.activations, measure, cells, due, most, shortcuts)


def _tried(sweeper: Sweeper, bench: Bench) -> Shortcuts:
    """The shortcuts that hold: once for a model, and each time for interventions on it."""
    if sweeper.base.passes[0].plan or not sweeper.batches():
        return _found(sweeper)
    key = (bench.held.shadow.version, sweeper.shortcuts)
    if key not in bench.tried:
        bench.tried[key] = _found(sweeper)
    return bench.tried[key]


def _found(sweeper: Sweeper) -> Shortcuts:
    """Those under which a cell's number is that of a whole pass: no model is known by its looks."""
    all_of_them = sweeper.shortcuts
    untrimmed = replace(all_of_them, trimmed=False)
    one_layer = replace(untrimmed, growing=False)
    for fewer in (all_of_them, untrimmed, one_layer, replace(one_layer, suffix=False)):
        if not fewer.resume or _holds(replace(sweeper, shortcuts=fewer)):
            return fewer
    return replace(WHOLE, why="Beginning in the middle of this model does not give the same numbers.")


def _holds(sweeper: Sweeper) -> bool:
    batches = sweeper.batches()
    if not batches:
        return True
    batch = batches[len(batches) // 2]
    # Of two layers, where there are two: the second of them joins the first on the way.
    few = Batch(batch.start, [batch.cells[0], *([batch.cells[-1]] if len(batch.cells) > 1 else [])])
    # What is wrong with a whole pass is wrong with all of them, and is raised.
    exactly = sweeper.exactly(few.cells[-1])
    try:
        found = sweeper.read(few)
    except Exception:
        # A model's code may raise anything when it is begun in the middle, which is then not done.
        return False
    both = zip(found, exactly, strict=True)
    return all(
        torch.allclose(ours[-1:], theirs, rtol=_CLOSE, atol=_CLOSE, equal_nan=True) for ours, theirs in both
    )


def _refuse_without_effect(cells: list[Cell], kind: Kind, now: Now) -> None:
    reason = now.bench.held.without_effect(cells[0].place.hook)
    if reason is not None:
        raise OperationError("no_effect", f"{kind.name} can't be patched: {reason}", kind.name)


def _refuse_changed(engine: Engine, now: Now) -> None:
    current = engine.now
    if current.bench is not now.bench or current.conditions != now.conditions:
        what = (
            "The model changed while the sweep was under way, so that its numbers would not belong together."
        )
        raise LabError("model_changed", what, None, "Start it again.")


def _whole(place: Place) -> Place:
    """All that a hook point has."""
    return Place(place.hook, position_axis=place.position_axis)


def _shown(batches: list[Batch], progress: bool, kind: Kind) -> Iterator[Batch]:
    total = sum(len(batch.cells) for batch in batches)
    with tqdm(
        total=total, desc=kind.name, unit="cell", disable=not progress, file=sys.stderr, delay=1
    ) as bar:
        for batch in batches:
            yield batch
            bar.update(len(batch.cells))


def _empty(kind: Kind, now: Now, n_tokens: int, by_position: bool) -> Tensor:
    catalogue = now.bench.held.catalogue
    sizes = {"layer": len(catalogue.structure.layers), "head": 0}
    if "head" in kind.axes:
        sizes["head"] = n_heads(kind, catalogue)
    shape = [sizes[axis] for axis in kind.axes] + ([n_tokens] if by_position else [])
    return torch.full(shape, float("nan"))


def _axes(kind: Kind, now: Now, base: Prompt, by_position: bool) -> dict[str, list[str]]:
    catalogue = now.bench.held.catalogue
    axes = {"layer": [str(layer.index) for layer in catalogue.structure.layers]}
    if "head" in kind.axes:
        axes["head"] = [str(head) for head in range(n_heads(kind, catalogue))]
    if by_position:
        axes["pos"] = [f"{i} {token.text}" for i, token in enumerate(base.tokens)]
    return axes
