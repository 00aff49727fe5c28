"""``trafolab.open``."""

from __future__ import annotations

from typing import Any

from trafolab_protocol.actions import OpenModel

from .engine import Engine
from .lab import Lab
from .models.describe import held_of
from .models.held import Held
from .models.source import resolve
from .tensors import TensorStore

DEFAULT = "trafo-2l"


def open(
    source: Any = DEFAULT,
    *,
    folded: bool = False,
    device: str | None = None,
    trust_remote_code: bool = False,
) -> Lab:
    """A laboratory around a model.

    ``source``: the embedded model ``"trafo-2l"``, a directory or Hub name of a Hugging Face
    checkpoint, a TransformerLens configuration for a native model, or a live
    ``TransformerBridge``. ``folded``: fold and centre weights as TransformerLens 2 did; raw, with
    Hugging Face's own numbers, otherwise. Nothing that executes code from a checkpoint is done
    unless ``trust_remote_code``, which holds for this model alone.
    Raises :class:`trafolab.LabError` when there is no such model, or its files are broken.
    """

    def opener(action: OpenModel) -> Held:
        # The permission was given for the model named here, not for whatever is opened later.
        opened = resolve(action.source, device=device, trust_remote_code=False)
        return held_of(opened, folded=action.folded)

    opened = resolve(source, device=device, trust_remote_code=trust_remote_code)
    return Lab(Engine(held_of(opened, folded=folded), TensorStore(), opener))
