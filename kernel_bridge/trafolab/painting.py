"""A person's own numbers as the map's colours: one stored tensor, in the order of the model's names."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import torch
from torch import Tensor
from trafolab_protocol.actions import SetPaint
from trafolab_protocol.core import Paint

from .bench import Bench
from .core import Core
from .errors import OperationError, ViewError
from .literals import quoted
from .looking.named import Painted
from .targets import Catalogue
from .tensor_files import path_of
from .tools import Tools

LABEL = SetPaint.model_fields["label"].default
WRITTEN_OUT = 12
"""Numbers that a line holds; more are referred to by the tensor that they are stored in."""
ADVICE = 'Give numbers by name, as in {"L1H6": 0.9, "mlp.0": 0.1}, or for all heads as [layer, head].'


def set_paint(core: Core, action: SetPaint, tools: Tools) -> Core:
    """The core with the map painted, or without. Raises :class:`LabError` for names that the model does not
    have, and for stored values that do not fit its names."""
    if is_off(action):
        return replace(core, paint=None)
    held, tensors = tools.bench.held, tools.bench.tensors
    values = _stored(action.stored, tools) if action.stored else column(action.values or {}, held.catalogue)
    if not values.isfinite().any():
        raise OperationError("bad_paint", "There are no numbers to paint with.", "values", ADVICE)
    tensor = tensors.put(values)
    made = Paint(
        label=action.label,
        tensor=tensor,
        n=int(values.isfinite().sum()),
        model=held.info.name,
        code=_code(action, tensor),
    )
    return replace(core, paint=made)


def painted(core: Core, bench: Bench) -> Painted:
    """The numbers in force by component. Raises :class:`ViewError` where they do not fit the model."""
    paint, names = core.paint, bench.held.catalogue.names
    if paint is None:
        return "", bench.held.info.name, {}
    stored = bench.tensors.get(paint.tensor)
    if stored is None:
        raise ViewError("missing_tensor", "The numbers of the paint are missing.", None, "Paint again.")
    numbers = stored.tolist()
    if len(numbers) != len(names):
        what = f"The map is painted with numbers of {paint.model}, which has other components."
        raise ViewError("bad_paint", what, None, "Take them off with lab.paint(None), or paint again.")
    there = {name: number for name, number in zip(names, numbers, strict=True) if math.isfinite(number)}
    return paint.label, paint.model, there


def is_off(action: SetPaint) -> bool:
    """Whether it takes the paint off."""
    return action.values is None and action.stored is None


def column(values: Mapping[str, float], catalogue: Catalogue) -> Tensor:
    """The numbers as float32 [name], in the order of ``catalogue.names``, NaN where there is none; a later
    name or glob paints over an earlier one. Raises :class:`LabError` for what is no component."""
    places = {name: i for i, name in enumerate(catalogue.names)}
    found = torch.full((len(places),), math.nan)
    for given, number in values.items():
        _check(given, number)
        for target in catalogue.find(given):
            if target.name not in places:
                what = f"{given} is not a component of the map."
                raise OperationError("bad_paint", what, given, f"Its component is {target.component}.")
            found[places[target.name]] = number
    return found


def _check(name: str, number: float) -> None:
    if math.isinf(number):
        what = f"{name} can't be painted with {number}."
        raise OperationError("bad_paint", what, name, "Give finite numbers, or NaN for no colour.")


def _stored(given: str, tools: Tools) -> Tensor:
    values = tools.bench.tensors[tools.bench.tensors.find(given)].float()
    wanted = [len(tools.bench.held.catalogue.names)]
    if list(values.shape) != wanted:
        what = f"The stored paint {given} has the shape {list(values.shape)}, and this model takes {wanted}."
        raise OperationError("bad_paint", what, given, "It was made on another model: paint again.")
    return values


def _code(action: SetPaint, tensor: str) -> str:
    """The line that does it again, wherever the values came from."""
    values = action.values or {}
    few = action.stored is None and len(values) <= WRITTEN_OUT
    numbers = ", ".join(f"{quoted(name)}: {_number(number)}" for name, number in values.items())
    given = f"{{{numbers}}}" if few else f"stored={quoted(path_of(tensor).as_posix())}"
    return f"lab.paint({given}{'' if action.label == LABEL else f', label={quoted(action.label)}'})"


def _number(number: float) -> str:
    return 'float("nan")' if math.isnan(number) else repr(number)
