"""A few steps of training write a directory that loads everywhere, and training is reproducible."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from trafolab.embedded import tokenizer as tokenizers
from trafolab.embedded.batches import batches
from trafolab.embedded.train import rate, train
from transformers import AutoModelForCausalLM, AutoTokenizer


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("model")
    train(3, out, steps=2)
    return out


def test_the_directory_loads(trained: Path) -> None:
    model, tokenizer = AutoModelForCausalLM.from_pretrained(trained), AutoTokenizer.from_pretrained(trained)
    ids = tokenizer("Her name was Alex Hart. 🙂", return_tensors="pt").input_ids
    logits = model(ids).logits
    assert logits.shape == (1, ids.shape[1], model.config.vocab_size)
    assert (model.config.n_layer, model.config.n_head, model.config.n_positions) == (2, 8, 256)
    assert (trained / "model.safetensors").is_file()


def test_the_same_seed_gives_the_same_weights(trained: Path, tmp_path: Path) -> None:
    train(3, tmp_path, steps=2)
    one, two = (AutoModelForCausalLM.from_pretrained(place).state_dict() for place in (trained, tmp_path))
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_batches_have_one_size_and_start_with_bos() -> None:
    tokenizer = tokenizers.build()
    stream = batches(tokenizer, 0, 10)
    found = [next(stream) for _ in range(5)]
    assert [tuple(batch.shape) for batch in found] == [(32, 64)] * 4 + [(8, 256)]
    assert all((batch[:, 0] == tokenizer.token_to_id(tokenizers.BOS)).all() for batch in found)


def test_the_rate_rises_and_falls() -> None:
    assert rate(0, 1000) == pytest.approx(1 / 200)
    assert rate(200, 1000) == rate(700, 1000) == pytest.approx(1.0)
    assert rate(850, 1000) == pytest.approx(0.525)
    assert rate(1000, 1000) == pytest.approx(0.05)
