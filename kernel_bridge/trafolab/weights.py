"""The parameters of a model with the component of the map that each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor, nn
from trafolab_protocol.structure import Attention, Structure

from .models.foreign import plain_path
from .models.steady import steady
from .targets import component_of

_PROJECTION = re.compile(r"blocks\.(\d+)\.attn\.([qkvo])\.(weight|bias)")


@dataclass(frozen=True)
class HeadSlices:
    """Which part of an attention parameter belongs to which head or key-value group."""

    axis: int
    size: int
    """Entries along ``axis`` for each."""
    components: tuple[str, ...]
    """In order: the i-th owns entries ``i * size`` to ``(i + 1) * size``."""


class _Named(NamedTuple):
    name: str
    component: str
    tensor: Tensor


class Weight(_Named):
    """A parameter: ``(name, component, tensor)``, and ``heads`` where it splits into heads."""

    heads: HeadSlices | None = None


def weights_of(model: nn.Module, structure: Structure) -> Iterator[Weight]:
    """Every parameter of the bridge once, by its TransformerLens-like name.

    A joint q, k, v matrix and its parts are parameters of their own, over one storage or over
    several, as TransformerLens made them.
    """
    return iter(steady(lambda: [_weight(model, *found, structure) for found in _best_paths(model)]))


def _weight(model: nn.Module, path: str, tensor: Tensor, structure: Structure) -> Weight:
    name = plain_path(path)
    weight = Weight(name, component_of(name), tensor)
    owner = model.get_submodule(path.rsplit(".", 1)[0])
    weight.heads = _heads(name, tensor, structure, inputs_first=type(owner).__name__ == "Conv1D")
    return weight


def _best_paths(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """A parameter hangs at several places of a bridge; the one nearest the hook names is taken."""
    best: dict[int, tuple[tuple[int, int], str, Tensor]] = {}
    for path, tensor in nn.Module.named_parameters(model, remove_duplicate=False):
        rank = (path.count("_original_component"), len(plain_path(path)))
        if id(tensor) not in best or rank < best[id(tensor)][0]:
            best[id(tensor)] = (rank, path, tensor)
    for _, path, tensor in best.values():
        yield path, tensor


def _heads(name: str, tensor: Tensor, structure: Structure, *, inputs_first: bool) -> HeadSlices | None:
    match = _PROJECTION.fullmatch(name)
    attention = None if match is None else structure.layers[int(match[1])].attention
    if match is None or attention is None:
        return None
    layer, which, bias = int(match[1]), match[2], match[3] == "bias"
    if which == "o" and bias:
        return None
    components = _owners(layer, which, attention)
    # Heads are inputs of the output projection and outputs of the other three.
    axis = 0 if bias or (which == "o") == inputs_first else 1
    fits = tensor.shape[axis] == len(components) * attention.d_head
    return HeadSlices(axis, attention.d_head, components) if fits else None


def _owners(layer: int, which: str, attention: Attention) -> tuple[str, ...]:
    grouped = attention.n_key_value_heads != attention.n_heads
    if which in "kv" and grouped:
        return tuple(f"L{layer}KV{group}" for group in range(attention.n_key_value_heads))
    return tuple(f"L{layer}H{head}" for head in range(attention.n_heads))
