"""What writes into the stream, against plain hooks on a plain Hugging Face model of the same weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from torch import Tensor
from trafolab.errors import ViewError

from tests import models, reference_hf
from tests.reference_hf.loading import load

SHAPES = ["gpt2", "llama", "neox", "opt", "gemma2", "mistral", "qwen3", "bloom", "gptj"]
OUT = {
    "gpt2": "transformer.h.{}.attn.c_proj",
    "llama": "model.layers.{}.self_attn.o_proj",
    "gemma2": "model.layers.{}.self_attn.o_proj",
    "neox": "gpt_neox.layers.{}.attention.dense",
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[str, Any]]:
    """An architecture's directory, and a laboratory with it."""
    made: dict[str, tuple[str, Any]] = {}

    def make(name: str) -> tuple[str, Any]:
        if name not in made:
            path: Path = getattr(models, name)(tmp_path_factory.mktemp(name) / name)
            made[name] = str(path), trafolab.open(str(path))
        directory, lab = made[name]
        lab.clear()
        lab.prompt(models.HART)
        return directory, lab

    return make


def look_at(lab: Any) -> Any:
    return lab._engine.look()[1]


def ids_of(lab: Any) -> list[int]:
    return [token.id for token in lab.state.clean.tokens]


def part(writes: Any, name: str) -> Tensor:
    return writes.values[writes.names.index(name)]


@pytest.mark.parametrize("heads", [True, False])
@pytest.mark.parametrize("name", SHAPES)
def test_parts_are_those_of_the_plain_model(opened: Any, name: str, heads: bool) -> None:
    directory, lab = opened(name)
    look = look_at(lab)
    theirs = reference_hf.values(
        directory, ids_of(lab), ["attn.0", "attn.1", "mlp.0", "mlp.1", "resid_pre.0", "resid_post.1"]
    )
    writes = look.writes(look.live, "resid_post.1", heads=heads)
    torch.testing.assert_close(writes.values.sum(0), theirs["resid_post.1"][0], atol=1e-4, rtol=0)
    for layer in (0, 1):
        torch.testing.assert_close(part(writes, f"mlp.{layer}"), theirs[f"mlp.{layer}"][0], atol=1e-4, rtol=0)
        of_layer = [n for n in writes.names if n.startswith(f"L{layer}H") or n.endswith(f"attn.{layer}")]
        attention = sum(part(writes, each) for each in of_layer)
        torch.testing.assert_close(attention, theirs[f"attn.{layer}"][0], atol=1e-4, rtol=0)
        assert len(of_layer) in ((4, 5) if heads else (1,))
    begin = [part(writes, each) for each in ("embed", "pos_embed") if each in writes.names]
    torch.testing.assert_close(sum(begin), theirs["resid_pre.0"][0], atol=1e-5, rtol=0)
    assert ("pos_embed" in writes.names) == (name in ("gpt2", "opt"))


@pytest.mark.parametrize("name", list(OUT))
def test_a_head_writes_its_z_through_its_own_part_of_the_output_matrix(opened: Any, name: str) -> None:
    directory, lab = opened(name)
    look, ids = look_at(lab), ids_of(lab)
    z = reference_hf.values(directory, ids, ["z.1"])["z.1"][0]
    weight = load(directory).get_submodule(OUT[name].format(1)).weight.detach()
    by_head = (weight if name == "gpt2" else weight.T).unflatten(0, (4, -1))
    expected = z[:, 2] @ by_head[2]
    if name == "gemma2":
        scale = reference_hf.values(directory, ids, ["ln1_post.1"])["ln1_post.1"][0]
        norm = load(directory).get_submodule("model.layers.1.post_attention_layernorm")
        expected = expected / scale * (1 + norm.weight.detach())
    writes = look.writes(look.live, "resid_post.1", [3, 5])
    torch.testing.assert_close(part(writes, "L1H2"), expected[[3, 5]], atol=1e-4, rtol=0)


@pytest.mark.parametrize("name", ["gpt2", "neox", "toy"])
def test_until(opened: Any, shape_of: Any, name: str) -> None:
    if name == "toy":
        lab = trafolab.open(models.attn_only_config())
        lab.prompt(models.IDS)
    else:
        lab = opened(name)[1]
    look = look_at(lab)
    for until in ("resid_pre.0", "resid_post.0", "resid_pre.1", "resid_mid.1"):
        if until == "resid_mid.1" and name != "gpt2":
            with pytest.raises(ViewError, match=r"no stream resid_mid\.1"):
                look.writes(look.live, until)
            continue
        stream, layer = until.split(".")
        writes = look.writes(look.live, until)
        expected = look.live[f"blocks.{layer}.hook_{stream}"]
        torch.testing.assert_close(writes.values.sum(0), expected, atol=1e-4, rtol=0)
        assert not any(each.startswith("act.") for each in writes.names)
    assert "mlp.1" not in look.writes(look.live, "resid_post.0").names
    with pytest.raises(ViewError, match=r"no stream mlp\.0"):
        look.writes(look.live, "mlp.0")


@pytest.mark.parametrize(
    ("target", "added"),
    [
        ("L0H1", None),
        ("mlp.0", None),
        ("embed", None),
        ("pos_embed", None),
        ("resid_post.0", "act.resid_post.0"),
        ("resid_mid.1", "act.resid_mid.1"),
        ("resid_pre.1", "act.resid_pre.1"),
    ],
)
def test_what_acts_is_a_part(opened: Any, target: str, added: str | None) -> None:
    _, lab = opened("gpt2")
    lab.scale(target, 3.0)
    look = look_at(lab)
    writes = look.writes(look.live, "resid_post.1")
    expected = look.live["blocks.1.hook_resid_post"]
    torch.testing.assert_close(writes.values.sum(0), expected, atol=1e-4, rtol=0)
    assert [each for each in writes.names if each.startswith("act.")] == ([added] if added else [])
    if added is None:
        plain = look.writes(look.plain, "resid_post.1")
        torch.testing.assert_close(part(writes, target), 3 * part(plain, target), atol=1e-4, rtol=1e-4)


def test_a_layer_that_is_acted_on_as_a_whole_is_one_part(opened: Any) -> None:
    _, lab = opened("gpt2")
    lab.ablate("attn.0")
    look = look_at(lab)
    writes = look.writes(look.live, "resid_post.1")
    assert writes.names[:4] == ["embed", "pos_embed", "attn.0", "mlp.0"]
    assert not part(writes, "attn.0").any()


def test_what_enters_the_first_block_is_one_part_where_it_is_acted_on(opened: Any) -> None:
    _, lab = opened("gpt2")
    lab.scale("resid_pre.0", 0.5, positions=[2])
    look = look_at(lab)
    writes = look.writes(look.live, "resid_post.0")
    assert writes.names[0] == "resid_pre.0"
    torch.testing.assert_close(writes.values.sum(0), look.live["blocks.0.hook_resid_post"], atol=1e-4, rtol=0)


def test_a_person_s_hook_on_the_stream_is_a_part(opened: Any) -> None:
    _, lab = opened("gpt2")

    def shifted(value: Tensor, hook: Any) -> Tensor:
        return value + 1

    lab.model.add_hook("blocks.0.hook_resid_post", shifted)
    look = look_at(lab)
    writes = look.writes(look.plain, "resid_post.1")
    lab.model.reset_hooks()
    expected = torch.ones_like(part(writes, "embed"))
    torch.testing.assert_close(part(writes, "act.resid_post.0"), expected, atol=1e-4, rtol=0)
