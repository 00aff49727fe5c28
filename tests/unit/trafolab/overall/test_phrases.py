"""The metric over pairs of which some have answers of several tokens, against the plain model's forward pass
over each prompt with its answer behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab

from tests import reference_hf
from tests.models import gpt2 as make_gpt2
from tests.unit.trafolab.operations.bench import CLOSE, Bench
from tests.unit.trafolab.operations.sites import Site
from tests.unit.trafolab.overall.test_overall import found, settled

PAIRS: list[Any] = [
    ([0, 7, 3, 9, 3, 7, 11, 5], [0, 7, 4, 9, 3, 8, 11, 2], [5, 9, 4], [9, 2], {"x": 2}),
    ([0, 7, 3, 9, 3, 7], [0, 7, 4, 9, 3, 7], 6, [9, 8], {"x": 2}),
    ([0, 8, 3, 2, 3, 7, 11, 5], [0, 8, 3, 2, 4, 7, 11, 5], [5, 9], 3, {"x": 4}),
    ([0, 2, 3, 9, 6, 7], [0, 7, 3, 9, 6, 7], 2, 4, {"x": 1}),
    ([0, 2, 3, 9, 6, 8], [0, 7, 3, 9, 6, 8], 2, 4, {"x": 1}),
]
KINDS = ["logit_diff", "logprob", "prob"]


def number(kind: str, source: str, pair: Any, edits: Any = ()) -> float:
    """The metric of one pair under edits."""

    def log_prob(answer: int | list[int]) -> float:
        behind = answer if isinstance(answer, list) else [answer]
        logits = reference_hf.logits(source, [*pair[0], *behind], edits)
        steps = logits[len(pair[0]) - 1 :].log_softmax(-1)
        return sum(float(steps[at, token]) for at, token in enumerate(behind))

    right = log_prob(pair[2])
    return {"logit_diff": lambda: right - log_prob(pair[3]), "logprob": lambda: right}.get(
        kind, lambda: float(torch.tensor(right).exp())
    )()


def expected(kind: str, source: str, edits_of: Any, pairs: Any = PAIRS) -> torch.Tensor:
    """[pair, live or plain]."""
    return torch.tensor(
        [[number(kind, source, pair, edits_of(pair)), number(kind, source, pair)] for pair in pairs]
    )


def edits_of(source: str, pair: Any) -> list[Any]:
    """What :func:`act` does, in one pair's prompt with its answer behind it."""
    n, patched = len(pair[0]), Site("L0H0", "z.0", 2, 0)
    values = patched.read(source, pair[1])

    def put(old: torch.Tensor) -> torch.Tensor:
        new = old.clone()
        new[:, :n] = values
        return new

    return [
        Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old),
        Site("mlp.1", "mlp.1").edit(lambda old: old / 2, [n - 1]),
        patched.edit(put),
    ]


def act(lab: Any) -> None:
    """Everywhere, at a role, and from each pair's own corrupt prompt, which has no answer behind it."""
    lab.prompt(PAIRS[0][0], corrupt=PAIRS[0][1])
    lab.ablate("L0H1")
    lab.scale("mlp.1", 0.5, positions=["end"])
    lab.patch("L0H0")


@pytest.mark.parametrize("kind", KINDS)
def test_each_pair_is_what_the_plain_model_gives(bench: Bench, kind: Any) -> None:
    lab = bench.lab
    lab.pairs("mixed", PAIRS)
    lab.metric(kind, pairs="mixed")
    plain = expected(kind, bench.source, lambda pair: [])
    torch.testing.assert_close(found(lab.measured()), plain, atol=CLOSE, rtol=CLOSE)
    act(lab)
    lab.metric(kind, pairs="mixed")
    wanted = expected(kind, bench.source, lambda pair: edits_of(bench.source, pair))
    torch.testing.assert_close(found(lab.measured()), wanted, atol=CLOSE, rtol=CLOSE)
    data, (live, before) = settled(lab), wanted.mean(0).tolist()
    assert (data.live, data.plain) == (pytest.approx(live, abs=CLOSE), pytest.approx(before, abs=CLOSE))
    assert (data.over.n, data.over.n_pairs, data.stamp.interventions) == (5, 5, "live")


def test_it_is_what_each_pair_gives_as_the_prompt(gpt2_lab: Any) -> None:
    gpt2_lab.pairs("mixed", PAIRS)
    gpt2_lab.prompt(PAIRS[0][0], corrupt=PAIRS[0][1])
    gpt2_lab.ablate("L0H1")
    gpt2_lab.patch("mlp.1")
    reading = found(gpt2_lab.measured("mixed"))
    for index in range(len(PAIRS)):
        gpt2_lab.use_pair("mixed", index)
        assert float(gpt2_lab.run().metric) == pytest.approx(float(reading[index, 0]), abs=1e-5)
        assert float(gpt2_lab.run("plain").metric) == pytest.approx(float(reading[index, 1]), abs=1e-5)


def test_the_gap_between_two_sets(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.pairs("mixed", PAIRS)
    gpt2_lab.pairs("single", PAIRS[3:])
    gpt2_lab.ablate("L0H1")
    gpt2_lab.metric("logit_diff", pairs="mixed", minus="single")
    zero = Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old)
    first, second = (
        expected("logit_diff", gpt2.source, lambda pair: [zero], of) for of in (PAIRS, PAIRS[3:])
    )
    live, plain = (first.mean(0) - second.mean(0)).tolist()
    data = settled(gpt2_lab)
    assert (data.live, data.plain) == (pytest.approx(live, abs=CLOSE), pytest.approx(plain, abs=CLOSE))


def test_rows_that_go_on_with_as_many_tokens_share_a_pass(gpt2_lab: Any) -> None:
    """Twenty pairs of one length, and three lengths of what follows: none, one and two tokens."""
    rows = [
        ([0, 7 + i, 3, 9], [0, 30 + i, 3, 9], [5, 9 + i, 4], [7, 8 + i] if i % 2 else 8) for i in range(20)
    ]
    gpt2_lab.pairs("twenty", rows)
    executor, shapes = gpt2_lab._engine.now.bench.held.aside, []
    forward = executor.shadow.model.forward

    def counted(tokens: Any, *args: Any, **kwargs: Any) -> Any:
        shapes.append(tuple(tokens.shape))
        return forward(tokens, *args, **kwargs)

    executor.shadow.model.forward = counted
    try:
        gpt2_lab.measured("twenty")
    finally:
        del executor.shadow.model.forward
    assert sorted(shapes) == [(10, 4), (10, 5), (20, 6)]


def test_a_persons_code_that_looks_at_the_batch_meets_one_prompt_at_a_time(tmp_path: Path) -> None:
    source = str(make_gpt2(tmp_path))
    own = trafolab.open(source)
    own.pairs("mixed", PAIRS)
    own.model.add_hook("blocks.0.hook_mlp_out", lambda value, hook: value - value.mean(0, keepdim=True) / 2)
    own.metric("logit_diff", pairs="mixed")
    half = Site("mlp.0", "mlp.0").edit(lambda old: old / 2)
    wanted = expected("logit_diff", source, lambda pair: [half])
    torch.testing.assert_close(found(own.measured())[:, 0], wanted[:, 0], atol=CLOSE, rtol=CLOSE)
