"""A sweep over two hundred indirect-object pairs of unequal length is the mean of two hundred sweeps."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from trafolab.pairs import pairs_of

from tests.bench.sets import N_PAIRS, NAMES, PLACES, TEMPLATES

EXACT = 1e-5


@pytest.fixture(params=["late", "early"])
def pairs(request: pytest.FixtureRequest, gpt2: Any) -> tuple[Any, Any]:
    """A laboratory with the set, where prompts differ late or from the first name on."""
    import trafolab

    lab = trafolab.open(gpt2.source)
    late = request.param == "late"
    corrupt = ["{a}".join(each.rsplit("{b}", 1)) if late else _swapped(each) for each in TEMPLATES]
    slots = {"a": NAMES, "b": NAMES, "place": PLACES}
    options: Any = {"answer": " {a}", "distractor": " {b}", "slots": slots, "n": N_PAIRS}
    return lab, lab.pairs("ioi", TEMPLATES, corrupt=corrupt, **options)


def _swapped(template: str) -> str:
    return template.replace("{a} and {b}", "{b} and {a}")


@pytest.mark.parametrize("kind", ["resid_pre", "z"])
def test_it_is_the_mean_of_all_single_sweeps(pairs: tuple[Any, Any], kind: str) -> None:
    lab, made = pairs
    assert (made.n_pairs, len(made.lengths)) == (N_PAIRS, 3)
    found = lab.sweep(kind, by_position=True, over="ioi", progress=False)
    alone, baselines = [], []
    for pair in pairs_of(made, lab.tensors):
        lab.prompt(list(pair.clean), corrupt=list(pair.corrupt))
        lab.metric("logit_diff", answer=pair.answer, distractor=pair.distractor)
        swept = lab.sweep(kind, by_position=True, progress=False)
        alone.append(swept.values[..., [pair.roles[role] for role in found.axes["role"]]])
        baselines.append(swept.info.baseline)
    values = torch.stack(alone)
    torch.testing.assert_close(found.values, values.mean(0), atol=EXACT, rtol=EXACT)
    torch.testing.assert_close(found.pairs, values, atol=EXACT, rtol=EXACT)
    assert found.info.baseline == pytest.approx(sum(baselines) / N_PAIRS, abs=EXACT)
