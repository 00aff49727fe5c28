"""Records are narrowed, merged, and let go by name even where the model lacks the target now."""

from __future__ import annotations

from typing import Any

import pytest
import trafolab


def listed(lab: Any) -> list[list[str]]:
    return [each.targets for each in lab.interventions]


def test_a_narrowed_record_is_the_one_that_would_be_set_anew(gpt2_lab: Any) -> None:
    lab = gpt2_lab
    lab.ablate(["L0H0", "L0H1"])
    lab.release("L0H0")
    lab.ablate("L0H1")
    assert listed(lab) == [["L0H1"]]


def test_two_records_narrowed_to_the_same_are_one(gpt2_lab: Any) -> None:
    lab = gpt2_lab
    lab.ablate("L0H1")
    lab.ablate(["L0H0", "L0H1"])
    lab.release("L0H0")
    assert listed(lab) == [["L0H1"]]


def test_several_targets_may_stand_one_after_the_other(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H0", "L0H1", ["mlp.0"])
    assert [each.targets for each in gpt2_lab.interventions] == [["L0H0", "L0H1", "mlp.0"]]
    gpt2_lab.release("L0H0", "mlp.0")
    assert [each.targets for each in gpt2_lab.interventions] == [["L0H1"]]


def test_an_unknown_option_says_which_there_are(gpt2_lab: Any) -> None:
    with pytest.raises(trafolab.LabError, match=r"mode can't be 'none'.*'zero', 'mean'"):
        gpt2_lab.ablate("L0H0", mode="none")
