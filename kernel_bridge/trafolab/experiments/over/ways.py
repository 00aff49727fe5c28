"""How an experiment goes over a set of pairs: many pairs in a pass, or one pair after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeGuard

from trafolab_protocol.experiments import SweepSpec
from trafolab_protocol.metric import Metric

from ...pairs import pairs_of
from ...pairs.metric import takes_several
from ...pairs.setting import pair_set
from ..kinds import kind_of
from ..recipe import Recipe
from ..work import Work
from . import neurons, singly
from . import recipe as together
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
    return kind.shares_passes and one_way and spec.ablate != "resample" and not several


def check(now: Now, spec: Spec) -> None:
    """Raises :class:`LabError` where it can't be made, without a pass."""
    if _ranked(spec):
        neurons.check(now, spec)
    elif batched(spec, now):
        together.check(now, spec)
    else:
        singly.check(now, spec, _single(spec))


def prepare(engine: Engine, now: Now, spec: Spec) -> Work:
    """In the laboratory as it was then. Raises :class:`LabError` where it can't be made."""
    if _ranked(spec):
        return neurons.prepare(engine, now, spec)
    if batched(spec, now):
        return together.prepare(engine, now, spec)
    return singly.prepare(engine, now, spec, _single(spec))


def either(
    one: Recipe, check: Callable[[Now, Any], None], prepare: Callable[[Engine, Now, Any], Work]
) -> Recipe:
    """A recipe for one pair of prompts, and for what goes over a set of them another one."""

    def checked(now: Now, spec: Any) -> None:
        one.check(now, spec) if spec.over is None else check(now, spec)

    def prepared(engine: Engine, now: Now, spec: Any) -> Work:
        return one.prepare(engine, now, spec) if spec.over is None else prepare(engine, now, spec)

    return replace(one, check=checked, prepare=prepared)


def _ranked(spec: Spec) -> TypeGuard[SweepSpec]:
    return isinstance(spec, SweepSpec) and kind_of(spec.what).ranked


def _single(spec: Spec) -> Single:
    return SWEEP_ALONE if isinstance(spec, SweepSpec) else PATH_ALONE
