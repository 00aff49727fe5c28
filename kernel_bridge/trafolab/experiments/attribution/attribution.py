"""What each patch would do if the metric were linear: attribution patching.

Nanda, "Attribution Patching: Activation Patching At Industrial Scale" (2023).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from ..sweeps.kinds import Cell


def estimates(
    cells: Sequence[Cell],
    base: Mapping[str, Tensor],
    donor: Mapping[str, Tensor],
    gradient: Mapping[str, Tensor],
) -> Tensor:
    """The estimated change [cell] of the metric: what is put in less what it replaces, times the gradient.

    All mappings give [pos, …] by hook name.
    """
    tables = dict[str, Tensor]()
    for part in (part for cell in cells for part in cell.parts):
        hook = part.place.hook
        if hook not in tables:
            tables[hook] = _table(part, (donor[hook] - base[hook]).float() * gradient[hook].float())
    numbers = [
        torch.stack([_of(part, tables[part.place.hook]) for part in cell.parts]).sum() for cell in cells
    ]
    return torch.stack(numbers).cpu() if numbers else torch.empty(0)


def _table(cell: Cell, products: Tensor) -> Tensor:
    """Sums [pos, index] of products [pos, …], or [pos, 1] where a place is all that a hook point has; where
    keys are told apart, the products [pos, index, key] themselves."""
    place = cell.place
    if cell.key is not None and place.axis is not None:
        return products.movedim((place.position_axis - 1, place.axis - 1), (0, 1))
    axes = [place.position_axis - 1] + ([] if place.axis is None else [place.axis - 1])
    rest = [axis for axis in range(products.ndim) if axis not in axes]
    table = products.sum(rest) if rest else products
    if place.axis is None:
        return table[:, None]
    return table if axes[0] < axes[1] else table.T


def _of(cell: Cell, table: Tensor) -> Tensor:
    index = cell.place.index
    at = slice(None) if cell.position is None else slice(cell.position, cell.position + 1)
    if cell.key is not None:
        table = table[..., cell.key]
    if cell.place.axis is None or index is None:
        return table[at].sum()
    return table[at][:, [index] if isinstance(index, int) else list(index)].sum()
