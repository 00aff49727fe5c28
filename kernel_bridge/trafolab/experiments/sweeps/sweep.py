"""Patching one place after the other, and what each does to the metric.

Activation patching as in Meng et al., "Locating and Editing Factual Associations in GPT" (2022), in the
terms of Heimersheim and Nanda, "How to use and interpret activation patching" (2024).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from ...executor import Executor
from ...interventions.plan import Plan
from ...metrics import Measure
from ...resuming import Recorded
from ...trimming import Readout
from .batches import Batch, Due, batches
from .kinds import Cell
from .patching import Differing, patch
from .recording import Recording
from .shortcuts import WHOLE, Shortcuts


def due_among(
    cells: Sequence[Cell], base: Recording, donor: Mapping[str, Tensor], measure: Measure
) -> list[Due]:
    """The cells whose values differ in both runs, but for what lies behind the last position that is
    measured: nobody reads it."""
    last, found = max(each.readout.positions[-1] for each in measure.readings), list[Due]()
    differing = Differing(base.longest.activations, donor)
    for cell in cells:
        starts = [differing.start(part) for part in cell.parts]
        start = min((each for each in starts if each is not None), default=None)
        if start is not None and start <= last:
            found.append(Due(cell, start))
    return found


@dataclass(frozen=True, eq=False)
class Sweeper:
    """A sweep over the cells of one recorded prompt."""

    executor: Executor
    base: Recording
    """The prompt that values are put into, with the activations that they replace."""
    donor: Mapping[str, Tensor]
    """What is put in, [pos, …] by canonical hook name."""
    measure: Measure
    cells: Sequence[Cell]
    """At canonical hook names."""
    due: Sequence[Due]
    """Those that a pass is needed for; the others change nothing."""
    most_tokens: int
    shortcuts: Shortcuts

    @property
    def baseline(self) -> float:
        """The metric where nothing is changed."""
        return float(self.measure.of(self.base.found))

    @property
    def n_tokens(self) -> int:
        """Length of the prompt."""
        return self.base.n_tokens

    @property
    def n_layers(self) -> int:
        """Blocks of the model."""
        return len(self.base.passes[0].left)

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
        return self.measured(batch.cells, self.read(batch))

    def measured(self, cells: Sequence[Cell], found: Sequence[Tensor]) -> Tensor:
        """The metric [cell] of what was read of these cells."""
        del cells
        return self.measure.of(found, self.base.found)

    def read(self, batch: Batch) -> list[Tensor]:
        """What the metric reads [cell, pos, token] under each cell's patch, in each of its passes."""
        passes = zip(self.base.passes, self.measure.readings, strict=True)
        return [self.read_one(batch, base, reading.readout) for base, reading in passes]

    def exactly(self, cell: Cell) -> list[Tensor]:
        """The same of one cell, in whole passes of its own."""
        return replace(self, shortcuts=WHOLE).read(Batch(0, [cell]))

    def read_one(self, batch: Batch, base: Recorded, readout: Readout) -> Tensor:
        """The same [cell, pos, token] in one of them."""
        return self.read_under(self.patched(base.plan, batch), batch, base, readout)

    def read_under(self, plan: Plan, batch: Batch, base: Recorded, readout: Readout) -> Tensor:
        """What is read [cell, pos, token] under a plan, which acts in each row from that cell's layer on."""
        if not self.shortcuts.resume:
            length = base.prompt_length
            whole = self.executor.run(base.ids, plan, (), base.donors, prompt_length=length)
            return readout.of(whole.logits[None])
        within = f"blocks.{self.n_layers - 1}.mlp."
        return self.executor.resume(
            base,
            plan,
            batch.rows(self.n_layers),
            batch.start,
            readout,
            growing=self.shortcuts.growing,
            trimmed=self.shortcuts.trimmed,
            mlp=not any(hook.startswith(within) for hook in plan.edits),
        )

    def patched(self, plan: Plan, batch: Batch) -> Plan:
        """What acts already, and then each row's patch."""
        rows = [(row, part) for row, cell in enumerate(batch.cells) for part in cell.parts]
        for hook in dict.fromkeys(part.place.hook for _, part in rows):
            here = {row: part for row, part in rows if part.place.hook == hook}
            plan = plan.with_edit(patch(here, self.donor[hook], batch.start))
        return plan
