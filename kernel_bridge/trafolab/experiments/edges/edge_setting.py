"""Two runs whose edges are told apart, and what an experiment on them needs to say of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.experiments import Direction, ExperimentInfo
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt

from ...errors import LabError, MetricError, OperationError
from ...metrics import Measure, label
from ...prompts import CLEAN
from ...resuming import Recorded
from ...targets import Place
from ..attribution.attributing import entering
from ..sweeps.asked import measured_in
from ..sweeps.treatments import Patching
from .edge_graph import graph_of
from .edge_runs import EdgeRuns
from .forking import forked

if TYPE_CHECKING:
    from ...engine import Engine
    from ...snapshot import Now

_CLOSE = 1e-3
"""Of the larger metric, by which sums of what is written may be off."""
_CUTS = re.compile(r"blocks\.(\d+)\.hook_(resid_pre|resid_mid|resid_post|attn_out)")


def refuse_cut_stream(now: Now, direction: Direction, source: str | None) -> None:
    """Raises :class:`LabError` where edges can't be told apart, without a pass."""
    _measured(now, Patching(direction, source).base(now.core))
    held = now.bench.held
    graph_of(held)
    with held.executor.lock, forked(held.shadow.model, held.info.structure):
        pass
    cuts = {held.canonical(hook): hook for hook in held.shadow.hooks if _cuts(hook)}
    found = next((cuts[hook] for hook in now.plan.edits if hook in cuts), None)
    if found is not None:
        what = f"An intervention acts at {found}, on the stream itself, of which edges are the parts."
        raise OperationError(
            "stream_cut", what, found, "Switch it off first; those on heads and MLPs may stay."
        )


def _cuts(hook: str) -> bool:
    """What enters the first block is a part too, and may be acted on."""
    match = _CUTS.fullmatch(hook)
    return match is not None and match.groups() != ("0", "resid_pre")


def _measured(now: Now, base: Prompt) -> tuple[Metric, Measure]:
    """The metric. Raises :class:`MetricError` where there is none, or it is read of several passes."""
    metric, measure = measured_in(now, base)
    if len(measure.readings) > 1 or measure.readings[0].continued:
        what = "Edges are those of one pass, and an answer of several tokens is read of several."
        raise MetricError("several_passes", what, label(metric), "Choose answers that are one token each.")
    return metric, measure


@dataclass(eq=False)
class Setting:
    """A run whose edges are changed, and what the other has."""

    engine: Engine
    now: Now
    base: Prompt
    donor: Prompt
    runs: EdgeRuns
    start: Place
    own: Recorded
    """The run that is changed, with what all ends of edges have."""
    others: Tensor
    """What each sender writes in the other one, which is plain, [sender, pos, d_model]."""
    baseline: float
    other: float

    def info(self, sentence: str, n_cells: int, n_equal: int) -> ExperimentInfo:
        """What is known before the first cell."""
        axis = "live" if self.now.plan else "plain"
        return ExperimentInfo(
            sentence=sentence,
            metric=label(self.runs.asked, kl=(self.base.name, "changed")).strip(),
            base=self.base.name,
            donor=self.donor.name,
            baseline=self.baseline,
            other=self.other,
            stamp=self.now.bench.stamp(self.base.name, axis, self.now.conditions.weights),
            prompts=[self.base, self.donor],
            n_cells=n_cells,
            n_passes=0,
            n_equal=n_equal,
        )

    def tried(self) -> Tensor:
        """Nothing; but where the stream is not the sum of what the senders write, raises :class:`LabError`.
        With all edges replaced the run must become the other one, unless something acts in it."""
        if self.runs.base.plan:
            return torch.empty(0)
        found = float(self.runs.patched(self.runs.graph.edges, self.others))
        scale = max(abs(self.baseline), abs(self.other), 1.0)
        if abs(found - self.other) > _CLOSE * scale:
            what = f"The stream of this model is not the sum of its parts: they give {found:.4f} together, "
            what += f"and the {self.donor.name} run {self.other:.4f}."
            raise OperationError("no_edges", what, None, "Sweep over z and mlp_out in place of edges.")
        return torch.empty(0)

    def guard(self) -> None:
        """Raises :class:`LabError` where the model changed meanwhile."""
        current, now = self.engine.now, self.now
        if current.bench is now.bench and current.conditions == now.conditions:
            return
        if current.bench is now.bench:
            again = now.bench.record(
                self.base, now.plan, (), self.runs.measure.readings[0].readout, cached=False
            )
            if torch.allclose(self.runs.base.logits, again.logits, rtol=1e-6, atol=1e-6, equal_nan=True):
                self.now = replace(now, conditions=current.conditions)
                return
        what = "The model changed while this was under way, so that its numbers would not belong together."
        raise LabError("model_changed", what, None, "Start it again.")


def setting_of(engine: Engine, now: Now, direction: Direction, source: str | None) -> Setting:
    """Both runs, made now. Raises :class:`LabError` where edges can't be told apart."""
    refuse_cut_stream(now, direction, source)
    held = now.bench.held
    clean, corrupt = now.core.prompt(CLEAN), now.core.other_prompt(source)
    base, donor = (clean, corrupt) if direction == "noise" else (corrupt, clean)
    metric, measure = _measured(now, base)
    recorded = now.bench.record(base, now.plan, (), measure.readings[0].readout, cached=False)
    runs = EdgeRuns(held.aside, held.info.structure, graph_of(held), recorded, metric, measure)
    own = runs.recorded([token.id for token in base.tokens], plain=False)
    other = runs.recorded([token.id for token in donor.tokens], plain=True)
    return Setting(
        engine,
        now,
        base,
        donor,
        runs,
        entering(held),
        own,
        runs.written(other.activations),
        float(runs.metric(own.logits)),
        float(runs.metric(other.logits)),
    )
