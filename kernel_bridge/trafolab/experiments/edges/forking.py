"""The library's own forks: inside, each query, key and value has a copy of the stream of its own to read."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from trafolab_protocol.structure import Structure

from ...errors import OperationError
from .edge_graph import heads_apart


@contextmanager
def forked(model: Any, structure: Structure) -> Generator[None]:
    """Has a bridge's hook points ``hook_q_input`` and the like fire inside, and ``hook_result``. Raises
    :class:`OperationError` for attention that can't be forked."""
    wanted = {
        # The library refuses both forks at once.
        "use_attn_in": False,
        "use_split_qkv_input": True,
        "use_attn_result": any(layer.attention and heads_apart(layer) for layer in structure.layers),
        "use_hook_mlp_in": True,
    }
    before = {name: bool(getattr(model.cfg, name, False)) for name in wanted}
    try:
        for name, on in wanted.items():
            _switch(model, name, on)
        yield
    finally:
        for name, on in reversed(before.items()):
            _switch(model, name, on)


def _switch(model: Any, name: str, on: bool) -> None:
    if bool(getattr(model.cfg, name, False)) == on:
        return
    try:
        getattr(model, f"set_{name}")(on)
    except NotImplementedError as error:
        what = f"Edges of this model can't be told apart: {error}"
        raise OperationError("no_edges", what, None, "Sweep over z and mlp_out in place of edges.") from error
