"""Every way to name a model, and every way in which that can fail."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
import trafolab
from trafolab.models import numerics

from tests import models


@pytest.fixture
def copy(gpt2: Any, tmp_path: Path) -> Path:
    """A checkpoint's directory that a test may spoil."""
    return Path(shutil.copytree(gpt2.source, tmp_path / "model"))


def code_of(source: Any) -> str:
    with pytest.raises(trafolab.LabError) as error:
        trafolab.open(source)
    assert error.value.advice
    return error.value.code


def test_a_directory_says_what_it_is(gpt2: Any) -> None:
    info = trafolab.open(gpt2.source).state.model
    assert info is not None
    assert (info.kind, info.name, info.source) == ("directory", Path(gpt2.source).name, gpt2.source)
    assert (info.mode, info.folded, info.dtype, info.device) == ("raw", [], "float32", "cpu")
    assert (info.structure.n_ctx, info.structure.position) == (64, "learned")


def test_a_live_model_is_the_very_object(gpt2: Any) -> None:
    model = gpt2.twin()
    lab = trafolab.open(model)
    assert lab.model is model
    assert lab.state.model.kind == "live"


def test_a_directory_without_a_tokenizer_takes_ids(copy: Path, gpt2: Any) -> None:
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (copy / name).unlink(missing_ok=True)
    lab, twin = trafolab.open(str(copy)), gpt2.twin()
    assert not lab.state.model.has_tokenizer
    lab.prompt([5, 6, 7])
    with torch.no_grad():
        torch.testing.assert_close(lab.run().logits, twin(torch.tensor([[5, 6, 7]]))[0])
    assert lab.run()["blocks.0.attn.hook_pattern"].shape == (4, 3, 3)


def test_a_native_configuration_may_be_given_as_a_dictionary() -> None:
    lab = trafolab.open(models.attn_only_config())
    assert lab.state.model.kind == "native"
    assert [layer.mlp for layer in lab.state.model.structure.layers] == [None, None]


def test_parallel_blocks_and_grouped_keys_are_seen(shape_of: Any) -> None:
    layer = trafolab.open(shape_of("neox").source).state.model.structure.layers[0]
    assert layer.parallel
    layer = trafolab.open(shape_of("llama").source).state.model.structure.layers[0]
    assert (layer.attention.n_heads, layer.attention.n_key_value_heads) == (4, 2)
    assert (layer.mlp.gated, layer.norms[0].kind) == (True, "RMS")


def test_missing_models(tmp_path: Path) -> None:
    assert code_of(str(tmp_path / "nothing")) == "missing_model"
    assert code_of("./nothing/here/at/all") == "missing_model"
    file = tmp_path / "file"
    file.write_text("")
    assert code_of(str(file)) == "missing_model"
    assert code_of(3) == "bad_source"


def test_a_directory_that_is_no_checkpoint(tmp_path: Path, copy: Path) -> None:
    assert code_of(str(tmp_path)) == "no_config"
    (copy / "config.json").write_text("{ not json")
    assert code_of(str(copy)) == "broken_checkpoint"


def test_truncated_weights(copy: Path) -> None:
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    assert code_of(str(copy)) == "broken_checkpoint"


