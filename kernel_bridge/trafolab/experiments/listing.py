"""The experiments of a laboratory, as a person reads them in a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ..errors import OperationError
from .circuit import Begin
from .job import Job
from .result import Sweep
from .results import result_of

_COLUMNS = ("name", "status", "cells", "seconds", "code")


class ExperimentList:
    """As long as there are experiments; an element, by number or name, is what one found."""

    def __init__(self, jobs: Sequence[Job], begin: Begin | None = None) -> None:
        """``begin`` lets results start others."""
        self._jobs, self._begin = jobs, begin

    def __len__(self) -> int:
        return len(self._jobs)

    def __iter__(self) -> Iterator[Sweep]:
        return (result_of(job, self._begin) for job in self._jobs)

    def __getitem__(self, which: int | str) -> Sweep:
        """By number, name or id; of several with one name the newest. Raises :class:`OperationError`."""
        if isinstance(which, int) and -len(self) <= which < len(self):
            return result_of(self._jobs[which], self._begin)
        named = [job for job in self._jobs if which in (job.record.name, job.record.id)]
        if not named:
            known = ", ".join(job.record.name for job in self._jobs) or "none yet"
            what = f"There is no experiment {which!r}."
            raise OperationError("unknown_experiment", what, str(which), f"There are: {known}.")
        return result_of(named[-1], self._begin)

    def _rows(self) -> list[tuple[str, ...]]:
        return [_row(job) for job in self._jobs]

    def __repr__(self) -> str:
        rows = [" ".join(row) for row in self._rows()]
        return "\n".join(rows) or "no experiments"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
        body = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self._rows()
        )
        return f"<table><tr>{head}</tr>{body}</table>"


def _row(job: Job) -> tuple[str, ...]:
    told = job.told
    cells = "" if told.info is None else f"{told.n_done}/{told.info.n_cells}"
    seconds = "" if told.info is None else f"{told.info.seconds:.1f} s"
    return told.name, told.status, cells, seconds, told.code
