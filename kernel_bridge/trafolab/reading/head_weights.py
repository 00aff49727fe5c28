"""The four matrices of one attention head, with the norm that it reads through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ..errors import ViewError
from .norm_weights import NormWeights, centred_for, norm_weights


@dataclass(frozen=True)
class HeadWeights:
    """In float32. A head of grouped keys has those of its group."""

    W_Q: Tensor
    """[d_model, d_head], as W_K and W_V."""
    W_K: Tensor
    W_V: Tensor
    W_O: Tensor
    """[d_head, d_model]."""
    b_Q: Tensor
    """[d_head], as b_K."""
    b_K: Tensor
    scaling: float
    """Scores are multiplied by it: 1/√d_head as a rule."""
    norm: NormWeights | None
    """Before queries, keys and values."""
    post: NormWeights | None
    """What the layer writes passes it, in models that have such a norm."""
    norm_q: NormWeights | None
    norm_k: NormWeights | None

    def queries(self, vectors: Tensor) -> Tensor:
        """[..., d_head] of vectors [..., d_model] that are alone in the stream, times the scaling."""
        found = self._read(vectors) @ self.W_Q + self.b_Q
        return (found if self.norm_q is None else self.norm_q.of(found)) * self.scaling

    def keys(self, vectors: Tensor) -> Tensor:
        """[..., d_head], likewise."""
        found = self._read(vectors) @ self.W_K + self.b_K
        return found if self.norm_k is None else self.norm_k.of(found)

    def values(self, vectors: Tensor) -> Tensor:
        """[..., d_head], without the biases, the norm's and the values': what they give is the same wherever
        the head looks, and which of them holds it is a question of folding."""
        return (vectors if self.norm is None else self.norm.unbiased(vectors)) @ self.W_V

    @property
    def writes(self) -> Tensor:
        """[d_head, d_model]: W_O with what is linear of the norm behind it."""
        return self.W_O if self.post is None else self.post.behind(self.W_O)

    @property
    def written(self) -> Tensor:
        """The same without what no norm lets through to any reader."""
        return centred_for(self.norm, self.writes)

    def reads(self, matrix: Tensor) -> Tensor:
        """One of its matrices with what is linear of the norm before it folded in."""
        return matrix if self.norm is None else self.norm.before(matrix)

    def _read(self, vectors: Tensor) -> Tensor:
        return vectors if self.norm is None else self.norm.of(vectors)


def head_weights(model: Any, layer: int, head: int) -> HeadWeights:
    """Those of one head. Raises :class:`ViewError` where they can't be told apart."""
    return layer_weights(model, layer, [head])[0]


def layer_weights(model: Any, layer: int, heads: Iterable[int]) -> list[HeadWeights]:
    """Those of several heads of a layer. Raises :class:`ViewError` where they can't be told apart."""
    block = model.blocks[layer]
    attn = block.attn
    try:
        found = [getattr(attn, name).detach() for name in ("W_Q", "W_K", "W_V", "W_O")]
    except (AttributeError, NotImplementedError, RuntimeError, ValueError) as error:
        what = f"The weights of layer {layer} can't be read by head on this architecture."
        raise ViewError("no_head_weights", what, f"attn.{layer}", str(error)) from error
    n_heads = len(found[0])
    norms = [norm_weights(getattr(block, name, None)) for name in ("ln1", "ln1_post")]
    inner = [norm_weights(getattr(attn, name, None)) for name in ("q_norm", "k_norm")]
    scaling = _scaling(model.cfg, attn, found[0].shape[-1])

    def one(head: int) -> HeadWeights:
        q, k, v, o = (each[_index(each, head, n_heads)].float() for each in found)
        biases = _bias(attn, "b_Q", head, q), _bias(attn, "b_K", _index(found[1], head, n_heads), k)
        return HeadWeights(q, k, v, o, *biases, scaling, *norms, *inner)

    return [one(head) for head in heads]


def _index(weights: Tensor, head: int, n_heads: int) -> int:
    """Keys and values are fewer than heads where they are grouped."""
    return head * len(weights) // n_heads


def _bias(attn: Any, name: str, index: int, like: Tensor) -> Tensor:
    try:
        found = getattr(attn, name)
    except AttributeError:
        # TransformerLens raises where a projection has no bias.
        found = None
    width = like.shape[-1]
    zero = torch.zeros(width, device=like.device)
    return zero if found is None else found.detach().float().reshape(-1, width)[index]


def _scaling(cfg: Any, attn: Any, width: int) -> float:
    own = getattr(attn.original_component, "scaling", None)
    if isinstance(own, float | int):
        return float(own)
    divisor = float(getattr(cfg, "attn_scale", -1) or -1)
    return 1 / divisor if divisor > 0 else width**-0.5
