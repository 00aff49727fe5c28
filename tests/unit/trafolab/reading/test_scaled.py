"""Models that scale their logits, and what their layers add: against Hugging Face's own outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
import trafolab
from transformers import (
    AutoModelForCausalLM,
    CohereConfig,
    CohereForCausalLM,
    GraniteConfig,
    GraniteForCausalLM,
)

from tests import models

SIZES: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "bos_token_id": 0,
    "eos_token_id": 0,
}
ASKED = {"answer": 5, "distractor": 9}


@pytest.fixture(params=["cohere", "granite"])
def opened(request: Any, tmp_path: Path) -> tuple[Any, torch.Tensor]:
    """A laboratory, and the logits [pos, vocab] that Hugging Face's model gives."""
    words = models.tokenizer()
    if request.param == "cohere":
        model: Any = CohereForCausalLM(CohereConfig(vocab_size=len(words), logit_scale=0.25, **SIZES))
    else:
        scales = {"logits_scaling": 4.0, "residual_multiplier": 0.3, "embedding_multiplier": 3.0}
        model = GraniteForCausalLM(GraniteConfig(vocab_size=len(words), **scales, **SIZES))
    path = models.save(model, tmp_path / "model", words, 0)
    lab: Any = trafolab.open(str(path))
    lab.prompt(models.HART)
    theirs: Any = AutoModelForCausalLM.from_pretrained(path).eval()
    ids = torch.tensor([[token.id for token in lab.state.clean.tokens]])
    with torch.no_grad():
        return lab, theirs(ids).logits[0]


def test_parts_sum_to_the_logits(opened: Any) -> None:
    lab, logits = opened
    expected = float(logits[-1, 5] - logits[-1, 9])
    rows = {row.component: row.value for row in lab.compute("logit_attribution", ASKED).data.rows}
    assert sum(rows.values()) == pytest.approx(expected, abs=1e-3)
    assert "act.logits" not in rows
    assert "L1H3" in rows
    sources = lab.compute("source_attribution", {**ASKED, "head": "L1H3"})
    assert float(sources.tensors["attribution"].sum()) == pytest.approx(rows["L1H3"], abs=1e-3)
    neurons = lab.compute("logit_attribution", {**ASKED, "by": "neuron", "layer": 1, "k": 48}).data.rows
    assert neurons[-2].component == "other neurons"
    assert neurons[-2].value == pytest.approx(0, abs=1e-3)


def test_the_last_row_of_the_lens_is_what_the_model_says(opened: Any) -> None:
    lab, logits = opened
    result = lab.compute("logit_lens", {"count": 64})
    expected = logits.softmax(-1).amax(-1).numpy()
    torch.testing.assert_close(
        torch.tensor(result.tensors["prob"][-1]), torch.tensor(expected), atol=1e-4, rtol=0
    )
