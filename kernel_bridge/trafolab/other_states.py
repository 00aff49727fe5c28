"""Runs of other states than the one at hand."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from .core import Core
from .errors import PromptError
from .interventions.plan import EMPTY, Plan
from .looking.named import Compared
from .metrics import label
from .naming import NOW, PLAIN, saved_as

if TYPE_CHECKING:
    from trafolab_protocol.core import SavedState

    from .bench import Bench
    from .snapshot import Now

_KEPT = 16


class OtherStates:
    """Makes them, and keeps what a state's run needs, so that looking at it again is quick."""

    def __init__(self) -> None:
        self._plans: OrderedDict[int, tuple[SavedState, Bench, Core, Plan]] = OrderedDict()

    def of(self, name: str, now: Now) -> Compared:
        """A state by its name. Raises :class:`LabError` where there is none, or it has no prompt."""
        core, plan = self._found(name, now)
        if core.clean is None:
            raise PromptError(
                "no_prompt", f"The state {name} has no prompt.", name, "Set one and save it again."
            )
        axis = "plain" if name == PLAIN else "live"
        run = now.bench.run(core.clean, plan, core.metric, now.conditions, axis)
        acting = plan.keys
        code = [each.code for each in core.interventions if each.id in acting]
        return Compared(name, run, "" if core.metric is None else label(core.metric), code)

    def _found(self, name: str, now: Now) -> tuple[Core, Plan]:
        if name == NOW:
            return now.core, now.plan
        if name == PLAIN:
            return replace(now.core, interventions=()), EMPTY
        saved = saved_as(now.core, name)
        known = self._plans.get(id(saved))
        if known is None or known[0] is not saved or known[1] is not now.bench:
            core = Core.of(saved.core, now.bench.prompt)
            known = (saved, now.bench, core, now.bench.plan(core))
            self._plans[id(saved)] = known
            while len(self._plans) > _KEPT:
                self._plans.popitem(last=False)
        return known[2], known[3]


def n_draws(core: Core, plan: Plan) -> int:
    """The most draws that an intervention which acts is to be seen under; 0 where none draws."""
    acting = [each.operation for each in core.interventions if each.id in plan.keys]
    drawing = [op for op in acting if (op.op == "ablate" or op.op == "keep") and op.mode == "resample"]
    return max((op.draws for op in drawing), default=0)
