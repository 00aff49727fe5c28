"""What a job found, in the form that its kind has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..errors import OperationError
from .attributed import Attribution
from .circuit import Begin, Edges, Faithfulness
from .job import Job
from .result import Sweep

_RESULTS: Final[Mapping[str, type[Sweep]]] = {
    "sweep": Sweep,
    "attribution": Attribution,
    "edges": Edges,
    "faithfulness": Faithfulness,
}


def result_of(job: Job, begin: Begin | None = None) -> Sweep:
    """What a job found by now; ``begin`` lets it start others. Raises :class:`OperationError` where that is
    nothing."""
    if job.work is None:
        what = f"{job.record.name} has computed nothing yet."
        raise OperationError("nothing_found", what, job.record.id, job.record.problem or "Wait for it.")
    # A person may write into it.
    columns = {name: column.clone() for name, column in job.work.columns.items()}
    kind = _RESULTS[job.record.spec.experiment]
    return Edges(job.told, columns, begin) if kind is Edges else kind(job.told, columns)
