"""One pair of a set as the prompts under study."""

from __future__ import annotations

from trafolab_protocol.actions import GivenAnswer, SetMetric, SetPrompt, UsePair

from ..bench import Bench
from ..core import Core
from ..errors import OperationError
from ..prompts import DEFAULT_COUNTERFACTUAL
from ..tensors import TensorStore
from .pair import Pair, pairs_of
from .setting import pair_set
from .tokens import prompt_of


def pair_at(core: Core, action: UsePair, tensors: TensorStore) -> Pair:
    """The pair that is meant. Raises :class:`OperationError` where there is no such pair."""
    known = pair_set(core, action.name)
    if not 0 <= action.index < known.n_pairs:
        what = f"{action.name} has no pair {action.index}."
        advice = f"They go from 0 to {known.n_pairs - 1}."
        raise OperationError("no_pair", what, action.name, advice)
    return pairs_of(known, tensors)[action.index]


def pair_acts(pair: Pair, bench: Bench) -> tuple[SetPrompt, SetMetric]:
    """What makes a pair the prompts, and its answers the metric."""
    clean, corrupt = (prompt_of(ids, bench) for ids in (pair.clean, pair.corrupt))
    kind = "logprob" if pair.distractor is None else "logit_diff"
    return (
        SetPrompt(clean=clean, counterfactuals={DEFAULT_COUNTERFACTUAL: corrupt}),
        SetMetric(metric_kind=kind, answer=_given(pair.answer), distractor=_given(pair.distractor)),
    )


def _given(answer: tuple[int, ...] | None) -> GivenAnswer | None:
    return None if answer is None else [list(answer)]
