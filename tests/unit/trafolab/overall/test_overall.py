"""The metric over a set of pairs, against plain hooks on Hugging Face's own model, each pair alone."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from trafolab.errors import LabError
from trafolab_protocol.actions import Forget, StartExperiment
from trafolab_protocol.experiments import SweepSpec

from tests import reference_hf
from tests.models import gpt2 as make_gpt2
from tests.unit.trafolab.experiments.four_pairs import PAIRS, largest
from tests.unit.trafolab.operations.bench import CLOSE, Bench
from tests.unit.trafolab.operations.sites import Site
from tests.waiting import PATIENCE, until

K = 150


def number(kind: Any, logits: Any, plain: Any, pair: Any) -> float:
    """The metric of one pair's logits [pos, vocab]."""
    clean, _, answer, distractor, _ = pair
    log_probs, before = logits[-1].log_softmax(-1), plain[-1].log_softmax(-1)
    rank = int((log_probs > log_probs[answer]).sum()) + 1
    found = {
        "logit_diff": logits[-1, answer] - logits[-1, distractor],
        "logprob": log_probs[answer],
        "prob": log_probs[answer].exp(),
        "rank": rank,
        "top_k": float(rank <= K),
        "kl": (before.exp() * (before - log_probs)).sum(),
        "loss": torch.nn.functional.cross_entropy(logits[:-1], torch.tensor(clean[1:])),
        "function": largest(logits),
    }
    return float(found["function" if callable(kind) else kind])


def expected(source: str, kind: Any, edits_of: Any, pairs: Any = PAIRS) -> torch.Tensor:
    """[pair, live or plain]; ``edits_of`` gives a pair's edits."""
    rows = []
    for pair in pairs:
        plain = reference_hf.logits(source, pair[0])
        live = reference_hf.logits(source, pair[0], edits_of(pair))
        rows.append([number(kind, each, plain, pair) for each in (live, plain)])
    return torch.tensor(rows)


COMPUTING = "Being computed over the pairs …"


def found(reading: Any) -> torch.Tensor:
    return torch.tensor(reading.to_dataframe()[["live", "plain"]].to_numpy(), dtype=torch.float32)


def settled(lab: Any) -> Any:
    """What the page shows once it is all there."""
    seen: list[Any] = []

    def there() -> bool:
        seen.append(lab.compute("metric", {}).data)
        return seen[-1].reason is None and seen[-1].over.n == seen[-1].over.n_pairs

    until(there, lambda: seen[-1])
    return seen[-1]


@pytest.fixture
def lab(gpt2_lab: Any) -> Any:
    gpt2_lab.pairs("four", PAIRS)
    gpt2_lab.pairs("two", PAIRS[1:3])
    return gpt2_lab


def test_each_pair_is_what_plain_hooks_give(bench: Bench) -> None:
    """What is ablated, what acts at a role, and what is patched from each pair's own corrupt prompt."""
    lab = bench.lab
    lab.pairs("four", PAIRS)
    lab.prompt(PAIRS[0][0], corrupt=PAIRS[0][1])
    lab.metric("logit_diff", pairs="four")
    lab.ablate("L0H1")
    lab.scale("mlp.1", 0.5, positions=["end"])
    lab.patch("L0H0")

    def edits(pair: Any) -> list[Any]:
        patched = Site("L0H0", "z.0", 2, 0)
        value = patched.read(bench.source, pair[1])
        return [
            Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old),
            Site("mlp.1", "mlp.1").edit(lambda old: old / 2, [len(pair[0]) - 1]),
            patched.edit(lambda old: value),
        ]

    wanted = expected(bench.source, "logit_diff", edits)
    reading = lab.measured()
    torch.testing.assert_close(found(reading), wanted, atol=CLOSE, rtol=CLOSE)
    data = settled(lab)
    live, plain = wanted.mean(0).tolist()
    assert (data.live, data.plain) == (pytest.approx(live, abs=CLOSE), pytest.approx(plain, abs=CLOSE))
    assert (data.over.n, data.over.n_pairs) == (4, 4)
    assert (data.stamp.prompt, data.stamp.interventions) == ("four", "live")
    assert reading.live.value == pytest.approx(data.live, abs=1e-6)
    assert reading.change.value == pytest.approx(live - plain, abs=CLOSE)


