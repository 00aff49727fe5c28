"""The words beside a head's name: which of the known scores it reaches."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
import trafolab
from trafolab.reading import copying

KINDS = ("induction", "previous", "duplicate", "first", "copying")
LEAST = 1e-9


def reached(lab: Any, head: str, **params: Any) -> dict[str, float]:
    """By name, in the order in which they are told."""
    scores = lab.compute("head_scores", {"head": head, **params}).data.scores
    return {score.name: score.value for score in scores}


@pytest.mark.parametrize("hide_bos", [False, True])
def test_they_are_those_of_the_view_of_heads(lab: Any, hide_bos: bool) -> None:
    lab.ablate("L0H1")
    expected: dict[str, float] = {}
    for name in KINDS:
        answer = lab.compute("heads", {"score": name, "hide_bos": hide_bos})
        expected[name] = float(answer.tensors["scores"][answer.data.heads.index("L1H2")])
    # With the first token left out nothing looks at it.
    told = {n: v for n, v in expected.items() if not (math.isnan(v) or (hide_bos and n == "first"))}
    found = reached(lab, "L1H2", hide_bos=hide_bos, least=LEAST)
    assert found == pytest.approx({n: v for n, v in told.items() if abs(v) >= LEAST}, abs=1e-6)
    sizes = [abs(value) for value in found.values()]
    assert sizes == sorted(sizes, reverse=True)


def test_the_embedded_models_induction_head_is_called_so() -> None:
    with torch.no_grad():
        lab = trafolab.open("trafo-2l")
        lab.prompt("Her name was Alex Hart. Tomorrow at lunch time Alex")
        found = reached(lab, "L1H6")
        assert set(found) == {"copying", "induction", "first"}
        assert min(found.values()) >= 0.5
        assert reached(lab, "L0H0") == pytest.approx({"previous": 1.0}, abs=0.05)


def test_a_sum_over_a_large_vocabulary_is_not_made_for_a_word(
    gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would hold up every other view: the word comes once the view that shows the sum has made it."""
    monkeypatch.setattr(copying, "_MOMENT", 0)
    assert "copying" not in reached(gpt2_lab, "L1H2", least=LEAST)
    gpt2_lab.compute("ov_circuit", {"head": "L0H0"})
    assert "copying" in reached(gpt2_lab, "L1H2", least=LEAST)
    with torch.no_grad():
        gpt2_lab.model.W_E.mul_(1.5)
    gpt2_lab.settle()
    assert "previous" in reached(gpt2_lab, "L1H2", least=LEAST)
