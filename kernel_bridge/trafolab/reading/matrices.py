"""The weight matrices of a component by the names that papers use, as they are in the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor

from ..errors import ViewError
from ..targets import Catalogue

Axis = Literal["token", "position", "stream", "head", "neuron"]
"""What the rows or columns of a matrix are."""


@dataclass(frozen=True)
class Matrix:
    """Rows are what is read, columns what is written: a vector stands on the left."""

    rows: Axis
    cols: Axis
    weights: Callable[[], Tensor]
    """[row, col]."""


def matrices_of(model: Any, catalogue: Catalogue, component: str) -> tuple[str, Mapping[str, Matrix]]:
    """A component's own name, and its matrices. Raises :class:`LabError` where it has none."""
    if component in ("embed", "pos_embed", "unembed"):
        found = {name: each for name, each in _ends(model, component).items() if _is_there(each)}
        return component, _some(found, component)
    target = catalogue.find(component)[0]
    block = model.blocks[target.layer] if target.layer is not None else None
    if target.kind == "mlp":
        return target.component, _some(_mlp(getattr(block, "mlp", None)), component)
    if target.kind in ("head", "group", "attn"):
        attn = getattr(block, "attn", None)
        return target.component, _some(_attention(attn, target.kind, target.index), component)
    return target.component, _some({}, component)


def _some(found: Mapping[str, Matrix], component: str) -> Mapping[str, Matrix]:
    if not found:
        what = f"{component} has no weight matrix that can be read."
        raise ViewError("no_weights", what, component, "Choose a head, an MLP or the embedding.")
    return found


def _is_there(matrix: Matrix) -> bool:
    try:
        return matrix.weights().ndim == 2
    except (AttributeError, NotImplementedError, RuntimeError, ValueError):
        return False


def _ends(model: Any, kind: str) -> Mapping[str, Matrix]:
    if kind == "embed":
        return {"W_E": Matrix("token", "stream", lambda: model.W_E)}
    if kind == "unembed":
        return {"W_U": Matrix("stream", "token", lambda: model.W_U)}
    return {"W_pos": Matrix("position", "stream", lambda: model.W_pos)}


def _mlp(mlp: Any) -> Mapping[str, Matrix]:
    found: dict[str, Matrix] = {}
    for name in ("W_in", "W_gate", "W_out"):
        weights = _there(mlp, name)
        if weights is not None:
            ends: tuple[Axis, Axis] = ("neuron", "stream") if name == "W_out" else ("stream", "neuron")
            found[name] = Matrix(*ends, lambda weights=weights: weights)
    return found


def _attention(attn: Any, kind: str, index: int | None) -> Mapping[str, Matrix]:
    """Of a layer all heads stand beside each other; a group has but keys and values."""
    by_head = {name: _there(attn, name) for name in ("W_Q", "W_K", "W_V", "W_O")}
    whole = {name: weights for name, weights in by_head.items() if weights is not None and weights.ndim == 3}
    if kind == "group":
        whole = {name: whole[name] for name in ("W_K", "W_V") if name in whole}
        return {name: _reading(weights[index]) for name, weights in whole.items()}
    if index is None:
        return {
            name: _writing(weights.flatten(0, 1))
            if name == "W_O"
            else _reading(weights.transpose(0, 1).flatten(1))
            for name, weights in whole.items()
        }
    n_heads = len(whole.get("W_Q", ()))
    own = {name: weights[index * len(weights) // n_heads] for name, weights in whole.items()}
    found = {name: _writing(w) if name == "W_O" else _reading(w) for name, w in own.items()}
    if len(own) == 4:
        found["OV"] = Matrix("stream", "stream", lambda: own["W_V"].float() @ own["W_O"].float())
        found["QK"] = Matrix("stream", "stream", lambda: own["W_Q"].float() @ own["W_K"].float().T)
    return found


def _reading(weights: Tensor) -> Matrix:
    return Matrix("stream", "head", lambda: weights)


def _writing(weights: Tensor) -> Matrix:
    return Matrix("head", "stream", lambda: weights)


def _there(module: Any, name: str) -> Tensor | None:
    """For a matrix that is not there TransformerLens raises, each architecture in its way."""
    try:
        found = getattr(module, name)
    except (AttributeError, NotImplementedError, RuntimeError, ValueError, TypeError):
        return None
    return found.detach() if isinstance(found, torch.Tensor) else None
