"""Path patching on every architecture: each cell is what two passes with plain PyTorch hooks on the Hugging
Face model give."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
import torch
from trafolab.errors import LabError
from trafolab.experiments.keeping import kept, reopened
from trafolab.experiments.results import result_of
from trafolab_protocol.actions import StartExperiment
from trafolab_protocol.experiments import Experiment, PathSpec

from tests import reference_hf
from tests.unit.trafolab.experiments.test_sweep import ACTIVE, ANSWER, DISTRACTOR, difference, site_at
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, Bench
from tests.unit.trafolab.operations.sites import Site
from tests.waiting import PATIENCE

STEPS = {"resid_pre": 0, "attn_out": 1, "z": 1, "resid_mid": 2, "mlp_out": 3, "resid_post": 4}
Step = tuple[int, float]


@pytest.fixture
def measured(bench: Bench) -> Bench:
    bench.lab.metric("logit_diff", answer=ANSWER, distractor=DISTRACTOR)
    return bench


class Reference:
    """The same paths, by hand."""

    def __init__(self, bench: Bench, via: str, norm: str, active: Sequence[Any] = ()) -> None:
        self.bench, self.via, self.norm, self.active = bench, via, norm, list(active)
        self.structure = bench.lab.info.structure

    def step(self, site: str) -> Step:
        """Where a site comes; a parallel block's MLP beside its attention."""
        name, _, number = site.partition(".")
        layer = int(number or len(self.structure.layers))
        steps = {"attn": 1, "z": 1, "q": 1, "k": 1, "v": 1, "mlp": 3, "ln1": 0.5, "ln1_post": 1.5}
        steps |= {"ln2": 2.5, "ln2_post": 3.5, "ln_final": 0.0} | STEPS
        parallel = not number or self.structure.layers[layer].parallel
        if parallel and name in ("mlp", "mlp_out"):
            return layer, 1
        return layer, 0.5 if parallel and name == "ln2" else steps[name]

    def held(self, first: Step, last: Step) -> list[str]:
        """Sites that the path does not go through."""
        layers = range(len(self.structure.layers))
        parts = {"direct": ("attn", "mlp"), "mlps": ("attn",), "all": ()}[self.via]
        sites = [f"{part}.{layer}" for part in parts for layer in layers]
        if self.norm == "frozen":
            sites += [norm.component for layer in self.structure.layers for norm in layer.norms] + [
                "ln_final"
            ]
        return [site for site in sites if first < self.step(site) < last]

    def value(self, sender: Any, first: Step, receivers: list[Site], base: list[int]) -> float:
        """The metric with the path of one sender, an edit at a station, patched."""
        source = self.bench.source
        last = max([self.step(each.site) for each in receivers], default=(len(self.structure.layers), 5))
        kept = self.held(first, last)
        values = reference_hf.values(source, base, kept, self.active)
        hold = [(site, lambda old, new=values[site]: new) for site in kept]
        edits = [*self.active, *hold, sender]
        if not receivers:
            return difference(reference_hf.logits(source, base, edits))
        patched: list[Any] = []
        for each in receivers:
            # A receiver is read before it is held in its turn.
            before = [edit for edit in edits if self.step_of(edit) < self.step(each.site)]
            seen = reference_hf.values(source, base, [each.site], [*self.active, *before])[each.site]
            value = each.slice(seen)
            patched.append(each.edit(lambda old, value=value: value))
        return difference(reference_hf.logits(source, base, [*self.active, *patched]))

    def step_of(self, edit: Any) -> Step:
        return (-1, 0) if edit[0] in ("embed", "pos_embed", "embed_normed") else self.step(edit[0])


def receiver_site(name: str) -> Site:
    if name.startswith("mlp"):
        return Site(name, name)
    head, _, part = name.partition(".")
    layer, index = int(head[1]), int(head[-1])
    site = f"{part or 'z'}.{layer}"
    return Site(name, site, 2, index)


def check(
    bench: Bench,
    kind: str,
    names: list[str],
    options: dict[str, Any],
    active: Any = (),
    denoise: bool = False,
) -> None:
    base, donor = (CORRUPT, CLEAN) if denoise else (CLEAN, CORRUPT)
    direction = "denoise" if denoise else "noise"
    found = bench.lab.path(kind, names, direction=direction, progress=False, **options)
    assert found.info.whole is None
    reference = Reference(bench, options.get("via", "direct"), options.get("norm", "live"), active)
    sites = [receiver_site(name) for name in names if name != "logits"]
    last = max([reference.step(each.site) for each in sites], default=(9, 0))
    n_checked, changed = 0, 0.0
    for place in product(*map(range, found.values.shape)):
        at = dict(zip(found.axes, place, strict=True))
        site = site_at(kind, at)
        first = reference.step(f"{kind}.{at['layer']}")
        number = float(found.values[place])
        if first >= last:
            assert number != number
            continue
        value = site.read(bench.source, donor)
        edit = site.edit(lambda old, value=value: value, [at["pos"]] if "pos" in at else None)
        expected = reference.value(edit, first, sites, base)
        n_checked, changed = n_checked + 1, max(changed, abs(number - found.info.baseline))
        assert number == pytest.approx(expected, abs=CLOSE), f"{bench.name} {kind} {names} {options} {at}"
    assert n_checked == found.info.n_cells
    assert changed > CLOSE


