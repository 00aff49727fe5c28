"""The table of operations. To add one: its record in ``trafolab_protocol.operations``, its file here with
its row, a line in the table, and its method in ``methods``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from trafolab_protocol.operations import Operation

from ..errors import OperationError
from .ablate import ABLATE
from .custom import CUSTOM
from .freeze import FREEZE
from .keep import KEEP
from .knockout import KNOCKOUT
from .linearise import LINEARISE
from .patch import PATCH
from .row import Ingredients, Row
from .scale import SCALE
from .steer import STEER

__all__ = ["OPERATIONS", "Ingredients", "Row", "row_of"]

_ROWS: Final[Sequence[Row]] = (
    ABLATE,
    FREEZE,
    PATCH,
    STEER,
    SCALE,
    KNOCKOUT,
    KEEP,
    LINEARISE,
    CUSTOM,
)

OPERATIONS: Final[dict[str, Row]] = {row.info.op: row for row in _ROWS}


def row_of(operation: Operation) -> Row:
    """The table's row. Raises :class:`OperationError` for an operation that has none."""
    row = OPERATIONS.get(operation.op)
    if row is None:
        what = f"The operation {operation.op} is not available."
        raise OperationError("not_available", what, operation.op, f"Available are {', '.join(OPERATIONS)}.")
    return row
