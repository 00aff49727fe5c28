"""Prompts of unequal length: which word to change, so that both have as many tokens."""

from __future__ import annotations

from typing import Any

import pytest
import trafolab
from trafolab.errors import PromptError

CLEAN = "Her name was Alex Hart. Tomorrow at lunch time Alex"
"""All of its words are one token each for the embedded model; Kate is two."""


@pytest.fixture(scope="module")
def lab() -> Any:
    return trafolab.open("trafo-2l")


def test_the_line_of_the_repair_makes_the_sweep_possible(lab: Any) -> None:
    lab.prompt(CLEAN, corrupt={"first": CLEAN.replace("Alex Hart", "Kate Hart"), "surname": CLEAN})
    with pytest.raises(PromptError, match="clean has 12 tokens, and first 13") as refused:
        lab.sweep("z", source="first")
    advice = refused.value.advice or ""
    assert "in place of 'Kate' first has 12 tokens" in advice
    exec(advice[advice.index("lab.prompt(") :])
    clean, first, surname = lab.state.clean, *lab.state.counterfactuals
    assert len(first.tokens) == len(clean.tokens)
    words = first.source.text.split()
    assert [i for i, word in enumerate(words) if word != CLEAN.split()[i]] == [3]
    assert surname.source.text == CLEAN
    assert lab.sweep("z", source="first", progress=False).info.n_cells == 16


@pytest.mark.parametrize("corrupt", [CLEAN + " and Kate", CLEAN.replace("lunch", "brunching"), [0, 1, 2]])
def test_where_no_name_helps_it_is_said_as_it_is(lab: Any, corrupt: Any) -> None:
    lab.prompt(CLEAN, corrupt=corrupt)
    with pytest.raises(PromptError, match="Change one of them until both have as many"):
        lab.sweep("z")


def test_punctuation_and_both_mentions_stay(lab: Any) -> None:
    lab.prompt("Alex met Tom, and Tom", corrupt="Alex met Kate, and Tom")
    with pytest.raises(PromptError) as refused:
        lab.sweep("z")
    advice = refused.value.advice or ""
    exec(advice[advice.index("lab.prompt(") :])
    text = lab.state.counterfactuals[0].source.text
    assert text.startswith("Alex met ")
    assert text.endswith(", and Tom")
