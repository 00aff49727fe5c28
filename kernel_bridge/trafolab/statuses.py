"""The state as it is told, with the status of each intervention: whether it acts, with the proof or the
reason why not."""

from __future__ import annotations

import math

from trafolab_protocol.experiments import ExperimentSummary
from trafolab_protocol.interventions import Firing, Intervention, Status
from trafolab_protocol.state import State

from .experiments.sweeps.kinds import offered
from .interventions.fit import prompt_misfit, remark
from .interventions.tally import Tally
from .operations import OPERATIONS
from .snapshot import Now, Proof

_NOT_FINITE = "Values here are infinite or not a number."
_SENT_ENTRIES = 200
"""The state travels at every change: so many of the newest entries of the history go with it."""


def state_of(now: Now, proof: Proof, experiments: list[ExperimentSummary], detectors: list[str]) -> State:
    """Everything that is true at a revision, with what is known of the interventions by now."""
    return State(
        revision=now.revision,
        settled=proof.revision == now.revision,
        model=now.bench.held.info,
        clean=now.core.clean,
        counterfactuals=list(now.core.counterfactuals),
        metric=now.core.metric,
        metric_problem=now.core.metric_problem,
        references=list(now.core.references),
        pairs=list(now.core.pairs),
        directions=list(now.core.directions),
        groups=list(now.core.groups),
        paint=now.core.paint,
        detectors=detectors,
        saved=list(now.core.saved),
        interventions=[_with_status(each, now, proof) for each in now.core.interventions],
        findings=now.findings,
        operations=[row.info for row in OPERATIONS.values()],
        sweeps=offered(now.bench.held.catalogue),
        experiments=experiments,
        history=list(now.history[-_SENT_ENTRIES:]),
        undo=now.undo,
        redo=now.redo,
        problems=list(now.problems),
        code=now.code,
    )


def in_force(now: Now, tally: Tally) -> list[str]:
    """The lines of the interventions that act in the live run of a revision, of which ``tally`` tells."""
    proof = Proof(now.revision, tally)
    acting = [each for each in now.core.interventions if _status(each, now, proof).state == "active"]
    return [each.code for each in acting]


def _with_status(each: Intervention, now: Now, proof: Proof) -> Intervention:
    """The intervention with what is known of it at this revision."""
    return each.model_copy(update={"status": _status(each, now, proof)})


def _status(each: Intervention, now: Now, proof: Proof) -> Status:
    core, bench = now.core, now.bench
    note = remark(each, core, bench.held.info)
    fired = _cell(each, now)
    if not each.enabled:
        return Status(state="inactive", reason="It is switched off.", fired=fired)
    misfit = bench.misfit(each, core) or prompt_misfit(each, core)
    if misfit is not None:
        return Status(state="inactive", reason=misfit, fired=fired, note=note)
    if proof.revision != now.revision:
        return Status(fired=fired, note=note)
    if proof.tally is None:
        return Status(state="error", reason=proof.error, fired=fired, note=note)
    return _proven(each, proof.tally, fired, note)


def _proven(each: Intervention, tally: Tally, fired: Firing, note: str | None) -> Status:
    count = tally.fired(each.id)
    fired = fired.model_copy(update={"page": count})
    refused = tally.refusal(each.id)
    if refused is not None:
        return Status(state="inactive", reason=refused, fired=fired, note=note)
    if count == 0 and _generates(each) and fired.steps:
        return Status(state="active", fired=fired, note=note)
    if count == 0:
        return Status(state="inactive", reason=_unfired(each), fired=fired, note=note)
    delta = tally.delta_norm(each.id)
    if delta is not None and not math.isfinite(delta):
        return Status(state="active", fired=fired, note=" ".join(filter(None, [note, _NOT_FINITE])))
    if delta == 0 and each.source.kind != "snapshot":
        # What is frozen is as it was until something before it changes: that is no surprise.
        note = " ".join(filter(None, [note, "It fired and changed nothing: the values were so already."]))
    return Status(state="active", fired=fired, delta_norm=delta, note=note)


def _generates(each: Intervention) -> bool:
    """Whether it acts on generated tokens only."""
    return each.operation.op == "steer" and each.operation.on == "generated"


def _unfired(each: Intervention) -> str:
    if _generates(each):
        return "It acts on generated tokens only, and the page's run generates none."
    return "Its hook did not fire in the last run."


def _cell(each: Intervention, now: Now) -> Firing:
    found = now.bench.held.installation.fired_last(each.id)
    return Firing() if found is None else Firing(cell=found[0], steps=found[1])
