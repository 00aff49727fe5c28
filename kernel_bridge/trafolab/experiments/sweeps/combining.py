"""Several experiments as one: both directions averaged, and each counterfactual along an axis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import torch
from torch import Tensor
from trafolab_protocol.experiments import Application, Between, ExperimentInfo, PathSpec, SweepSpec

from ...core import Core
from ...errors import OperationError, PromptError
from ...prompts import EACH
from ..progress import COMPUTED, EQUAL, WAITING
from ..work import Step, Work

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now

Spec = TypeVar("Spec", SweepSpec, PathSpec)

LEAST_SPAN = 1e-3
"""Of the metric between both runs, below which effects are not put in relation to it."""
NO_SPAN = "no_span"
"""The code of the error where they can't be."""


def checked(check: Callable[[Now, Spec], None]) -> Callable[[Now, Spec], None]:
    """The same of what may be several in one."""

    def each(now: Now, spec: Spec) -> None:
        for one in _by_prompt(now.core, spec).values():
            for single in _directions(one):
                check(now, single)

    return each


def combined(prepare: Callable[[Engine, Now, Spec], Work]) -> Callable[[Engine, Now, Spec], Work]:
    """The same of what may be several in one."""

    def one(engine: Engine, now: Now, spec: Spec) -> Work:
        works = [prepare(engine, now, single) for single in _directions(spec)]
        return works[0] if len(works) == 1 else averaged(*works)

    def every(engine: Engine, now: Now, spec: Spec) -> Work:
        specs = _by_prompt(now.core, spec)
        if spec.source != EACH:
            return one(engine, now, spec)
        return stacked({name: one(engine, now, each) for name, each in specs.items()})

    return every


def averaged(noise: Work, denoise: Work) -> Work:
    """The symmetric pair. ``noise`` is how far the counterfactual's value leads the clean run towards the
    other's metric, ``denoise`` how far the clean value leads back: both as shares of the way, 0 where a patch
    changes nothing and 1 where it leads all the way. ``values`` is their mean. The columns have the metric.

    Raises :class:`OperationError` where both runs hardly differ.
    """
    pair = {"noise": noise, "denoise": denoise}
    spans = [_span(work.info) for work in pair.values()]
    if min(map(abs, spans)) < LEAST_SPAN:
        what = "Both runs hardly differ in the metric, so effects are no shares of a way between them."
        raise OperationError(NO_SPAN, what, None, "Take one direction alone, or another metric.")
    both_equal = (noise.progress == EQUAL) & (denoise.progress == EQUAL)
    there = (noise.progress >= WAITING) & ~both_equal
    values = torch.where(both_equal, 0.0, float("nan"))
    columns = {"values": values} | {name: work.columns["values"].clone() for name, work in pair.items()}
    progress = torch.where(there, torch.full_like(noise.progress, WAITING), noise.progress)
    work = Work(
        _of_both(noise.info, denoise.info), noise.axes, columns, progress, iter(()), noise.application
    )
    work.describe(n_equal=int(both_equal.sum()))
    work.guard = partial(_guarded, [noise, denoise])
    work.steps = _averaging(work, pair)
    return work


def stacked(works: Mapping[str, Work]) -> Work:
    """The same for one counterfactual after the other. Where the runs that are changed differ, ``values`` are
    changes of the metric."""
    first, parts = next(iter(works.values())), [*works.values()]
    moved = len({part.info.baseline for part in parts}) > 1
    columns = {name: torch.stack([part.columns[name] for part in parts]) for name in first.columns}
    if moved:
        baselines = torch.tensor([part.info.baseline for part in parts])
        columns["values"] -= baselines.view(-1, *[1] * first.progress.ndim)
    axes = {"prompt": [*works], **{name: _labels(name, parts) for name in first.axes}}
    info, progress = _of_each([part.info for part in parts], moved), torch.stack([p.progress for p in parts])
    work = Work(info, axes, columns, progress, iter(()), _of_each_one(parts))
    work.guard = partial(_guarded, parts)
    work.steps = _stacking(work, parts, moved)
    return work


