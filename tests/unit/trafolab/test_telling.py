"""What an intervention says of itself where something is not as it looks."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from trafolab.errors import LabError

NAMES = [[0, 5, 6, 7], [0, 9, 8, 7, 6, 5], [0, 12, 13, 14]]


def raising(value: Any) -> Any:
    return value @ value


def test_a_function_that_raises_stops_and_nothing_else_does(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H1")
    alone = gpt2_lab.run().logits
    gpt2_lab.custom("mlp.0", raising)
    assert torch.equal(gpt2_lab.run().logits, alone)
    ablation, custom = gpt2_lab.interventions
    assert (ablation.status.state, custom.status.state) == ("active", "inactive")
    assert custom.status.reason.startswith("raising raised RuntimeError: ")


def test_a_mean_says_that_its_prompt_was_another_one(gpt2_lab: Any) -> None:
    clean = gpt2_lab.state.clean.source
    gpt2_lab.ablate("L0H1", mode="mean")
    n = gpt2_lab.interventions[0].source.n
    assert gpt2_lab.interventions[0].status.note is None
    gpt2_lab.prompt([0, 7, 3, 9])
    status = gpt2_lab.interventions[0].status
    assert (status.state, f"clean as it was (n = {n})" in status.note) == ("active", True)
    gpt2_lab.prompt(clean.text if clean.kind == "text" else clean.ids)
    assert gpt2_lab.interventions[0].status.note is None


def test_a_set_that_was_made_anew_is_another_one(gpt2_lab: Any) -> None:
    gpt2_lab.reference("names", NAMES)
    gpt2_lab.ablate("L0H1", mode="resample", source="names")
    gpt2_lab.reference("names", NAMES[:2])
    assert "names as it was (n = 11)" in gpt2_lab.interventions[0].status.note


@pytest.mark.parametrize("factor", [1e38, -1e38])
def test_values_that_are_no_numbers_are_said_to_be_so(gpt2_lab: Any, factor: float) -> None:
    for target in ("mlp.0", "mlp.0", "mlp.1"):
        gpt2_lab.scale(target, factor)
    status = gpt2_lab.interventions[1].status
    assert (status.delta_norm, status.note) == (None, "Values here are infinite or not a number.")


def test_a_change_too_large_for_its_own_type_has_a_norm(gpt2_lab: Any) -> None:
    gpt2_lab.scale("mlp.0", 1e30)
    norm = gpt2_lab.interventions[0].status.delta_norm
    assert 1e29 < norm < 1e33


def test_an_unknown_source_is_told_beside_prompts_and_sets(gpt2_lab: Any) -> None:
    gpt2_lab.reference("names", NAMES)
    with pytest.raises(LabError, match=r"no prompt and no reference set named nmes.*Reference sets: names"):
        gpt2_lab.ablate("L0H1", mode="mean", source="nmes")


def test_the_list_is_a_table_in_a_notebook(gpt2_lab: Any) -> None:
    assert gpt2_lab.interventions._repr_html_() == "<p>No interventions.</p>"
    gpt2_lab.ablate("L0H1", positions=[1])
    table = gpt2_lab.interventions._repr_html_()
    assert table.count("<tr>") == 2
    assert "<td>L0H1</td>" in table
