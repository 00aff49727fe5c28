"""Local checkpoints of other shapes are drawn as they are, and ablating in them equals plain hooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import models, reference
from tests.browser.bench import Workbench
from tests.laboratory import running

PROMPT = "Her name was Alex Hart. Tomorrow at lunch time Alex"
SETTLED = 1e-4
SHAPES = {
    "gpt2-small": (models.gpt2_small_shaped, 12, 12),
    "llama": (models.llama, None, None),
    "pythia": (models.neox, None, None),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_local_checkpoint(shape: str, browser: Browser, tmp_path: Path) -> None:
    source = str(SHAPES[shape][0](tmp_path / shape))
    (tmp_path / "root").mkdir()
    context = browser.new_context(viewport={"width": 1680, "height": 1000})
    with running(tmp_path / "root", "--model", source) as laboratory:
        bench = Workbench.open(context, laboratory)
        bench.cell(f"lab.prompt({PROMPT!r})")
        model = reference.bridge(source)
        layer, head = model.cfg.n_layers - 1, model.cfg.n_heads - 2
        expect(bench.component(f"L{layer}H{head}")).to_be_attached()
        heads = bench.page.locator('[data-component^="L"][data-component*="H"]')
        expect(heads).to_have_count(model.cfg.n_layers * model.cfg.n_heads)
        bench.cell(f"lab.ablate('L{layer}H{head}')")
        expected = reference.automatic_metric(source, PROMPT, reference.zero_heads([(layer, head)]))
        bench.settle(expected, SETTLED)
        assert bench.errors == []
    context.close()
