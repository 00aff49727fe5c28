"""Sets of prompt pairs: how they are made, refused, kept and brought back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import trafolab
from datasets import Dataset, DatasetDict
from trafolab import LabError
from trafolab.pairs import pairs_of

CLEAN = "When {a} and {b} went to the {place}, {b} gave a drink to"
CORRUPT = "When {a} and {b} went to the {place}, {a} gave a drink to"
SLOTS = {"a": ["Mary", "John"], "b": ["John", "Mary", "Alex"], "place": ["store", "lunch"]}
ROWS = [
    ("When Mary went to John", "When John went to Mary", " Mary", " John"),
    ("Mary gave a drink to John", "John gave a drink to Mary", " Mary", " John"),
]


def made(lab: Any, **more: Any) -> Any:
    given = {"corrupt": CORRUPT, "answer": " {a}", "distractor": " {b}", "slots": SLOTS}
    return lab.pairs("ioi", CLEAN, **(given | more))


def text(lab: Any, *ids: int) -> str:
    return "".join(lab.model.tokenizer.decode([i]) for i in ids)


def test_templates_make_all_pairs_whose_values_differ(gpt2_lab: Any) -> None:
    found = made(gpt2_lab)
    assert (found.n_pairs, found.n_left_out, found.lengths) == (8, 0, [15])
    assert found.roles == ["a", "b", "place", "b2", "end"]
    for pair in pairs_of(found, gpt2_lab.tensors):
        clean, corrupt = text(gpt2_lab, *pair.clean), text(gpt2_lab, *pair.corrupt)
        a, b = text(gpt2_lab, *pair.answer), text(gpt2_lab, *pair.distractor or ())
        assert clean.startswith(f"<bos>When{a} and{b} went to the")
        assert clean.endswith(f",{b} gave a drink to")
        assert corrupt == f",{a} gave".join(clean.rsplit(f",{b} gave", 1))
        said = {role: text(gpt2_lab, pair.clean[at]) for role, at in pair.roles.items()}
        assert (said["a"], said["b"], said["b2"], said["end"]) == (a, b, b, " to")
        assert pair.roles["b2"] > pair.roles["place"] > pair.roles["b"] > pair.roles["a"]
        assert said["place"].strip() in SLOTS["place"]


def test_a_slot_of_several_tokens_has_a_first_one_too(gpt2_lab: Any) -> None:
    found = made(gpt2_lab, slots=SLOTS | {"place": ["Tomorrow store"]}, first=True)
    assert found.roles == ["a.first", "a", "b.first", "b", "place.first", "place", "b2.first", "b2", "end"]
    pair = pairs_of(found, gpt2_lab.tensors)[0]
    words = text(gpt2_lab, *pair.clean[pair.roles["place.first"] : pair.roles["place"] + 1])
    assert words == " Tomorrow store"
    assert pair.roles["a.first"] == pair.roles["a"]


def test_a_seed_chooses(gpt2_lab: Any) -> None:
    one, again, other = (made(gpt2_lab, n=4, seed=seed) for seed in (1, 1, 2))
    assert one.n_pairs == 4
    assert one.tensor == again.tensor != other.tensor
    assert len(gpt2_lab.pair_sets) == 1


def test_fewer_than_asked_for_is_said(gpt2_lab: Any) -> None:
    with pytest.warns(UserWarning, match="ioi has 8 pairs: 200 were asked for, and there are no more"):
        found = made(gpt2_lab, n=200)
    assert found.n_pairs == 8


def test_a_set_reads_as_a_small_table(gpt2_lab: Any) -> None:
    found = gpt2_lab.pairs("few", [*ROWS, ("Mary", "Mary and John", " Mary", " John")], unequal="leave_out")
    first, second = found.first
    low, high = found.lengths
    assert repr(found).splitlines() == [
        "Pairs 'few'",
        "  pairs: 2 (1 of unequal length left out)",
        f"  tokens: {low} to {high}",
        "  roles: end",
        f"  first clean prompts: {first}",
        f"    {second}",
    ]
    shown = found._repr_html_()
    assert shown.count("<tr>") == 4
    assert "&lt;bos&gt;When Mary went to John<br>" in shown
    assert made(gpt2_lab).__str__().splitlines()[2] == "  tokens: 15"


def test_unequal_pairs_are_refused_by_name_or_left_out(gpt2_lab: Any) -> None:
    rows = [*ROWS, ("Mary", "Mary and John", " Mary", " John")]
    with pytest.raises(
        LabError, match=r"Pair 2 \('Mary'\): the clean prompt has \d+ tokens, and the corrupt"
    ):
        gpt2_lab.pairs("few", rows)
    found = gpt2_lab.pairs("few", rows, unequal="leave_out")
    assert (found.n_pairs, found.n_left_out) == (2, 1)


def test_roles_must_stand_at_the_same_tokens(gpt2_lab: Any) -> None:
    given = {"answer": " Mary", "slots": {"x": ["John", "Tomorrow at"], "y": ["Tomorrow at", "John"]}}
    with pytest.raises(LabError, match="x ends at token 2, in the corrupt prompt at 3"):
        gpt2_lab.pairs("odd", "When {x} and {y}", corrupt="When {y} and {x}", **given)


@pytest.mark.parametrize("kind", ["list", "csv", "jsonl", "dataset"])
def test_the_same_pairs_from_everywhere(gpt2_lab: Any, tmp_path: Path, kind: str) -> None:
    names = ["clean", "corrupt", "answer", "distractor"]
    rows = [dict(zip(names, row, strict=True)) | {"roles": {"who": 1 + i}} for i, row in enumerate(ROWS)]
    given: Any = [tuple(row.values()) for row in rows]
    if kind == "csv":
        given = tmp_path / "pairs.csv"
        lines = [",".join([*row, f"who={1 + i}"]) for i, row in enumerate(ROWS)]
        given.write_text("\n".join([",".join([*names, "roles"]), *lines]))
    elif kind == "jsonl":
        given = tmp_path / "pairs.jsonl"
        given.write_text("\n".join(map(json.dumps, rows)))
    elif kind == "dataset":
        given = str(tmp_path / "saved")
        Dataset.from_list(rows).save_to_disk(given)
    found = gpt2_lab.pairs("few", given)
    assert (found.roles, found.n_pairs) == (["who", "end"], 2)
    assert found.tensor == gpt2_lab.pairs("again", rows).tensor
    first = pairs_of(found, gpt2_lab.tensors)[0]
    assert text(gpt2_lab, *first.clean) == f"<bos>{ROWS[0][0]}"
    assert text(gpt2_lab, *first.answer, *first.distractor or ()) == " Mary John"
    assert first.roles == {"who": 1, "end": len(first.clean) - 1}


def test_roles_by_the_text_of_a_token(gpt2_lab: Any) -> None:
    found = gpt2_lab.pairs("few", [(*ROWS[0], {"to": " to"})])
    pair = pairs_of(found, gpt2_lab.tensors)[0]
    assert text(gpt2_lab, pair.clean[pair.roles["to"]]) == " to"


def splits(lab: Any, path: Path) -> None:
    DatasetDict({"train": Dataset.from_list([{"clean": "a"}])}).save_to_disk(str(path / "d"))
    lab.pairs("p", str(path / "d"))


def written(name: str, content: str) -> Any:
    def call(lab: Any, path: Path) -> None:
        (path / name).write_text(content)
        lab.pairs("p", path / name)

    return call


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda lab, path: lab.pairs("p", []), "has no pairs"),
        (lambda lab, path: lab.pairs("clean", ROWS), "A set of pairs can't be named 'clean'"),
        (lambda lab, path: lab.pairs("p", [("a", "b")]), "Pair 0 has no answer"),
        (lambda lab, path: lab.pairs("p", [5]), "Pair 0 has no clean and no corrupt and no answer"),
        (lambda lab, path: lab.pairs("p", [([1, 2], [1, 3], 99999)]), "Pair 0.*answer has the id 99999, but"),
        (lambda lab, path: lab.pairs("p", [([1, 2], [1, 3], 5, 6, {"x": 9})]), "no position 9"),
        (lambda lab, path: lab.pairs("p", [([2, 2], [1, 3], 5, 6, {"x": '"'})]), "x is at .* 2 times"),
        (lambda lab, path: lab.pairs("p", path / "none.csv"), "There is no file"),
        (written("p.txt", "x"), "ends in .txt"),
        (written("p.jsonl", "{"), "Line 1 of .* is no JSON"),
        (written("p.csv", "clean,corrupt\na,b"), "Pair 0 has no answer"),
        (splits, "several splits: train"),
        (lambda lab, path: lab.pairs("p", str(path)), "holds no dataset"),
        (
            lambda lab, path: lab.pairs("p", CLEAN, corrupt=CORRUPT, slots=SLOTS),
            "need an answer",
        ),
        (lambda lab, path: lab.pairs("p", CLEAN, slots=SLOTS, answer="x"), "need a corrupt template"),
        (lambda lab, path: lab.pairs("p", "{a", corrupt="b", slots={}, answer="x"), "can't be read"),
        (lambda lab, path: lab.pairs("p", CLEAN, corrupt="b", slots={}, answer="x"), "{a} has no values"),
        (lambda lab, path: lab.pairs("p", [CLEAN], corrupt=["b", "c"], answer="x"), "1 clean .* 2 corrupt"),
        (lambda lab, path: lab.pairs("p", stored="no/such.safetensors"), "no stored tensor"),
        (lambda lab, path: made(lab, slots={k: v * 30 for k, v in SLOTS.items()}), "make 324000 pairs"),
        (lambda lab, path: lab.forget("nobody", what="pairs"), "no pairs named nobody"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    gpt2_lab: Any, tmp_path: Path, call: Any, message: str
) -> None:
    before = gpt2_lab.state
    with pytest.raises(LabError, match=message):
        call(gpt2_lab, tmp_path)
    assert gpt2_lab.state == before


def test_they_are_undone_forgotten_saved_and_rebuilt(gpt2_lab: Any) -> None:
    found = made(gpt2_lab)
    gpt2_lab.save("with")
    gpt2_lab.undo()
    assert gpt2_lab.pair_sets == []
    gpt2_lab.redo()
    assert gpt2_lab.pair_sets == [found]
    space: dict[str, Any] = {}
    exec(gpt2_lab.code(), space)
    (again,) = space["lab"].pair_sets
    assert (again.tensor, again.roles, again.lengths) == (found.tensor, found.roles, found.lengths)
    gpt2_lab.forget("ioi", what="pairs")
    assert gpt2_lab.pair_sets == []
    gpt2_lab.load("with")
    assert gpt2_lab.pair_sets == [found]


def test_the_line_of_a_set_makes_it_again(gpt2_lab: Any) -> None:
    for found in (made(gpt2_lab), gpt2_lab.pairs("few", [([1, 2, 3], [1, 4, 3], 5, 6, {"x": 1})])):
        fresh = trafolab.open(gpt2_lab.info.source)
        exec(found.code, {"lab": fresh})
        assert fresh.pair_sets == [found]


def test_a_long_list_is_told_by_its_tensor(gpt2_lab: Any) -> None:
    found = gpt2_lab.pairs("many", ROWS * 50)
    told = gpt2_lab.state.history[-1].code
    assert told == found.code == f'lab.pairs("many", stored="{found.tensor}")'
    few = gpt2_lab.pairs("few", ROWS)
    assert gpt2_lab.state.history[-1].code == few.code
    assert "When Mary went to John" in few.code


def test_they_survive_the_kernel(gpt2_lab: Any) -> None:
    found = made(gpt2_lab)
    fresh = trafolab.open(gpt2_lab.info.source)
    tensors = {name: gpt2_lab.tensors[name].numpy() for name in gpt2_lab.stored}
    fresh.restore(gpt2_lab.state, tensors)
    assert fresh.pair_sets == [found]
    assert len(pairs_of(fresh.pair_sets[0], fresh.tensors)) == 8


def test_one_of_them_becomes_the_prompts(gpt2_lab: Any) -> None:
    pair = pairs_of(made(gpt2_lab), gpt2_lab.tensors)[3]
    gpt2_lab.use_pair("ioi", 3)
    state = gpt2_lab.state
    assert [token.id for token in state.clean.tokens] == list(pair.clean)
    assert [token.id for token in state.counterfactuals[0].tokens] == list(pair.corrupt)
    assert state.clean.source.kind == "text"
    logits, (answer,), (distractor,) = gpt2_lab.run().logits[-1], pair.answer, pair.distractor or ()
    assert gpt2_lab.run().metric == pytest.approx(float(logits[answer] - logits[distractor]))
    assert state.history[-1].code == 'lab.use_pair("ioi", 3)'
    gpt2_lab.undo()
    assert gpt2_lab.state.clean.tokens != state.clean.tokens
    assert gpt2_lab.state.metric.automatic
    gpt2_lab.redo()
    assert gpt2_lab.state.metric == state.metric
    gpt2_lab.pairs("ids", [([9, 8, 7], [9, 5, 7], 5)])
    gpt2_lab.use_pair("ids", 0)
    assert [token.id for token in gpt2_lab.state.clean.tokens] == [9, 8, 7]
    with pytest.raises(LabError, match="ids has no pair 1"):
        gpt2_lab.use_pair("ids", 1)
