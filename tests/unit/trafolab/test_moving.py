"""While a cell trains, the live run and the plain one are made in one pass: the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from trafolab.executor import Executor
from trafolab_protocol.findings import Findings

from tests import models

CORRUPT = "Her name was Alex Carroll. Tomorrow at lunch time Alex"
ACTS: dict[str, Callable[[Any], object]] = {
    "zero": lambda lab: lab.ablate("L1H1"),
    "mean": lambda lab: lab.ablate("mlp.0", mode="mean", positions=[3, -1]),
    "positions": lambda lab: lab.ablate("pos_embed"),
    "embedding": lambda lab: lab.scale("embed", 0.5),
    "pattern": lambda lab: lab.freeze("L1H2", what="pattern"),
    "norm": lambda lab: lab.freeze("ln2.1"),
    "stream": lambda lab: lab.patch("resid_mid.0", source="corrupt", positions=[5]),
    "knockout": lambda lab: lab.knockout("L1H0", src=2, dst="end"),
    "query": lambda lab: lab.scale("L1H1.q", 3),
    "custom": lambda lab: lab.custom("mlp.1", torch.tanh),
    "several": lambda lab: (lab.ablate("L0H*"), lab.scale("resid_post.0", 2), lab.freeze("mlp.1")),
}


@pytest.fixture(scope="module", params=["gpt2", "llama", "neox", "gemma2", "opt", "bloom", "gptj"])
def lab(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path: Path = getattr(models, request.param)(tmp_path_factory.mktemp(request.param) / request.param)
    lab = trafolab.open(str(path))
    lab.prompt(models.HART, corrupt=CORRUPT)
    return lab


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many rows each pass on the shadow had."""
    rows: list[int] = []
    forward = Executor._forward

    def counting(self: Executor, ids: Any, *given: Any, **more: Any) -> Any:
        rows.append(len(ids))
        return forward(self, ids, *given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Executor, "_forward", counting)
        yield rows


def seen(lab: Any, *, moving: bool) -> dict[str, Any]:
    """Everything that the page would show of both runs, computed anew."""
    lab.observe(Findings(moving=moving), moved=True)
    lab.settle()
    look = lab._engine.look()[1]
    return {
        "logits": (look.live.logits, look.plain.logits),
        "activations": (dict(look.live.activations), dict(look.plain.activations)),
        "fired": [each.status.fired.page for each in lab.state.interventions],
        "changed": [each.status.delta_norm for each in lab.state.interventions],
        "metric": lab.compute("metric", {}).data.live,
    }


@pytest.mark.parametrize("act", ACTS)
def test_both_in_one_pass_are_those_made_alone(lab: Any, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.clear()
    try:
        ACTS[act](lab)
    except trafolab.LabError as refused:
        pytest.skip(f"this model has no such thing: {refused}")
    alone = seen(lab, moving=False)
    seen(lab, moving=True)
    with counted(monkeypatch) as rows:
        both = seen(lab, moving=True)
    # What is patched in comes from a run of the other prompt, in which more is captured when it is asked for.
    assert rows[-1] == 2
    assert len(rows) == 1 or act == "stream"
    torch.testing.assert_close(both, alone, atol=1e-4, rtol=1e-4)


def test_where_rows_are_not_apart_each_is_made_alone(lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a model is known by its numbers."""
    lab.clear()
    lab.ablate("L1H1")
    alone = seen(lab, moving=False)
    run_both = Executor.run_both

    def mixed(self: Executor, ids: Any, task: Any) -> Any:
        live, plain = run_both(self, ids, task)
        return plain, live

    monkeypatch.setattr(Executor, "run_both", mixed)
    lab._engine.now.bench._passes._tried_both = None
    for _ in range(2):
        torch.testing.assert_close(seen(lab, moving=True), alone, atol=1e-4, rtol=1e-4)
