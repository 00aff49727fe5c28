"""What each head of an attention layer adds to the stream: its ``z`` through its part of the output matrix.

TransformerLens's ``hook_result`` is the same, but fires only where the model is set to, and is not behind the
norm that some architectures have after attention: at the scale that it had, that norm is linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from trafolab_protocol.structure import Attention

from ..errors import LabError
from .norms import Gain, gain_of
from .rounding import factor_between, slack

if TYPE_CHECKING:
    from ..models.held import Held
    from ..runs import Run


@dataclass(frozen=True, eq=False)
class HeadWrites:
    """The parts of what an attention layer adds."""

    by_head: Tensor
    """[position, head, d_model] in float32."""
    bias: Tensor
    """[position, d_model]."""
    factor: float
    """By which the layer's output is multiplied before it is added, in both."""


def hooks_of(layer: int) -> list[str]:
    """What is read of a layer for its heads' parts; a hook that does not exist is left out of a run."""
    return [f"blocks.{layer}.{hook}" for hook in ("hook_attn_out", "attn.hook_z", "ln1_post.hook_scale")]


def by_head(held: Held, run: Run, attention: Attention, at: slice | Sequence[int]) -> HeadWrites | None:
    """Those at some positions; None where heads can't be told apart: in attention of an architecture's own,
    or where something acts on the whole layer's output, so that its heads' parts are not what is added."""
    layer = int(attention.component[5:])
    z, out = _z(run, layer, attention, at), output_matrix(held.shadow.model, layer)
    if z is None or out is None:
        return None
    parts, bias = torch.einsum("phd,hdm->phm", z, out), _bias(held, layer, out)
    norm = post_norm(held, run, f"blocks.{layer}.ln1_post", at)
    if norm is not None:
        gain, scale = norm
        parts, bias = gain.linear(parts, scale[:, None]), gain.linear(bias, scale) + gain.bias
    total = run[f"blocks.{layer}.hook_attn_out"]
    factor = factor_between(parts.sum(-2) + bias, total[at].float(), slack(total))
    return (
        None if factor is None else HeadWrites(parts * factor, (bias * factor).expand(len(parts), -1), factor)
    )


def output_matrix(model: Any, layer: int) -> Tensor | None:
    """[head, d_head, d_model] in float32; None where the layer has none such."""
    try:
        found: Tensor = _attention(model, layer).W_O
    except (AttributeError, RuntimeError, ValueError, NotImplementedError):
        return None
    return found.detach().float() if found.ndim == 3 else None


def post_norm(held: Held, run: Run, name: str, at: slice | Sequence[int]) -> tuple[Gain, Tensor] | None:
    """A norm behind attention or an MLP, with its scale [position, 1]; None where there is none."""
    if f"{name}.hook_scale" not in held.shadow.hooks:
        return None
    norm = held.shadow.model.get_submodule(name)
    return gain_of(norm, held.info.structure.d_model), run[f"{name}.hook_scale"][at].float()


def _z(run: Run, layer: int, attention: Attention, at: slice | Sequence[int]) -> Tensor | None:
    try:
        z = run[f"blocks.{layer}.attn.hook_z"][at].float()
    except LabError:
        return None
    return z.reshape(len(z), attention.n_heads, attention.d_head)


def _bias(held: Held, layer: int, like: Tensor) -> Tensor:
    try:
        bias = _attention(held.shadow.model, layer).b_O
    except AttributeError:
        bias = None
    return like.new_zeros(like.shape[-1]) if bias is None else bias.detach().float()


def _attention(model: Any, layer: int) -> Any:
    return model.get_submodule(f"blocks.{layer}").attn
