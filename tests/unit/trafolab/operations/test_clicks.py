"""What a click shows is what a whole pass gives, however late in the model the live run begins."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from trafolab.errors import LabError
from trafolab.outcome import Outcome
from trafolab_protocol.actions import Release, SetEnabled
from transformer_lens.model_bridge import TransformerBridge
from transformers import GPT2LMHeadModel

from tests import models
from tests.unit.trafolab.operations.bench import CLEAN, CLOSE, CORRUPT, OTHERS, Bench

LATER = ["attn.hook_z", "hook_mlp_out", "hook_resid_mid", "attn.hook_q"]
"""Hook points of a block that no view reads at once."""


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The block that each pass which took something over began at."""
    found: list[int] = []
    before = Outcome.before

    def noting(self: Outcome, first: int) -> Any:
        found.append(first)
        return before(self, first)

    monkeypatch.setattr(Outcome, "before", noting)
    return found


def from_the_page(lab: Any) -> Any:
    """The laboratory, whose methods act as clicks do: code may have changed weights a moment ago."""
    lab.act = partial(type(lab).act, lab, origin="page")
    return lab


def halved(value: torch.Tensor) -> torch.Tensor:
    return value / 2


def click(lab: Any, draw: random.Random, n_layers: int) -> None:
    """One act of a person's, in a layer drawn at random."""
    layer, head = draw.randrange(n_layers), draw.randrange(4)
    at = draw.choice([f"L{layer}H{head}", f"mlp.{layer}", f"attn.{layer}", f"resid_pre.{layer}"])
    positions = draw.choice(["all", [2, 5], -1])
    listed = [each.id for each in lab.state.interventions]
    kinds = [
        lambda: lab.ablate(at, positions=positions),
        lambda: lab.ablate(f"L{layer}H{head}", mode="resample", source="others", seed=draw.randrange(2)),
        lambda: lab.scale(at, draw.choice([0.5, -1.0]), positions=positions),
        lambda: lab.freeze(f"L{layer}H{head}", what=draw.choice(["z", "q", "pattern"])),
        lambda: lab.patch(at, positions=positions, donor=draw.choice(["plain", "live"])),
        lambda: lab.steer(f"resid_post.{layer}", "d", draw.choice([1.0, 3.0])),
        lambda: lab.scale(f"resid_mid.{layer}", 0.5),
        lambda: lab.knockout(f"L{layer}H{head}", src=[draw.randrange(4)]),
        lambda: lab.custom(at, halved),
        lambda: lab.scale(draw.choice(["embed", "ln_final", "unembed.hook_out"]), 0.5, positions=[1]),
        lambda: lab.direction("d", torch.randn(lab.info.structure.d_model) * draw.choice([1.0, 2.0])),
        lambda: lab.prompt(CLEAN, corrupt=draw.choice([CORRUPT, [*CORRUPT[:-1], 3]])),
        lambda: lab.clear(),
    ]
    if listed:
        kinds += [
            lambda: lab.act(Release(ids=[draw.choice(listed)])),
            lambda: lab.act(SetEnabled(id=draw.choice(listed), enabled=draw.random() < 0.5)),
        ] * 2
    # Some of it is impossible on some models.
    try:
        draw.choice(kinds)()
    except LabError:
        return


def check(lab: Any, n_layers: int, draw: random.Random) -> None:
    """Logits, activations and tallies are those of a whole pass."""
    found = live(lab)
    found.load(f"blocks.{draw.randrange(n_layers)}.{hook}" for hook in LATER)
    now = lab._engine.now
    held, ids = now.bench.held, [token.id for token in found.prompt.tokens]
    whole = held.executor.run(ids, now.plan, list(found.activations), now.bench.donors(now.plan))
    assert torch.allclose(found.logits, whole.logits, atol=CLOSE)
    assert found.activations.keys() == whole.activations.keys()
    for name, value in whole.activations.items():
        assert torch.allclose(found[name], value, atol=CLOSE), name
    for each in lab.state.interventions:
        assert told(found.tally, each.id) == told(whole.tally, each.id)


def live(lab: Any) -> Any:
    return lab._engine.look()[1].live


def told(tally: Any, key: str) -> tuple[Any, ...]:
    """What a tally says of an intervention."""
    norm = tally.delta_norm(key)
    return tally.fired(key), tally.refusal(key), norm and pytest.approx(norm, rel=1e-5, nan_ok=True)


def clicks(lab: Any, n_layers: int, seed: int, n: int) -> None:
    draw = random.Random(seed)
    torch.manual_seed(seed)
    for _ in range(n):
        for _ in range(draw.randrange(1, 4)):
            click(lab, draw, n_layers)
            live(lab)
        check(lab, n_layers, draw)


@pytest.fixture
def clicked(bench: Bench) -> Iterator[Any]:
    lab = from_the_page(bench.lab)
    yield lab
    del lab.act
    lab.clear()
    lab.prompt(CLEAN, corrupt=CORRUPT)


@pytest.mark.parametrize("seed", range(2))
def test_any_clicks_on_any_model(clicked: Any, begun: list[int], seed: int) -> None:
    clicks(clicked, 2, seed, 25)
    assert sum(first > 0 for first in begun) > 5


@pytest.fixture
def deep(tmp_path: Path) -> Any:
    lab = from_the_page(trafolab.open(str(models.gpt2(tmp_path / "deep", layers=6))))
    lab.prompt(CLEAN, corrupt=CORRUPT)
    lab.reference("others", OTHERS)
    lab.direction("d", torch.randn(lab.info.structure.d_model))
    return lab


