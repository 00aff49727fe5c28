"""What stands below a view that leaves, in a cell and on the page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from trafolab.views.caption import caption
from trafolab_protocol.stamps import Stamp


def line(lab: Any, view: str = "attention", **params: Any) -> str:
    """As the page is sent it, which is what a cell shows too."""
    given = {"head": "L0H1", **params} if view == "attention" else params
    answer = lab.compute(view, given).caption
    assert answer == lab.view(view, **given).caption
    return answer


def said(lab: Any, **params: Any) -> list[str]:
    return line(lab, **params).split(" · ")


def test_it_says_of_which_model_and_prompt_and_under_what(gpt2_lab: Any) -> None:
    model, prompt, acting, *made = said(gpt2_lab)
    assert model == gpt2_lab.state.model.name
    assert prompt.startswith("clean: <bos>Her·name·was·Alex·Hart.")
    assert acting == "without interventions"
    stamp = gpt2_lab.view("attention", head="L0H1").data.stamp
    assert made == ["weights as loaded", f"model {stamp.model_hash[:12]}", "raw", "float32"]
    gpt2_lab.ablate("L0H2")
    gpt2_lab.scale("L1H1", 2)
    assert said(gpt2_lab)[2] == 'under ablate("L0H2"), scale("L1H1", 2)'
    assert said(gpt2_lab, run="plain")[2] == "without interventions"


def test_what_is_switched_off_or_cannot_act_is_not_named(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("L0H0", what="pattern")
    gpt2_lab.ablate("L0H1")
    gpt2_lab.disable(gpt2_lab.state.interventions[1].id)
    assert said(gpt2_lab)[2].startswith('under freeze("L0H0"')
    assert "ablate" not in said(gpt2_lab)[2]
    gpt2_lab.prompt("A shorter one")
    assert said(gpt2_lab)[2] == "without interventions"


def test_many_interventions_are_counted_and_long_prompts_cut(gpt2_lab: Any) -> None:
    for head in range(4):
        gpt2_lab.ablate(f"L0H{head}")
        gpt2_lab.ablate(f"L1H{head}")
    assert said(gpt2_lab)[2].endswith('ablate("L1H2"), and 2 more')
    gpt2_lab.prompt("Her name was Alex Hart. Tomorrow at lunch time Alex. " * 3)
    prompt = said(gpt2_lab)[1]
    assert len(prompt) == len("clean: ") + 80
    assert prompt.endswith("…")


def test_of_a_set_of_prompts_it_has_the_name(gpt2_lab: Any) -> None:
    gpt2_lab.reference("names", ["Her name was Alex Hart.", "Her name was Hart Alex."])
    assert said(gpt2_lab, over="names")[1] == "names"


def test_what_is_compared_names_the_other_run(gpt2_lab: Any) -> None:
    gpt2_lab.prompt("Her name was Alex Hart.", corrupt="Her name was Hart Alex.")
    gpt2_lab.ablate("L0H2")
    assert said(gpt2_lab, minus="plain")[2:4] == [
        'under ablate("L0H2")',
        "against the run without interventions",
    ]
    other = said(gpt2_lab, run="plain", minus="live")
    assert other[2:4] == ["without interventions", 'against the run under ablate("L0H2")']
    assert "against corrupt: <bos>Her·name·was·Hart·Alex." in said(gpt2_lab, minus="corrupt")
    assert said(gpt2_lab, run="corrupt")[1] == "corrupt: <bos>Her·name·was·Hart·Alex."
    assert "against" not in line(gpt2_lab, "stream_cosines")


def test_what_could_be_overlooked_is_marked() -> None:
    tokens = [SimpleNamespace(text=text) for text in ("Her\n", "\u00a0a\t", "\u200b", "\u202e", "\x1b")]
    stamp = Stamp(
        prompt="clean", interventions="plain", weights="now", model_hash="0", mode="raw", dtype="float32"
    )
    look: Any = SimpleNamespace(model_name="m", prompts=[SimpleNamespace(name="clean", tokens=tokens)])
    data: Any = SimpleNamespace(stamp=stamp)
    assert caption(look, data).startswith("m · clean: Her↵⍽a⇥∅‹202e›‹001b› · without interventions · ")
    assert "weights as they are now" in caption(look, data)


def test_weights_without_a_prompt_have_none(gpt2: Any) -> None:
    import trafolab

    lab = trafolab.open(gpt2.source)
    assert line(lab, "weight_matrix", component="L0H0") == ""


def test_what_panels_alone_read_has_none(gpt2_lab: Any) -> None:
    assert gpt2_lab.compute("metric", {}).caption == ""
