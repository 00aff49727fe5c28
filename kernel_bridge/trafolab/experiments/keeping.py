"""An experiment's values as one array to be stored, and back."""

from __future__ import annotations

import numpy as np
import torch
from trafolab_protocol.experiments import Experiment

from ..errors import OperationError
from ..tensors import Array, content_name
from .behind import PairsBehind
from .job import Job
from .work import Work


def kept(work: Work) -> tuple[str, Array]:
    """A name after the content, and all columns [column, …] with the progress behind them, and behind that
    what each pair gave where there are pairs, in float32."""
    arrays = [*work.columns.values(), work.progress.float()]
    whole = torch.cat([torch.stack(arrays), *([] if work.pairs is None else [work.pairs.values])])
    return content_name(whole), whole.numpy()


def reopened(record: Experiment, array: Array) -> Job:
    """The experiment as it ended. Raises :class:`OperationError` where the array is not its own."""
    n_columns = len(record.columns)
    shape = [n_columns + 1 + len(record.pairs), *(len(axis.labels) for axis in record.axes)]
    if record.info is None or list(array.shape) != shape:
        what = f"The values of {record.name} have the shape {list(array.shape)} in place of {shape}."
        raise OperationError("experiment_damaged", what, record.name)
    columns = dict(zip(record.columns, map(torch.from_numpy, np.array(array)), strict=False))
    job = Job(record, lambda: work)
    work = Work(
        record.info,
        {axis.name: axis.labels for axis in record.axes},
        columns,
        torch.from_numpy(np.array(array[n_columns])).to(torch.uint8),
        iter(()),
        record.application,
    )
    if record.pairs:
        work.pairs = PairsBehind.of(record.pairs, torch.from_numpy(np.array(array[n_columns + 1 :])))
    job.work = work
    job.ended.set()
    return job
