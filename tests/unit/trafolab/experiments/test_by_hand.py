"""The change of a cell made by hand gives the cell's number, and a record knows what it was found on."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from trafolab.errors import LabError
from trafolab_protocol.actions import Intervene

from tests import reference_hf
from tests.unit.trafolab.experiments.cells import SECOND, entry
from tests.unit.trafolab.experiments.test_sweep import ANSWER, DISTRACTOR, difference, site_at
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, Bench

PROMPTS = {"clean": CLEAN, "corrupt": CORRUPT, "second": SECOND}
POSITIONS = ("pos", "dst", "src")


@pytest.fixture
def lab(gpt2_lab: Any) -> Any:
    gpt2_lab.prompt(CLEAN, corrupt={"corrupt": CORRUPT, "second": SECOND})
    gpt2_lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    return gpt2_lab


def by_hand(found: Any, at: tuple[int, ...]) -> tuple[list[int], Intervene]:
    """The prompt whose run is changed, and the act that a click on a cell makes."""
    application, where = found.record.application, dict(zip(found.axes, at, strict=True))
    places = [len(labels) for name, labels in found.axes.items() if name not in POSITIONS]
    number = 0
    for index, length in zip(at, places, strict=False):
        number = number * length + index
    targets = [names[number] for names in (application.targets, application.also) if names and names[number]]
    between = application.each[at[0]] if application.each else application
    position = where.get("pos", where.get("dst"))
    return PROMPTS[between.base], Intervene(
        targets=targets,
        operation=application.operation.model_copy(update={"src": [where["src"]]} if "src" in where else {}),
        source="corrupt" if between.source == "clean" else between.source,
        positions="all" if position is None else [position],
    )


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("layer", {}),
        ("layer", {"ablate": "zero"}),
        ("z", {"direction": "denoise"}),
        ("resid_mid", {"source": "all"}),
        ("z", {"source": "all", "direction": "denoise", "by_position": True}),
        ("pattern_entry", {"source": "second", "only": "L1H2"}),
        ("pattern_entry", {"direction": "denoise", "only": "L0H1"}),
        ("pattern_entry", {"ablate": "zero", "only": "L1H2"}),
    ],
)
def test_a_cell_by_hand_has_its_number(lab: Any, what: str, more: dict[str, Any]) -> None:
    found = lab.sweep(what, progress=False, **more)
    assert found.record.application.reason is None
    shifted = found.info.metric.startswith("change")
    every = [at for at in product(*map(range, found.values.shape)) if not found.values[at].isnan()]
    for at in every[:: max(1, len(every) // 12)]:
        base, act = by_hand(found, at)
        lab.clear()
        if base is not CLEAN:
            lab.prompt(base, corrupt={"corrupt": CLEAN})
        before = float(lab.run("plain").metric) if shifted else 0.0
        lab.act(act)
        assert float(lab.run().metric) - before == pytest.approx(float(found.values[at]), abs=CLOSE), at
        lab.prompt(CLEAN, corrupt={"corrupt": CORRUPT, "second": SECOND})


def test_an_entry_of_a_pattern_is_patched_as_plain_hooks_do(bench: Bench) -> None:
    lab = bench.lab
    if not bench.has_effect("pattern"):
        with pytest.raises(LabError, match="acted on"):
            lab.patch("L1H2.pattern", src=[2], positions=[4])
        return
    lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    site = site_at("pattern", {"layer": 1, "head": 2})
    value = site.read(bench.source, CORRUPT)
    lab.patch("L1H2.pattern", src=[2], positions=[4])
    expected = difference(reference_hf.logits(bench.source, CLEAN, [entry(site, value, 4, 2)]))
    assert float(lab.run().metric) == pytest.approx(expected, abs=CLOSE)
    assert lab.interventions[0].code == (
        'lab.patch("L1H2.pattern", src=[2], positions=[4], source="corrupt")'
    )
    lab.patch("L1H2.pattern", src=[3], positions=[4])
    assert len(lab.interventions) == 2
    with pytest.raises(LabError, match="can't be patched at single keys"):
        lab.patch("mlp.0", src=[2])


def test_a_record_has_the_prompts_that_it_was_found_on(lab: Any) -> None:
    found = lab.sweep("z", source="second", progress=False)
    assert [[token.id for token in prompt.tokens] for prompt in found.info.prompts] == [CLEAN, SECOND]
    turned = lab.sweep("z", direction="denoise", progress=False)
    assert [prompt.name for prompt in turned.info.prompts] == ["corrupt", "clean"]
    every = lab.sweep("z", source="all", progress=False)
    assert [prompt.name for prompt in every.info.prompts] == ["clean", "corrupt", "second"]
    zero = lab.sweep("z", ablate="zero", progress=False)
    assert [prompt.name for prompt in zero.info.prompts] == ["clean"]
    assert [summary.elsewhere for summary in lab.state.experiments] == [None] * 4
    lab.prompt(CLEAN, corrupt=CORRUPT)
    gone = [summary.elsewhere for summary in lab.state.experiments]
    assert [text is None for text in gone] == [False, True, False, True]
    lab.prompt(CORRUPT, corrupt=CLEAN)
    assert lab.state.experiments[1].elsewhere is None


def test_the_circuit_view_has_its_edges_in_order(lab: Any) -> None:
    found = lab.edges(verify=6, sample=6, progress=False)
    id = found.record.id
    result = lab.compute("circuit", {"id": id, "most": 15})
    circuit = found.circuit(15)
    pairs = [(edge.sender, edge.receiver) for edge in result.data.edges]
    assert pairs[:15] == [(edge.sender, edge.receiver) for edge in circuit.edges]
    estimates = result.tensors["estimate"] - found.info.baseline
    assert estimates[:15].tolist() == pytest.approx([edge.effect for edge in circuit.edges])
    assert result.tensors["order"][:15].tolist() == [*range(1, 16)]
    senders, receivers = found.axes.values()
    checked = {divmod(i, len(receivers)) for i in found.info.estimated.top + found.info.estimated.sample}
    assert {(senders[i], receivers[j]) for i, j in checked} <= {*pairs}
    for pair, value in zip(pairs, result.tensors["values"], strict=True):
        true = found.values[senders.index(pair[0]), receivers.index(pair[1])]
        assert value == pytest.approx(float(true), nan_ok=True)
    assert result.data.tried == []
    tried = found.circuit(7).faithfulness(random=1)
    other = lab.faithfulness([("resid_pre.0", "logits")], random=0)
    again = lab.compute("circuit", {"id": id, "most": 15}).data
    known = [(each.id, each.n, each.status) for each in again.tried]
    assert (tried.record.id, 7, "done") in known
    assert (other.record.id in {each.id for each in again.tried}) == (pairs[0] == ("resid_pre.0", "logits"))
    with pytest.raises(LabError, match="has no edges"):
        lab.compute("circuit", {"id": lab.sweep("z", progress=False).record.id})
