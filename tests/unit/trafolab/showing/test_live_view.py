"""``lab.view``: what it gives, without a notebook."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import trafolab
from trafolab.views import VIEWS


def test_its_numbers_are_the_models(lab: Any, shape: Any) -> None:
    shown = lab.view("attention", head="L1H1")
    model = shape.twin()
    with torch.no_grad():
        cache = model.run_with_cache(shape.tokens(model))[1]
    expected = cache["blocks.1.attn.hook_pattern"][0, 1].numpy()
    np.testing.assert_allclose(shown.tensors["pattern"], expected, atol=1e-3)
    assert (shown.data.head, shown.data.run) == ("L1H1", "live")


def test_it_follows_the_laboratory(gpt2_lab: Any) -> None:
    shown = gpt2_lab.view("predictions", k=3)
    before = [row.prob for row in shown.data.rows]
    assert shown.data is shown.data
    gpt2_lab.ablate("attn.0", "attn.1")
    assert [row.prob for row in shown.data.rows] != before
    gpt2_lab.clear()
    assert [row.prob for row in shown.data.rows] == before


def test_weights_that_were_changed_a_moment_ago_count(gpt2_lab: Any) -> None:
    before = gpt2_lab.view("attention", head="L0H0").tensors["pattern"]
    gpt2_lab.model.blocks[0].attn.q.original_component.weight.data.mul_(5)
    after = gpt2_lab.view("attention", head="L0H0").tensors["pattern"]
    expected = gpt2_lab.run()["blocks.0.attn.hook_pattern"][0].numpy()
    np.testing.assert_allclose(after, expected, atol=1e-3)
    assert np.abs(after.astype(float) - before).max() > 1e-3


def test_its_rows_leave(gpt2_lab: Any, tmp_path: Path) -> None:
    import pandas

    shown = gpt2_lab.view("attention", head="L0H1")
    path = tmp_path / "attention.csv"
    assert shown.to_csv(path) is None
    frame = pandas.read_csv(path, keep_default_na=False)
    assert list(frame.columns) == list(shown.to_dataframe().columns)
    assert path.read_text() == shown.to_csv()
    n = shown.data.size
    assert len(frame) == n * (n + 1) // 2


def test_it_is_written_as_the_line_that_makes_it(gpt2_lab: Any) -> None:
    shown = gpt2_lab.view("attention", head="L0H1", hide_bos=True, run="live")
    assert repr(shown) == 'lab.view("attention", head="L0H1", hide_bos=True)'
    assert shown.title == "attention · L0H1"
    assert repr(eval(repr(shown), {"lab": gpt2_lab})) == repr(shown)


@pytest.mark.parametrize(
    ("name", "params", "said"),
    [
        ("attentions", {}, "There is no view named attentions. There are: attention, "),
        ("attention", {"head": "L9H9"}, "no target named L9H9"),
        ("attention", {"head": "L0H1", "heads": 2}, "takes no heads. It takes: head, run"),
        ("predictions", {"k": 0}, "can't be asked with k"),
    ],
)
def test_what_cannot_be_shown_is_refused_at_once(gpt2_lab: Any, name: str, params: Any, said: str) -> None:
    with pytest.raises(trafolab.LabError, match=said):
        gpt2_lab.view(name, **params)


def test_all_views_are_listed_with_a_line_each(gpt2_lab: Any) -> None:
    listed = gpt2_lab.views()
    assert list(listed) == [view.name for view in VIEWS]
    lines = repr(listed).splitlines()
    assert len(lines) == len(VIEWS)
    assert all(line.split(maxsplit=1)[1].endswith(".") for line in lines)
    assert "<code>attention</code>" in listed._repr_html_()


def test_a_picture_stands_where_nothing_runs(gpt2_lab: Any) -> None:
    data, about = gpt2_lab.view("attention", head="L0H1")._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert data["text/plain"] == 'lab.view("attention", head="L0H1")'
    assert 300 < about["image/png"]["width"] < 700


def test_a_laboratory_that_nobody_holds_goes_with_its_views(gpt2: Any) -> None:
    lab = trafolab.open(gpt2.source)
    lab.prompt(gpt2.clean)
    shown = lab.view("attention", head="L0H1")
    shown._repr_mimebundle_()
    gone = weakref.ref(lab._engine)
    del lab, shown
    gc.collect()
    assert gone() is None


def test_its_caption_says_of_what_it_is_and_what_acts(gpt2_lab: Any) -> None:
    shown = gpt2_lab.view("attention", head="L0H1")
    stamp, name = shown.data.stamp, gpt2_lab.state.model.name
    text = "".join(token.text for token in gpt2_lab.state.clean.tokens).replace(" ", "·")
    end = f"weights as loaded · model {stamp.model_hash[:12]} · raw · float32"
    assert shown.caption == f"{name} · clean: {text} · without interventions · {end}"
    gpt2_lab.ablate("L1H0")
    gpt2_lab.ablate("L1H1")
    gpt2_lab.disable(gpt2_lab.state.interventions[1].id)
    assert shown.caption == f'{name} · clean: {text} · under ablate("L1H0") · {end}'
    plain = gpt2_lab.view("attention", head="L0H1", run="plain")
    assert " · without interventions · " in plain.caption
    for target in ("L0H0", "L0H1", "L0H2", "L1H2", "mlp.0", "mlp.1"):
        gpt2_lab.ablate(target)
    assert " and 1 more · " in shown.caption
    gpt2_lab.prompt("Hart " * 40)
    cut = ("<bos>" + "Hart·" * 40)[:79]
    assert f"clean: {cut}… · under" in shown.caption
    assert gpt2_lab.view("weight_matrix", component="L0H0").caption.startswith(name)