def keys_of(bench: Bench) -> str:
    attention = bench.lab.info.structure.layers[1].attention
    return "L1H1.k" if attention.n_key_value_heads == attention.n_heads else "L1KV1.k"


@pytest.mark.parametrize("via", ["direct", "mlps", "all"])
@pytest.mark.parametrize("norm", ["live", "frozen"])
def test_heads_to_each_kind_of_receiver(measured: Bench, via: str, norm: str) -> None:
    options = {"via": via, "norm": norm}
    for receiver in ("L1H2.q", keys_of(measured), "mlp.1", "logits"):
        check(measured, "z", [receiver], options)


@pytest.mark.parametrize("kind", ["resid_pre", "resid_mid", "resid_post", "attn_out", "mlp_out"])
def test_other_senders_by_position(measured: Bench, kind: str) -> None:
    if kind == "resid_mid" and measured.lab.info.structure.layers[0].parallel:
        with pytest.raises(LabError, match="no resid_mid"):
            measured.lab.path(kind, "logits")
        return
    for receiver, via in (("L1H3.v", "direct"), ("logits", "mlps"), ("mlp.1", "all")):
        group = receiver == "L1H3.v" and keys_of(measured).startswith("L1KV")
        check(measured, kind, ["L1KV1.v" if group else receiver], {"via": via})


@pytest.mark.parametrize("via", ["direct", "mlps", "all"])
def test_turned_round_and_under_interventions(measured: Bench, via: str) -> None:
    measured.lab.ablate("L0H1")
    measured.lab.scale("mlp.1", 0.5, positions=[3, 4])
    for receiver in ("L1H2.q", "mlp.1", "logits"):
        check(measured, "z", [receiver], {"via": via, "by_position": via == "direct"}, ACTIVE, denoise=True)


@pytest.mark.parametrize("via", ["direct", "mlps", "all"])
def test_several_receivers_are_patched_together(measured: Bench, via: str) -> None:
    check(measured, "mlp_out", ["L1H0.q", "L1H2.q"], {"via": via, "by_position": False})
    check(measured, "resid_pre", ["L0H1", "mlp.0", "L1H2.q"], {"via": via})


