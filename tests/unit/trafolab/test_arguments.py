"""What a person's code gives to the laboratory by mistake: refused in words, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from trafolab import LabError

WRONG: dict[str, tuple[Callable[[Any], Any], str]] = {
    "positions='x'": (lambda lab: lab.ablate("L0H1", positions="x"), "no token 'x'.*the last one is end"),
    "positions=1.5": (lambda lab: lab.ablate("L0H1", positions=1.5), r"1\.5 is not a token position"),
    "positions=['a']": (lambda lab: lab.ablate("L0H1", positions=["a"]), "no token 'a'"),
    "positions=True": (lambda lab: lab.ablate("L0H1", positions=True), "True is not a token position"),
    "positions=None": (lambda lab: lab.freeze("L0H1", positions=None), "None is not a token position"),
    "prompt of bools": (lambda lab: lab.prompt([True, False]), "Give text, or the token ids"),
    "prompt of a mask": (lambda lab: lab.prompt(torch.tensor([True])), "Give text, or the token ids"),
    "corrupt by number": (lambda lab: lab.prompt("a", corrupt={1: "b"}), "Name counterfactuals by text"),
    "labels=5": (lambda lab: lab.prompt([1, 2], labels=5), "labelled 5.*Give text for each id"),
    "labels=[1, 2]": (lambda lab: lab.prompt([1, 2], labels=[1, 2]), "labelled 1.*Give text for each id"),
    "L0KV0": (lambda lab: lab.ablate("L0KV0"), r"no target named L0KV0.*such as L0H0\.k"),
    "L0KV0.v": (lambda lab: lab.ablate("L0KV0.v"), r"no target named L0KV0\.v"),
    "metric foo": (lambda lab: lab.metric("foo"), "can't take 'foo'.*\"logprob\""),
    "answer=1.5": (lambda lab: lab.metric("logprob", answer=1.5), "can't take 1.5"),
    "answer=True": (lambda lab: lab.metric("logprob", answer=True), "can't take True as answer"),
    "position='x'": (
        lambda lab: lab.metric("logprob", answer=5, position="x"),
        "a position is a whole number",
    ),
    "open(5)": (lambda lab: lab.open(5), "can't take 5.*Give a name or a directory"),
    "open(model)": (
        lambda lab: lab.open(lab.model),
        "can't take a TransformerBridge.*bound to the name model",
    ),
    "ablate(5)": (lambda lab: lab.ablate(5), '5 is not the name of a target.*"L1H6"'),
    "ablate(None)": (lambda lab: lab.ablate(None), "None is not the name of a target"),
    "ablate()": (lambda lab: lab.ablate(), "Nothing was named.*Name a target"),
    "ablate(b'L0H1')": (lambda lab: lab.ablate(b"L0H1"), "is not the name of a target"),
    "ablate(['L0H1', 5])": (lambda lab: lab.ablate(["L0H1", 5]), "5 is not the name of a target"),
    "mode=5": (lambda lab: lab.ablate("L0H1", mode=5), "mode can't be 5"),
    "release(5)": (lambda lab: lab.release(5), "5 is not the name of a target"),
    "release()": (lambda lab: lab.release(), r"Nothing was named to release.*lab\.clear\(\)"),
    "enable(5)": (lambda lab: lab.enable(5), "Give the id of an intervention"),
    "disable(None)": (lambda lab: lab.disable(None), "Give the id of an intervention"),
    "interventions='x'": (lambda lab: lab.run(interventions="x"), '"live" or "plain"'),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_argument_is_refused_and_changes_nothing(gpt2_lab: Any, name: str) -> None:
    call, message = WRONG[name]
    gpt2_lab.ablate("L1H2")
    before = gpt2_lab.state
    with pytest.raises(LabError, match=message) as refused:
        call(gpt2_lab)
    assert gpt2_lab.state == before
    assert refused.value.problem().what == refused.value.what


@pytest.mark.parametrize(
    "given", [3, np.int64(3), torch.tensor(3), [3], (3,), range(3, 4), np.array([3]), torch.tensor([3])]
)
def test_positions_may_be_whole_numbers_of_any_library(gpt2_lab: Any, given: Any) -> None:
    gpt2_lab.ablate("L0H1", positions=given)
    (made,) = gpt2_lab.state.interventions
    assert [position.index for position in made.positions] == [3]
