"""Two threads run the model at once, one under interventions and one without: never a wrong number."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import torch
import trafolab

from tests.waiting import PATIENCE

PROMPT = "Her name was Alex Hart. Tomorrow at lunch time Alex"


@pytest.mark.parametrize("passes", [400, pytest.param(10_000, marks=pytest.mark.slow)])
def test_passes_of_two_threads_never_meet(passes: int) -> None:
    lab = trafolab.open("trafo-2l")
    lab.prompt(PROMPT, corrupt="Her name was Alex Carroll. Tomorrow at lunch time Alex")
    lab.ablate("L1H6")
    lab.freeze("L0H1", source="corrupt")
    lab.patch("resid_pre.1", positions=[5])
    model = lab.model
    ids = model.to_tokens(PROMPT)
    expected = {"live": lab.run().logits, "plain": lab.run("plain").logits}
    assert float((expected["live"] - expected["plain"]).abs().max()) > 1
    wrong: list[str] = []
    turn = threading.Barrier(2)

    def passing(which: str) -> None:
        try:
            for _ in range(passes // 2):
                turn.wait(PATIENCE)
                with torch.no_grad():
                    if which == "plain":
                        with lab.plain():
                            logits = model(ids)[0]
                    else:
                        logits = model(ids)[0]
                if not torch.allclose(logits, expected[which], atol=1e-4):
                    wrong.append(f"{which}: {float((logits - expected[which]).abs().max())}")
        except Exception as error:
            wrong.append(f"{which}: {type(error).__name__}: {error}")
            turn.abort()

    threads = [threading.Thread(target=passing, args=(which,)) for which in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_clicks_between_passes_never_mix_two_states(gpt2_lab: Any, gpt2: Any) -> None:
    """A pass obeys the state of the moment when it began, whole."""
    model = gpt2_lab.model
    ids = gpt2.tokens(model)
    plain = gpt2_lab.run().logits
    gpt2_lab.ablate("L0H0", "L1H2")
    ablated = gpt2_lab.run().logits
    stop = threading.Event()

    def click() -> None:
        while not stop.is_set():
            gpt2_lab.undo()
            gpt2_lab.redo()

    clicker = threading.Thread(target=click)
    clicker.start()
    try:
        for _ in range(150):
            with torch.no_grad():
                logits = model(ids)[0]
            assert any(torch.allclose(logits, each, atol=1e-5) for each in (plain, ablated))
    finally:
        stop.set()
        clicker.join()
