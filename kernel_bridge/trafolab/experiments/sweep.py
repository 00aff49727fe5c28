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

    def equal(self) -> list[Cell]:
        """The cells whose values are the same in both runs, to the last bit: they change nothing."""
        due = {each.cell.at for each in self._due()}
        return [cell for cell in self.cells if cell.at not in due]

    def batches(self) -> list[Batch]:
        """The passes that the others need."""
        due = self._due()
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
            trimmed=self.shortcuts.trimmed and not any(hook.startswith(within) for hook in plan.edits),
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

    def _due(self) -> list[Due]:
        found: list[Due] = []
        for cell in self.cells:
            hook = cell.place.hook
            start = differs_from(cell, self.base.activations[hook], self.donor[hook])
            # What changes behind the position that is measured is never read.
            if start is not None and start <= position_in(self.metric.position, self.n_tokens):
                found.append(Due(cell, start))
        return found
