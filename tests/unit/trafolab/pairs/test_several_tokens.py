"""Pairs whose answers or distractors are several tokens: made, refused, kept and brought back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from datasets import Dataset
from trafolab import LabError
from trafolab.pairs import pairs_of
from trafolab_protocol.pairs import PairSet

from tests import reference_hf
from tests.unit.trafolab.operations.bench import CLOSE
from tests.unit.trafolab.operations.sites import Site

CLEAN = "When {a} met {b}, the"
CORRUPT = "When {b} met {a}, the"
SLOTS = {"a": ["Mary", "Mary Alex"], "b": ["John", "Hart John"]}
"""The second of each is two tokens and more."""
ROWS = [
    ("When Mary went to John", "When John went to Mary", " Mary John", " John"),
    ("Mary gave a drink to John", "John gave a drink to Mary", " Mary", " John Hart Mary"),
    ("Mary gave a drink to Mary", "John gave a drink to Mary", " Mary", None),
]


def ids(lab: Any, text: str) -> tuple[int, ...]:
    return tuple(lab.model.tokenizer(text, add_special_tokens=False)["input_ids"])


def test_templates_whose_names_are_several_tokens(gpt2_lab: Any) -> None:
    given: Any = {"corrupt": CORRUPT, "answer": " {a}", "distractor": " {b}", "slots": SLOTS}
    found = gpt2_lab.pairs("names", CLEAN, unequal="leave_out", **given)
    made = {(pair.answer, pair.distractor) for pair in pairs_of(found, gpt2_lab.tensors)}
    alike = [("Mary", "John"), ("Mary Alex", "Hart John")]
    assert made == {(ids(gpt2_lab, f" {a}"), ids(gpt2_lab, f" {b}")) for a, b in alike}
    assert (found.n_pairs, found.n_left_out, found.answer_tokens) == (2, 2, 2)
    assert "answers: up to 2 tokens" in repr(found)


@pytest.mark.parametrize("kind", ["list", "ids", "csv", "jsonl", "dataset"])
def test_the_same_pairs_from_everywhere(gpt2_lab: Any, tmp_path: Path, kind: str) -> None:
    names = ["clean", "corrupt", "answer", "distractor"]
    rows = [dict(zip(names, row, strict=True)) for row in ROWS]
    given: Any = ROWS
    if kind == "ids":
        sides = [[None if side is None else list(ids(gpt2_lab, side)) for side in row[2:]] for row in ROWS]
        given = [
            (*row[:2], torch.tensor(right), wrong) for row, (right, wrong) in zip(ROWS, sides, strict=True)
        ]
    elif kind == "csv":
        given = tmp_path / "pairs.csv"
        given.write_text(
            "\n".join([",".join(names), *(",".join(cell or "" for cell in row) for row in ROWS)])
        )
    elif kind == "jsonl":
        given = tmp_path / "pairs.jsonl"
        given.write_text("\n".join(map(json.dumps, rows)))
    elif kind == "dataset":
        given = str(tmp_path / "saved")
        Dataset.from_list(rows).save_to_disk(given)
    found = gpt2_lab.pairs("few", given)
    sides = [(pair.answer, pair.distractor) for pair in pairs_of(found, gpt2_lab.tensors)]
    assert sides == [
        (ids(gpt2_lab, row[2]), None if row[3] is None else ids(gpt2_lab, row[3])) for row in ROWS
    ]
    assert found.answer_tokens == 3
    shown = gpt2_lab.compute("pairs", {"name": "few"}).data.rows
    assert [(row.answer, row.distractor) for row in shown] == [row[2:] for row in ROWS]


def test_they_are_rebuilt_by_code_and_survive_the_kernel(gpt2_lab: Any) -> None:
    found = gpt2_lab.pairs("few", ROWS)
    many = gpt2_lab.pairs("many", ROWS * 50)
    assert many.code == f'lab.pairs("many", stored="{many.tensor}", answer_tokens=3)'
    space: dict[str, Any] = {}
    exec(gpt2_lab.code(), space)
    rebuilt = {each.name: each.model_copy(update={"code": ""}) for each in space["lab"].pair_sets}
    assert rebuilt == {each.name: each.model_copy(update={"code": ""}) for each in (found, many)}
    fresh = trafolab.open(gpt2_lab.info.source)
    tensors = {name: gpt2_lab.tensors[name].numpy() for name in gpt2_lab.stored}
    fresh.restore(gpt2_lab.state, tensors)
    assert fresh.pair_sets == [found, many]
    assert pairs_of(fresh.pair_sets[1], fresh.tensors) == pairs_of(many, gpt2_lab.tensors)
    exec(found.code, {"lab": fresh})
    assert fresh.pair_sets[-1] == found
    with pytest.raises(LabError, match=r"holds no such pairs: .*answer_tokens="):
        gpt2_lab.pairs("wrong", stored=many.tensor)


def test_a_set_from_before_there_were_such_answers_opens(gpt2_lab: Any) -> None:
    """Its record does not say how many columns an answer has, which was one."""
    told = {"name": "old", "tensor": "", "roles": ["x", "end"], "n_pairs": 2, "lengths": [3], "first": []}
    rows = [[5, 9, 1, 2, 0, 7, 3, 0, 7, 4], [6, -1, -1, 1, 0, 8, -1, 0, 2, -1]]
    told["tensor"] = gpt2_lab.tensors.put(torch.tensor(rows, dtype=torch.int32))
    one, other = pairs_of(PairSet.model_validate(told | {"code": ""}), gpt2_lab.tensors)
    assert (one.clean, one.corrupt, one.answer, one.distractor) == ((0, 7, 3), (0, 7, 4), (5,), (9,))
    assert (other.clean, other.answer, other.distractor) == ((0, 8), (6,), None)
    assert (one.roles, other.roles) == ({"x": 1, "end": 2}, {"end": 1})
    again = gpt2_lab.pairs("old", stored=told["tensor"], roles=["x"])
    assert pairs_of(again, gpt2_lab.tensors) == [one, other]


def test_one_of_them_becomes_the_prompts(gpt2_lab: Any, gpt2: Any) -> None:
    found = gpt2_lab.pairs("few", ROWS)
    gpt2_lab.ablate("L0H1")
    zero = Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old)
    for index, pair in enumerate(pairs_of(found, gpt2_lab.tensors)):
        gpt2_lab.use_pair("few", index)
        wanted = 0.0
        for side, sign in ((pair.answer, 1), (pair.distractor or (), -1)):
            logits = reference_hf.logits(gpt2.source, [*pair.clean, *side], [zero])
            steps = logits[len(pair.clean) - 1 :].log_softmax(-1)
            wanted += sign * sum(float(steps[at, token]) for at, token in enumerate(side))
        assert gpt2_lab.run().metric == pytest.approx(wanted, abs=CLOSE)
        assert gpt2_lab.state.metric.kind == ("logprob" if pair.distractor is None else "logit_diff")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda lab: lab.pairs("p", [("Mary", "John", "Mary", " John")]), "Pair 0.*'Mary' is .*Did you mean"),
        (lambda lab: lab.pairs("p", [([1, 2], [1, 3], [5, 999])]), "answer has the id 999, but"),
        (lambda lab: lab.pairs("p", [([1, 2], [1, 3], [])]), r"The answer \[\] is no token"),
        (lambda lab: lab.pairs("p", [([1] * 60, [2] * 60, 5, [5] * 900)]), "prompt and its distractor need"),
        (lambda lab: lab.pairs("p", [([1, 2], [1, 3], [[5]])]), "Pair 0 can't be read"),
        (lambda lab: (lab.pairs("few", ROWS), lab.metric("rank", pairs="few")), "pair 0 of few is 2 tokens"),
        (lambda lab: (lab.pairs("few", ROWS), lab.metric("top_k", pairs="few")), "top_k takes one"),
    ],
)
def test_what_cannot_be_is_refused(gpt2_lab: Any, call: Any, message: str) -> None:
    with pytest.raises(LabError, match=message):
        call(gpt2_lab)
