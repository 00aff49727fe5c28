"""Every derived number of a model, against Hugging Face's own module and configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import trafolab
from transformers import AutoModelForCausalLM

from tests import models

# What each configuration calls the same thing; the first that it has counts.
HEADS = ("num_attention_heads",)
GROUPS = ("num_key_value_heads", "num_attention_heads")
CONTEXT = ("max_position_embeddings",)
NEURONS = ("n_inner", "intermediate_size", "ffn_dim")


def read(config: Any, names: tuple[str, ...]) -> int | None:
    return next((found for name in names if (found := getattr(config, name, None)) is not None), None)


def count(model: Any) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


@pytest.mark.parametrize("name", ["gpt2", "llama", "neox", "opt", "gemma2"])
def test_numbers_are_those_of_hugging_face(name: str, tmp_path: Path) -> None:
    path = getattr(models, name)(tmp_path / name)
    theirs = AutoModelForCausalLM.from_pretrained(path)
    config: Any = theirs.config
    info = trafolab.open(str(path)).state.model
    assert info is not None
    assert info.n_params == count(theirs)
    d_head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    structure = info.structure
    assert (structure.d_vocab, structure.d_model) == (config.vocab_size, config.hidden_size)
    assert structure.n_ctx == read(config, CONTEXT)
    assert len(structure.layers) == config.num_hidden_layers
    for layer in structure.layers:
        assert layer.attention is not None
        assert layer.mlp is not None
        attention = (layer.attention.n_heads, layer.attention.n_key_value_heads, layer.attention.d_head)
        assert attention == (read(config, HEADS), read(config, GROUPS), d_head)
        assert layer.mlp.n_neurons == (read(config, NEURONS) or 4 * config.hidden_size)


def test_folding_changes_no_number_of_the_checkpoint(gpt2: Any) -> None:
    theirs = AutoModelForCausalLM.from_pretrained(gpt2.source)
    info = trafolab.open(gpt2.source, folded=True).state.model
    assert info is not None
    assert info.n_params == count(theirs)


def test_a_native_toy_counts_its_own(shape_of: Any) -> None:
    info = trafolab.open(shape_of("toy").source).state.model
    assert info is not None
    # Embedding and unembedding, positions, and q, k, v, o with biases in two layers.
    assert info.n_params == 2 * 12 * 24 + 16 * 24 + 2 * 4 * (24 * 24 + 24)


def test_the_embedded_model_has_as_many_as_its_checkpoint() -> None:
    from trafolab import embedded

    info = trafolab.open(embedded.NAME).state.model
    assert info is not None
    assert info.n_params == count(AutoModelForCausalLM.from_pretrained(embedded.path()))
