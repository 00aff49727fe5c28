"""The loss on text that the interventions are not about, against plain hooks on the Hugging Face model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from trafolab.neutral import neutral_texts

from tests import models, reference_hf
from tests.unit.trafolab.operations.sites import Site

TEXTS = [
    "Her name was Mary Hart.",
    [0, 5, 9, 4, 7],
    "Tomorrow at lunch time John gave a drink to Alex Hart, and Mary too.",
]
ABLATED = Site("L0H1", "z.0", 2, 1).edit(torch.zeros_like)


def loss(lab: Any, source: str, texts: Any, edits: Any) -> tuple[float, int]:
    total, count = 0.0, 0
    for text in texts:
        ids = lab.model.to_tokens(text)[0].tolist() if isinstance(text, str) else text
        logits = reference_hf.logits(source, ids, edits)[:-1]
        total += float(torch.nn.functional.cross_entropy(logits, torch.tensor(ids[1:]), reduction="sum"))
        count += len(ids) - 1
    return total / count, count


def test_the_loss_live_and_plain(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate("L0H1")
    found = gpt2_lab.side_effect([*TEXTS, [0]])
    live, n_tokens = loss(gpt2_lab, gpt2.source, TEXTS, [ABLATED])
    plain, _ = loss(gpt2_lab, gpt2.source, TEXTS, [])
    assert (found.live, found.plain) == (pytest.approx(live, abs=1e-5), pytest.approx(plain, abs=1e-5))
    assert (found.n_texts, found.n_tokens, found.texts, found.idle) == (3, n_tokens, "given", ())
    assert found.change == pytest.approx(live - plain, abs=1e-5)
    assert f"{live:.4f} live" in repr(found)


def test_a_reference_set_named_neutral_takes_the_place_of_the_usual_text(tmp_path: Path) -> None:
    source = str(models.gpt2(tmp_path, positions=128))
    lab = trafolab.open(source)
    lab.ablate("L0H1")
    usual = lab.side_effect()
    texts = neutral_texts(lab.info.name)
    assert (usual.texts, usual.n_texts) == ("neutral", len(texts))
    assert usual.live == pytest.approx(loss(lab, source, texts, [ABLATED])[0], abs=1e-5)
    lab.reference("neutral", TEXTS)
    live, n_tokens = loss(lab, source, TEXTS, [ABLATED])
    for found in (lab.side_effect(), lab.side_effect("neutral")):
        assert (found.live, found.n_tokens) == (pytest.approx(live, abs=1e-5), n_tokens)
    data = lab.compute("side_effect", {}).data
    assert (data.live, data.n_tokens) == (pytest.approx(live, abs=1e-5), n_tokens)


def test_what_acts_on_none_of_the_texts_is_named(gpt2_lab: Any) -> None:
    gpt2_lab.freeze("L1H1")
    gpt2_lab.ablate("L0H1")
    found = gpt2_lab.side_effect(TEXTS)
    assert found.idle == (gpt2_lab.interventions[0].code,)
    assert "acts on none of them: lab.freeze" in repr(found)


def test_the_embedded_model_is_tried_on_its_own_kind_of_text() -> None:
    texts = neutral_texts("trafo-2l")
    assert texts == neutral_texts("trafo-2l")
    assert texts != neutral_texts("gpt2")
    lab = trafolab.open("trafo-2l")
    lab.prompt("Her name was Alex Hart. Tomorrow at lunch time Alex")
    assert lab.side_effect().plain < 4


def test_what_can_not_be_read_is_refused(gpt2_lab: Any, shape_of: Any) -> None:
    for texts, words in (
        ("nobody", "no reference set named nobody"),
        ([], "no text of two tokens"),
        ([3.5], "cannot be made from a float"),
    ):
        with pytest.raises(trafolab.LabError, match=words):
            gpt2_lab.side_effect(texts)
    # Of Trafolab's own texts those that are too long for the model are left out.
    assert 0 < gpt2_lab.side_effect().n_texts < len(neutral_texts("gpt2"))
    toy = trafolab.open(shape_of("toy").source)
    with pytest.raises(trafolab.LabError, match="no tokenizer to read neutral text"):
        toy.side_effect()
