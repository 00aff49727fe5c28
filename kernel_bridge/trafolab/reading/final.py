"""What the logits read from the last stream: the final norm at a position's own scale, and the unembedding.

As in direct logit attribution (Elhage et al., "A Mathematical Framework for Transformer Circuits", 2021, and
TransformerLens's ``apply_ln_to_stack``), without anything folded: the norm's own weights and bias are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from ..models.logits import logit_scale, soft_cap
from .norms import gain_of

if TYPE_CHECKING:
    from ..models.held import Held
    from ..runs import Run


@dataclass(frozen=True, eq=False)
class Directions:
    """Some tokens' logits at one position as linear in the last stream."""

    vectors: Tensor
    """[id, d_model]: the stream times one of them, plus its constant, is the logit before a soft cap."""
    constants: Tensor
    """[id]: what the norm's bias gives, and the unembedding's."""
    acted: Tensor
    """[id]: what the run's logits have beside that: interventions behind the stream, and rounding."""
    soft_cap: float | None
    """The logits that the model gives are between this and its negative."""


def hooks_read(held: Held) -> list[str]:
    """What is read of a run for them."""
    return [f"blocks.{held.info.structure.layers[-1].index}.hook_resid_post", "ln_final.hook_scale"]


def logit_directions(held: Held, run: Run, position: int, ids: Sequence[int]) -> Directions:
    """Those of tokens at a position of a run, in float32."""
    model: Any = held.shadow.model
    last, norm = hooks_read(held)
    run.load([last, norm])
    rows = model.unembed.W_U[:, list(ids)].detach().float().T
    constants = model.unembed.b_U[list(ids)].detach().float()
    vectors = rows
    if norm in held.shadow.hooks:
        gain = gain_of(model.ln_final, rows.shape[-1])
        vectors = gain.pulled(rows, run[norm][position].float())
        constants = constants + rows @ gain.bias
    scale, cap = logit_scale(model.cfg), soft_cap(model.cfg)
    vectors, constants = vectors * scale, constants * scale
    given = uncapped(run.logits[position, list(ids)].float(), cap)
    return Directions(vectors, constants, given - vectors @ run[last][position].float() - constants, cap)


def uncapped(logits: Tensor, cap: float | None) -> Tensor:
    """Logits as they were before a soft cap."""
    return logits if cap is None else cap * torch.atanh((logits / cap).clamp(-1 + 1e-7, 1 - 1e-7))
