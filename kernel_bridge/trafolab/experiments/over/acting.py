"""Interventions in the runs of pairs: those that hold for any prompt, and those at a role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from trafolab_protocol.interventions import Constant, Intervention, Snapshot

from ...errors import OperationError
from ...interventions.plan import Plan
from ...pairs import Pair
from ...prompts import CLEAN
from ...snapshot import Now


def acting_on(now: Now) -> list[Intervention]:
    """The interventions in force."""
    return [each for each in now.core.interventions if each.id in now.plan.keys]


def refuse_bound(acting: Sequence[Intervention], roles: Sequence[str], name: str) -> None:
    """Raises :class:`OperationError` for an intervention that means something on one prompt only."""
    for each in acting:
        reason = _bound(each, roles)
        if reason is not None:
            what = f"{each.operation.op} {', '.join(each.targets)} {reason}, so it can't act over {name}."
            advice = f"Switch it off, or set it at a role: {', '.join(roles)}."
            raise OperationError("bound_to_a_prompt", what, each.id, advice)


def own_prompts(pairs: Sequence[Pair]) -> Callable[[str], Sequence[Sequence[int]]]:
    """What stands in the place of a prompt that an intervention takes values from: each pair's own clean
    prompt for the clean one, and its own corrupt one for any counterfactual."""
    return lambda name: [pair.clean if name == CLEAN else pair.corrupt for pair in pairs]


def roles_of(acting: Sequence[Intervention]) -> list[str]:
    """The roles that interventions are at."""
    found = [p.role for each in acting if each.positions != "all" for p in each.positions if p.role]
    return sorted(set(found))


def plan_at(now: Now, acting: Sequence[Intervention], places: Mapping[str, int]) -> Plan:
    """What acts in the runs of pairs that have the roles at these places; an intervention acts at those of
    its roles that there are."""
    if not roles_of(acting):
        return now.plan
    return now.bench.plan(replace(now.core, interventions=tuple(moved(now, acting, places))))


def moved(now: Now, acting: Sequence[Intervention], places: Mapping[str, int]) -> list[Intervention]:
    """What acts, in its order, at those of its roles that there are."""
    known = {each.id for each in acting}
    found = [_moved(each, places) for each in now.core.interventions if each.id in known]
    return [each for each in found if each.positions]


def _moved(each: Intervention, places: Mapping[str, int]) -> Intervention:
    if each.positions == "all":
        return each
    there = [
        position.model_copy(update={"index": places[position.role]})
        for position in each.positions
        if position.role is not None and position.role in places
    ]
    return each.model_copy(update={"positions": there})


def _bound(each: Intervention, roles: Sequence[str]) -> str | None:
    source, operation = each.source, each.operation
    if isinstance(source, Snapshot):
        return "holds the values of one prompt"
    if isinstance(source, Constant) and source.n_tokens is not None:
        return "holds a value for each position of one prompt"
    if (operation.op == "knockout" or operation.op == "ablate") and operation.src:
        return "is at positions of one prompt"
    if each.positions != "all" and any(position.role not in roles for position in each.positions):
        return "is at positions of one prompt"
    return None
