"""Measuring the pairs of a set, group by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric
from trafolab_protocol.stamps import Stamp

from ..errors import MetricError, OperationError
from ..experiments.over.acting import acting_on, own_prompts, plan_at, refuse_bound
from ..experiments.over.answers import Answers, refuse_unreadable
from ..experiments.over.groups import Group, groups_sharing
from ..interventions.plan import EMPTY, Plan
from ..metrics import label
from ..pairs import Pair, pairs_of
from ..pairs.metric import takes_several
from ..pairs.pair import text_of
from ..pairs.setting import pair_set
from .phrases import Phrases
from .reading import Numbers, SetReading

if TYPE_CHECKING:
    from ..core import Core
    from ..snapshot import Now
    from ..tensors import TensorStore

_GONE = float("inf")
"""Stands for a number that is none, so that it counts as computed."""


def checked(metric: Metric, core: Core, tensors: TensorStore) -> list[tuple[str, list[Pair]]]:
    """The sets that a metric is of, by name, with their pairs. Raises :class:`LabError` where there is no
    such set, or it can't be measured so."""
    names = [name for name in (metric.pairs, metric.minus) if name is not None]
    if len(set(names)) < len(names):
        what = f"The gap between {names[0]} and itself is nothing."
        raise OperationError("same_set", what, names[0], "Name two sets.")
    found = [(name, pairs_of(pair_set(core, name), tensors)) for name in names]
    for name, pairs in found:
        refuse_unreadable(metric, pairs, name)
    return found


def reading_of(now: Now, pairs: str | None, minus: str | None) -> SetReading:
    """The whole reading, of the metric's own sets or of others. Raises :class:`LabError`."""
    metric = now.core.metric or Metric()
    if pairs is None and metric.pairs is None:
        advice = 'Name one: lab.measured("names"), or choose lab.metric(…, pairs="names").'
        raise MetricError("no_pairs", "The metric is not one over a set of pairs.", None, advice)
    if pairs is not None:
        metric = metric.model_copy(update={"pairs": pairs, "minus": minus})
    *_, last = readings(now, metric, {})
    return last


def readings(now: Now, metric: Metric, plain: dict[str, Tensor]) -> Iterator[SetReading]:
    """What is known after each pass, the whole at last. ``plain``: what is known of the sets' plain runs by
    the name of the tensor that holds their pairs, and is filled in. Raises :class:`LabError` where the metric
    can't be read, or a pass fails."""
    acting, sets = acting_on(now), list[Numbers]()
    found = checked(metric, now.core, now.bench.tensors)
    for name, pairs in found:
        known = pair_set(now.core, name)
        refuse_bound(acting, known.roles, name)
        nothing = torch.full((len(pairs),), float("nan"))
        mine = plain.setdefault(known.tensor, nothing)
        sets.append(Numbers(name, nothing.clone(), mine, partial(_texts, now, pairs)))
    stamp = stamp_of(now, metric)
    for numbers, group in _groups(now, metric, [pairs for _, pairs in found], sets):
        plan = plan_at(now, acting, group.places)
        if takes_several(metric, group.pairs):
            _fill_in_turn(Phrases(now, metric, group.pairs), plan, group, numbers)
        else:
            _fill(now, Answers(metric, group.pairs, now.bench.functions), plan, group, numbers)
        # As it is now: the next group is written while somebody reads this.
        yield SetReading(label(metric), [_as_of_now(each) for each in sets], stamp)


def _groups(
    now: Now, metric: Metric, found: Sequence[list[Pair]], sets: Sequence[Numbers]
) -> Iterator[tuple[Numbers, Group]]:
    acting = acting_on(now)
    for numbers, pairs in zip(sets, found, strict=True):
        one = Answers(metric, pairs[:1], now.bench.functions)
        share = 1.0 if takes_several(metric, pairs) else one.unembedded
        for group in groups_sharing(now, pairs, acting, share):
            yield numbers, group


def _fill_in_turn(phrases: Phrases, plan: Plan, group: Group, numbers: Numbers) -> None:
    """Measure some pairs whose answers are several tokens."""
    at = list(group.indices)
    plain = numbers.plain[at]
    if bool(plain.isnan().any()):
        plain = numbers.plain[at] = _noted(phrases.values(EMPTY))
    numbers.live[at] = _noted(phrases.values(plan)) if plan else plain


def _fill(now: Now, answers: Answers, plan: Plan, group: Group, numbers: Numbers) -> None:
    """Measure some pairs."""
    at, every = list(group.indices), range(len(group.pairs))
    plain = numbers.plain[at]
    base: Tensor | None = None
    if bool(plain.isnan().any()) or answers.compares:
        base = _read(now, answers, EMPTY)
        plain = numbers.plain[at] = _noted(answers.values(base, every, base))
    if not plan:
        numbers.live[at] = plain
        return
    live = _read(now, answers, plan)
    numbers.live[at] = _noted(answers.values(live, every, live if base is None else base))


def _read(now: Now, answers: Answers, plan: Plan) -> Tensor:
    prompts, own = [pair.clean for pair in answers.pairs], own_prompts(answers.pairs)
    return now.bench.record_many(prompts, plan, (), answers.readout, cached=False, own=own).logits


def _noted(values: Tensor) -> Tensor:
    return values.float().cpu().nan_to_num(nan=_GONE, posinf=_GONE, neginf=-_GONE)


def _as_of_now(numbers: Numbers) -> Numbers:
    return replace(numbers, live=numbers.live.clone(), plain=numbers.plain.clone())


def stamp_of(now: Now, metric: Metric) -> Stamp:
    """What the numbers are stamped with: in place of the prompt the sets."""
    names = ", ".join(name for name in (metric.pairs, metric.minus) if name is not None)
    return now.bench.stamp(names, "live" if now.plan else "plain", now.conditions.weights)


def _texts(now: Now, pairs: Sequence[Pair]) -> list[str]:
    words = now.bench.held.words
    return [text_of(pair.clean, words) for pair in pairs]
