"""Putting weights back to what was loaded."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.actions import OpenModel, RestoreWeights
from trafolab_protocol.model import ModelInfo

from .code import line
from .conditions import Conditions
from .errors import ModelError, TargetError
from .labels import label_of
from .models.source import REOPENED
from .weights import Weight, weights_of

if TYPE_CHECKING:
    from .acting import Origin
    from .engine import Engine

Loaded = Callable[[str, Tensor], Tensor | None]
"""What a tensor of this name was when the model was loaded, as the other is kept; None where nobody knows."""


def restore_weights(engine: Engine, action: RestoreWeights, origin: Origin) -> None:
    """Put weights back, in place. Only inside :meth:`Engine.changing`.

    Raises :class:`LabError`, changing nothing, where a name stands for no weights, and where what was loaded
    is not known any more.
    """
    now = engine.now
    held = now.bench.held
    weights = list(weights_of(held.model, held.info.structure))
    pairs = [pair for target in action.targets or ["*"] for pair in _parts(target, weights)]
    loaded = engine.loaded or _read_again(engine, held.info)
    wanted = [(part(weight.tensor), part(_loaded(weight, loaded))) for weight, part in pairs]
    with held.executor.lock, torch.no_grad():
        for tensor, before in wanted:
            tensor.copy_(before)
    entry = engine.entry(action.kind, label_of(action), line(action), origin)
    engine.note(entry, conditions=Conditions(now.conditions.epoch + 1, now.conditions.weights))


Part = Callable[[Tensor], Tensor]


def _parts(target: str, weights: list[Weight]) -> Iterator[tuple[Weight, Part]]:
    """The tensors, or the slices of them, that a name or a glob stands for."""
    found = False
    for weight in weights:
        if fnmatch.fnmatch(weight.name, target) or fnmatch.fnmatch(weight.component, target):
            found = True
            yield weight, _whole
            continue
        split = weight.heads
        for i, component in enumerate(() if split is None else split.components):
            if split is not None and fnmatch.fnmatch(component, target):
                found = True
                yield weight, _slice(split.axis, i * split.size, split.size)
    if not found:
        what = f"{target} has no weights."
        raise TargetError("no_weights", what, target, "Name a component, such as L1H6 or mlp.0, or a tensor.")


def _whole(tensor: Tensor) -> Tensor:
    return tensor


def _slice(axis: int, start: int, size: int) -> Part:
    return lambda tensor: tensor.narrow(axis, start, size)


def _loaded(weight: Weight, loaded: Loaded) -> Tensor:
    before = loaded(weight.name, weight.tensor)
    if before is None or before.shape != weight.tensor.shape:
        what = f"What {weight.name} was when the model was loaded is not known."
        raise ModelError("not_kept", what, weight.name, "Open the model again with lab.open(…).")
    return before


def _read_again(engine: Engine, info: ModelInfo) -> Loaded:
    """From where the model came from."""
    if info.kind not in REOPENED:
        what = f"No copy of the loaded weights of {info.name} is kept, and it came from no file."
        raise ModelError("not_kept", what, info.name, "Make the model again and bind it to model.")
    again = engine.open(OpenModel(source=info.source, folded=info.mode == "folded"))
    tensors = {weight.name: weight.tensor for weight in weights_of(again.model, again.info.structure)}

    def read(name: str, like: Tensor) -> Tensor | None:
        found = tensors.get(name)
        return None if found is None else found.to(like)

    return read
