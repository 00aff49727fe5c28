"""Where each architecture keeps its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Parts:
    """Modules' names: the model's own from its root, a layer's from the layer."""

    layers: str
    embed: str
    ln_final: str
    z: str
    pre: str
    post: str
    norms: dict[str, str]
    qkv: tuple[str, str, str] | str
    """Three projections, or one for all."""
    heads_first: bool = False
    """One projection's output is [head, 3, d_head], not [3, head, d_head]."""
    pos_embed: str | None = None
    embed_ln: str | None = None
    rotary: bool = False
    parallel: bool = False
    own_attention: bool = False
    """Its attention does not go through transformers' ``AttentionInterface``."""


def parts_of(config: Any) -> Parts:
    """Of the model with this Hugging Face configuration."""
    return _TABLE[config.model_type]


_LLAMA = Parts(
    layers="model.layers",
    embed="model.embed_tokens",
    ln_final="model.norm",
    z="self_attn.o_proj",
    pre="mlp.gate_proj",
    post="mlp.down_proj",
    norms={"ln1": "input_layernorm", "ln2": "post_attention_layernorm"},
    qkv=("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    rotary=True,
)
_GEMMA2 = replace(
    _LLAMA,
    norms={
        "ln1": "input_layernorm",
        "ln1_post": "post_attention_layernorm",
        "ln2": "pre_feedforward_layernorm",
        "ln2_post": "post_feedforward_layernorm",
    },
)
_GPT2 = Parts(
    layers="transformer.h",
    embed="transformer.wte",
    pos_embed="transformer.wpe",
    ln_final="transformer.ln_f",
    z="attn.c_proj",
    pre="mlp.c_fc",
    post="mlp.c_proj",
    norms={"ln1": "ln_1", "ln2": "ln_2"},
    qkv="attn.c_attn",
)
_GPTJ = Parts(
    layers="transformer.h",
    embed="transformer.wte",
    ln_final="transformer.ln_f",
    z="attn.out_proj",
    pre="mlp.fc_in",
    post="mlp.fc_out",
    norms={"ln1": "ln_1"},
    qkv=("attn.q_proj", "attn.k_proj", "attn.v_proj"),
    parallel=True,
    own_attention=True,
)
_NEOX = Parts(
    layers="gpt_neox.layers",
    embed="gpt_neox.embed_in",
    ln_final="gpt_neox.final_layer_norm",
    z="attention.dense",
    pre="mlp.dense_h_to_4h",
    post="mlp.dense_4h_to_h",
    norms={"ln1": "input_layernorm", "ln2": "post_attention_layernorm"},
    qkv="attention.query_key_value",
    heads_first=True,
    rotary=True,
)
_OPT = Parts(
    layers="model.decoder.layers",
    embed="model.decoder.embed_tokens",
    pos_embed="model.decoder.embed_positions",
    ln_final="model.decoder.final_layer_norm",
    z="self_attn.out_proj",
    pre="fc1",
    post="fc2",
    norms={"ln1": "self_attn_layer_norm", "ln2": "final_layer_norm"},
    qkv=("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
)
_BLOOM = Parts(
    layers="transformer.h",
    embed="transformer.word_embeddings",
    embed_ln="transformer.word_embeddings_layernorm",
    ln_final="transformer.ln_f",
    z="self_attention.dense",
    pre="mlp.dense_h_to_4h",
    post="mlp.dense_4h_to_h",
    norms={"ln1": "input_layernorm", "ln2": "post_attention_layernorm"},
    qkv="self_attention.query_key_value",
    heads_first=True,
    own_attention=True,
)
_TABLE = {
    "bloom": _BLOOM,
    "gemma2": _GEMMA2,
    "gpt2": _GPT2,
    "gpt_neox": _NEOX,
    "gptj": _GPTJ,
    "llama": _LLAMA,
    "mistral": _LLAMA,
    "opt": _OPT,
    "qwen3": _LLAMA,
}
