"""What the logits read from the last stream, against the logits of a plain Hugging Face model."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab

from tests import models, reference_hf

from .test_writes import SHAPES, ids_of, look_at

IDS = [5, 17, 203]


@pytest.mark.parametrize("position", [2, -1])
@pytest.mark.parametrize("name", SHAPES)
def test_the_stream_times_a_direction_is_the_logit(
    tmp_path_factory: pytest.TempPathFactory, name: str, position: int
) -> None:
    directory = str(getattr(models, name)(tmp_path_factory.mktemp(name) / name))
    lab = trafolab.open(directory)
    lab.prompt(models.HART)
    look, ids = look_at(lab), ids_of(lab)
    stream = reference_hf.values(directory, ids, ["resid_post.1"])["resid_post.1"][0, position]
    logits = reference_hf.logits(directory, ids)[position, IDS]
    found = look.logit_directions(look.live, position, IDS)
    ours = found.vectors @ stream + found.constants
    assert found.soft_cap == (30.0 if name == "gemma2" else None)
    if found.soft_cap is not None:
        ours = found.soft_cap * torch.tanh(ours / found.soft_cap)
    torch.testing.assert_close(ours, logits, atol=1e-3, rtol=0)
    assert found.acted.abs().max() < 1e-3


@pytest.mark.parametrize("kind", ["LN", "LNPre", "RMS", "RMSPre", None])
def test_norms_of_toys(kind: str | None) -> None:
    lab = trafolab.open({**models.attn_only_config(), "normalization_type": kind})
    lab.prompt(models.IDS)
    look = look_at(lab)
    found = look.logit_directions(look.live, -1, [1, 2, 11])
    ours = found.vectors @ look.live["blocks.1.hook_resid_post"][-1] + found.constants
    torch.testing.assert_close(ours, look.live.logits[-1, [1, 2, 11]], atol=1e-4, rtol=0)


def test_under_a_frozen_scale_the_direction_is_that_scale_s(tmp_path_factory: Any) -> None:
    directory = str(models.gpt2(tmp_path_factory.mktemp("gpt2") / "gpt2"))
    lab = trafolab.open(directory)
    lab.prompt(models.HART)
    lab.freeze("ln_final")
    lab.ablate("mlp.1")
    look = look_at(lab)
    found = look.logit_directions(look.live, -1, IDS)
    ours = found.vectors @ look.live["blocks.1.hook_resid_post"][-1] + found.constants
    torch.testing.assert_close(ours, look.live.logits[-1, IDS], atol=1e-3, rtol=0)
    unfrozen = look.logit_directions(look.plain, -1, IDS)
    torch.testing.assert_close(found.vectors, unfrozen.vectors, atol=1e-5, rtol=0)


def test_folded(tmp_path_factory: Any) -> None:
    directory = str(models.gpt2(tmp_path_factory.mktemp("gpt2") / "gpt2"))
    lab = trafolab.open(directory, folded=True)
    lab.prompt(models.HART)
    look = look_at(lab)
    found = look.logit_directions(look.live, -1, IDS)
    writes = look.writes(look.live, "resid_post.1", [-1])
    ours = found.vectors @ writes.values.sum(0)[0] + found.constants
    torch.testing.assert_close(ours, look.live.logits[-1, IDS], atol=1e-3, rtol=0)
