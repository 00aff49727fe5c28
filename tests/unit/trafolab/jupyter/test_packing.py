from __future__ import annotations

import numpy as np
import pytest
from trafolab.jupyter import packing
from trafolab_protocol.stamps import Stamp
from trafolab_protocol.views import TensorSpec, Watch

STAMP = Stamp(
    prompt="clean", interventions="live", weights="now", model_hash="0", mode="raw", dtype="float32"
)


def test_tensors_in_parts_join_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "PART_BYTES", 16)
    array = np.arange(11, dtype=np.float32).reshape(11, 1)
    pushes = list(packing.parts("t", array))
    assert [(push.part, push.parts, push.tensor.shape) for push, _ in pushes] == [
        (0, 3, [11, 1]),
        (1, 3, [11, 1]),
        (2, 3, [11, 1]),
    ]
    joined = b"".join(piece for _, piece in pushes)
    (back,) = packing.unpack([pushes[0][0].tensor], [joined]).values()
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize("shape", [(), (0,), (2, 0, 3)])
def test_tensors_without_axes_or_elements_travel_too(shape: tuple[int, ...]) -> None:
    array = np.full(shape, 2, dtype=np.float16)
    ((push, piece),) = packing.parts("t", array)
    back = packing.unpack([push.tensor], [piece])["t"]
    np.testing.assert_array_equal(back, array)


def test_a_transposed_or_big_endian_array_arrives_as_it_reads() -> None:
    array = np.arange(6, dtype=">i4").reshape(2, 3).T
    ((push, piece),) = packing.parts("t", array)
    assert (push.tensor.dtype, push.tensor.shape) == ("int32", [3, 2])
    np.testing.assert_array_equal(packing.unpack([push.tensor], [piece])["t"], array)


def test_a_dtype_without_a_form_on_the_wire_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="weights has dtype complex64"):
        list(packing.parts("weights", np.zeros(2, dtype=np.complex64)))


@pytest.mark.parametrize(("given", "sent"), [("float64", "float32"), ("int64", "int32"), ("bool", "uint8")])
def test_wide_numbers_travel_narrower(given: str, sent: str) -> None:
    ((push, piece),) = packing.parts("t", np.ones(2, dtype=given))
    assert push.tensor.dtype == sent
    assert packing.unpack([push.tensor], [piece])["t"].tolist() == [1, 1]


def test_a_spec_that_names_no_buffer_is_refused() -> None:
    spec = TensorSpec(name="t", dtype="uint8", shape=[1], buffer=1)
    with pytest.raises(ValueError, match="t names buffer 1 of 1"):
        packing.unpack([spec], [b"a"])


def test_a_frame_names_its_watch_and_the_revision_of_its_numbers() -> None:
    from trafolab.feeds.mlps import MlpsData
    from trafolab.views.feed import ViewResult

    data = MlpsData(position=1, components=["mlp.0"], peak=[1.5], stamp=STAMP)
    activity = np.array([[0, 255]], dtype=np.uint8)
    watch = Watch(key="k", view="mlps", params={})
    record, buffers = packing.frame(watch, ViewResult(7, data, {"activity": activity}), 2.5)
    assert (record.key, record.view, record.revision, record.took_ms) == ("k", "mlps", 7, 2.5)
    assert record.data == data.model_dump(mode="json")
    assert record.tensors == [TensorSpec(name="activity", dtype="uint8", shape=[1, 2], buffer=0)]
    assert [bytes(buffer) for buffer in buffers] == [b"\x00\xff"]
