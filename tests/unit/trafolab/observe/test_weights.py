"""What is told of changed weights, on tensors that are shaped as a model's are."""

from __future__ import annotations

import pytest
import torch
from trafolab.observe import kept
from trafolab.observe.weights import WeightWatch
from trafolab.weights import HeadSlices, Weight
from trafolab_protocol.findings import ChangedWeight


def weight(name: str, component: str, tensor: torch.Tensor, heads: HeadSlices | None = None) -> Weight:
    made = Weight(name, component, tensor)
    made.heads = heads
    return made


@pytest.fixture
def model() -> list[Weight]:
    """A joint matrix whose columns are q and k, an output matrix of three heads, and a bias."""
    draw = torch.Generator().manual_seed(0)
    joint = torch.randn(4, 12, generator=draw)
    out = torch.randn(6, 4, generator=draw)
    heads = HeadSlices(0, 2, ("L0H0", "L0H1", "L0H2"))
    return [
        weight("q", "attn.0", joint[:, :6]),
        weight("k", "attn.0", joint[:, 6:]),
        weight("o", "attn.0", out, heads),
        weight("b", "mlp.0", torch.randn(5, generator=draw)),
    ]


def test_nothing_changed_tells_nothing(model: list[Weight]) -> None:
    changes = WeightWatch(model).look()
    assert (changes.weights, changes.moved) == ([], False)


def test_an_edit_that_no_counter_sees_names_its_head_and_size(model: list[Weight]) -> None:
    watch = WeightWatch(model)
    out = model[2].tensor
    size = float(out[2:4].norm())
    before = out._version
    out.data[2:4] = 0
    assert out._version == before
    changes = watch.look()
    assert changes.moved
    (change,) = changes.weights
    assert (change.component, change.tensor) == ("L0H1", "o")
    assert change.delta_norm == pytest.approx(size)


def test_a_change_across_all_heads_names_the_layer(model: list[Weight]) -> None:
    watch = WeightWatch(model)
    model[2].tensor.mul_(2)
    (change,) = watch.look().weights
    assert change.component == "attn.0"
    assert change.delta_norm == pytest.approx(float(model[2].tensor.norm()) / 2)


def test_only_the_changed_slice_of_a_joint_matrix_is_named(model: list[Weight]) -> None:
    watch = WeightWatch(model)
    model[1].tensor.data[0, 0] += 1
    (change,) = watch.look().weights
    assert (change.component, change.tensor) == ("attn.0", "k")
    assert change.delta_norm == pytest.approx(1)


def test_a_permutation_is_a_change(model: list[Weight]) -> None:
    watch = WeightWatch(model)
    bias = model[3].tensor
    bias.data.copy_(bias.flip(0))
    assert [change.tensor for change in watch.look().weights] == ["b"]


def test_one_bit_is_a_change_and_its_return_is_none(model: list[Weight]) -> None:
    watch = WeightWatch(model)
    bits = model[3].tensor.data.view(torch.int32)
    bits[2] ^= 1
    assert [change.tensor for change in watch.look().weights] == ["b"]
    bits[2] ^= 1
    changes = watch.look()
    assert (changes.weights, changes.moved) == ([], True)


def test_moved_is_told_once_and_the_change_for_good(model: list[Weight]) -> None:
    watch = WeightWatch(model)
    model[3].tensor.add_(1)
    first, second = watch.look(), watch.look()
    assert (first.moved, second.moved) == (True, False)
    assert first.weights == second.weights


def test_another_tensor_under_the_same_name_is_compared_with_the_loaded_one(
    model: list[Weight],
) -> None:
    watch = WeightWatch(model)
    bias = model[3].tensor
    same = [*model[:3], weight("b", "mlp.0", bias.clone())]
    other = [*model[:3], weight("b", "mlp.0", bias + 3)]
    longer = [*model[:3], weight("b", "mlp.0", torch.zeros(7))]
    watch.renew(same)
    assert watch.look().weights == []
    watch.renew(other)
    assert [change.delta_norm for change in watch.look().weights] == [pytest.approx(3 * 5**0.5)]
    watch.renew(longer)
    assert [change.delta_norm for change in watch.look().weights] == [None]


def test_another_storage_under_the_same_parameter_is_found(model: list[Weight]) -> None:
    watch = WeightWatch(model)
    bias = model[3].tensor
    bias.data = bias.data + 2
    assert [change.delta_norm for change in watch.look().weights] == [pytest.approx(2 * 5**0.5)]


def test_light_looks_reach_every_byte_in_turn(model: list[Weight], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafolab.observe.storages.PIECE_BYTES", 8)
    watch = WeightWatch(model)
    model[2].tensor.data[5, 3] += 1
    for _ in range(1000):
        if watch.look(seconds=1e-6).moved:
            break
    else:
        pytest.fail("the change was never found")
    (change,) = watch.look().weights
    assert change.component == "L0H2"


def test_without_a_kept_copy_changes_are_found_but_not_measured(
    model: list[Weight], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LIMIT_BYTES", 16)
    watch = WeightWatch(model)
    model[3].tensor.data[0] = 9
    assert watch.look().weights == [ChangedWeight(component="mlp.0", tensor="b", delta_norm=None)]


def test_a_copy_made_late_is_kept_only_where_it_is_what_was_loaded(
    model: list[Weight], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "EAGER_BYTES", 16)
    watch = WeightWatch(model)
    model[3].tensor.data[0] += 4
    assert [change.delta_norm for change in watch.look().weights] == [None]
    model[2].tensor.data[0, 0] += 4
    changes = {change.component: change.delta_norm for change in watch.look().weights}
    assert changes == {"mlp.0": None, "L0H0": pytest.approx(4)}