@pytest.mark.parametrize("kind", ["logprob", "prob", "rank", "top_k", "kl", "loss", largest])
def test_every_kind_of_metric(lab: Any, gpt2: Any, kind: Any) -> None:
    lab.metric(kind, pairs="four", **({"k": K} if kind == "top_k" else {}))
    lab.ablate("L0H1")
    zero = Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old)
    wanted = expected(gpt2.source, kind, lambda pair: [zero])
    torch.testing.assert_close(found(lab.measured()), wanted, atol=CLOSE, rtol=CLOSE)
    data = settled(lab)
    assert (data.live, data.plain) == tuple(
        pytest.approx(each, abs=CLOSE) for each in wanted.mean(0).tolist()
    )


def test_the_gap_between_two_groups(lab: Any, gpt2: Any) -> None:
    lab.metric("logprob", pairs="four", minus="two")
    lab.ablate("L0H1")
    zero = Site("L0H1", "z.0", 2, 1).edit(lambda old: 0 * old)
    first, second = (expected(gpt2.source, "logprob", lambda pair: [zero], of) for of in (PAIRS, PAIRS[1:3]))
    live, plain = (first.mean(0) - second.mean(0)).tolist()
    data = settled(lab)
    assert data.label == "log P(answer) over four minus two"
    assert (data.live, data.plain) == (pytest.approx(live, abs=CLOSE), pytest.approx(plain, abs=CLOSE))
    assert (data.over.n, data.over.n_pairs) == (6, 6)
    assert data.over.live.low < live < data.over.live.high
    reading = lab.measured("two")
    torch.testing.assert_close(found(reading), second, atol=CLOSE, rtol=CLOSE)


def test_the_intervals_are_those_of_resampled_pairs(lab: Any) -> None:
    rows = [([0, 7 + i, 3, 9, 3, 7], [0, 30 + i, 3, 9, 3, 7], 5, 9) for i in range(40)]
    lab.pairs("forty", rows)
    lab.ablate("L0H1")
    lab.metric("logit_diff", pairs="forty")
    reading, data = lab.measured(), settled(lab)
    values = found(reading).double()
    draw = torch.Generator().manual_seed(7)
    drawn = torch.stack([values[torch.randint(40, (40,), generator=draw)].mean(0) for _ in range(4000)])
    for mean, column, sample in (
        (reading.live, data.over.live, drawn[:, 0]),
        (reading.plain, data.over.plain, drawn[:, 1]),
        (reading.change, data.over.change, drawn[:, 0] - drawn[:, 1]),
    ):
        error = 0.1 * 40**0.5 * float(sample.std())
        assert mean.low == pytest.approx(float(sample.quantile(0.025)), abs=error)
        assert mean.high == pytest.approx(float(sample.quantile(0.975)), abs=error)
        assert (column.low, column.high) == (mean.low, mean.high)


def test_it_needs_no_prompt_and_holds_over_undo_and_code(lab: Any, tmp_path: Path) -> None:
    fresh = trafolab.open(lab.info.source)
    fresh.pairs("four", PAIRS)
    fresh.metric("logit_diff", pairs="four")
    before = settled(fresh).live
    fresh.prompt([0, 5, 7])
    assert fresh.state.metric.pairs == "four"
    fresh.ablate("L0H1")
    assert settled(fresh).live != pytest.approx(before, abs=1e-4)
    fresh.undo()
    assert settled(fresh).live == before
    assert 'lab.metric("logit_diff", pairs="four")' in fresh.code()


def test_a_small_set_costs_few_passes_and_the_plain_ones_once(lab: Any) -> None:
    executor = lab._engine.now.bench.held.aside
    shapes: list[Any] = []
    forward = executor.shadow.model.forward

    def counted(tokens: Any, *args: Any, **kwargs: Any) -> Any:
        shapes.append(tuple(tokens.shape))
        return forward(tokens, *args, **kwargs)

    executor.shadow.model.forward = counted
    try:
        lab.metric("logit_diff", pairs="four")
        settled(lab)
        assert sorted(shapes) == [(2, 6), (2, 8)]
        shapes.clear()
        lab.ablate("L0H1")
        settled(lab)
        assert sorted(shapes) == [(2, 6), (2, 8)]
    finally:
        del executor.shadow.model.forward


