"""Arrays into messages and out of them: JSON beside bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from trafolab_protocol.kernel import TensorPush
from trafolab_protocol.views import DType, TensorSpec, ViewFrame, Watch

if TYPE_CHECKING:
    from ..views.feed import ViewResult

Array = np.ndarray[Any, np.dtype[Any]]

PART_BYTES = 8 * 1024 * 1024
"""Large tensors travel in parts of this size, so that smaller messages get a turn between them."""

_DTYPES: Mapping[str, DType] = {name: name for name in get_args(DType)}

_NARROWED: Mapping[str, DType] = {
    "float64": "float32",
    "bfloat16": "float32",
    "int64": "int32",
    "bool": "uint8",
}
"""What stands on the wire for types that have no form there; a page shows no difference."""


def frame(watch: Watch, result: ViewResult, took_ms: float) -> tuple[ViewFrame, list[memoryview]]:
    """A view's result as the frame that answers ``watch``, and its buffers."""
    pairs = [_pack(name, array, i) for i, (name, array) in enumerate(result.tensors.items())]
    record = ViewFrame(
        key=watch.key,
        view=watch.view,
        revision=result.revision,
        data=result.data.model_dump(mode="json"),
        tensors=[spec for spec, _ in pairs],
        caption=result.caption,
        took_ms=took_ms,
    )
    return record, [buffer for _, buffer in pairs]


def parts(name: str, array: Array) -> Iterator[tuple[TensorPush, memoryview]]:
    """A tensor for the store, in as many messages as its size asks for.

    Each names the whole tensor's shape; the parts' bytes, joined in order, are the tensor.
    """
    spec, buffer = _pack(name, array, 0)
    count = max(1, -(-buffer.nbytes // PART_BYTES))
    for part in range(count):
        piece = buffer[part * PART_BYTES : (part + 1) * PART_BYTES]
        yield TensorPush(tensor=spec, part=part, parts=count), piece


def unpack(specs: Sequence[TensorSpec], buffers: Sequence[bytes | memoryview]) -> dict[str, Array]:
    """The arrays that a message carries; a spec that its bytes do not fit raises ValueError."""
    return {spec.name: _unpack(spec, buffers) for spec in specs}


def _pack(name: str, array: Array, index: int) -> tuple[TensorSpec, memoryview]:
    narrow = _NARROWED.get(array.dtype.name)
    if narrow is not None:
        array = array.astype(narrow)
    dtype = _DTYPES.get(array.dtype.name)
    if dtype is None:
        raise ValueError(f"{name} has dtype {array.dtype.name}, which has no form on the wire.")
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    spec = TensorSpec(name=name, dtype=dtype, shape=list(array.shape), buffer=index)
    # A flat view: memoryview cannot cast an array without elements or without axes.
    return spec, little.reshape(-1).view(np.uint8).data


def _unpack(spec: TensorSpec, buffers: Sequence[bytes | memoryview]) -> Array:
    if not 0 <= spec.buffer < len(buffers):
        raise ValueError(f"{spec.name} names buffer {spec.buffer} of {len(buffers)}.")
    dtype = np.dtype(spec.dtype).newbyteorder("<")
    return np.frombuffer(buffers[spec.buffer], dtype=dtype).reshape(spec.shape)
