"""Reference sets, directions and saved states."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab
from trafolab import LabError

NAMES = ["Her name was Mary", "Alex Hart. Alex", "At lunch time Mary and John"]


def test_a_reference_set_is_chosen_with_its_seed(gpt2_lab: Any) -> None:
    one = gpt2_lab.reference("names", [f"Alex {i}" for i in range(20)], n=4, seed=1)
    again = gpt2_lab.reference("again", [f"Alex {i}" for i in range(20)], n=4, seed=1)
    other = gpt2_lab.reference("other", [f"Alex {i}" for i in range(20)], n=4, seed=2)
    assert (one.n_prompts, one.n_given, one.seed) == (4, 20, 1)
    assert one.tensor == again.tensor != other.tensor
    assert [each.name for each in gpt2_lab.state.references] == ["names", "again", "other"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda lab: lab.reference("names", []), "has no prompts"),
        (lambda lab: lab.reference("clean", NAMES), "can't be named 'clean'"),
        (lambda lab: lab.reference(" ", NAMES), "can't be named"),
        (lambda lab: lab.reference("names", ["Alex", ""]), "Prompt 1 of it.*is empty"),
        (lambda lab: lab.reference("names", [[1, 99999]]), "Prompt 0 of it.*99999"),
        (lambda lab: lab.ablate("L0H0", mode="mean", source="nobody"), "no prompt named nobody"),
        (lambda lab: lab.ablate("L0H0", mode="resample"), "none was named"),
        (lambda lab: lab.ablate("L0H0.pattern", mode="mean"), "no mean in common"),
        (lambda lab: lab.direction("d"), "Nothing was given"),
        (lambda lab: lab.direction("d", torch.ones(3)), "32 numbers.*\\[3\\]"),
        (lambda lab: lab.direction("d", torch.zeros(32)), "has no length"),
        (lambda lab: lab.direction("d", tokens={" no such token": 1}), "needs exactly one|several|tokens"),
        (lambda lab: lab.direction("d", positive=["Alex"], negative=["Alex"]), "has no length"),
        (lambda lab: lab.direction("d", positive="nobody", negative="x"), "no reference set named nobody"),
        (lambda lab: lab.direction("d", positive=["a"], negative=["b"], at="L0H0"), "not as wide"),
        (lambda lab: lab.steer("resid_pre.1", "nobody"), "no direction named nobody"),
        (lambda lab: lab.forget("nobody"), "no direction named nobody"),
        (lambda lab: lab.load("nobody"), "no saved state named nobody"),
        (lambda lab: lab.save(""), "needs a name"),
        (lambda lab: lab.scale("L0H0"), "factor can.t be None"),
        (lambda lab: lab.scale("L0H0", float("nan")), "factor can.t be nan"),
        (lambda lab: lab.knockout("mlp.0", src=[1]), "no attention"),
        (lambda lab: lab.knockout("L0H0", src=[]), "No position"),
        (lambda lab: lab.knockout("L0H0", src=99), "no position 99"),
        (lambda lab: lab.keep("resid_pre.1"), "can't be kept"),
        (lambda lab: lab.custom("mlp.0", 5), "5 is no function"),
        (lambda lab: lab.freeze("mlp.0", what="pattern"), "no pattern that could be frozen"),
        (lambda lab: lab.reorder("nobody"), "no intervention with the id nobody"),
        (lambda lab: lab.restore_weights("nobody"), "nobody has no weights"),
        (lambda lab: lab.freeze("L0H0", stored="no/such.safetensors"), "no stored tensor"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(gpt2_lab: Any, call: Any, message: str) -> None:
    before = gpt2_lab.state
    with pytest.raises(LabError, match=message):
        call(gpt2_lab)
    assert gpt2_lab.state == before


def test_a_contrast_is_the_difference_of_means(gpt2_lab: Any, gpt2: Any) -> None:
    twin = gpt2.twin()

    def mean(texts: list[str], position: int | None) -> torch.Tensor:
        rows = []
        for text in texts:
            stream = twin.run_with_cache(twin.to_tokens(text))[1]["blocks.0.hook_resid_post"][0]
            rows += [stream[position]] if position is not None else list(stream[1:])
        return torch.stack(rows).mean(0)

    for position in (-1, None):
        gpt2_lab.direction("d", positive=NAMES, negative=["Alex at lunch"], position=position)
        expected = mean(NAMES, position) - mean(["Alex at lunch"], position)
        torch.testing.assert_close(gpt2_lab.vector("d"), expected, atol=1e-5, rtol=1e-5)
    assert [each.name for each in gpt2_lab.references] == ["d +", "d −"]


def test_tokens_are_added_up_and_the_nearest_found(gpt2_lab: Any, gpt2: Any) -> None:
    twin = gpt2.twin()
    ids = [twin.to_single_token(text) for text in (" Hart", " Alex", " Mary")]
    for space, rows in (("unembed", twin.W_U.T), ("embed", twin.W_E)):
        gpt2_lab.direction("d", tokens={" Hart": 1, " Alex": -1, " Mary": 0.5}, space=space)
        expected = rows[ids[0]] - rows[ids[1]] + 0.5 * rows[ids[2]]
        torch.testing.assert_close(gpt2_lab.vector("d"), expected.detach(), atol=1e-6, rtol=1e-5)
        cosines = torch.nn.functional.cosine_similarity(rows, expected[None], dim=-1)
        best = cosines.topk(3)
        found = gpt2_lab.nearest("d", 3, space=space)
        assert [each.id for each in found] == best.indices.tolist()
        assert [each.cosine for each in found] == pytest.approx(best.values.tolist(), abs=1e-5)


def test_the_cosine_between_directions(gpt2_lab: Any) -> None:
    one, other = torch.randn(2, 32, generator=torch.Generator().manual_seed(0))
    gpt2_lab.direction("one", one)
    gpt2_lab.direction("other", other)
    expected = float(torch.nn.functional.cosine_similarity(one, other, dim=0))
    assert gpt2_lab.cosine("one", "other") == pytest.approx(expected, abs=1e-6)
    data = gpt2_lab.compute("directions", {"k": 2})
    assert [row.name for row in data.data.rows] == ["one", "other"]
    assert float(data.tensors["cosines"][0, 1]) == pytest.approx(expected, abs=1e-6)


def test_a_vector_is_saved_under_a_name_of_its_own(gpt2_lab: Any) -> None:
    vector = torch.ones(32)
    gpt2_lab.steer("resid_pre.1", vector, 2.0)
    gpt2_lab.steer("resid_pre.1", vector, 3.0)
    (made,) = gpt2_lab.interventions
    assert made.operation.strength == 3.0
    assert len(gpt2_lab.directions) == 1


def test_states_are_saved_compared_and_gone_back_to(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate("L0H1")
    gpt2_lab.save("a")
    first = gpt2_lab.run().logits
    gpt2_lab.clear()
    gpt2_lab.freeze("L1H2", source="corrupt")
    gpt2_lab.save("b")
    second = gpt2_lab.run().logits
    found = gpt2_lab.compute("compare", {"a": "a", "b": "b", "k": 5})
    for row in found.data.rows:
        assert row.logit_a == pytest.approx(float(first[-1, row.id]), abs=1e-5)
        assert row.logit_b == pytest.approx(float(second[-1, row.id]), abs=1e-5)
    layer = found.tensors["change"]
    run_a = gpt2_lab._engine.look()[1].compared("a").run
    run_b = gpt2_lab._engine.look()[1].compared("b").run
    expected = (run_a.head_pattern(1, 2) - run_b.head_pattern(1, 2)).abs().max()
    assert float(layer[found.data.heads.index("L1H2")]) == pytest.approx(float(expected), abs=1e-6)
    gpt2_lab.prompt("Something else")
    gpt2_lab.load("a")
    assert torch.equal(gpt2_lab.run().logits, first)
    gpt2_lab.undo()
    assert gpt2_lab.state.clean.source.text == "Something else"
    assert gpt2_lab.saved == ["a", "b"]
    gpt2_lab.forget("a", what="saved")
    assert gpt2_lab.saved == ["b"]


def test_two_states_of_other_lengths_say_that_patterns_have_nothing_in_common(gpt2_lab: Any) -> None:
    gpt2_lab.save("a")
    gpt2_lab.prompt("Alex Hart")
    data = gpt2_lab.compute("compare", {"a": "a", "b": "now"}).data
    assert data.heads == []
    assert "12 and" in data.reason


def test_draws_are_counted_and_spread(gpt2_lab: Any) -> None:
    assert gpt2_lab.compute("draws", {}).data.values == []
    gpt2_lab.reference("names", NAMES)
    gpt2_lab.ablate("attn.0", mode="resample", source="names", draws=4)
    data = gpt2_lab.compute("draws", {}).data
    assert len(data.values) == len(set(data.values)) == 4
    assert data.values[0] == pytest.approx(gpt2_lab.run().metric, abs=1e-5)
    assert data.sd > 0
    again = trafolab.open(gpt2_lab.info.source)
    again.prompt(gpt2_lab.state.clean.source.text)
    again.reference("names", NAMES)
    again.ablate("attn.0", mode="resample", source="names", draws=4)
    assert again.compute("draws", {}).data.values == data.values


def test_a_comparison_prints_what_differs(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H1")
    gpt2_lab.save("a")
    found = gpt2_lab.compare("a", "plain")
    assert found.metric == (pytest.approx(gpt2_lab.run().metric), pytest.approx(gpt2_lab.run("plain").metric))
    assert gpt2_lab.state.saved[0].metric == pytest.approx(gpt2_lab.run().metric)
    assert "patterns differ most in L1H" in repr(found)
    assert "patterns are equal" in repr(gpt2_lab.compare("a", "now"))
    with pytest.raises(LabError, match="plain means the laboratory itself"):
        gpt2_lab.save("plain")


def test_a_group_stands_for_its_members(gpt2_lab: Any) -> None:
    gpt2_lab.group("movers", "L1H*", "mlp.0")
    assert gpt2_lab.groups == {"movers": ["L1H0", "L1H1", "L1H2", "L1H3", "mlp.0"]}
    gpt2_lab.ablate("movers", "L0H1")
    (made,) = gpt2_lab.interventions
    assert made.targets == ["L1H0", "L1H1", "L1H2", "L1H3", "mlp.0", "L0H1"]
    gpt2_lab.release("movers")
    assert gpt2_lab.interventions[0].targets == ["L0H1"]
    gpt2_lab.clear()
    gpt2_lab.keep("movers", mode="zero")
    assert gpt2_lab.interventions[0].status.state == "active"
    assert 'lab.group("movers", ["L1H0"' in gpt2_lab.code()
    gpt2_lab.group("both", "movers", "L0H2")
    assert len(gpt2_lab.groups["both"]) == 6
    gpt2_lab.forget("movers", what="group")
    assert list(gpt2_lab.groups) == ["both"]
    for name in ("L1H0", "mlp.*", " "):
        with pytest.raises(LabError, match="can't be named"):
            gpt2_lab.group(name, "L1H0")
    with pytest.raises(LabError, match="no target named"):
        gpt2_lab.group("ghosts", "L9H9")


def test_undo_leaves_what_was_saved(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H1")
    gpt2_lab.save("a")
    gpt2_lab.ablate("L1H1")
    gpt2_lab.undo()
    gpt2_lab.undo()
    assert (len(gpt2_lab.interventions), gpt2_lab.saved) == (0, ["a"])
    gpt2_lab.redo()
    assert (len(gpt2_lab.interventions), gpt2_lab.saved) == (1, ["a"])


def test_undo_brings_back_what_was_forgotten_or_written_over(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H1")
    gpt2_lab.save("a")
    gpt2_lab.save("b")
    gpt2_lab.forget("a", what="saved")
    gpt2_lab.undo()
    assert sorted(gpt2_lab.saved) == ["a", "b"]
    gpt2_lab.redo()
    assert gpt2_lab.saved == ["b"]
    gpt2_lab.ablate("L1H1")
    gpt2_lab.save("b")
    gpt2_lab.save("c")
    gpt2_lab.undo()
    assert sorted(gpt2_lab.saved) == ["b", "c"]
    gpt2_lab.load("b")
    assert [each.targets for each in gpt2_lab.interventions] == [["L0H1"]]


def test_who_begins_anew_keeps_the_saved_states(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("L0H1", source="corrupt")
    gpt2_lab.save("a")
    expected = gpt2_lab.run().logits
    fresh = trafolab.open(gpt2_lab.info.source)
    fresh.inherit(gpt2_lab)
    fresh.load("a")
    assert torch.equal(fresh.run().logits, expected)


def test_a_rebuilt_mean_tells_over_how_many_positions_it_is(gpt2_lab: Any) -> None:
    gpt2_lab.reference("names", NAMES)
    gpt2_lab.ablate("L0H1", mode="mean", source="names")
    gpt2_lab.ablate("L0H2", mode="mean")
    space: dict[str, Any] = {}
    exec(gpt2_lab.code(), space)
    assert [e.source.n for e in space["lab"].interventions] == [e.source.n for e in gpt2_lab.interventions]