def test_what_is_overtaken_is_given_up_and_views_come_first(lab: Any) -> None:
    """A hook holds a pass over the pairs; the laboratory goes on, and the new number comes."""
    entered, free = threading.Event(), threading.Event()

    def hold(value: Any, hook: Any) -> Any:
        if threading.current_thread().name == "trafolab-metric" and not free.is_set():
            entered.set()
            free.wait(PATIENCE)
        return value

    lab.model.add_hook("blocks.0.hook_resid_pre", hold)
    lab.metric("logit_diff", pairs="four")
    # Were it waited for, it would be there.
    first = lab.compute("metric", {}).data
    assert (first.live, first.over) == (None, None)
    assert first.reason == COMPUTING
    assert entered.wait(PATIENCE)
    assert not lab._engine.overall.idle.is_set()
    lab.ablate("L0H1")
    assert lab.compute("predictions", {}).data.rows
    free.set()
    lab.model.reset_hooks()
    data = settled(lab)
    assert data.stamp.interventions == "live"
    assert data.live == pytest.approx(lab.measured().live.value, abs=1e-6)
    # The last number is there before its thread has come to its end.
    until(lab._engine.overall.idle.is_set)


def test_an_experiment_beside_it_ends(lab: Any) -> None:
    lab.act(StartExperiment(id="beside", spec=SweepSpec(what="z", over="four")))
    lab.metric("logit_diff", pairs="four")
    for head in range(4):
        lab.ablate(f"L0H{head}")
        lab.compute("metric", {})
    settled(lab)
    lab.book.rest()
    assert lab.experiments["beside"].record.status == "done"


def test_a_set_that_is_made_again_or_forgotten(lab: Any) -> None:
    lab.metric("logit_diff", pairs="four")
    before = settled(lab)
    lab.pairs("four", PAIRS[:2])
    data = settled(lab)
    assert data.over.n == 2
    assert data.live != before.live
    lab.act(Forget(what="pairs", name="four"))
    gone = lab.compute("metric", {}).data
    assert (gone.live, gone.reason) == (None, "There is no set of pairs named four.")
    assert lab.state.metric_problem == "There is no set of pairs named four."
    lab.undo()
    assert settled(lab).live == data.live
    assert lab.state.metric_problem is None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda lab: lab.metric("prob", pairs="nobody"), "no set of pairs named nobody"),
        (lambda lab: lab.metric("prob", pairs="four", minus="four"), "itself is nothing"),
        (lambda lab: lab.metric("prob", answer=3, minus="four"), 'has no minus. Name both sets: pairs="…"'),
        (lambda lab: lab.metric("prob", answer=3, pairs="four"), "each pair's own, so answer can't be given"),
        (lambda lab: lab.metric("prob", over="logsumexp", pairs="four"), "so over="),
        (lambda lab: lab.metric("prob", position=2, pairs="four"), "last token, not at 2"),
        (lambda lab: lab.metric("loss", positions=[6], pairs="four"), "6 tokens, so there is no position 6"),
        (lambda lab: (lab.pairs("bare", [PAIRS[0][:3]]), lab.metric(pairs="bare")), "has no distractor"),
        (lambda lab: (lab.metric("prob", pairs="four"), lab.sweep("z")), 'Take over="four"'),
        (lambda lab: lab.measured(), "not one over a set of pairs"),
        (
            lambda lab: (lab.ablate("L0H1", positions=[2]), lab.measured("four")),
            "is at positions of one prompt, so it can't act over four",
        ),
    ],
)
def test_what_cannot_be_is_refused(lab: Any, call: Any, message: str) -> None:
    with pytest.raises(LabError, match=message):
        call(lab)


def test_what_is_bound_to_the_prompt_is_told_where_the_number_would_be(lab: Any) -> None:
    lab.metric("logit_diff", pairs="four")
    lab.freeze("L0H1")
    until(lambda: lab.compute("metric", {}).data.reason != COMPUTING)
    data = lab.compute("metric", {}).data
    assert data.live is None
    assert "freeze L0H1 holds the values of one prompt, so it can't act over four" in data.reason


def test_a_persons_code_that_looks_at_the_batch_meets_one_prompt_at_a_time(tmp_path: Path) -> None:
    source = str(make_gpt2(tmp_path))
    own = trafolab.open(source)
    own.pairs("four", PAIRS)

    def mixing(value: Any, hook: Any) -> Any:
        return value - value.mean(0, keepdim=True) / 2

    own.model.add_hook("blocks.0.hook_mlp_out", mixing)
    own.metric("logit_diff", pairs="four")
    half = Site("mlp.0", "mlp.0").edit(lambda old: old / 2)
    wanted = expected(source, "logit_diff", lambda pair: [half])
    torch.testing.assert_close(found(own.measured())[:, 0], wanted[:, 0], atol=CLOSE, rtol=CLOSE)
