"""Patching one place after the other, and what each does to the metric.

Activation patching as in Meng et al., "Locating and Editing Factual Associations in GPT" (2022), in the
terms of Heimersheim and Nanda, "How to use and interpret activation patching" (2024).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from torch import Tensor
from trafolab_protocol.metric import Metric

from ..executor import Executor
from ..interventions.plan import Plan
from ..metrics import position_in, tokens_of, values_of_few
from ..resuming import Readout, Recorded
from .batches import Batch, Due, batches
from .kinds import Cell
from .patching import differs_from, patch
from .shortcuts import WHOLE, Shortcuts


def readout_of(metric: Metric, n_tokens: int) -> Readout:
    """What of the logits decides a metric."""
    return Readout(position_in(metric.position, n_tokens), tokens_of(metric))


def due_among(
    cells: Sequence[Cell], base: Recorded, donor: Mapping[str, Tensor], metric: Metric
) -> list[Due]:
    """The cells whose values differ in both runs, but for what lies behind the position that is measured:
    nobody reads it."""
    last, found = position_in(metric.position, len(base.ids)), list[Due]()
    for cell in cells:
        start = _begins(cell, base.activations, donor)
        if start is not None and start <= last:
            found.append(Due(cell, start))
    return found


def _begins(cell: Cell, base: Mapping[str, Tensor], donor: Mapping[str, Tensor]) -> int | None:
    starts = [differs_from(part, base[part.place.hook], donor[part.place.hook]) for part in cell.parts]
    return min((start for start in starts if start is not None), default=None)


@dataclass(frozen=True, eq=False)
class Sweeper:
    """A sweep over the cells of one recorded prompt."""

    executor: Executor
    base: Recorded
    """The prompt that values are put into, with the activations that they replace."""
    donor: Mapping[str, Tensor]
    """What is put in, [pos, …] by canonical hook name."""
    metric: Metric
    cells: Sequence[Cell]
    """At canonical hook names."""
    due: Sequence[Due]
    """Those that a pass is needed for; the others change nothing."""
    most_tokens: int
    shortcuts: Shortcuts

    @property
    def n_tokens(self) -> int:
        """Length of the prompt."""
        return len(self.base.ids)

    @property
    def n_layers(self) -> int:
        """Blocks of the model."""
        return len(self.base.left)

    def batches(self) -> list[Batch]:
        """The passes that the others need."""
        due = self.due
        if not self.shortcuts.suffix:
            due = [Due(each.cell, 0) for each in due]
        if not self.shortcuts.resume:
            return [Batch(0, [each.cell]) for each in due]
        growing = self.shortcuts.growing
        return list(batches(due, self.n_tokens, self.n_layers, self.most_tokens, growing=growing))

    def values(self, batch: Batch) -> Tensor:
        """The metric [cell] under each cell's patch."""
        return self.measured(self.patched(self.base.plan, batch), batch)

    def measured(self, plan: Plan, batch: Batch) -> Tensor:
        """The metric [cell] under a plan, which acts in each row from that cell's layer on."""
        readout = readout_of(self.metric, self.n_tokens)
        if not self.shortcuts.resume:
            logits = self.executor.run(self.base.ids, plan, (), self.base.donors).logits
            return values_of_few(self.metric, readout.of(logits[None]))
        within = f"blocks.{self.n_layers - 1}.mlp."
        logits = self.executor.resume(
            self.base,
            plan,
            batch.rows(self.n_layers),
            batch.start,
            readout,
            growing=self.shortcuts.growing,
            trimmed=self.shortcuts.trimmed and not any(hook.startswith(within) for hook in plan.edits),
        )
        return values_of_few(self.metric, logits)

    def exactly(self, cell: Cell) -> Tensor:
        """The metric [1] under one cell's patch, in a whole pass of its own."""
        return replace(self, shortcuts=WHOLE).values(Batch(0, [cell]))

    def patched(self, plan: Plan, batch: Batch) -> Plan:
        """What acts already, and then each row's patch."""
        rows = [(row, part) for row, cell in enumerate(batch.cells) for part in cell.parts]
        for hook in dict.fromkeys(part.place.hook for _, part in rows):
            here = {row: part for row, part in rows if part.place.hook == hook}
            plan = plan.with_edit(patch(here, self.donor[hook], batch.start))
        return plan
