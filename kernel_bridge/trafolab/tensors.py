"""Stored tensors by name. A name is the hash of the content, so that the same values are one."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Generator, Set
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .tensor_files import read_file

Array = np.ndarray[Any, np.dtype[Any]]
Listener = Callable[[str, Array], None]


class TensorStore:
    """Snapshots and other stored values, safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tensors: dict[str, Tensor] = {}
        self._pinned: list[str] = []
        self._listeners: list[Listener] = []

    def __getitem__(self, name: str) -> Tensor:
        return self._tensors[name]

    def get(self, name: str) -> Tensor | None:
        """The tensor of that name. Whoever asks whether it is there, and for it then, may be too late:
        another thread's act lets go of what nothing refers to."""
        return self._tensors.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._tensors

    def __len__(self) -> int:
        return len(self._tensors)

    def find(self, name: str) -> str:
        """The name of a tensor that is here, or that a file of that path or name holds, which is read then.

        Raises :class:`OperationError` where there is none.
        """
        if name not in self._tensors:
            stem, values = read_file(name)
            with self._lock:
                self._tensors[stem] = values
            self._tell(stem, values)
            return stem
        return name

    def put(self, tensor: Tensor) -> str:
        """Store a tensor and tell the listeners if it is new; its name."""
        # Made in inference mode it could never take part in a pass outside it.
        with torch.inference_mode(False):
            kept = tensor.detach().clone().contiguous()
        name = content_name(kept)
        with self._lock:
            known = name in self._tensors
            self._tensors[name] = kept
        if not known:
            self._tell(name, kept)
        return name

    def _tell(self, name: str, kept: Tensor) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(name, as_array(kept))

    def restore(self, name: str, array: Array) -> None:
        """Take back a tensor that was stored elsewhere; nobody is told."""
        with self._lock:
            self._tensors[name] = torch.from_numpy(np.array(array))

    def keep(self, names: Set[str]) -> None:
        """Let go of all tensors but these. A plan that uses one still has it."""
        with self._lock:
            for name in self._tensors.keys() - names - set(self._pinned):
                del self._tensors[name]

    @contextmanager
    def pinned(self, tensor: Tensor) -> Generator[str]:
        """Store a tensor that nothing refers to yet: inside, no other thread's act lets go of it."""
        name = content_name(tensor.detach().contiguous())
        with self._lock:
            self._pinned.append(name)
        try:
            yield self.put(tensor)
        finally:
            with self._lock:
                self._pinned.remove(name)

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
