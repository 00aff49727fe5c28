"""The model, with its attention in the open."""

from __future__ import annotations

from functools import cache
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM

from .attention import register
from .parts import parts_of


@cache
def load(directory: str) -> Any:
    """Made once, in single precision."""
    own = parts_of(AutoConfig.from_pretrained(directory)).own_attention
    model = AutoModelForCausalLM.from_pretrained(
        directory, attn_implementation="eager" if own else register(), dtype=torch.float32
    )
    _refuse_unknown_order(model.config)
    return model.eval()


def _refuse_unknown_order(config: Any) -> None:
    """OPT and BLOOM have variants with norms at other places."""
    if not getattr(config, "do_layer_norm_before", True):
        raise NotImplementedError("norms behind attention and MLP")
    if getattr(config, "apply_residual_connection_post_layernorm", False):
        raise NotImplementedError("a residual stream taken behind its norm")
