"""How an experiment goes over a set of pairs: many pairs in a pass, or one pair after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeGuard

from trafolab_protocol.experiments import SweepSpec
from trafolab_protocol.metric import Metric

from ...errors import OperationError
from ...pairs import pairs_of
from ...pairs.metric import takes_several
from ...pairs.setting import pair_set
from ..kinds import KINDS, kind_of
from ..recipe import Recipe
from ..work import Work
from . import recipe as together
from . import singly
from .single import PATH_ALONE, SWEEP_ALONE, Single
from .subject import Spec

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


def batched(spec: Spec, now: Now) -> TypeGuard[SweepSpec]:
    """Whether many pairs share a pass. What does not is made one pair after the other. Raises
    :class:`LabError` where there are no such pairs."""
    if not isinstance(spec, SweepSpec):
        return False
    kind, pairs = kind_of(spec.what), pairs_of(pair_set(now.core, spec.over or ""), now.bench.tensors)
    one_way = spec.ablate is not None or spec.direction != "both"
    several = takes_several(now.core.metric or Metric(), pairs)
    return kind.layered and not kind.by_key and one_way and spec.ablate != "resample" and not several


def either(one: Recipe) -> Recipe:
    """The recipe for one pair of prompts, and for a set of pairs where there is one."""

    def checked(now: Now, spec: Any) -> None:
        one.check(now, spec) if spec.over is None else _check(now, spec)

    def prepared(engine: Engine, now: Now, spec: Any) -> Work:
        return one.prepare(engine, now, spec) if spec.over is None else _prepare(engine, now, spec)

    return replace(one, check=checked, prepare=prepared)


def _check(now: Now, spec: Spec) -> None:
    _refuse_ranked(spec)
    if batched(spec, now):
        together.check(now, spec)
    else:
        singly.check(now, spec, _single(spec))


def _prepare(engine: Engine, now: Now, spec: Spec) -> Work:
    if batched(spec, now):
        return together.prepare(engine, now, spec)
    return singly.prepare(engine, now, spec, _single(spec))


def _single(spec: Spec) -> Single:
    return SWEEP_ALONE if isinstance(spec, SweepSpec) else PATH_ALONE


def _refuse_ranked(spec: Spec) -> None:
    """Raises :class:`OperationError` for what is chosen anew for each pair."""
    if isinstance(spec, SweepSpec) and not kind_of(spec.what).over_pairs:
        taken = ", ".join(each.name for each in KINDS.values() if each.over_pairs)
        what = f"A sweep over pairs can't take {spec.what}."
        raise OperationError("bad_argument", what, spec.over, f"It goes over {taken}.")
