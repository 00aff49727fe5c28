"""Which laboratory a kernel starts with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..lab import Lab

MODEL_VARIABLE = "TRAFOLAB_MODEL"
"""Names the model to open; set by the server for its kernels."""

DEVICE_VARIABLE = "TRAFOLAB_DEVICE"
"""Names the device to open it on, such as ``cuda``; the model's own choice without it."""


def first_lab(namespace: Mapping[str, Any]) -> tuple[Lab, str | None]:
    """The laboratory that the namespace already holds, or one on its model, or a new one; and what
    a person must know about it.

    A model that cannot be opened is no reason to be without a laboratory: the default is opened
    in its place. Raises :class:`LabError` when that fails too.
    """
    from transformer_lens.model_bridge import TransformerBridge

    from ..lab import Lab
    from ..opening import open

    lab, model = namespace.get("lab"), namespace.get("model")
    if isinstance(lab, Lab):
        return lab, None
    return (open(model), None) if isinstance(model, TransformerBridge) else _from_environment()


def _from_environment() -> tuple[Lab, str | None]:
    from ..errors import LabError
    from ..opening import DEFAULT, open

    source = os.environ.get(MODEL_VARIABLE) or DEFAULT
    device, notice = _device()
    try:
        return open(source, device=device), notice
    except LabError as error:
        if source == DEFAULT:
            raise
        instead = f"{error} The page shows {DEFAULT} in its place."
        return open(DEFAULT, device=device), instead if notice is None else f"{notice} {instead}"


def _device() -> tuple[str | None, str | None]:
    """The device to open the model on; where it is none that can be used, the model's own choice and why."""
    import torch

    name = os.environ.get(DEVICE_VARIABLE) or None
    try:
        torch.empty(0, device=name)
    # torch has an error of its own kind for each way in which a device may be missing.
    except Exception as error:
        why = str(error).strip().splitlines()
        return None, f"The device {name} cannot be used here: {why[0] if why else type(error).__name__}"
    return name, None
