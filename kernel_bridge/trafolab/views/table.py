"""The rows of a view: what leaves as CSV, as a DataFrame, and as the picture for places that run no code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pandas import DataFrame

    from .feed import Array

Column = Sequence[Any] | np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Table:
    """Columns of one length. ``where`` names those, one or two, that say what a row is about; ``value`` the
    number that a picture shows, ``beside`` the same of the plain run, ``says`` a text to write on it."""

    columns: Mapping[str, Column]
    where: tuple[str, ...]
    value: str
    beside: str | None = None
    says: str | None = None

    def taken(self, rows: Sequence[int]) -> Table:
        """These rows alone, in this order."""
        columns = {name: [column[i] for i in rows] for name, column in self.columns.items()}
        return replace(self, columns=columns)

    def to_dataframe(self) -> DataFrame:
        """The columns, with a plain index."""
        import pandas

        return pandas.DataFrame({name: list(column) for name, column in self.columns.items()})

    def to_csv(self) -> str:
        """The columns as text, with a line of names first."""
        return self.to_dataframe().to_csv(index=False)


def grid(
    value: str, values: Array, rows: tuple[str, Sequence[str]], cols: tuple[str, Sequence[str]]
) -> Table:
    """A matrix [row, col] as rows of two labels and a number; those that are no number are left out.

    Labels need not differ, as tokens do not: beside each stands its place, ``query_index`` beside ``query``.
    """
    (row_name, row_labels), (col_name, col_labels) = rows, cols
    there = np.argwhere(~np.isnan(values))
    columns: dict[str, Column] = {
        f"{row_name}_index": there[:, 0],
        row_name: [row_labels[i] for i in there[:, 0]],
        f"{col_name}_index": there[:, 1],
        col_name: [col_labels[i] for i in there[:, 1]],
        value: values[there[:, 0], there[:, 1]],
    }
    return Table(columns, (row_name, col_name), value)


def column(value: str, values: Array, rows: tuple[str, Sequence[str]]) -> Table:
    """A vector [row] as rows of a place, a label and a number."""
    name, labels = rows
    columns: dict[str, Column] = {f"{name}_index": range(len(labels)), name: labels, value: values}
    return Table(columns, (name,), value)
