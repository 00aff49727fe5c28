"""The experiments of a laboratory, as a person reads them in a cell."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..errors import OperationError
from .book import Book
from .edges.circuit import Begin
from .job import Job
from .result import Sweep
from .results import result_of

_COLUMNS = ("name", "status", "cells", "seconds", "code")


class ExperimentList:
    """As long as there are experiments; an element, by number or name, is what one found. Wherever one is
    meant, its number, its name or its id says which; of several with one name the newest."""

    def __init__(self, book: Book, begin: Begin | None = None) -> None:
        """``begin`` lets results start others."""
        self._book, self._begin = book, begin
        self._jobs = [*book]

    def __len__(self) -> int:
        return len(self._jobs)

    def __iter__(self) -> Iterator[Sweep]:
        return (result_of(job, self._begin) for job in self._jobs)

    def __getitem__(self, which: int | str) -> Sweep:
        """Raises :class:`OperationError` where there is no such experiment, or it found nothing yet."""
        return result_of(self._job(which), self._begin)

    def pause(self, which: int | str) -> None:
        """Let the others have the device. Raises :class:`OperationError`, as the others here."""
        self._book.control(self._job(which).record.id, "pause")

    def resume(self, which: int | str) -> None:
        """Go on after a pause."""
        self._book.control(self._job(which).record.id, "resume")

    def stop(self, which: int | str) -> None:
        """End it with the cells that it has."""
        self._book.control(self._job(which).record.id, "stop")

    def rename(self, which: int | str, name: str) -> None:
        """Call it otherwise."""
        self._book.rename(self._job(which).record.id, name)

    def forget(self, which: int | str) -> None:
        """Remove it with all that it found: undo does not bring it back."""
        self._book.forget(self._job(which).record.id)

    def _job(self, which: int | str) -> Job:
        if isinstance(which, int) and -len(self) <= which < len(self):
            return self._jobs[which]
        named = [job for job in self._jobs if which in (job.record.name, job.record.id)]
        if not named:
            known = ", ".join(job.record.name for job in self._jobs) or "none yet"
            what = f"There is no experiment {which!r}."
            raise OperationError("unknown_experiment", what, str(which), f"There are: {known}.")
        return named[-1]

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
