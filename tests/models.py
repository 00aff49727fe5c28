"""Small models with random weights, for tests: one Hugging Face directory for each shape of
architecture, and native toys. Biases and norm weights are random too, so that nothing hides."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    BloomConfig,
    BloomForCausalLM,
    Gemma2Config,
    Gemma2ForCausalLM,
    GPT2Config,
    GPT2LMHeadModel,
    GPTJConfig,
    GPTJForCausalLM,
    GPTNeoXConfig,
    GPTNeoXForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    OPTConfig,
    OPTForCausalLM,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    Qwen3Config,
    Qwen3ForCausalLM,
)

HART = "Her name was Alex Hart. Tomorrow at lunch time Alex"
CARROLL = "Her name was Alex Carroll. Tomorrow at lunch time Alex"
IDS = [0, 7, 3, 9, 3, 7]
"""A prompt for models without a tokenizer."""

_CORPUS = [HART, CARROLL, "When Mary and John went to the store, John gave a drink to Mary."] * 4


def tokenizer() -> PreTrainedTokenizerFast:
    """A byte-level BPE that can write any text and adds no BOS of its own, as GPT-2's."""
    bpe = Tokenizer(models.BPE(unk_token=None))
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=["<bos>"], initial_alphabet=alphabet, show_progress=False
    )
    bpe.train_from_iterator(_CORPUS, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=bpe, bos_token="<bos>", eos_token="<bos>")


def gpt2(
    path: Path, *, layers: int = 2, heads: int = 4, width: int = 32, positions: int = 64, seed: int = 0
) -> Path:
    """GPT-2: learned positions, LayerNorm, sequential blocks."""
    words = tokenizer()
    config = GPT2Config(
        vocab_size=len(words), n_positions=positions, n_embd=width, n_layer=layers, n_head=heads, **_ends()
    )
    return save(GPT2LMHeadModel(config), path, words, seed)


def gpt2_small_shaped(path: Path, *, seed: int = 0) -> Path:
    """GPT-2 small's own shape (12 × 12 heads, width 768, 50,257 tokens), its usual initial weights."""
    torch.manual_seed(seed)
    model = GPT2LMHeadModel(GPT2Config(**_ends()))
    model.save_pretrained(path)
    tokenizer().save_pretrained(path)
    return path


def llama(path: Path, *, seed: int = 0) -> Path:
    """Llama: rotary positions, RMSNorm, a gated MLP, two query heads to each key-value head."""
    words = tokenizer()
    config = LlamaConfig(vocab_size=len(words), **_gated())
    return save(LlamaForCausalLM(config), path, words, seed)


def neox(path: Path, *, seed: int = 0) -> Path:
    """GPT-NeoX, as Pythia: attention and MLP in parallel, rotary positions on a part of each head."""
    words = tokenizer()
    config = GPTNeoXConfig(
        vocab_size=len(words),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=64,
        rotary_pct=0.25,
        use_parallel_residual=True,
        **_ends(),
    )
    return save(GPTNeoXForCausalLM(config), path, words, seed)


def opt(path: Path, *, seed: int = 0) -> Path:
    """OPT: an MLP that its block holds in pieces, narrower than usual, and positions with an offset."""
    words = tokenizer()
    config = OPTConfig(
        vocab_size=len(words),
        hidden_size=32,
        word_embed_proj_dim=32,
        ffn_dim=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=64,
        pad_token_id=1,
        **_ends(),
    )
    return save(OPTForCausalLM(config), path, words, seed)


def gemma2(path: Path, *, seed: int = 0) -> Path:
    """Gemma-2: norms after attention and MLP too, soft caps, heads wider than the stream's share."""
    words = tokenizer()
    config = Gemma2Config(
        vocab_size=len(words),
        head_dim=16,
        query_pre_attn_scalar=16,
        sliding_window=32,
        pad_token_id=0,
        **_gated(),
    )
    return save(Gemma2ForCausalLM(config), path, words, seed)


def mistral(path: Path, *, seed: int = 0) -> Path:
    """Mistral: Llama's parts and a sliding window shorter than a prompt."""
    words = tokenizer()
    config = MistralConfig(vocab_size=len(words), sliding_window=4, **_gated())
    return save(MistralForCausalLM(config), path, words, seed)


def qwen3(path: Path, *, seed: int = 0) -> Path:
    """Qwen3: a norm on each query and key, heads wider than the stream's share."""
    words = tokenizer()
    config = Qwen3Config(vocab_size=len(words), head_dim=16, **_gated())
    return save(Qwen3ForCausalLM(config), path, words, seed)


def bloom(path: Path, *, seed: int = 0) -> Path:
    """BLOOM: positions by ALiBi, a norm behind the embedding."""
    words = tokenizer()
    config = BloomConfig(vocab_size=len(words), hidden_size=32, n_layer=2, n_head=4, **_ends())
    return save(BloomForCausalLM(config), path, words, seed)


def gptj(path: Path, *, seed: int = 0) -> Path:
    """GPT-J: one norm for attention and MLP, rotary positions on neighbouring pairs, a biased unembedding."""
    words = tokenizer()
    config = GPTJConfig(
        vocab_size=len(words), n_positions=64, n_embd=32, n_layer=2, n_head=4, rotary_dim=4, **_ends()
    )
    return save(GPTJForCausalLM(config), path, words, seed)


def attn_only_config() -> dict[str, object]:
    """Settings of a native toy: two layers of attention alone, no tokenizer."""
    return {
        "n_layers": 2,
        "d_model": 24,
        "n_ctx": 16,
        "d_head": 6,
        "n_heads": 4,
        "d_vocab": 12,
        "attn_only": True,
        "normalization_type": None,
        "seed": 1,
        "init_weights": True,
        "initializer_range": 0.3,
        "act_fn": "relu",
        "d_mlp": 0,
    }


def randomise(model: torch.nn.Module, seed: int) -> None:
    """Every parameter drawn anew, wide enough that all parts matter."""
    draw = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=draw) * 0.2
            norm = parameter.ndim == 1 and name.endswith("weight")
            parameter.copy_(noise + 1 if norm else noise)


def save(model: PreTrainedModel, path: Path, words: PreTrainedTokenizerFast | None, seed: int) -> Path:
    """Write a randomised model, and the tokenizer if there is one, as a Hugging Face directory."""
    randomise(model, seed)
    model.save_pretrained(path)
    if words is not None:
        words.save_pretrained(path)
    return path


def _gated() -> dict[str, int]:
    """Sizes of a small model with grouped keys and a gated MLP."""
    return {
        "hidden_size": 32,
        "intermediate_size": 48,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 64,
        **_ends(),
    }


def _ends() -> dict[str, int]:
    return {"bos_token_id": 0, "eos_token_id": 0}
