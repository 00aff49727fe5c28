"""Sweeps of all kinds, as the registry has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.experiments import SweepSpec

from ...errors import OperationError
from ...prompts import EACH
from ..recipe import Recipe
from ..work import Work
from . import neurons, sweeping
from .calls import label, line
from .combining import checked, combined
from .kinds import kind_of

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now


def _check(now: Now, spec: SweepSpec) -> None:
    if not kind_of(spec.what).ranked:
        return _CHECK(now, spec)
    if spec.direction == "both" or spec.source == EACH:
        what = "Neurons are chosen anew for each direction and counterfactual, and share no axis."
        raise OperationError("not_combined", what, spec.what, "Sweep over one after the other.")
    return neurons.check(now, spec)


def _prepare(engine: Engine, now: Now, spec: SweepSpec) -> Work:
    ranked = kind_of(spec.what).ranked
    return neurons.prepare(engine, now, spec) if ranked else _PREPARE(engine, now, spec)


_CHECK, _PREPARE = checked(sweeping.check), combined(sweeping.prepare)
SWEEP = Recipe(label, line, _check, _prepare)
