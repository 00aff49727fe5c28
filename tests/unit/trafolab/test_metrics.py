"""The number under study, against arithmetic on plain logits."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab


@pytest.fixture
def logits(gpt2: Any) -> torch.Tensor:
    twin = gpt2.twin()
    with torch.no_grad():
        return twin(gpt2.tokens(twin))[0]


def test_the_automatic_metric_is_the_plain_runs_first_against_its_second(
    gpt2_lab: Any, logits: torch.Tensor
) -> None:
    first, second = logits[-1].topk(2)[1].tolist()
    metric = gpt2_lab.state.metric
    assert (metric.kind, metric.automatic) == ("logit_diff", True)
    assert (metric.answer.id, metric.distractor.id) == (first, second)
    assert gpt2_lab.run().metric == pytest.approx(float(logits[-1, first] - logits[-1, second]), abs=1e-5)


def test_the_automatic_metric_stays_when_interventions_come(gpt2_lab: Any) -> None:
    before = gpt2_lab.state.metric
    gpt2_lab.ablate("attn.0")
    assert gpt2_lab.state.metric == before


@pytest.mark.parametrize("kind", ["logit_diff", "logprob", "prob", "rank"])
@pytest.mark.parametrize("position", [-1, 3])
def test_each_kind_equals_arithmetic_on_logits(
    gpt2_lab: Any, logits: torch.Tensor, kind: str, position: int
) -> None:
    gpt2_lab.metric(kind, answer=" Hart", distractor=" Carroll", position=position)
    hart, carroll = gpt2_lab.model.to_single_token(" Hart"), gpt2_lab.model.to_single_token(" Carroll")
    row = logits[position]
    expected = {
        "logit_diff": row[hart] - row[carroll],
        "logprob": row.log_softmax(-1)[hart],
        "prob": row.softmax(-1)[hart],
        "rank": (row > row[hart]).sum() + 1,
    }
    assert gpt2_lab.run().metric == pytest.approx(float(expected[kind]), abs=1e-5)


def test_a_chosen_metric_survives_another_prompt_and_none_returns_to_the_automatic(gpt2_lab: Any) -> None:
    gpt2_lab.metric(answer=" Hart", distractor=" Carroll")
    gpt2_lab.prompt("When Mary and John went")
    assert gpt2_lab.state.metric.answer.text == " Hart"
    gpt2_lab.metric(None)
    assert gpt2_lab.state.metric.automatic


def test_a_position_that_the_new_prompt_lacks_is_told(gpt2_lab: Any) -> None:
    gpt2_lab.metric("prob", answer=" Hart", position=9)
    gpt2_lab.prompt("Her name")
    assert "there is no position 9" in gpt2_lab.state.metric_problem
    data = gpt2_lab.compute("metric", {}).data
    assert (data.live, data.reason) == (None, gpt2_lab.state.metric_problem)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"answer": "Mary John", "distractor": 1}, "exactly one is needed"),
        ({"answer": "Hart", "distractor": 1}, "Did you mean ' Hart'"),
        ({"answer": "", "distractor": 1}, "is no token"),
        ({"answer": 327, "distractor": 1}, "the model knows ids 0 to 326"),
        ({"answer": 1}, "needs a distractor"),
        ({}, "needs an answer"),
        ({"answer": 1, "distractor": 2, "position": 12}, "there is no position 12"),
    ],
)
def test_a_metric_that_cannot_be_computed_is_refused(
    gpt2_lab: Any, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(trafolab.LabError, match=words):
        gpt2_lab.metric(**arguments)