def _by_prompt(core: Core, spec: Spec) -> dict[str, Spec]:
    if spec.source != EACH:
        return {"": spec}
    if isinstance(spec, SweepSpec) and spec.ablate is not None:
        what = "An ablation takes values from one set or prompt."
        raise OperationError("bad_argument", what, EACH, "Name it, or leave source out.")
    if not core.counterfactuals:
        what = "There is no other prompt to take values from."
        raise PromptError("no_counterfactual", what, None, 'Set one: lab.prompt("…", corrupt="…").')
    return {each.name: spec.model_copy(update={"source": each.name}) for each in core.counterfactuals}


def _directions(spec: Spec) -> list[Spec]:
    ablates = isinstance(spec, SweepSpec) and spec.ablate is not None
    if spec.direction != "both" or ablates:
        return [spec]
    return [spec.model_copy(update={"direction": direction}) for direction in ("noise", "denoise")]


def _span(info: ExperimentInfo) -> float:
    return 0.0 if info.other is None else info.other - info.baseline


def _averaging(work: Work, pair: Mapping[str, Work]) -> Iterator[Step]:
    for name, part in pair.items():
        for step in part.steps:
            yield replace(step, compute=partial(_noted, part, step), column=name, settles=False)
            work.describe(whole=part.info.whole)
            known = [
                cell for cell in step.cells if all(one.progress[cell] >= COMPUTED for one in pair.values())
            ]
            if known:
                yield Step(partial(_shares, [*pair.values()], known), known, passes=0)


def _noted(part: Work, step: Step) -> Tensor:
    numbers = step.compute()
    part.take(step, numbers)
    return numbers


def _shares(parts: Sequence[Work], cells: Sequence[tuple[int, ...]]) -> Tensor:
    """The mean [cell] over the directions."""
    found = [
        torch.stack([part.columns["values"][cell] - part.info.baseline for cell in cells]) / _span(part.info)
        for part in parts
    ]
    return torch.stack(found).mean(0)


def _stacking(work: Work, parts: Sequence[Work], moved: bool) -> Iterator[Step]:
    for place, part in enumerate(parts):
        for step in part.steps:
            less = part.info.baseline if moved and step.column == "values" else 0.0
            cells = [(place, *cell) for cell in step.cells]
            yield replace(step, compute=partial(_less, step.compute, less), cells=cells)
            work.describe(whole=part.info.whole)


def _less(compute: Callable[[], Tensor], baseline: float) -> Tensor:
    return compute() - baseline


def _guarded(parts: Sequence[Work]) -> None:
    for part in parts:
        part.guard()


def _labels(axis: str, parts: Sequence[Work]) -> list[str]:
    """Of a position with several tokens all of them."""
    found = [part.axes[axis] for part in parts]
    if all(labels == found[0] for labels in found):
        return found[0]
    split = [[label.partition(" ") for label in labels] for labels in zip(*found, strict=True)]
    return [f"{at[0][0]} {'|'.join(dict.fromkeys(token for *_, token in at))}" for at in split]


def _of_both(noise: ExperimentInfo, denoise: ExperimentInfo) -> ExperimentInfo:
    return noise.model_copy(
        update={
            "sentence": f"{noise.sentence}, and {denoise.sentence}: mean share of the way between both runs",
            "metric": f"share of {noise.metric.strip()}",
            "baseline": 0.0,
            "other": 1.0,
        }
    )


def _of_each(infos: Sequence[ExperimentInfo], moved: bool) -> ExperimentInfo:
    first, *_ = infos
    others = len({info.other for info in infos}) > 1
    return first.model_copy(
        update={
            "sentence": "; ".join(info.sentence for info in infos),
            "metric": f"change of {first.metric.strip()}" if moved else first.metric,
            "base": ", ".join(dict.fromkeys(info.base for info in infos)),
            "donor": ", ".join(dict.fromkeys(info.donor for info in infos)),
            "baseline": 0.0 if moved else first.baseline,
            "other": None if others or moved else first.other,
            "prompts": [*{prompt.name: prompt for info in infos for prompt in info.prompts}.values()],
            "n_cells": sum(info.n_cells for info in infos),
            "n_equal": sum(info.n_equal for info in infos),
        }
    )


def _of_each_one(parts: Sequence[Work]) -> Application | None:
    found = [part.application for part in parts if part.application is not None]
    if len(found) < len(parts):
        return None
    each = [Between(base=one.base, source=one.source) for one in found]
    update = {"each": each, "targets": found[0].targets * len(found), "also": found[0].also * len(found)}
    return found[0].model_copy(update=update)
