"""What the neurons of every MLP do at one position, binned for the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import Stamp

from ..views.feed import Answer, Array, Feed

if TYPE_CHECKING:
    from torch import Tensor

    from ..look import Look


class MlpsParams(Record):
    bins: int = Field(default=62, ge=1, le=4096)
    position: int = -1


class MlpsData(Record):
    position: int
    components: list[str]
    """``mlp.L`` in the order of the tensor's first axis."""
    peak: list[float]
    """Largest finite absolute activation of each layer; 255 stands for it."""
    stamp: Stamp


def compute(look: Look, params: MlpsParams) -> Answer:
    """Tensor ``activity``: uint8 [layer, bins], the largest absolute activation in each bin.

    Neurons are split in order into bins as equal as can be; where there are fewer neurons than
    bins, the last bins stay 0.
    """
    position = look.position(params.position)
    read = look.live.neurons(look.mlp_layers)
    found = {layer: acts[position].abs().float().nan_to_num(0, 0, 0) for layer, acts in read.items()}
    rows = [_binned(values, params.bins) for values in found.values()]
    data = MlpsData(
        position=position,
        components=[f"mlp.{layer}" for layer in found],
        peak=[float(values.max()) for values in found.values()],
        stamp=look.live.stamp,
    )
    empty = np.zeros((0, params.bins), dtype=np.uint8)
    return Answer(data, {"activity": np.stack(rows) if rows else empty})


def _binned(values: Tensor, bins: int) -> Array:
    peak = float(values.max()) or 1.0
    out = np.zeros(bins, dtype=np.uint8)
    parts = np.array_split(values.cpu().numpy(), min(bins, len(values)))
    out[: len(parts)] = [round(float(part.max()) / peak * 255) for part in parts]
    return out


MLPS = Feed("mlps", MlpsParams, MlpsData, compute)
