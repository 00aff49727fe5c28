"""In which form a model computes at this moment: a cell may change it at any time."""

from __future__ import annotations

from typing import TypedDict

from trafolab_protocol.stamps import Mode
from transformer_lens.model_bridge import TransformerBridge

from .folding import is_folded


class Condition(TypedDict):
    """The fields of a model's description that a cell may make untrue."""

    mode: Mode
    dtype: str
    device: str


def condition_of(model: TransformerBridge) -> Condition:
    """Read off the weights themselves: the configuration does not follow ``half()`` and the like."""
    weight = next((each for each in model.parameters() if each.is_floating_point()), None)
    dtype = model.cfg.dtype if weight is None else weight.dtype
    device = model.cfg.device or "cpu" if weight is None else weight.device
    return Condition(
        mode="folded" if is_folded(model) else "raw",
        dtype=str(dtype).removeprefix("torch."),
        device=str(device),
    )
