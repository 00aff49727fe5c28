"""Edges: as TransformerLens has them where it can, and as plain hooks on a plain Hugging Face model."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor
from trafolab.errors import LabError
from trafolab.experiments.starting import start
from trafolab_protocol.experiments import EdgesSpec, FaithfulnessSpec
from transformer_lens.tools.analysis import attribution_patching

from tests import reference_hf
from tests.reference_hf.loading import load
from tests.unit.trafolab.experiments.edges_of_tl import measured_of, our_names, their_metric
from tests.unit.trafolab.experiments.test_attribution import STEP, agree
from tests.unit.trafolab.experiments.test_sweep import ANSWER, difference
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, Bench
from tests.unit.trafolab.operations.sites import Site
from tests.waiting import PATIENCE

__all__ = ["measured_of"]


def number(found: Any, values: Tensor, edge: tuple[str, str]) -> float:
    sender, receiver = (names.index(name) for names, name in zip(found.axes.values(), edge, strict=True))
    return float(values[sender, receiver])


@pytest.mark.parametrize("name", ["gpt2", "neox"])
def test_transformer_lens_scores_the_same_edges(measured_of: Any, name: str) -> None:
    lab = measured_of(name).lab
    config = attribution_patching.EdgeAttributionConfig(granularity="edge")
    tokens = torch.tensor([CLEAN]), torch.tensor([CORRUPT])
    theirs = attribution_patching.attribution_patch(lab.model, *tokens, their_metric, config).edge_scores
    summed: dict[tuple[str, str], float] = {}
    for edge, score in theirs.items():
        summed[our_names(edge)] = summed.get(our_names(edge), 0) + score
    found = lab.edges(direction="denoise", verify=0, sample=0, progress=False)
    for edge, score in summed.items():
        assert number(found, found.estimated_effects, edge) == pytest.approx(score, abs=CLOSE), edge
    assert int((~found.estimate.isnan()).sum()) == len(summed)


class Reference:
    """Edges of a Llama-like model by plain hooks: what is written comes in where one reader reads."""

    def __init__(self, bench: Bench) -> None:
        self.source = bench.source
        self.model = load(bench.source)

    def written(self, sender: str, ids: list[int]) -> Tensor:
        """[1, pos, d_model]."""
        if not sender.startswith("L"):
            return reference_hf.values(self.source, ids, [sender])[sender]
        layer, head = (int(each) for each in sender[1:].split("H"))
        z = reference_hf.values(self.source, ids, [f"z.{layer}"])[f"z.{layer}"][:, :, head]
        weight = self.model.model.layers[layer].self_attn.o_proj.weight
        width = z.shape[-1]
        return z @ weight[:, head * width : (head + 1) * width].T

    def edit(self, receiver: str, change: Tensor) -> reference_hf.Edit:
        """The edit that adds to what a reader reads."""
        last = self.model.config.num_hidden_layers - 1
        if receiver == "logits":
            return f"resid_post.{last}", lambda old: old + change
        if receiver.startswith("mlp"):
            return f"ln2_in.{receiver[4:]}", lambda old: old + change
        part, layer, head = receiver[-1], int(receiver[1]), int(receiver.split(".")[0][-1])
        block, at = self.model.model.layers[layer], f"resid_pre.{layer}"
        stream = reference_hf.values(self.source, CLEAN, [at])[at]
        with torch.no_grad():
            read = block.input_layernorm(stream + change)
            projected = getattr(block.self_attn, f"{part}_proj")(read)

        def edit(old: Tensor) -> Tensor:
            old[:, :, head] = projected.view(old.shape)[:, :, head]
            return old

        return f"{part}.{layer}", edit

    def metric(self, edge: tuple[str, str], share: float = 1) -> float:
        sender, receiver = edge
        change = share * (self.written(sender, CORRUPT) - self.written(sender, CLEAN)).detach()
        return difference(reference_hf.logits(self.source, CLEAN, [self.edit(receiver, change)]))


LLAMA_EDGES = [
    ("L0H1", "L1H2.q"),
    ("L0H1", "L1KV1.k"),
    ("L0H3", "L1KV0.v"),
    ("L0H2", "mlp.0"),
    ("L0H0", "mlp.1"),
    ("mlp.0", "logits"),
    ("L1H3", "logits"),
    ("resid_pre.0", "L1H0.q"),
    ("resid_pre.0", "mlp.1"),
]


@pytest.mark.parametrize("name", ["llama", "gemma2", "mistral", "qwen3"])
def test_edges_of_grouped_heads_are_what_plain_hooks_give(measured_of: Any, name: str) -> None:
    bench = measured_of(name)
    plain = Reference(bench)
    found = bench.lab.edges(verify=400, sample=0, progress=False)
    for given in LLAMA_EDGES:
        # Behind a norm that follows attention, heads are no parts of the stream.
        edge = (f"attn.{given[0][1]}", given[1]) if name == "gemma2" and given[0][0] == "L" else given
        assert number(found, found.values, edge) == pytest.approx(plain.metric(edge), abs=CLOSE), edge
        here = plain.metric(edge, 0)
        slopes = (plain.metric(edge, STEP) - here) / STEP, (here - plain.metric(edge, -STEP)) / STEP
        assert agree(number(found, found.estimated_effects, edge), slopes), (edge, slopes)


def test_edges_under_interventions(measured_of: Any) -> None:
    bench = measured_of("llama")
    bench.lab.ablate("L1H3")
    bench.lab.scale("mlp.1", 0.5, positions=[3, 4])
    found = bench.lab.edges(verify=400, sample=0, progress=False)
    active = [
        Site("L1H3", "z.1", 2, 3).edit(lambda old: 0 * old),
        Site("mlp.1", "mlp.1").edit(lambda old: old / 2, [3, 4]),
    ]
    plain = Reference(bench)
    for edge in (("L0H1", "mlp.1"), ("L0H1", "L1H2.q"), ("mlp.0", "L1KV1.v"), ("resid_pre.0", "logits")):
        change = (plain.written(edge[0], CORRUPT) - plain.written(edge[0], CLEAN)).detach()
        expected = difference(
            reference_hf.logits(bench.source, CLEAN, [plain.edit(edge[1], change), *active])
        )
        assert number(found, found.values, edge) == pytest.approx(expected, abs=CLOSE), edge
    assert "interventions in force" in found.trust.gradient
    bench.lab.steer("resid_mid.0", "d", 1.0)
    with pytest.raises(LabError, match=r"acts at blocks\.0\.hook_resid_mid, on the stream itself"):
        bench.lab.edges()


@pytest.mark.parametrize(
    ("name", "words"), [("opt", "told apart"), ("gptj", "told apart"), ("bloom", "hook_mlp_in")]
)
def test_what_can_not_be_forked_is_refused(measured_of: Any, name: str, words: str) -> None:
    with pytest.raises(LabError, match=words):
        measured_of(name).lab.edges()


def test_the_library_is_left_as_it_was(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    names = ("use_attn_in", "use_attn_result", "use_split_qkv_input", "use_hook_mlp_in")
    models = [gpt2_lab.model, *(each.shadow.model for each in _executors(gpt2_lab))]
    before = gpt2_lab.sweep("z", progress=False).values
    gpt2_lab.edges(progress=False).circuit(5).faithfulness()
    assert not any(getattr(model.cfg, name, False) for model in models for name in names)
    assert torch.equal(gpt2_lab.sweep("z", progress=False).values, before)
    assert all(weight.grad is None for weight in gpt2_lab.model.parameters())


def _executors(lab: Any) -> list[Any]:
    held = lab._engine.now.bench.held
    return [held.executor, held.aside]


def test_the_page_starts_the_same(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    job = start(gpt2_lab._engine, "e", EdgesSpec(verify=2, sample=3, steps=2))
    assert job.ended.wait(PATIENCE)
    assert job.error is None
    assert job.record.code == "lab.edges(verify=2, sample=3, steps=2)"
    assert job.told.columns == ["values", "estimate", "order"]
    assert torch.equal(
        eval(job.record.code, {"lab": gpt2_lab}).estimate.nan_to_num(),
        gpt2_lab.experiments["e"].estimate.nan_to_num(),
    )
    edges = [{"sender": "L0H1", "receiver": "L1H0.k"}, {"sender": "L1H0", "receiver": "logits"}]
    spec = FaithfulnessSpec.model_validate({"edges": edges, "operation": "zero", "random": 1})
    job = start(gpt2_lab._engine, "f", spec)
    assert job.ended.wait(PATIENCE)
    assert job.error is None
    line = 'lab.faithfulness([["L0H1", "L1H0.k"], ["L1H0", "logits"]], operation="zero", random=1)'
    assert job.record.code == line
    assert torch.equal(eval(line, {"lab": gpt2_lab}).values, gpt2_lab.experiments["f"].values)
    # What is reopened can go on from where it was.
    assert len(gpt2_lab.experiments["e"].circuit(4).faithfulness(random=0).values) == 2


def test_what_is_no_edge_is_refused(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    for pairs, words in (
        ([("L0H9", "logits")], "L0H9 does not write into"),
        ([("L0H1", "L1H0.z")], "L1H0.z does not read from"),
        ([("L1H0", "L0H0.q")], "L0H0.q comes before L1H0"),
        ([], "has no edges"),
        ([("L0H1",)], "can't take a circuit"),
    ):
        with pytest.raises(LabError, match=words):
            gpt2_lab.faithfulness(pairs)
    gpt2_lab.metric("rank", answer=ANSWER)
    with pytest.raises(LabError, match="A rank moves in steps"):
        gpt2_lab.edges()
