"""Every head of every architecture, against plain hooks on Hugging Face's own modules.

The long suite takes all heads and a second operation; `make test` a part of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from torch import Tensor, nn
from transformers import AutoModelForCausalLM

from tests import models

LAYERS, HEADS = range(2), range(4)
OUTPUT = {
    "gpt2": "transformer.h.{}.attn.c_proj",
    "llama": "model.layers.{}.self_attn.o_proj",
    "neox": "gpt_neox.layers.{}.attention.dense",
    "opt": "model.decoder.layers.{}.self_attn.out_proj",
    "gemma2": "model.layers.{}.self_attn.o_proj",
    "mistral": "model.layers.{}.self_attn.o_proj",
    "qwen3": "model.layers.{}.self_attn.o_proj",
    "bloom": "transformer.h.{}.self_attention.dense",
}
"""The module whose input is the heads' joined `z`, by layer."""

PART = {(1, 2)}
"""The heads that `make test` takes."""


@pytest.fixture(scope="module", params=list(OUTPUT))
def opened(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Any, nn.Module]:
    """An architecture's name, a laboratory with it, and Hugging Face's own model of the same checkpoint."""
    name = request.param
    path: Path = getattr(models, name)(tmp_path_factory.mktemp(name) / name)
    lab = trafolab.open(str(path))
    lab.prompt(models.HART)
    return name, lab, AutoModelForCausalLM.from_pretrained(path).eval()


def marked(layer: int, head: int) -> Any:
    marks = () if (layer, head) in PART else (pytest.mark.slow,)
    return pytest.param(layer, head, marks=marks, id=f"L{layer}H{head}")


ALL_HEADS = [marked(layer, head) for layer in LAYERS for head in HEADS]


@contextmanager
def writing(module: nn.Module, head: int, value: Callable[[Tensor], Tensor]) -> Iterator[None]:
    """Replace one head's ``z`` before the output projection; ``value`` gets what is there."""

    def hook(module: nn.Module, args: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        z = args[0].clone().unflatten(-1, (len(HEADS), -1))
        z[..., head, :] = value(z[..., head, :])
        return (z.flatten(-2), *args[1:])

    handle = module.register_forward_pre_hook(hook)
    yield
    handle.remove()


@torch.no_grad()
def logits(theirs: Any, lab: Any) -> Tensor:
    return theirs(torch.tensor([[token.id for token in lab.state.clean.tokens]])).logits[0]


@pytest.mark.parametrize(("layer", "head"), ALL_HEADS)
def test_an_ablated_head(opened: tuple[str, Any, Any], layer: int, head: int) -> None:
    name, lab, theirs = opened
    lab.clear()
    lab.ablate(f"L{layer}H{head}")
    with writing(theirs.get_submodule(OUTPUT[name].format(layer)), head, torch.zeros_like):
        expected = logits(theirs, lab)
    torch.testing.assert_close(lab.run().logits, expected, atol=1e-4, rtol=0)
    assert (expected - logits(theirs, lab)).abs().max() > 1e-3


@pytest.mark.parametrize(("layer", "head"), ALL_HEADS)
def test_a_frozen_head_under_another_prompt(opened: tuple[str, Any, Any], layer: int, head: int) -> None:
    name, lab, theirs = opened
    lab.clear()
    lab.prompt(models.HART)
    module = theirs.get_submodule(OUTPUT[name].format(layer))
    seen: list[Tensor] = []
    with writing(module, head, lambda z: seen.append(z.clone()) or z):
        logits(theirs, lab)
    lab.freeze(f"L{layer}H{head}", what="z")
    lab.prompt([token.id for token in lab.state.clean.tokens[::-1]])
    with writing(module, head, lambda z: seen[0]):
        expected = logits(theirs, lab)
    torch.testing.assert_close(lab.run().logits, expected, atol=1e-4, rtol=0)
    lab.prompt(models.HART)
