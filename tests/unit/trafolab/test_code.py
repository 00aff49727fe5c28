"""The Python that rebuilds a state really does."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab


def rebuilt(lab: Any) -> Any:
    space: dict[str, Any] = {"model": lab.model}
    exec(lab.code(), space)
    return space["lab"]


def comparable(lab: Any) -> Any:
    state = lab.settle()
    return state.clean, state.counterfactuals, state.metric, state.interventions


def test_a_whole_state_comes_back(gpt2_lab: Any) -> None:
    gpt2_lab.metric(answer=" Hart", distractor=" Carroll", position=-2)
    gpt2_lab.ablate(["L1H2", "mlp.0"], positions=[1, 5])
    gpt2_lab.freeze("L0H1", what="z")
    gpt2_lab.ablate("L0H0")
    gpt2_lab.disable(gpt2_lab.interventions[2].id)
    again = rebuilt(gpt2_lab)
    assert comparable(again) == comparable(gpt2_lab)
    assert again.run().logits.equal(gpt2_lab.run().logits)


def test_a_freeze_of_an_earlier_prompt_comes_back_from_that_prompt(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("L1H1")
    gpt2_lab.prompt("Her name was Mary Hart. Tomorrow at lunch time Mary")
    again = rebuilt(gpt2_lab)
    assert comparable(again)[0] == comparable(gpt2_lab)[0]
    assert again.run().logits.equal(gpt2_lab.run().logits)


@pytest.mark.parametrize(
    ("act", "line"),
    [
        (lambda lab: lab.ablate("L1H2"), 'lab.ablate("L1H2")'),
        (
            lambda lab: lab.ablate(["L1H2", "0.1"], positions=[2]),
            'lab.ablate(["L1H2", "0.1"], positions=[2])',
        ),
        (lambda lab: lab.freeze("attn.0", what="z"), 'lab.freeze("attn.0", what="z")'),
        (lambda lab: lab.metric("prob", answer=" Hart"), 'lab.metric("prob", answer=" Hart")'),
        (lambda lab: lab.prompt('say "hi"'), "lab.prompt('say \"hi\"')"),
        (lambda lab: lab.prompt([1, 2], corrupt={"a": [3, 4]}), 'lab.prompt([1, 2], corrupt={"a": [3, 4]})'),
    ],
)
def test_each_act_has_its_line(gpt2_lab: Any, act: Any, line: str) -> None:
    act(gpt2_lab)
    assert gpt2_lab.state.history[-1].code == line


def test_labelled_ids_come_back(shape_of: Any) -> None:
    lab = trafolab.open(shape_of("toy").source)
    lab.prompt([0, 3, 1], labels={0: "start"})
    assert comparable(rebuilt(lab)) == comparable(lab)


def test_an_edit_stays_in_its_place_and_has_its_line(gpt2_lab: Any) -> None:
    gpt2_lab.scale("mlp.0", 0.5)
    gpt2_lab.ablate("L0H1", mode="mean")
    gpt2_lab.freeze("L1H2", source="corrupt")
    scaled, mean, frozen = gpt2_lab.interventions
    gpt2_lab.edit(scaled.id, factor=0.25, positions=[2, -1])
    assert gpt2_lab.state.history[-1].code == f'lab.edit("{scaled.id}", factor=0.25, positions=[2, -1])'
    gpt2_lab.edit(mean.id, positions=[3])
    gpt2_lab.edit(frozen.id, positions=[4])
    again = gpt2_lab.interventions
    assert [each.targets for each in again] == [["mlp.0"], ["L0H1"], ["L1H2"]]
    assert [position.index for position in again[0].positions] == [2, 11]
    assert (again[1].source, again[2].source, again[2].stamp) == (mean.source, frozen.source, frozen.stamp)
    gpt2_lab.disable(again[0].id)
    gpt2_lab.edit(again[0].id, factor=3)
    assert not gpt2_lab.interventions[0].enabled
    with pytest.raises(trafolab.LabError, match="no intervention with the id nobody"):
        gpt2_lab.edit("nobody", factor=1)
    with pytest.raises(trafolab.LabError, match="There is no option colour"):
        gpt2_lab.edit(again[1].id, colour=3)


def test_a_function_that_needs_more_than_its_text_is_not_rebuilt(gpt2_lab: Any) -> None:
    def louder(factor: float) -> Any:
        def multiplied(value: Any) -> Any:
            return value * factor

        return multiplied

    def by_default(value: Any, factor: float = 2.0) -> Any:
        return value * factor

    gpt2_lab.custom("mlp.0", louder(2))
    gpt2_lab.custom("mlp.1", by_default)
    assert "# not rebuilt: custom mlp.0: multiplied needs factor" in gpt2_lab.code()
    assert "# not rebuilt: custom mlp.1: by_default needs factor" in gpt2_lab.code()


def test_functions_that_bring_all_they_need_are_rebuilt(gpt2_lab: Any) -> None:
    def bounded(value: Any) -> Any:
        return torch.tanh(value).clamp(min=0)

    gpt2_lab.custom("mlp.0", bounded)
    gpt2_lab.custom("mlp.1", torch.tanh)
    gpt2_lab.custom("attn.0", lambda value: value * 0.25)
    gpt2_lab.custom("attn.1", lambda value: value * 0.5)
    code = gpt2_lab.code()
    assert "not rebuilt" not in code
    assert "function = lambda value: value * 0.5\nlab.custom(" in code
    space: dict[str, Any] = {}
    exec(code, space)
    assert torch.equal(space["lab"].run().logits, gpt2_lab.run().logits)


METRICS = [
    'lab.metric("logit_diff", answer=[" Hart", " Mary"], distractor=" Carroll", over="logsumexp")',
    'lab.metric("logprob", answer=" Mary John")',
    'lab.metric("prob", answer=[[5, 9], 7, " Hart"], over="logsumexp")',
    'lab.metric("top_k", answer=" Hart", k=3, position=2)',
    'lab.metric("kl", position=-2)',
    'lab.metric("loss", positions=[2, 5])',
]


@pytest.mark.parametrize("line", METRICS)
def test_every_metric_has_its_line_and_comes_back(gpt2_lab: Any, line: str) -> None:
    before = gpt2_lab.state.metric
    exec(line, {"lab": gpt2_lab})
    chosen = gpt2_lab.state.metric
    assert gpt2_lab.state.history[-1].code == line
    gpt2_lab.ablate("L0H1")
    again = rebuilt(gpt2_lab)
    assert comparable(again) == comparable(gpt2_lab)
    assert again.run().metric == pytest.approx(gpt2_lab.run().metric, abs=1e-6)
    gpt2_lab.undo()
    gpt2_lab.undo()
    assert gpt2_lab.state.metric == before
    gpt2_lab.redo()
    assert gpt2_lab.state.metric == chosen


def test_tokens_that_no_text_names_go_by_their_ids(gpt2_lab: Any) -> None:
    pieces = gpt2_lab.model.to_tokens("Her name", prepend_bos=False)[0].tolist()
    split = [gpt2_lab.model.to_single_token(letter) for letter in "Her"]
    gpt2_lab.metric("logprob", answer=[split, pieces])
    assert f'lab.metric("logprob", answer=[{split}, "Her name"])' in gpt2_lab.code()
    assert rebuilt(gpt2_lab).state.metric == gpt2_lab.state.metric


def test_a_metric_by_a_function_comes_back_with_it(gpt2_lab: Any) -> None:
    def entropy(logits: Any) -> Any:
        probs = torch.softmax(logits[-1], -1)
        return -(probs * probs.log()).sum()

    gpt2_lab.metric(entropy)
    assert gpt2_lab.state.history[-1].code == "lab.metric(entropy)"
    assert gpt2_lab.state.history[-1].label == "metric entropy"
    assert rebuilt(gpt2_lab).run().metric == pytest.approx(gpt2_lab.run().metric, abs=1e-6)
    gpt2_lab.metric(lambda logits: logits[-1].max())
    assert rebuilt(gpt2_lab).run().metric == pytest.approx(gpt2_lab.run().metric, abs=1e-6)
    gpt2_lab.undo()
    assert gpt2_lab.state.metric.function.name == "entropy"
    wanted = 3
    gpt2_lab.metric(lambda logits: logits[-1, wanted])
    assert "# not rebuilt: metric function: function needs wanted" in gpt2_lab.code()
