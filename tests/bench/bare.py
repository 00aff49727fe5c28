"""The bare forward pass that a click is measured against: an untouched bridge in this process."""

from __future__ import annotations

import time
from pathlib import Path

import torch
from transformer_lens.model_bridge import TransformerBridge


class BareForward:
    """Times single forward passes of a model that Trafolab has never seen."""

    def __init__(self, source: Path, ids: list[int]) -> None:
        self._model = TransformerBridge.boot_transformers(str(source))
        self._ids = torch.tensor([ids])
        for _ in range(3):
            self.milliseconds()

    @torch.no_grad()
    def milliseconds(self) -> float:
        start = time.perf_counter()
        self._model(self._ids)
        return 1e3 * (time.perf_counter() - start)