def test_no_weights(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    assert code_of(str(copy)) == "no_weights"


class Malice:
    """Unpickled by a careless loader, this would write a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self._path,)


def test_a_pickle_is_never_executed(copy: Path, tmp_path: Path) -> None:
    (copy / "model.safetensors").unlink()
    touched = tmp_path / "touched"
    with (copy / "pytorch_model.bin").open("wb") as file:
        pickle.dump({"transformer.wte.weight": Malice(touched)}, file)
    assert code_of(str(copy)) == "broken_checkpoint"
    assert not touched.exists()


def test_code_in_a_checkpoint_is_never_executed(copy: Path, tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    config = json.loads((copy / "config.json").read_text())
    config |= {"model_type": "strange", "auto_map": {"AutoConfig": "strange.Config"}}
    (copy / "config.json").write_text(json.dumps(config))
    (copy / "strange.py").write_text(f"open({str(touched)!r}, 'w')\n")
    assert code_of(str(copy)) == "broken_checkpoint"
    assert not touched.exists()


def test_the_hash_names_the_checkpoint(gpt2: Any, tmp_path: Path) -> None:
    one, again = (trafolab.open(gpt2.source).state.model.hash for _ in range(2))
    other = trafolab.open(str(models.gpt2(tmp_path / "other", seed=3))).state.model.hash
    assert one == again != other
    assert trafolab.open(gpt2.source, folded=True).state.model.hash == one


EAGER = "import sys; from trafolab.models import numerics as n; n._be_gentle = int; n.main(sys.argv[1:])"
"""The process of the reference, which takes no rest while others compute: beside other tests it would come to
nothing for minutes."""


@pytest.fixture
def measured(gpt2: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def begun(command: list[str], **options: Any) -> Any:
        return subprocess.Popen([sys.executable, "-c", EAGER, *command[3:]], **options)

    pipes = {"PIPE": subprocess.PIPE, "DEVNULL": subprocess.DEVNULL}
    monkeypatch.setattr(numerics, "subprocess", SimpleNamespace(Popen=begun, **pipes))
    lab = trafolab.open(gpt2.source)
    lab.prompt(gpt2.clean)
    yield lab
    lab._measuring.close()


def test_numerics_are_measured_on_the_prompt_at_hand(measured: Any, gpt2: Any) -> None:
    revision = measured.revision
    measured.measure()
    info = measured.info
    assert measured.revision == revision
    assert (info.hf_difference, info.hf_reason) == (pytest.approx(0, abs=1e-4), None)
    assert info.hf_n_tokens == len(measured.state.clean.tokens)
    measured.prompt("Alex")
    measured.measure()
    assert measured.info.hf_n_tokens == len(measured.state.clean.tokens) != info.hf_n_tokens


def test_numerics_of_a_changed_model_say_why_there_are_none(measured: Any) -> None:
    measured.model.add_hook("blocks.0.mlp.hook_post", lambda value, hook: value * 2)
    measured.refresh_hooks()
    measured.measure()
    assert measured.info.hf_difference is None
    assert "as it was loaded" in measured.info.hf_reason
    measured.model.reset_hooks()
    measured.measure()
    assert measured.info.hf_difference == pytest.approx(0, abs=1e-4)


def test_a_reference_that_has_gone_is_started_again(measured: Any) -> None:
    measured.measure()
    process = measured._measuring._reference._process
    process.kill()
    process.wait()
    measured.prompt("Hart")
    measured.measure()
    assert measured.info.hf_difference == pytest.approx(0, abs=1e-4)


def test_a_model_without_a_hugging_face_form_says_so(shape_of: Any) -> None:
    lab = trafolab.open(shape_of("toy").source)
    lab.prompt(shape_of("toy").clean)
    lab.measure()
    assert lab.info.hf_reason == "Hugging Face has no form of this model to compare with."


def test_another_model_is_opened_in_place(gpt2_lab: Any, shape_of: Any) -> None:
    gpt2_lab.ablate("L1H2")
    gpt2_lab.freeze("L0H0")
    gpt2_lab.open(shape_of("llama").source)
    state = gpt2_lab.settle()
    assert state.model.architecture == "LlamaForCausalLM"
    ablated, frozen = state.interventions
    assert (ablated.status.state, ablated.status.note) == ("active", "It was made on another model.")
    assert frozen.status.state == "inactive"
    assert "come from another model" in frozen.status.reason
    assert state.history[-1].kind == "open_model"
    twin = shape_of("llama").twin()
    tokens = shape_of("llama").tokens(twin)
    with torch.no_grad():
        torch.testing.assert_close(gpt2_lab.run("plain").logits, twin(tokens)[0])
