"""One pair of a set as the prompts of the laboratory, so that whatever is done with one pair of prompts can
be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trafolab_protocol.interventions import Intervention, PromptDonor
from trafolab_protocol.prompts import IdsSource, Prompt

from ...pairs import Pair
from ...pairs.metric import metric_of
from ...prompts import CLEAN, DEFAULT_COUNTERFACTUAL
from .acting import moved, roles_of
from .subject import Subject

if TYPE_CHECKING:
    from ...snapshot import Now


def alone(subject: Subject, now: Now, pair: Pair) -> Now:
    """The laboratory with a pair's prompts and answers. What acts does so at the pair's own roles, and takes
    values from its own prompts: from the corrupt one in place of any counterfactual."""
    acting = moved(now, subject.acting, pair.roles)
    names = [DEFAULT_COUNTERFACTUAL, *_named(acting)]
    core = replace(
        now.core,
        clean=_prompt(now, CLEAN, pair.clean),
        counterfactuals=tuple(_prompt(now, name, pair.corrupt) for name in dict.fromkeys(names)),
        metric=metric_of(subject.metric, pair, now.bench.held.words),
        metric_problem=None,
        interventions=tuple(acting),
    )
    # The same plan for all pairs, where it is: what was found to hold under it holds for them all.
    bound = bool(roles_of(subject.acting)) or bool(now.plan.donors)
    return replace(now, core=core, plan=now.bench.plan(core) if bound else now.plan)


def _named(acting: Sequence[Intervention]) -> list[str]:
    """The counterfactuals that values are taken from."""
    sources = [each.source for each in acting]
    return [s.prompt for s in sources if isinstance(s, PromptDonor) and s.prompt != CLEAN]


def _prompt(now: Now, name: str, ids: Sequence[int]) -> Prompt:
    return now.bench.prompt(name, IdsSource(ids=list(ids)))