def test_embeddings_send_too(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    embedding = gpt2_lab.path("embed", "L0H1.q", progress=False)
    stream = gpt2_lab.path("resid_pre", "L0H1.q", progress=False)
    assert (list(embedding.axes), embedding.axes["sender"]) == (["sender", "pos"], ["embed"])
    assert torch.allclose(embedding.values[0], stream.values[0], atol=CLOSE)
    assert float(embedding.effects.abs().max()) > CLOSE
    whole = gpt2_lab.path("embed", "logits", by_position=False, progress=False)
    assert whole.axes == {"sender": ["embed"]}
    assert torch.equal(gpt2_lab.path("pos_embed", "logits", progress=False).effects, torch.zeros(1, 8))


def test_single_senders_and_the_line_that_starts_them(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    heads = gpt2_lab.path("z", ["L1H2.q", "L1H3.q"], via="mlps", norm="frozen", progress=False)
    one = gpt2_lab.path("L0H2", ["L1H2.q", "L1H3.q"], via="mlps", norm="frozen", progress=False)
    some = gpt2_lab.path("L*H*", ["L1H2.q", "L1H3.q"], via="mlps", norm="frozen", progress=False)
    assert (one.axes, some.axes["sender"]) == ({"sender": ["L0H2"]}, ["L0H0", "L0H1", "L0H2", "L0H3"])
    assert float(one.values[0]) == pytest.approx(float(heads.values[0, 2]), abs=CLOSE)
    assert torch.allclose(some.values, heads.values[0], atol=CLOSE)
    line = 'lab.path("L0H2", ["L1H2.q", "L1H3.q"], via="mlps", norm="frozen")'
    assert one.record.code == line
    again = eval(line, {"lab": gpt2_lab})
    assert torch.equal(again.values, one.values)
    assert PathSpec.model_validate_json(one.record.spec.model_dump_json()) == one.record.spec
    sent = "corrupt's L0H2 put into the clean run, sent directly and through MLPs to L1H2.q, L1H3.q"
    held = "held as they were: attention outputs between them and the norms' scales"
    assert one.info.sentence == f"{sent}; {held}"
    assert one.info.held == ["ln2.0", "ln1.1"]
    direct = gpt2_lab.path("z", "logits", progress=False)
    assert direct.info.held == ["mlp.0", "attn.1", "mlp.1"]
    neuron = gpt2_lab.path("mlp.0.n5", "L1H2.v", by_position=True, progress=False)
    assert list(neuron.axes) == ["sender", "pos"]


def test_code_of_a_persons_own_gets_whole_passes(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    plain = gpt2_lab.path("mlp_out", "L1H2.q", progress=False)
    gpt2_lab.model.add_hook("blocks.1.hook_mlp_out", lambda value, hook: value / value.shape[0])
    hooked = gpt2_lab.path("mlp_out", "L1H2.q", progress=False)
    assert plain.info.whole is None
    assert "Code of yours" in hooked.info.whole
    assert torch.allclose(hooked.values, plain.values, atol=CLOSE)


@pytest.mark.parametrize(
    ("sender", "receiver", "words"),
    [
        ("z", "L0H1.q", "z comes before none of the receivers"),
        ("L1H0", "L1H2.q", "L1H0 comes before none of the receivers"),
        ("L0H1.q", "logits", "L0H1.q does not write into the stream"),
        ("nothing", "logits", "no target named nothing"),
        ("z", "resid_pre.1", "resid_pre.1 can't receive a path"),
        ("z", "L9H9.q", "no target named L9H9.q"),
        ("z", ["logits", "L1H1.q"], "no other receiver"),
        ("z", [], "needs a receiver"),
    ],
)
def test_what_is_no_path_is_refused(gpt2_lab: Any, sender: str, receiver: Any, words: str) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    with pytest.raises(LabError, match=words):
        gpt2_lab.path(sender, receiver)


def test_bad_arguments_and_shared_keys_are_refused(gpt2_lab: Any, bench_of: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    with pytest.raises(LabError, match="can't take 'around'"):
        gpt2_lab.path("z", "logits", via="around")
    with pytest.raises(LabError, match="can't take 'warm'"):
        gpt2_lab.path("z", "logits", norm="warm")
    llama = bench_of("llama").lab
    with pytest.raises(LabError, match="shares its k with other heads"):
        llama.path("z", "L1H1.k")
    with pytest.raises(LabError, match=r"Name L1KV0.k or L1KV0.v"):
        llama.path("z", "L1KV0")
    parallel = bench_of("neox").lab
    with pytest.raises(LabError, match="L1H0 comes before none"):
        parallel.path("L1H0", "mlp.1")


@pytest.mark.parametrize(
    "metric",
    [
        {"kind": "logprob", "answer": [[5, 9, 3], [7, 2]]},
        {"kind": "prob", "answer": 5, "position": -2},
        {"kind": "loss"},
        {"kind": "kl"},
    ],
)
@pytest.mark.parametrize("kind", ["z", "mlp_out"])
def test_all_ways_to_the_logits_are_the_whole_effect(
    gpt2_lab: Any, kind: str, metric: dict[str, Any]
) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    gpt2_lab.metric(**metric)
    paths = gpt2_lab.path(kind, "logits", via="all", progress=False)
    sweep = gpt2_lab.sweep(kind, progress=False)
    assert torch.allclose(paths.values, sweep.values, atol=CLOSE)
    assert float(paths.effects.abs().max()) > CLOSE
    # Nothing comes between the last layer and the logits.
    direct = gpt2_lab.path("mlp.1", "logits", progress=False)
    whole = gpt2_lab.sweep("mlp_out", by_position=False, progress=False)
    assert float(direct.values[0]) == pytest.approx(float(whole.values[1]), abs=CLOSE)


def test_a_path_comes_back_as_it_was_stored(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    found = gpt2_lab.path("z", "L1H2.q", direction="both", progress=False)
    job = next(job for job in gpt2_lab._engine.experiments if job.record.id == found.record.id)
    _, array = kept(job.work)
    record = Experiment.model_validate_json(job.told.model_dump_json())
    again = result_of(reopened(record, array))
    assert list(again.columns) == ["values", "noise", "denoise"]
    assert torch.equal(again.columns["denoise"], found.columns["denoise"])
    assert again.axes == found.axes == {"layer": ["0"], "head": ["0", "1", "2", "3"]}


def test_the_page_starts_what_a_record_says(gpt2_lab: Any) -> None:
    gpt2_lab.prompt(CLEAN, corrupt=CORRUPT)
    told = {"experiment": "path", "sender": "z", "receivers": ["L1H2.k"], "via": "mlps", "source": "all"}
    sent = {"kind": "start_experiment", "id": "from the page", "spec": told}
    gpt2_lab.act(StartExperiment.model_validate_json(json.dumps(sent)))
    job = gpt2_lab._engine.experiments["from the page"]
    assert job.ended.wait(PATIENCE)
    assert (job.record.status, job.told.n_done) == ("done", 4)
    found = gpt2_lab.experiments["from the page"]
    assert found.axes["prompt"] == ["corrupt"]
    alone = gpt2_lab.path("z", "L1H2.k", via="mlps", progress=False)
    assert torch.allclose(found.values[0], alone.values, atol=1e-6)
    refused = StartExperiment(id="another", spec=PathSpec(sender="z", receivers=["L0H0.q"]))
    with pytest.raises(LabError, match="comes before none"):
        gpt2_lab.act(refused)
