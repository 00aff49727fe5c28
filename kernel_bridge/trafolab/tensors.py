"""Stored tensors by name. A name is the hash of the content, so that the same values are one."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Set
from typing import Any

import numpy as np
import torch
from torch import Tensor
from trafolab_protocol.prompts import PromptSource

Array = np.ndarray[Any, np.dtype[Any]]
Listener = Callable[[str, Array], None]


class TensorStore:
    """Snapshots and other stored values, safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tensors: dict[str, Tensor] = {}
        self._origins: dict[str, PromptSource] = {}
        self._listeners: list[Listener] = []

    def __getitem__(self, name: str) -> Tensor:
        return self._tensors[name]

    def __contains__(self, name: str) -> bool:
        return name in self._tensors

    def __len__(self) -> int:
        return len(self._tensors)

    def origin(self, name: str) -> PromptSource | None:
        """The prompt that a tensor was computed on, where that is known."""
        return self._origins.get(name)

    def put(self, tensor: Tensor, origin: PromptSource) -> str:
        """Store a tensor and tell the listeners if it is new; its name."""
        # Made in inference mode it could never take part in a pass outside it.
        with torch.inference_mode(False):
            kept = tensor.detach().clone().contiguous()
        name = content_name(kept)
        with self._lock:
            known = name in self._tensors
            self._tensors[name] = kept
            self._origins[name] = origin
            listeners = list(self._listeners)
        if not known:
            for listener in listeners:
                listener(name, as_array(kept))
        return name

    def restore(self, name: str, array: Array) -> None:
        """Take back a tensor that was stored elsewhere; nobody is told."""
        with self._lock:
            self._tensors[name] = torch.from_numpy(np.array(array))

    def keep(self, names: Set[str]) -> None:
        """Let go of all tensors but these. A plan that uses one still has it."""
        with self._lock:
            for name in self._tensors.keys() - names:
                del self._tensors[name]
                self._origins.pop(name, None)

    def attribute(self, name: str, origin: PromptSource) -> None:
        """Say which prompt a restored tensor belongs to."""
        with self._lock:
            self._origins[name] = origin

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told of each new tensor; the answer ends that."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None


def content_name(tensor: Tensor) -> str:
    """16 hexadecimal digits of a tensor's shape, type and bytes."""
    digest = hashlib.blake2b(f"{tuple(tensor.shape)} {tensor.dtype}".encode(), digest_size=8)
    digest.update(as_array(tensor.detach().contiguous()).tobytes())
    return digest.hexdigest()


def as_array(tensor: Tensor) -> Array:
    """The tensor as numpy has it; bfloat16, which numpy lacks, as float32."""
    host = tensor.detach().cpu()
    return (host.float() if host.dtype == torch.bfloat16 else host).numpy()
