"""What a specification means where one pair is gone over after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor

from .alone import alone
from .answers import Answers
from .columns import columns_of
from .places import Places
from .single import Single
from .subject import Spec, Subject, refuse_source

if TYPE_CHECKING:
    from ...snapshot import Now


class SinglyAsked(Subject):
    """Raises :class:`LabError` where it can't be made, without a pass."""

    def __init__(self, now: Now, spec: Spec, single: Single) -> None:
        refuse_source(spec)
        super().__init__(now, spec.over or "")
        apart = spec.by is not None or single.by_position(spec)
        apart = apart if spec.by_position is None else spec.by_position
        self.columns = columns_of(self, spec.by, now.bench.held.words) if apart else None
        self.spec = spec.model_copy(update={"over": None, "by": None, "by_position": apart})
        self.single, self.shared = single, single.shared(self, spec)
        parts = single.asked(alone(self, now, self.pairs[0]), self.spec, (0,))
        self.n_positions, self._axes = parts.cells[0].n_positions, parts.axes
        self._cells = [cell.at[: len(cell.at) - self.n_positions] for cell in parts.cells]

    @property
    def axes(self) -> dict[str, list[str]]:
        """The labels along each axis."""
        if self.columns is None:
            return self._axes
        inner = dict([*self._axes.items()][: -self.n_positions])
        # Of a pattern's entries each axis has a name of its own: the query's, and the key's.
        along = [*self._axes][len(inner) :] if self.n_positions > 1 else [self.columns.by]
        return inner | {name: [*self.columns.labels] for name in along}

    @property
    def label(self) -> str:
        """What each pair is measured by."""
        patches = getattr(self.spec, "ablate", None) is None
        into = "corrupt" if patches and self.spec.direction == "denoise" else "clean"
        label = Answers(self.metric, self.pairs, self.now.bench.functions).label((into, "changed"))
        return f"share of {label}" if patches and self.spec.direction == "both" else label

    @property
    def waiting(self) -> Tensor:
        """Bool [pair, …]: the cells that there are."""
        shape = [len(labels) for labels in self.axes.values()]
        inner = torch.zeros(shape[: len(shape) - self.n_positions], dtype=torch.bool)
        inner[tuple(torch.tensor(self._cells).T)] = True
        n_columns = 0 if self.columns is None else len(self.columns.labels)
        return torch.stack([self.places(i).mask(inner, n_columns) for i in range(len(self.pairs))])

    def places(self, index: int) -> Places:
        """Where a pair's own cells belong."""
        return Places(index, self.pairs[index], self.columns, self.n_positions)
