"""What a prompt becomes, and which prompts are refused."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab


def texts(lab: Any, name: str = "clean") -> list[str]:
    return lab.run(name).tokens


def test_text_becomes_the_models_own_tokens(gpt2_lab: Any, gpt2: Any) -> None:
    twin = gpt2.twin()
    assert gpt2_lab.run().ids.tolist() == gpt2.tokens(twin)[0].tolist()
    assert texts(gpt2_lab)[:6] == ["<bos>", "Her", " name", " was", " Alex", " Hart"]


def test_bos_is_not_doubled_by_a_prompt_that_brings_it(gpt2_lab: Any) -> None:
    gpt2_lab.prompt("<bos>Her name")
    assert texts(gpt2_lab) == ["<bos>", "Her", " name"]


def test_a_model_that_wants_no_bos_gets_none(shape_of: Any) -> None:
    shape = shape_of("neox")
    lab = trafolab.open(shape.source)
    lab.prompt("Her name")
    assert texts(lab) == ["Her", " name"]


def test_ids_are_used_as_they_are_whatever_holds_them(gpt2_lab: Any) -> None:
    for given in ([5, 6, 5], (5, 6, 5), torch.tensor([5, 6, 5]), torch.tensor([[5, 6, 5]])):
        gpt2_lab.prompt(given)
        assert gpt2_lab.run().ids.tolist() == [5, 6, 5]


def test_labels_name_the_ids_of_a_toy(shape_of: Any) -> None:
    shape = shape_of("toy")
    lab = trafolab.open(shape.source)
    lab.prompt([0, 3, 1], corrupt=[0, 3, 2], labels={0: "start", 1: "one", 3: "three"})
    assert texts(lab) == ["start", "three", "one"]
    assert texts(lab, "corrupt") == ["start", "three", "2"]
    lab.prompt([0, 3], labels=lambda i: f"t{i}")
    assert texts(lab) == ["t0", "t3"]
    lab.metric("prob", answer="t3")
    assert lab.state.metric is not None
    assert lab.state.metric.answer.id == 3


def test_odd_unicode_comes_back_byte_for_byte(gpt2_lab: Any) -> None:
    text = "naïve 🧪 ﷽ \u200b\x00 e\u0301"
    gpt2_lab.prompt(text)
    tokens = texts(gpt2_lab)[1:]
    raw = b"".join(bytes.fromhex(t.replace("\\x", "")) if t.startswith("\\x") else t.encode() for t in tokens)
    assert raw.decode() == text


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "שלום \u202eabc\u202c مرحبا", "👩‍👩‍👧‍👦 🏳️‍🌈", "   \n\t "],
    ids=["NUL", "right to left", "joined emoji", "white space"],
)
def test_any_whole_text_is_taken_sent_and_rebuilt(text: str) -> None:
    lab = trafolab.open("trafo-2l")
    lab.prompt(text)
    raw = b"".join(
        bytes.fromhex(t.replace("\\x", "")) if t.startswith("\\x") else t.encode() for t in texts(lab)[1:]
    )
    assert raw.decode() == text
    state = lab.settle()
    assert type(state).model_validate_json(state.model_dump_json()) == state
    rebuilt: dict[str, Any] = {}
    exec(lab.code(), rebuilt)
    assert rebuilt["lab"].state.clean == state.clean
    for view in ("metric", "predictions", "tokens", "lens"):
        lab.compute(view, {}).data.model_dump_json()


HALVES = {
    "prompt": lambda lab: lab.prompt("a\ud800b"),
    "pair": lambda lab: lab.prompt("a\ud83e\uddeab"),
    "counterfactual": lambda lab: lab.prompt("Her", corrupt={"\udc00": "His"}),
    "label": lambda lab: lab.prompt([1, 2], labels={1: "\ud800"}),
    "answer": lambda lab: lab.metric("prob", answer="\ud800"),
    "target": lambda lab: lab.ablate("L0H0\ud800"),
}


@pytest.mark.parametrize("given", HALVES)
def test_half_a_character_is_refused_and_changes_nothing(gpt2_lab: Any, given: str) -> None:
    before = gpt2_lab.state
    with pytest.raises(trafolab.LabError, match="half a character") as error:
        HALVES[given](gpt2_lab)
    error.value.problem().model_dump_json()
    assert error.value.code == "half_a_character"
    assert gpt2_lab.state == before


@pytest.mark.parametrize(
    "given", [[i % 200 for i in range(5000)], "Alex " * 5000, "Alex Hart. " * 190_000, "x" * 2_000_000]
)
def test_a_prompt_far_too_long_is_refused_and_loses_nothing(given: Any) -> None:
    lab = trafolab.open("trafo-2l")
    lab.prompt("Her name was Alex Hart.")
    lab.ablate("L1H2")
    before, logits = lab.settle(), lab.run().logits
    with pytest.raises(trafolab.LabError, match=r"this model takes at most 256. Shorten it by \d+ tokens"):
        lab.prompt(given)
    assert lab.settle() == before
    assert lab.run().logits.equal(logits)
    assert len(before.model_dump_json()) < 100_000


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("", "empty_prompt", "The clean prompt is empty."),
        ([], "empty_prompt", "The clean prompt is empty."),
        ([0, 9999], "id_out_of_range", "token id 9999, but the model knows ids 0 to 326."),
        ([-1], "id_out_of_range", "token id -1"),
        ([1] * 65, "prompt_too_long", "has 65 tokens, but this model takes at most 64. Shorten it by 1"),
        ("a " * 500, "prompt_too_long", "takes at most 64."),
        (3.5, "bad_prompt", "cannot be made from a float"),
    ],
)
def test_a_prompt_that_the_model_cannot_take_is_refused(
    gpt2_lab: Any, given: Any, code: str, words: str
) -> None:
    before = gpt2_lab.state
    with pytest.raises(trafolab.LabError) as error:
        gpt2_lab.prompt(given)
    assert error.value.code == code
    assert words in str(error.value)
    assert gpt2_lab.state == before


def test_text_for_a_model_without_a_tokenizer_is_refused(shape_of: Any) -> None:
    lab = trafolab.open(shape_of("toy").source)
    with pytest.raises(trafolab.LabError, match="this model has no tokenizer"):
        lab.prompt("Her name")


def test_counterfactuals_stay_until_others_are_given(gpt2_lab: Any) -> None:
    gpt2_lab.prompt("Her name was Mary")
    assert [prompt.name for prompt in gpt2_lab.state.counterfactuals] == ["corrupt"]
    gpt2_lab.prompt("Her name was Mary", corrupt={"a": "His", "b": [1, 2]})
    assert [prompt.name for prompt in gpt2_lab.state.counterfactuals] == ["a", "b"]
    with pytest.raises(trafolab.LabError, match="can't be named 'plain'"):
        gpt2_lab.prompt("Her", corrupt={"plain": "x"})
    with pytest.raises(trafolab.LabError, match="There are: clean, a, b"):
        gpt2_lab.run("corrupt")
