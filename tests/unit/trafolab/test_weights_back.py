"""Weights that code changed go back to what was loaded, all of them or some."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import trafolab
from trafolab.observe.observer import Observer


@pytest.fixture(params=["read again", "kept"])
def lab(request: pytest.FixtureRequest, shape_of: Any) -> Any:
    """Without anybody who keeps a copy, as in plain Python, and with one, as in a kernel."""
    lab = trafolab.open(shape_of("llama").source)
    lab.prompt(shape_of("llama").clean)
    if request.param == "kept":
        lab.watcher = Observer(lab)
    return lab


def change(lab: Any) -> None:
    with torch.no_grad():
        lab.model.blocks[0].attn.o.weight.mul_(2)
        lab.model.blocks[1].attn.q.weight.data.zero_()
        lab.model.blocks[1].mlp.out.weight.add_(1)


def test_all_weights_go_back_to_the_last_bit(lab: Any) -> None:
    before = lab.run().logits
    change(lab)
    assert not torch.equal(lab.run().logits, before)
    lab.restore_weights()
    assert torch.equal(lab.run().logits, before)
    assert lab.state.history[-1].code == "lab.restore_weights()"


def test_a_heads_own_part_goes_back_and_the_rest_stays(lab: Any) -> None:
    loaded = lab.model.blocks[1].attn.q.weight.detach().clone()
    change(lab)
    lab.restore_weights("L1H2")
    now = lab.model.blocks[1].attn.q.weight.detach()
    width = lab.info.structure.layers[1].attention.d_head
    mine = slice(2 * width, 3 * width)
    assert torch.equal(now[mine], loaded[mine])
    assert float(now[: 2 * width].abs().max()) == 0
    lab.restore_weights("blocks.1.attn.q.weight")
    assert torch.equal(lab.model.blocks[1].attn.q.weight, loaded)


def test_a_component_goes_back_alone(lab: Any) -> None:
    loaded = lab.model.blocks[1].mlp.out.weight.detach().clone()
    change(lab)
    lab.restore_weights("mlp.1")
    assert torch.equal(lab.model.blocks[1].mlp.out.weight, loaded)
    assert not lab.model.blocks[1].attn.q.weight.any()


def test_a_live_model_that_nobody_kept_says_so(shape_of: Any) -> None:
    lab = trafolab.open(shape_of("toy").source)
    with pytest.raises(trafolab.LabError, match="came from no file"):
        lab.restore_weights()
