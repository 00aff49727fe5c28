"""The map's colours from Python."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np
from trafolab_protocol.actions import Action, SetPaint
from trafolab_protocol.structure import Structure

from .arguments import record
from .engine import Engine
from .errors import OperationError
from .painting import ADVICE, LABEL, WRITTEN_OUT, column


class PaintMethods(ABC):
    """Painting the map, as a method of :class:`trafolab.Lab`."""

    _engine: Engine

    @abstractmethod
    def act(self, action: Action, origin: Literal["page", "code"] = "code") -> int:
        """Carry out an action; see :meth:`trafolab.Lab.act`."""

    def paint(self, values: Any = None, label: str | None = None, *, stored: str | None = None) -> None:
        """Colour the map by your own numbers, in every tab at once; ``lab.paint(None)`` takes them off.

        ``values``: by names of components, ``{"L1H6": 0.9, "mlp.0": 0.1}``, where a name may be a glob; a
        pandas Series, or DataFrame of one column, indexed by such names; or for all heads an array, tensor,
        list or DataFrame [layer, head]. NaN, and what is not named, stays without a colour. ``label``: what
        the numbers are, for the legend. ``stored``: a tensor that an earlier call stored.

        Raises :class:`LabError` for another shape, a name that the model does not have, and infinities.
        """
        catalogue = self._engine.now.bench.held.catalogue
        fields: dict[str, Any] = {"label": LABEL if label is None else label, "stored": stored}
        if values is None:
            self.act(record(SetPaint, "lab.paint()", ADVICE, fields))
            return
        numbers = numbers_in(values, catalogue.structure)
        few = len(numbers) <= WRITTEN_OUT and not any(map(np.isnan, numbers.values()))
        if few:
            self.act(record(SetPaint, "lab.paint()", ADVICE, fields | {"values": numbers}))
            return
        with self._engine.tensors.pinned(column(numbers, catalogue)) as name:
            self.act(record(SetPaint, "lab.paint()", ADVICE, fields | {"stored": name}))


def numbers_in(values: Any, structure: Structure) -> dict[str, float]:
    """The numbers by name, in whichever of the forms they were given. Raises :class:`OperationError`."""
    named = _named(values)
    if named is None:
        return _of_heads(_array(values), structure)
    return {_name(name): _number(name, value) for name, value in named}


def _named(values: Any) -> Iterable[tuple[Any, Any]] | None:
    """Pairs of name and number; None for an array."""
    if isinstance(values, Mapping):
        return list(values.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    index = getattr(values, "index", None)
    if index is None or callable(index) or not all(isinstance(each, str) for each in index):
        return None
    if values.ndim == 2 and values.shape[1] != 1:
        what = f"A table of {values.shape[1]} columns has several numbers for each name."
        raise OperationError("bad_paint", what, "values", "Choose one of its columns.")
    column_of = values if values.ndim == 1 else values.iloc[:, 0]
    return list(column_of.items())


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise OperationError("bad_paint", f"{name!r} is not the name of a component.", "values", ADVICE)
    return name


def _number(name: Any, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, RuntimeError) as error:
        what = f"{name} can't be painted with a {type(value).__name__}, which is not a number."
        raise OperationError("bad_paint", what, str(name), ADVICE) from error


def _array(values: Any) -> Any:
    detached = values.detach().cpu().float() if hasattr(values, "detach") else values
    try:
        return np.asarray(detached, dtype=np.float64)
    except (TypeError, ValueError) as error:
        what = f"The map can't be painted with a {type(values).__name__} of these values."
        raise OperationError("bad_paint", what, "values", ADVICE) from error


def _of_heads(array: Any, structure: Structure) -> dict[str, float]:
    """Those of [layer, head] that the model has."""
    counts = [0 if each.attention is None else each.attention.n_heads for each in structure.layers]
    wanted = (len(counts), max(counts, default=0))
    if array.shape != wanted:
        what = f"The values have the shape {list(array.shape)}, and this model's heads are {list(wanted)}."
        raise OperationError("bad_paint", what, "values", ADVICE)
    heads = ((layer, head) for layer, count in enumerate(counts) for head in range(count))
    return {f"L{layer}H{head}": float(array[layer, head]) for layer, head in heads}
