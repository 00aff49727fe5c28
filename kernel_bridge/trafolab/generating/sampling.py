"""Choosing the next token: the most probable one, or a draw that depends on the seed and the step alone."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

_APART = 1_000_003
"""More than there are steps: no two seeds share a draw."""


@dataclass(frozen=True)
class Sampling:
    """How much is generated, and how."""

    max_new_tokens: int
    temperature: float
    """0 for the most probable token each time."""
    seed: int

    def chosen(self, logits: Tensor, step: int) -> int:
        """A token out of logits [vocab] in float32.

        By the Gumbel-max trick, with the same noise at the same step of each run: two runs then part where
        their probabilities do, and not by chance.
        """
        if self.temperature == 0:
            return int(logits.argmax())
        draw = torch.Generator().manual_seed(self.seed * _APART + step)
        uniform = torch.rand(logits.shape[-1], generator=draw, dtype=torch.float64).clamp_min(1e-300)
        noise = -(-uniform.log()).clamp_min(1e-300).log()
        return int((logits.double().cpu() / self.temperature + noise).argmax())
