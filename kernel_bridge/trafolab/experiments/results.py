"""What a job found, in the form that its kind has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import OperationError
from .edges.circuit import Begin, Edges
from .files import Form, file_of
from .job import Job
from .registry import RECIPES
from .result import Sweep

if TYPE_CHECKING:
    from ..bench import Bench


def result_of(job: Job, begin: Begin | None = None) -> Sweep:
    """What a job found by now; ``begin`` lets it start others. Raises :class:`OperationError` where that is
    nothing."""
    if job.work is None:
        what = f"{job.record.name} has computed nothing yet."
        raise OperationError("nothing_found", what, job.record.id, job.record.problem or "Wait for it.")
    # A person may write into it.
    columns = {name: column.clone() for name, column in job.work.columns.items()}
    recipe = RECIPES[job.record.spec.experiment]
    if job.work.pairs is not None:
        return recipe.over_pairs(job.told, columns, job.work.pairs)
    found = recipe.result(job.told, columns)
    if isinstance(found, Edges):
        found.begin = begin
    return found


def exported(job: Job, form: Form, bench: Bench) -> tuple[str, bytes]:
    """Its name, and what it found by now as a file. Raises :class:`OperationError`, as :func:`result_of`."""
    return job.record.name, file_of(result_of(job), form, bench)
