"""How an experiment goes over a set of pairs: many pairs in a pass, or one pair after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard

from trafolab_protocol.experiments import AttributionSpec, EdgesSpec, FaithfulnessSpec, SweepSpec
from trafolab_protocol.metric import Metric

from ...pairs import pairs_of
from ...pairs.metric import takes_several
from ...pairs.setting import pair_set
from ..recipe import Recipe
from ..sweeps.kinds import kind_of
from ..work import Work
from . import attributing, edging, faithfulness, neurons, singly
from . import recipe as together
from .single import PATH_ALONE, SWEEP_ALONE
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
        one.check(now, spec) if spec.over is None else _way(spec, now).check(now, spec)

    def prepared(engine: Engine, now: Now, spec: Any) -> Work:
        return (one if spec.over is None else _way(spec, now)).prepare(engine, now, spec)

    return replace(one, check=checked, prepare=prepared)


@dataclass(frozen=True)
class _Way:
    """Of going over pairs. Each function takes a specification of its own kind."""

    check: Callable[[Now, Any], None]
    prepare: Callable[[Engine, Now, Any], Work]


def _way(spec: Spec | AttributionSpec | EdgesSpec | FaithfulnessSpec, now: Now) -> _Way:
    if isinstance(spec, AttributionSpec):
        return _Way(attributing.check, attributing.prepare)
    if isinstance(spec, EdgesSpec):
        return _Way(edging.check, edging.prepare)
    if isinstance(spec, FaithfulnessSpec):
        return _Way(faithfulness.check, faithfulness.prepare)
    if isinstance(spec, SweepSpec) and kind_of(spec.what).ranked:
        return _Way(neurons.check, neurons.prepare)
    if batched(spec, now):
        return _Way(together.check, together.prepare)
    single = SWEEP_ALONE if isinstance(spec, SweepSpec) else PATH_ALONE
    return _Way(partial(singly.check, single=single), partial(singly.prepare, single=single))