def test_any_clicks_on_a_deep_model(deep: Any, begun: list[int]) -> None:
    clicks(deep, 6, 7, 80)
    assert {1, 2, 3, 4, 5} <= set(begun)


def test_a_pass_begins_where_it_differs(deep: Any, begun: list[int]) -> None:
    live(deep)
    # The first time the whole pass is made too, and compared.
    for layer, target in ((5, "L5H1"), (3, "mlp.3"), (6, "ln_final"), (6, "unembed.hook_out"), (0, "embed")):
        deep.scale(target, 0.5)
        begun.clear()
        live(deep)
        assert begun == ([layer] if layer else [])
    deep.release("embed", "mlp.3")
    live(deep)
    deep.act(SetEnabled(id=deep.state.interventions[0].id, enabled=False))
    begun.clear()
    live(deep)
    assert begun == [5]
    # What the state before had, but for its own layers.
    deep.scale("L4H1", 0.5)
    begun.clear()
    live(deep)
    assert begun == [4]


def test_each_draw_is_that_of_a_whole_pass(deep: Any, begun: list[int]) -> None:
    live(deep)
    deep.ablate("L3H1", mode="resample", source="others", draws=3)
    deep.scale("L5H0", 0.5)
    now, look = deep._engine.now, deep._engine.look()[1]
    for number in range(3):
        found = look.drawn(number)
        whole = now.bench.held.executor.run(CLEAN, now.plan, [], now.bench.donors(now.plan), number)
        assert torch.allclose(found.logits, whole.logits, atol=CLOSE)
    assert begun == [3, 3, 3]


@pytest.fixture
def computed(deep: Any) -> Iterator[list[int]]:
    """The blocks that were really computed."""
    found: list[int] = []

    def noting(block: int) -> Any:
        return lambda *_: found.append(block)

    blocks = deep._engine.now.bench.held.shadow.model.blocks
    handles = [block.mlp.register_forward_hook(noting(i)) for i, block in enumerate(blocks)]
    yield found
    for handle in handles:
        handle.remove()


def test_what_is_fetched_later_costs_what_lies_between(deep: Any, computed: list[int]) -> None:
    deep.scale("L1H1", 0.5)
    run = live(deep)
    deep.scale("L5H1", 0.5)
    live(deep)
    names = ["blocks.4.attn.hook_z", "blocks.3.hook_mlp_out"]
    computed.clear()
    run.load(names)
    assert computed == [3, 4]
    whole = deep.run()
    assert all(torch.allclose(run[name], whole[name], atol=CLOSE) for name in names)


def test_of_what_is_reduced_nothing_else_is_kept(deep: Any, computed: list[int]) -> None:
    run = live(deep)
    names = ["blocks.2.attn.hook_z", "blocks.0.attn.hook_z"]
    whole = deep.run()
    whole.load(names)
    computed.clear()
    for _ in range(2):
        found = run.reduced("largest", names, lambda z: z.amax(0))
        assert all(torch.allclose(found[name], whole[name].amax(0), atol=CLOSE) for name in names)
    assert computed == [0, 1, 2]
    assert not set(names) & set(run.activations)


def test_nothing_is_taken_over_from_other_weights(deep: Any, begun: list[int]) -> None:
    deep.scale("L5H1", 0.5)
    live(deep)
    begun.clear()
    with torch.no_grad():
        deep.model.blocks[0].mlp.out.weight.mul_(1.5)
    deep.scale("L5H2", 0.5)
    assert torch.allclose(live(deep).logits, deep.run().logits, atol=CLOSE)
    # Of this no counter knows, so that what code does begins anew.
    deep.model.blocks[0].mlp.out.weight.data.mul_(1.5)
    type(deep).act(deep, Release(targets=["L5H2"]))
    assert torch.allclose(live(deep).logits, deep.run().logits, atol=CLOSE)
    assert begun == []


def test_code_of_a_persons_own_sees_whole_passes(deep: Any, begun: list[int]) -> None:
    live(deep)
    seen: list[int] = []

    def note(value: torch.Tensor, hook: Any) -> torch.Tensor:
        seen.append(hook.layer())
        return value * 1.5

    for layer in range(6):
        deep.model.add_hook(f"blocks.{layer}.hook_mlp_out", note)
    for head in range(3):
        deep.scale(f"L5H{head}", 0.5)
        seen.clear()
        live(deep)
        assert seen == [0, 1, 2, 3, 4, 5]
    assert begun == []


@pytest.mark.parametrize("forgiving", [True, False])
def test_a_model_whose_blocks_talk_to_each_other_gets_whole_passes(
    tmp_path: Path, begun: list[int], forgiving: bool
) -> None:
    source = str(models.gpt2(tmp_path / "talking", layers=4))
    model, said = GPT2LMHeadModel.from_pretrained(source), list[torch.Tensor]()
    first, last = model.transformer.h[0].forward, model.transformer.h[3].forward

    def saying(*args: Any, **kwargs: Any) -> torch.Tensor:
        said.append(first(*args, **kwargs))
        return said[-1]

    def hearing(*args: Any, **kwargs: Any) -> torch.Tensor:
        heard = said.pop() if said or not forgiving else 0
        return last(*args, **kwargs) + heard

    model.transformer.h[0].forward, model.transformer.h[3].forward = saying, hearing
    bridge = TransformerBridge.boot_transformers(source, hf_model=model)
    lab = from_the_page(trafolab.open(bridge))
    lab.prompt(CLEAN)
    live(lab)
    for head in range(4):
        lab.ablate(f"L3H{head}")
        found = live(lab)
        assert torch.allclose(found.logits, lab.run().logits, atol=CLOSE)
    # Once, to find out.
    assert begun == [3]
