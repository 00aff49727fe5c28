"""An experiment as a file to take away, made when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from trafolab_protocol.record import Record

from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class ExperimentFileParams(Record):
    id: str
    form: Literal["parquet", "notebook"]


class ExperimentFileData(Record):
    """Its bytes are the tensor ``file``, uint8 [byte]."""

    id: str
    name: str
    """As the experiment is called."""


def compute(look: Look, params: ExperimentFileParams) -> Answer:
    """The file of what it has found by now."""
    name, content = look.experiment_file(params.id, params.form)
    data = ExperimentFileData(id=params.id, name=name)
    return Answer(data, {"file": np.frombuffer(content, dtype=np.uint8)})


def version(look: Look, params: ExperimentFileParams) -> object:
    """It goes on while the laboratory stays as it is."""
    return look.experiment_version(params.id)


EXPERIMENT_FILE = Feed("experiment_file", ExperimentFileParams, ExperimentFileData, compute, version)
