"""The number under study, against arithmetic on plain logits."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch
import trafolab
from pydantic import ValidationError
from trafolab_protocol.metric import AnswerText, AnswerToken, Metric

from tests import reference_hf
from tests.unit.trafolab.measured import METRICS, expected
from tests.unit.trafolab.operations.bench import CLEAN, CORRUPT
from tests.unit.trafolab.operations.sites import Site

ABLATED = Site("L0H1", "z.0", 2, 1).edit(torch.zeros_like)


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
        ({"answer": "Mary John", "kind": "rank"}, "exactly one is needed"),
        ({"answer": [" Hart", "Hart"], "distractor": 1}, "Did you mean ' Hart'"),
        ({"answer": " Mary John", "position": 3, "kind": "prob"}, "continue the prompt behind its last one"),
        ({"answer": [], "kind": "prob"}, "needs an answer"),
        ({"answer": [[]], "kind": "prob"}, "is no token"),
        ({"kind": "kl", "answer": 5}, "kl has no answer"),
        ({"kind": "rank", "answer": 5, "over": "logsumexp"}, 'rank has no over="logsumexp"'),
        ({"kind": "prob", "answer": 5, "k": 3}, "prob has no k"),
        ({"kind": "top_k", "answer": 5, "k": 0}, "can't take 0"),
        ({"kind": "loss", "position": 3}, r"Give positions=\[…\]"),
        ({"kind": "loss", "positions": [11]}, "no token follows that would be predicted"),
        ({"kind": "prob", "answer": [True]}, "can't take True as answer"),
        ({"kind": "prob", "answer": 5, "over": "max"}, "can't take 'max'"),
        ({"kind": "function"}, "is gone with the kernel"),
        ({"kind": lambda logits: logits.nothing}, "raised AttributeError"),
        ({"kind": lambda logits: logits}, r"gave a tensor \[12, 327\] in place of a number"),
        ({"kind": lambda logits: None}, "gave NoneType in place of a number"),
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


def test_a_function_gets_logits_of_its_own(gpt2_lab: Any, logits: torch.Tensor) -> None:
    def spoilt(given: torch.Tensor) -> torch.Tensor:
        assert given.dtype == torch.float32
        return given.mul_(0)[0, 0] + given.shape[0]

    gpt2_lab.metric(spoilt)
    run = gpt2_lab.run()
    assert run.metric == 12
    assert torch.allclose(run.logits, logits, atol=1e-5)
    data = gpt2_lab.compute("metric", {}).data
    assert (data.label, data.kind, data.live) == ("spoilt", "function", 12)


def test_a_function_that_fails_later_says_so_where_the_number_stands(gpt2_lab: Any) -> None:
    gpt2_lab.metric(lambda logits: 1 / (12 - len(logits) + 1))
    gpt2_lab.prompt("Her name was Mary Hart. Tomorrow at lunch time Mary and")
    assert gpt2_lab.run().n_tokens == 13
    assert "raised ZeroDivisionError" in gpt2_lab.state.metric_problem
    data = gpt2_lab.compute("metric", {}).data
    assert (data.live, data.reason) == (None, gpt2_lab.state.metric_problem)


def test_a_phrase_is_told_by_its_tokens(gpt2_lab: Any) -> None:
    gpt2_lab.metric("logprob", answer=" Mary John")
    (answer,) = gpt2_lab.state.metric.answers
    assert (answer.text, len(answer.tokens), answer.by_text) == (" Mary John", 2, True)
    gpt2_lab.metric("logprob", answer=[[token.id for token in answer.tokens], answer.tokens[0].id])
    assert [each.text for each in gpt2_lab.state.metric.answers] == [" Mary John", " Mary"]
    gpt2_lab.metric("prob", answer=["Her", "Her", " Hart"])
    assert len(gpt2_lab.state.metric.answers) == 2


LABELS = {
    " Hart − Carroll": {"answer": " Hart", "distractor": " Carroll"},
    "mean( Hart, Mary) − Carroll": {"answer": [" Hart", " Mary"], "distractor": " Carroll"},
    "log P( Mary John) − log P( Hart)": {"answer": " Mary John", "distractor": " Hart"},
    "mean log P( Hart, Mary)": {"kind": "logprob", "answer": [" Hart", " Mary"]},
    "P( Hart or Mary)": {"kind": "prob", "answer": [" Hart", " Mary"], "over": "logsumexp"},
    "top 3( Hart or Mary)": {"kind": "top_k", "answer": [" Hart", " Mary"], "k": 3},
    "top 5( Hart)": {"kind": "top_k", "answer": " Hart"},
    "mean rank( Hart, Mary)": {"kind": "rank", "answer": [" Hart", " Mary"]},
    "KL(plain ‖ live)": {"kind": "kl"},
    "loss": {"kind": "loss"},
    "loss at 2, 5": {"kind": "loss", "positions": [5, 2]},
}


@pytest.mark.parametrize("label", LABELS)
def test_each_metric_in_words(gpt2_lab: Any, label: str) -> None:
    gpt2_lab.metric(**LABELS[label])
    assert gpt2_lab.compute("metric", {}).data.label == label


@pytest.mark.parametrize("name", METRICS)
def test_each_metric_of_each_run(gpt2_lab: Any, gpt2: Any, name: str) -> None:
    kind, asked = METRICS[name]
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.metric(kind, **asked)
    for change in (lambda: None, lambda: gpt2_lab.ablate("L0H1")):
        change()
        edits = [ABLATED] if len(gpt2_lab.interventions) else []
        for ids, run, acting in (
            (CLEAN, gpt2_lab.run(), edits),
            (CLEAN, gpt2_lab.run("plain"), []),
            (CORRUPT, gpt2_lab.run("corrupt"), edits),
        ):
            number = expected(
                name,
                ids,
                lambda more, ids=ids, acting=acting: reference_hf.logits(gpt2.source, [*ids, *more], acting),
                reference_hf.logits(gpt2.source, ids),
            )
            assert run.metric == pytest.approx(number, abs=1e-4)


def test_what_follows_the_prompt_counts_as_generated(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN)
    gpt2_lab.metric("logprob", answer=[[5, 9]])
    before = gpt2_lab.run().metric
    gpt2_lab.direction("d", torch.arange(float(gpt2_lab.info.structure.d_model)))
    gpt2_lab.steer("resid_post.0", "d", on="prompt")
    assert gpt2_lab.run().metric != pytest.approx(before, abs=1e-3)
    gpt2_lab.clear()
    first = gpt2_lab.run().logits[-1].log_softmax(-1)[5]
    gpt2_lab.steer("resid_post.0", "d", on="generated", scale=3)
    run = gpt2_lab.run()
    assert torch.equal(run.logits[-1].log_softmax(-1)[5], first)
    assert run.metric != pytest.approx(before, abs=1e-3)


def test_a_metric_belongs_to_the_weights_of_its_run(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN)
    for kind, asked in (("kl", {}), ("logprob", {"answer": [[5, 9]]})):
        gpt2_lab.metric(kind, **asked)
        gpt2_lab.ablate("L0H1")
        number, run = gpt2_lab.run().metric, gpt2_lab.run()
        gpt2_lab.model.blocks[1].mlp.out.weight.data.mul_(1.5)
        assert run.metric == pytest.approx(number, abs=1e-6)
        assert gpt2_lab.run().metric != pytest.approx(number, abs=1e-4)


def test_metrics_of_the_older_form_still_load() -> None:
    hart, piece = {"id": 5, "text": " Hart"}, {"id": 7, "text": "\\xad"}
    old = {"kind": "logit_diff", "answer": hart, "distractor": piece, "position": -2, "automatic": False}
    metric = Metric.model_validate_json(json.dumps(old))
    assert metric == Metric(
        answers=[AnswerText(tokens=[AnswerToken(**hart)])],
        distractors=[AnswerText(tokens=[AnswerToken(**piece)], by_text=False)],
        position=-2,
    )
    assert Metric.model_validate_json(metric.model_dump_json()) == metric
    alone = Metric.model_validate({"kind": "rank", "answer": hart, "distractor": None})
    assert (len(alone.answers), alone.distractors) == (1, [])
    with pytest.raises(ValidationError):
        Metric.model_validate({**old, "colour": "red"})
