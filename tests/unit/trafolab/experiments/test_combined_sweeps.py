"""Both directions and each counterfactual in one sweep."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from trafolab.errors import LabError
from trafolab_protocol.experiments import SweepSpec

from tests.unit.trafolab.experiments.cells import SECOND, cells, measured, metric_of
from tests.unit.trafolab.experiments.test_sweep import ACTIVE, ANSWER, DISTRACTOR, site_at
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, Bench

__all__ = ["measured"]


@pytest.mark.parametrize("kind", ["z", "resid_post"])
def test_both_directions_are_the_mean_of_two_shares(measured: Bench, kind: str) -> None:
    measured.lab.ablate("L0H1")
    measured.lab.scale("mlp.1", 0.5, positions=[3, 4])
    found = measured.lab.sweep(kind, direction="both", progress=False)
    live = {name: metric_of(measured, ids, ACTIVE) for name, ids in (("clean", CLEAN), ("corrupt", CORRUPT))}
    plain = {name: metric_of(measured, ids) for name, ids in (("clean", CLEAN), ("corrupt", CORRUPT))}
    assert (found.info.baseline, found.info.other) == (0.0, 1.0)
    for at, number in cells(found):
        shares: list[float] = []
        for base, donor, (into, other) in (
            (CLEAN, CORRUPT, ("clean", "corrupt")),
            (CORRUPT, CLEAN, ("corrupt", "clean")),
        ):
            site = site_at(kind, at)
            value = site.read(measured.source, donor)
            edit = site.edit(lambda old, value=value: value, [at["pos"]] if "pos" in at else None)
            moved = metric_of(measured, base, [*ACTIVE, edit])
            shares.append((moved - live[into]) / (plain[other] - live[into]))
            column = found.columns["noise" if into == "clean" else "denoise"]
            assert float(column[tuple(at.values())]) == pytest.approx(moved, abs=CLOSE)
        scale = 1 / min(abs(plain["corrupt"] - live["clean"]), abs(plain["clean"] - live["corrupt"]), 1)
        assert number == pytest.approx(sum(shares) / 2, abs=2 * CLOSE * scale), f"{measured.name} {kind} {at}"


def test_each_counterfactual_has_a_place_along_an_axis(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt={"first": CORRUPT, "second": SECOND})
    gpt2_lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    for direction in ("noise", "denoise", "both"):
        found = gpt2_lab.sweep("resid_mid", direction=direction, source="all", progress=False)
        assert (list(found.axes), found.axes["prompt"]) == (["prompt", "layer", "pos"], ["first", "second"])
        for place, name in enumerate(("first", "second")):
            one = gpt2_lab.sweep("resid_mid", direction=direction, source=name, progress=False)
            expected = one.effects if direction == "denoise" else one.values
            assert torch.allclose(found.values[place], expected, atol=1e-6)
        assert found.info.n_cells == 2 * 2 * 8
        assert found.record.n_done == found.info.n_cells
    assert found.record.code == 'lab.sweep("resid_mid", direction="both", source="all")'
    assert "first's residual stream inside each layer put into the clean run" in found.info.sentence
    assert "second's residual stream inside each layer put into the clean run" in found.info.sentence
    paths = gpt2_lab.path("z", "logits", direction="both", source="all", progress=False)
    assert list(paths.axes) == ["prompt", "layer", "head"]
    alone = gpt2_lab.path("z", "logits", direction="denoise", source="second", progress=False)
    assert torch.allclose(paths.columns["denoise"][1], alone.values, atol=1e-6)


def test_what_can_not_be_combined_is_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt={})
    cases: list[tuple[dict[str, Any], str]] = [
        ({"source": "all"}, "no other prompt"),
        ({"source": "all", "ablate": "mean"}, "values from one set or prompt"),
        ({"only": "L9H9", "ablate": "zero"}, "no target named L9H9"),
        ({"only": "mlp.1", "ablate": "zero"}, "mlp.1 is nothing that this sweep goes over"),
        ({"draws": 0, "ablate": "resample"}, "can't take 0"),
    ]
    for options, words in cases:
        with pytest.raises(LabError, match=words):
            gpt2_lab.sweep("z", **options)
    with pytest.raises(LabError, match="at positions"):
        gpt2_lab.sweep("pattern_entry", by_position=False)
    with pytest.raises(LabError, match="can't be named 'all'"):
        gpt2_lab.prompt(CLEAN, corrupt={"all": CORRUPT})
    gpt2_lab.prompt(CLEAN, corrupt=CLEAN)
    with pytest.raises(LabError, match="hardly differ"):
        gpt2_lab.sweep("z", direction="both")


def test_a_specification_travels(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.sweep("z", only=["L1H2", "L0H*"], by_position=True, direction="both", progress=False)
    assert SweepSpec.model_validate_json(found.record.spec.model_dump_json()) == found.record.spec
    again = eval(found.record.code, {"lab": gpt2_lab})
    assert torch.allclose(again.values, found.values, atol=1e-6, equal_nan=True)
    assert found.axes["head"] == ["0", "1", "2", "3"]
    assert int(torch.isfinite(found.values).sum()) == found.info.n_cells == 5 * 8
