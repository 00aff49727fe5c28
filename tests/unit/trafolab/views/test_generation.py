"""Continuations against a plain loop over a plain second model."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import torch
import trafolab
from torch import Tensor
from trafolab.generating import Sampling

from tests import models, reference_hf
from tests.waiting import PATIENCE

N = 6


def zero(value: Tensor, hook: Any) -> Tensor:
    return value * 0


def greedily(twin: Any, ids: Tensor) -> list[tuple[int, float]]:
    """Tokens and their probabilities, each by a whole pass."""
    made: list[tuple[int, float]] = []
    for _ in range(N):
        prob = twin(ids)[0, -1].softmax(-1)
        made.append((int(prob.argmax()), float(prob.max())))
        ids = torch.cat([ids, torch.tensor([[made[-1][0]]])], 1)
    return made


def same(side: Any, expected: list[tuple[int, float]]) -> None:
    assert [token.id for token in side.tokens] == [token for token, _ in expected]
    for token, (_, prob) in zip(side.tokens, expected, strict=True):
        assert token.prob == pytest.approx(prob, abs=1e-4)


@pytest.mark.parametrize("stepwise", [True, False])
def test_both_runs_go_on_as_the_plain_model_does(
    lab: Any, shape: Any, stepwise: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not stepwise:

        def refuses(*args: Any) -> Tensor:
            raise NotImplementedError

        monkeypatch.setattr("trafolab.executor.Executor.step", refuses)
    lab.ablate("attn.0")
    data = lab.compute("generation", {"max_new_tokens": N, "wait": 60}).data
    twin = shape.twin()
    ids = shape.tokens(twin)
    with torch.no_grad():
        plain = greedily(twin, ids)
        with twin.hooks(fwd_hooks=[("blocks.0.hook_attn_out", zero)]):
            live = greedily(twin, ids)
    assert [side.run for side in data.sides] == ["live", "plain"]
    assert [side.stopped for side in data.sides] == ["enough", "enough"]
    same(data.sides[0], live)
    same(data.sides[1], plain)


@pytest.mark.parametrize("name", ["mistral", "gemma2"])
def test_behind_a_sliding_window(tmp_path: Any, name: str) -> None:
    directory = str(getattr(models, name)(tmp_path / name))
    lab: Any = trafolab.open(directory)
    lab.prompt(models.HART)
    data = lab.compute("generation", {"max_new_tokens": N, "wait": 60}).data
    ids = [token.id for token in lab.state.clean.tokens]
    for token in data.sides[0].tokens:
        prob = reference_hf.logits(directory, ids)[-1].softmax(-1)
        assert token.id == int(prob.argmax())
        assert token.prob == pytest.approx(float(prob.max()), abs=1e-4)
        ids.append(token.id)
    assert len(data.sides) == 1


def test_the_seed_decides(gpt2_lab: Any) -> None:
    def texts(**params: Any) -> list[list[int]]:
        data = gpt2_lab.compute("generation", {"max_new_tokens": 12, "wait": 60, **params}).data
        return [[token.id for token in side.tokens] for side in data.sides]

    first = texts(temperature=1.0, seed=3)
    assert texts(temperature=1.0, seed=4) != first
    assert texts(temperature=0.001, seed=3) == texts()
    gpt2_lab.prompt(gpt2_lab.run().ids.tolist())
    assert texts(temperature=1.0, seed=3) == first
    gpt2_lab.scale("L0H0", 1.0001)
    live, plain = texts(temperature=1.0, seed=3)
    assert live == plain == first[0]


def test_draws_follow_the_temperature(gpt2_lab: Any) -> None:
    """Each first token as often as its probability says, at temperature 2."""
    logits = gpt2_lab.run().logits[-1].float()
    drawn = torch.tensor([Sampling(1, 2.0, seed).chosen(logits, 0) for seed in range(3000)])
    shares = torch.bincount(drawn, minlength=len(logits)) / len(drawn)
    assert (shares - (logits / 2).softmax(-1)).abs().max() < 0.04


def test_it_ends_where_the_context_does_or_the_model_ends_it(gpt2_lab: Any) -> None:
    def side(n: int) -> Any:
        return gpt2_lab.compute("generation", {"max_new_tokens": n, "wait": 60}).data.sides[0]

    whole = side(200)
    ids = [token.id for token in whole.tokens]
    assert whole.stopped == "full"
    assert len(ids) == 64 - len(gpt2_lab.run().ids)
    gpt2_lab.model.tokenizer.eos_token_id = ids[3]
    ended = side(199)
    assert ended.stopped == "end"
    assert [token.id for token in ended.tokens] == ids[: ids.index(ids[3]) + 1]


def test_it_grows_and_is_given_up_when_the_laboratory_changes(
    gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook holds it until another one is asked for."""
    generations, asked, told = gpt2_lab._engine.generations, threading.Event(), list[int]()
    wanted = generations._wanted

    def hold(value: Tensor, hook: Any) -> Tensor:
        if threading.current_thread().name == "trafolab-text":
            assert asked.wait(PATIENCE)
        return value

    def wanting(*of: Any) -> Any:
        found = wanted(*of)
        if begun:
            asked.set()
        return found

    begun: list[Any] = []
    monkeypatch.setattr(generations, "_wanted", wanting)
    gpt2_lab.model.add_hook("blocks.1.hook_resid_pre", hold)
    gpt2_lab.listen(lambda: told.append(generations.version))
    begun.append(gpt2_lab.compute("generation", {"max_new_tokens": 50, "wait": 0}).data)
    assert begun[0].sides[0].tokens == []
    known = next(iter(generations._known.values()))
    gpt2_lab.ablate("L0H0")
    more = gpt2_lab.compute("generation", {"max_new_tokens": 2, "wait": 60}).data
    assert len(more.sides[0].tokens) == 2
    assert known.ended.wait(PATIENCE)
    assert len(known.sides[0].made) < 50
    assert told


def test_a_failing_pass_is_told(gpt2_lab: Any) -> None:
    n = len(gpt2_lab.run().ids)

    def fails(value: Tensor, hook: Any) -> Tensor:
        if value.shape[1] > n + 2:
            raise RuntimeError("too long for me")
        return value * 2

    gpt2_lab.model.add_hook("blocks.0.hook_resid_post", fails)
    data = gpt2_lab.compute("generation", {"max_new_tokens": 9, "wait": 60}).data
    gpt2_lab.model.reset_hooks()
    assert "too long for me" in data.reason
    assert len(data.sides[0].tokens) == 3
