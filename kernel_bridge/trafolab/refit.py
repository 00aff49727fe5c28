"""Fitting a core to a model that it was not made on."""

from __future__ import annotations

from dataclasses import replace

from trafolab_protocol.actions import SetMetric
from trafolab_protocol.metric import AnswerToken, Metric
from trafolab_protocol.prompts import Prompt

from .bench import Bench
from .core import Core
from .errors import LabError
from .metrics import chosen
from .reducers import with_metric
from .tools import Tools


def refitted(core: Core, bench: Bench, tools: Tools, *, new_model: bool = False) -> tuple[Core, list[str]]:
    """The core with prompts and metric in this model's tokens, and what could not be kept.

    The core itself where nothing has to change. An automatic metric is chosen anew for a new model.
    """
    problems: list[str] = []
    prompts = [kept for prompt in core.prompts if (kept := _prompt(prompt, bench, problems)) is not None]
    clean = next((prompt for prompt in prompts if core.clean and prompt.name == core.clean.name), None)
    others = tuple(prompt for prompt in prompts if prompt is not clean)
    metric = _metric(core.metric, clean, bench, problems)
    same = (clean, others, metric) == (core.clean, core.counterfactuals, core.metric)
    if same and not (new_model and metric is not None and metric.automatic):
        return core, problems
    fitted = replace(core, clean=clean, counterfactuals=others if clean else (), metric=metric)
    return with_metric(fitted, tools), problems


def _prompt(prompt: Prompt, bench: Bench, problems: list[str]) -> Prompt | None:
    try:
        return bench.prompt(prompt.name, prompt.source)
    except LabError as error:
        problems.append(str(error))
        return None


def _metric(metric: Metric | None, clean: Prompt | None, bench: Bench, problems: list[str]) -> Metric | None:
    if metric is None or metric.automatic:
        return metric
    words, size = bench.held.words, bench.held.info.structure.d_vocab
    named = SetMetric(
        metric_kind=metric.kind,
        answer=_named(metric.answer, bench),
        distractor=None if metric.distractor is None else _named(metric.distractor, bench),
        position=metric.position,
    )
    try:
        return chosen(named, words, None if clean is None else clean, size)
    except LabError as error:
        problems.append(str(error))
        return None


def _named(token: AnswerToken, bench: Bench) -> str | int:
    """By its id where that still reads the same, else by its text."""
    size = bench.held.info.structure.d_vocab
    same = token.id < size and bench.held.words.text(token.id) == token.text
    return token.id if same else token.text
