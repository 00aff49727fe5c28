"""The rows of a view: what leaves as CSV, as a DataFrame, and as the picture for places that run no code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from pandas import DataFrame

    from .feed import Array

Column = Sequence[Any] | np.ndarray[Any, np.dtype[Any]]
Form = Literal["csv", "parquet"]


class Along(NamedTuple):
    """What one axis of a matrix goes over: the label of each cell, and where cells stand in the whole."""

    name: str
    labels: Sequence[str]
    first: int = 0
    """The place of the first cell."""
    stride: int = 1
    """Places a cell."""

    def places(self, cells: Array) -> Array:
        """The first place of each of these cells, by their numbers."""
        return self.first + cells * self.stride


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

    def to_file(self, form: Form) -> bytes:
        """The columns as a file's content."""
        if form == "csv":
            return self.to_csv().encode()
        file = BytesIO()
        self.to_dataframe().to_parquet(file, index=False)
        return file.getvalue()


def grid(value: str, values: Array, rows: Along, cols: Along) -> Table:
    """A matrix [row, col] as rows of two labels and a number; those that are no number are left out.

    Labels need not differ, as tokens do not: beside each stands its place, ``query_index`` beside ``query``.
    """
    there = np.argwhere(~np.isnan(values))
    row, col = there[:, 0], there[:, 1]
    columns: dict[str, Column] = {
        f"{rows.name}_index": rows.places(row),
        rows.name: [rows.labels[i] for i in row],
        f"{cols.name}_index": cols.places(col),
        cols.name: [cols.labels[i] for i in col],
        value: values[row, col],
    }
    return Table(columns, (rows.name, cols.name), value)


def column(value: str, values: Array, rows: tuple[str, Sequence[str]]) -> Table:
    """A vector [row] as rows of a place, a label and a number."""
    name, labels = rows
    columns: dict[str, Column] = {f"{name}_index": range(len(labels)), name: labels, value: values}
    return Table(columns, (name,), value)
