"""The neurons along which the metric changes most, patched one by one."""

from __future__ import annotations

from typing import Any

import pytest
from trafolab.errors import LabError

from tests.unit.trafolab.experiments.cells import cells, measured, metric_of
from tests.unit.trafolab.experiments.test_sweep import ANSWER
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, OTHERS, Bench
from tests.unit.trafolab.operations.sites import Site

__all__ = ["measured"]


@pytest.mark.parametrize("by_position", [None, True])
def test_the_neurons_that_matter_most(measured: Bench, by_position: bool | None) -> None:
    found = measured.lab.sweep("neuron", top=6, by_position=by_position, progress=False)
    assert found.axes["neuron"] == largest_neurons(measured)[:6]
    assert found.info.whole is None
    for at, number in cells(found):
        layer, neuron = (int(part.strip("n")) for part in found.axes["neuron"][at["neuron"]].split(".")[1:])
        site = Site("", f"post.{layer}", 2, neuron)
        value = site.read(measured.source, CORRUPT)
        edit = site.edit(lambda old, value=value: value, [at["pos"]] if by_position else None)
        expected = metric_of(measured, CLEAN, [edit])
        assert number == pytest.approx(expected, abs=CLOSE), f"{measured.name} {at}"
    estimates = found.columns["estimate"]
    near = [
        estimate_of(measured, found.axes["neuron"][0], 0.01, [at] if by_position else None) for at in range(8)
    ]
    first = estimates[0].tolist() if by_position else [float(estimates[0])] * 8
    assert first == pytest.approx([found.info.baseline + each for each in near], abs=2e-2)


def estimate_of(bench: Bench, name: str, step: float, positions: list[int] | None = None) -> float:
    """The slope of the metric along a neuron's change, by a small step of it."""
    layer, neuron = (int(part.strip("n")) for part in name.split(".")[1:])
    site = Site("", f"post.{layer}", 2, neuron)
    value = site.read(bench.source, CORRUPT)
    edits = [site.edit(lambda old, to=to: old + to * (value - old), positions) for to in (step, -step)]
    ahead, back = (metric_of(bench, CLEAN, [edit]) for edit in edits)
    return (ahead - back) / (2 * step)


def largest_neurons(bench: Bench) -> list[str]:
    """All of them, by how steeply the metric changes along each."""
    structure = bench.lab.info.structure
    names = [f"mlp.{layer.index}.n{n}" for layer in structure.layers for n in range(layer.mlp.n_neurons)]
    return sorted(names, key=lambda name: -abs(estimate_of(bench, name, 0.01)))


def test_neurons_of_some_layers_and_by_other_means(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.reference("others", OTHERS)
    every = gpt2_lab.sweep("neuron", top=1000, progress=False)
    assert len(every.axes["neuron"]) == every.info.n_cells == 256
    upper = gpt2_lab.sweep("neuron", only="mlp.1", top=3, progress=False)
    assert upper.axes["neuron"] == [name for name in every.axes["neuron"] if name.startswith("mlp.1")][:3]
    named = gpt2_lab.sweep("neuron", only=["mlp.0.n3", "mlp.1.n5"], progress=False)
    assert sorted(named.axes["neuron"]) == ["mlp.0.n3", "mlp.1.n5"]
    drawn = gpt2_lab.sweep("neuron", ablate="resample", top=2, draws=1, progress=False)
    gpt2_lab.ablate(drawn.axes["neuron"][0], mode="resample", source="others")
    assert float(drawn.values[0]) == pytest.approx(gpt2_lab.run().metric, abs=CLOSE)
    gpt2_lab.clear()
    assert drawn.record.application.targets == drawn.axes["neuron"]
    assert drawn.record.code == 'lab.sweep("neuron", ablate="resample", draws=1, top=2)'
    for options, words in (
        ({"direction": "both"}, "chosen anew"),
        ({"only": "L1H1"}, "has no neurons"),
        ({"top": 0}, "can't take 0"),
    ):
        with pytest.raises(LabError, match=words):
            gpt2_lab.sweep("neuron", **options)
    with pytest.raises(LabError, match="does so"):
        gpt2_lab.attribution("neuron")
    gpt2_lab.metric("rank", answer=ANSWER)
    with pytest.raises(LabError, match="moves in steps"):
        gpt2_lab.sweep("neuron")
