"""The state as it is told, with the status of each intervention: whether it acts, with the proof or the
reason why not."""

from __future__ import annotations

from trafolab_protocol.interventions import Firing, Intervention, Status
from trafolab_protocol.state import State

from .interventions.fit import prompt_misfit, remark
from .operations import OPERATIONS
from .snapshot import Now, Proof

_SENT_ENTRIES = 200
"""The state travels at every change: so many of the newest entries of the history go with it."""


def state_of(now: Now, proof: Proof) -> State:
    """Everything that is true at a revision, with what is known of the interventions by now."""
    return State(
        revision=now.revision,
        settled=proof.revision == now.revision,
        model=now.bench.held.info,
        clean=now.core.clean,
        counterfactuals=list(now.core.counterfactuals),
        metric=now.core.metric,
        metric_problem=now.core.metric_problem,
        interventions=[_with_status(each, now, proof) for each in now.core.interventions],
        findings=now.findings,
        operations=[row.info for row in OPERATIONS.values()],
        history=list(now.history[-_SENT_ENTRIES:]),
        undo=now.undo,
        redo=now.redo,
        problems=list(now.problems),
        code=now.code,
    )


def _with_status(each: Intervention, now: Now, proof: Proof) -> Intervention:
    """The intervention with what is known of it at this revision."""
    return each.model_copy(update={"status": _status(each, now, proof)})


def _status(each: Intervention, now: Now, proof: Proof) -> Status:
    core, bench = now.core, now.bench
    note = remark(each, bench.held.info, core.clean)
    cell = bench.held.installation.fired_last(each.id)
    if not each.enabled:
        return Status(state="inactive", reason="It is switched off.", fired=Firing(cell=cell))
    misfit = bench.misfit(each) or prompt_misfit(each, core.clean)
    if misfit is not None:
        return Status(state="inactive", reason=misfit, fired=Firing(cell=cell), note=note)
    if proof.revision != now.revision:
        return Status(fired=Firing(cell=cell), note=note)
    if proof.tally is None:
        return Status(state="error", reason=proof.error, fired=Firing(cell=cell), note=note)
    count = proof.tally.fired.get(each.id, 0)
    fired, delta = Firing(page=count, cell=cell), proof.tally.delta_norm(each.id)
    if count == 0:
        reason = "Its hook did not fire in the last run."
        return Status(state="inactive", reason=reason, fired=fired, note=note)
    return Status(state="active", fired=fired, delta_norm=delta, note=note)
