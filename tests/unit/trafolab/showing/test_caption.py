"""What stands below a view that leaves."""

from __future__ import annotations

from typing import Any


def said(lab: Any, **params: Any) -> list[str]:
    return lab.view("attention", head="L0H1", **params).caption.split(" · ")


def test_it_says_of_which_model_and_prompt_and_under_what(gpt2_lab: Any) -> None:
    model, prompt, acting, *made = said(gpt2_lab)
    assert model == gpt2_lab.state.model.name
    assert prompt.startswith("clean: <bos>Her·name·was·Alex·Hart.")
    assert acting == "without interventions"
    assert made[0] == "weights as loaded"
    gpt2_lab.ablate("L0H2")
    gpt2_lab.scale("L1H1", 2)
    assert said(gpt2_lab)[2] == 'under ablate("L0H2"), scale("L1H1", 2)'
    assert said(gpt2_lab, run="plain")[2] == "without interventions"


def test_long_prompts_are_cut(gpt2_lab: Any) -> None:
    gpt2_lab.prompt("Her name was Alex Hart. Tomorrow at lunch time Alex. " * 3)
    prompt = said(gpt2_lab)[1]
    assert len(prompt) == len("clean: ") + 80
    assert prompt.endswith("…")
