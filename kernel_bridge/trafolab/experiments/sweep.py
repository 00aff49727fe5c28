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
from ..resuming import Recorded
from ..trimming import Readout
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
        start = differs_from(cell, base.activations[cell.place.hook], donor[cell.place.hook])
        if start is not None and start <= last:
            found.append(Due(cell, start))
    return found


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
        readout = readout_of(self.metric, self.n_tokens)
        plan = self._plan(batch)
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
            trimmed=self.shortcuts.trimmed,
            mlp=not any(hook.startswith(within) for hook in plan.edits),
        )
        return values_of_few(self.metric, logits)

    def exactly(self, cell: Cell) -> Tensor:
        """The metric [1] under one cell's patch, in a whole pass of its own."""
        return replace(self, shortcuts=WHOLE).values(Batch(0, [cell]))

    def _plan(self, batch: Batch) -> Plan:
        """What acts already, and then each row's patch."""
        plan, first = self.base.plan, 0
        for hook in dict.fromkeys(cell.place.hook for cell in batch.cells):
            cells = [cell for cell in batch.cells if cell.place.hook == hook]
            plan = plan.with_edit(patch(cells, self.donor[hook], batch.start, first))
            first += len(cells)
        return plan
