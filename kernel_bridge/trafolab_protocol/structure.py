"""What a loaded model consists of, as the map draws it. Only what really exists is listed."""

from __future__ import annotations

from typing import Literal

from .record import Record

NormKind = Literal["LN", "RMS"]
NormPlace = Literal["before_attention", "after_attention", "before_mlp", "after_mlp", "final"]


class Norm(Record):
    """One normalisation; its target is its scale."""

    component: str
    """``ln1.L``, ``ln2.L``, ``ln1_post.L``, ``ln2_post.L`` or ``ln_final``."""
    kind: NormKind
    place: NormPlace


class Attention(Record):
    """The attention half of a block."""

    component: str
    """``attn.L``."""
    n_heads: int
    n_key_value_heads: int
    """Equal to ``n_heads`` unless keys and values are grouped."""
    d_head: int


class Mlp(Record):
    """The MLP half of a block."""

    component: str
    """``mlp.L``."""
    n_neurons: int
    gated: bool
    n_experts: int | None = None


class Layer(Record):
    """One block of the residual stream."""

    index: int
    attention: Attention | None
    mlp: Mlp | None
    parallel: bool
    """Attention and MLP read the same stream; there is no ``resid_mid``."""
    norms: list[Norm]


class Structure(Record):
    """A whole model, bottom to top."""

    d_model: int
    d_vocab: int
    n_ctx: int | None
    """Longest input in tokens, BOS included; None where nothing limits it."""
    position: Literal["learned", "rotary", "alibi", "none", "other"]
    embeddings: list[str]
    """Components that write into the stream first: ``embed``, ``pos_embed`` where it exists."""
    layers: list[Layer]
    final_norm: Norm | None
    unsupported: dict[str, str]
    """Kind of target (``pattern``, ``pos_embed``, …) to the reason it has no effect on this model."""
