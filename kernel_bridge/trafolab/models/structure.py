"""What a model consists of, read from its hook points and configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from trafolab_protocol.structure import Attention, Layer, Mlp, Norm, NormKind, NormPlace, Structure
from transformer_lens.model_bridge import TransformerBridge

from .size import n_neurons

_PLACES: dict[str, NormPlace] = {
    "ln1": "before_attention",
    "ln1_post": "after_attention",
    "ln2": "before_mlp",
    "ln2_post": "after_mlp",
}
_POSITIONS: dict[str, Literal["learned", "rotary", "alibi", "none", "other"]] = {
    "standard": "learned",
    "learned": "learned",
    "rotary": "rotary",
    "alibi": "alibi",
    "none": "none",
}


def structure_of(
    model: TransformerBridge, hooks: Mapping[str, Any], unsupported: Mapping[str, str] | None = None
) -> Structure:
    """The structure of a model with these hook points (``model.hook_dict``)."""
    cfg: Any = model.cfg
    layers = [_layer(model, hooks, index) for index in range(_n_layers(hooks))]
    embeddings = [name for name in ("embed", "pos_embed") if f"{name}.hook_out" in hooks]
    final = Norm(component="ln_final", kind=_norm_kind(cfg), place="final")
    return Structure(
        d_model=cfg.d_model,
        d_vocab=cfg.d_vocab_out,
        n_ctx=_context(cfg, "pos_embed" in embeddings),
        position=_POSITIONS.get(str(cfg.positional_embedding_type or "none"), "other"),
        embeddings=embeddings,
        layers=layers,
        final_norm=final if "ln_final.hook_scale" in hooks else None,
        unsupported=dict(unsupported or {}),
    )


def _n_layers(hooks: Mapping[str, Any]) -> int:
    found = [int(m[1]) for name in hooks if (m := re.match(r"blocks\.(\d+)\.", name))]
    return max(found, default=-1) + 1


def _context(cfg: Any, learned: bool) -> int | None:
    """Only what really limits the input: other position schemes go on past their training length,
    but a person is told the length that the checkpoint names."""
    n_ctx = getattr(cfg, "n_ctx", None)
    return int(n_ctx) if n_ctx and (learned or n_ctx > 0) else None


def _layer(model: Any, hooks: Mapping[str, Any], index: int) -> Layer:
    cfg = model.cfg
    attention, mlp = _attention(cfg, hooks, index), _mlp(model, hooks, index)
    both = attention is not None and mlp is not None
    return Layer(
        index=index,
        attention=attention,
        mlp=mlp,
        parallel=both and f"blocks.{index}.hook_resid_mid" not in hooks,
        norms=[
            Norm(component=f"{name}.{index}", kind=_norm_kind(cfg), place=place)
            for name, place in _PLACES.items()
            if f"blocks.{index}.{name}.hook_scale" in hooks
        ],
    )


def _attention(cfg: Any, hooks: Mapping[str, Any], index: int) -> Attention | None:
    if f"blocks.{index}.attn.hook_pattern" not in hooks:
        return None
    groups = getattr(cfg, "n_key_value_heads", None)
    return Attention(
        component=f"attn.{index}",
        n_heads=cfg.n_heads,
        n_key_value_heads=groups or cfg.n_heads,
        d_head=cfg.d_head,
    )


def _mlp(model: Any, hooks: Mapping[str, Any], index: int) -> Mlp | None:
    if f"blocks.{index}.hook_mlp_out" not in hooks:
        return None
    cfg, block = model.cfg, model.blocks[index]
    return Mlp(
        component=f"mlp.{index}",
        n_neurons=n_neurons(getattr(block, "mlp", None), cfg.d_model) or cfg.d_mlp or 0,
        gated=bool(cfg.gated_mlp),
        n_experts=getattr(cfg, "num_experts", None) or None,
    )


def _norm_kind(cfg: Any) -> NormKind:
    return "RMS" if "RMS" in str(cfg.normalization_type or "") or cfg.uses_rms_norm else "LN"
