"""Stored tensors as files: one safetensors file each, in a folder ``.trafolab`` beside the notebook.

In a laboratory with a page the server writes them. Elsewhere ``lab.code()`` does, for what it refers to.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from .errors import OperationError

if TYPE_CHECKING:
    from torch import Tensor

FOLDER = "TRAFOLAB_TENSORS"
"""Environment variable with the folder that the server writes to, relative to the kernel's own."""

_OWN = Path(".trafolab") / "tensors"


def path_of(name: str) -> Path:
    """The file of a tensor, relative to where the kernel runs."""
    return Path(os.environ.get(FOLDER) or _OWN) / f"{name}.safetensors"


def write_file(name: str, tensor: Tensor) -> None:
    """Write a tensor unless its file is there: a name is the hash of what it holds."""
    path = path_of(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".part")
        save_file({name: tensor.detach().cpu().contiguous()}, fresh)
        fresh.replace(path)


def read_file(given: str) -> tuple[str, Tensor]:
    """Name and values of a stored tensor, by its path or its name.

    Raises :class:`OperationError` where there is no such file, or it is damaged.
    """
    path = Path(given) if given.endswith(".safetensors") else path_of(given)
    if not path.is_file():
        what = f"There is no stored tensor {given}: neither here nor as the file {path}."
        advice = "Run the code in the folder that holds .trafolab, or set the values again."
        raise OperationError("missing_tensor", what, given, advice)
    try:
        ((_, values),) = load_file(path).items()
    except (SafetensorError, ValueError, OSError) as error:
        what = f"The stored tensor {path} can't be read: {error}."
        raise OperationError("broken_tensor", what, given, "Set the values again.") from error
    with torch.inference_mode(False):
        return path.stem, values.clone()
