"""Fitting a core to a model that it was not made on."""

from __future__ import annotations

from dataclasses import replace

from trafolab_protocol.metric import AnswerText, Metric
from trafolab_protocol.prompts import Prompt

from .bench import Bench
from .core import Core
from .errors import LabError
from .metrics import action_of, chosen
from .reducers import with_metric
from .tools import Tools
from .words import Words


def refitted(core: Core, bench: Bench, tools: Tools, *, new_model: bool = False) -> tuple[Core, list[str]]:
    """The core with prompts and metric in this model's tokens, and what could not be kept.

    The core itself where nothing has to change. An automatic metric is chosen anew for a new model.
    """
    problems: list[str] = []
    prompts = [kept for prompt in core.prompts if (kept := _prompt(prompt, bench, problems)) is not None]
    clean = next((prompt for prompt in prompts if core.clean and prompt.name == core.clean.name), None)
    others = tuple(prompt for prompt in prompts if prompt is not clean)
    metric = _metric(core.metric, replace(core, clean=clean, counterfactuals=others), tools, problems)
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


def _metric(metric: Metric | None, core: Core, tools: Tools, problems: list[str]) -> Metric | None:
    if metric is None or metric.automatic:
        return metric
    words, size = tools.words(core), tools.bench.held.info.structure.d_vocab
    named = action_of(metric, lambda answer: _given(answer, words, size))
    try:
        fitted = chosen(named, words, size)
        if core.clean is not None and metric.kind != "function" and metric.pairs is None:
            tools.bench.measure(fitted, core.clean)
        # Which texts name a token may differ with the prompt's labels; the same tokens are the same metric.
        return metric if _ids(fitted) == _ids(metric) else fitted
    except LabError as error:
        problems.append(str(error))
        return None


def _ids(metric: Metric) -> list[list[int]]:
    return [[token.id for token in each.tokens] for each in (*metric.answers, *metric.distractors)]


def _given(answer: AnswerText, words: Words, size: int) -> str | list[int]:
    """By its ids where they still read the same, else by its text."""
    same = all(token.id < size and words.text(token.id) == token.text for token in answer.tokens)
    return [token.id for token in answer.tokens] if same else answer.text
