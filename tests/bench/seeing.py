"""From the end of a cell to the mark on the map: what code did to the model is seen, without a click."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.click import gpt2_small
from tests.bench.report import Bar, median
from tests.browser.bench import Workbench

REPEATS = 5
REST_MS = 1500
NATIVE = (
    "from transformer_lens import TransformerBridgeConfig\n"
    "from transformer_lens.model_bridge import TransformerBridge\n"
    "model = TransformerBridge.boot_native(TransformerBridgeConfig(d_model=32, d_head=8, n_layers=14,"
    " n_ctx=32, n_heads=4, d_vocab=50, attn_only=True, act_fn=None, normalization_type=None))"
)


def bars(folder: Path) -> Iterator[Bar]:
    """At GPT-2-small shape: a call of `lab`, a hook, a weight changed through `.data`, a model bound anew."""
    with gpt2_small(folder) as (bench, _):
        acts, hooks, weights = [], [], []
        for layer in range(REPEATS):
            acts.append(_seen(bench, f"lab.ablate('L{layer}H5')", f"L{layer}H5", "ablated"))
            hook = f"model.add_hook('blocks.{layer}.mlp.hook_post', lambda x, hook: x * 0.5)"
            hooks.append(_seen(bench, hook, f"mlp.{layer}", "hooked"))
            weight = f"model.blocks[{layer + 5}].attn.W_O.data.zero_()"
            weights.append(_seen(bench, weight, f"attn.{layer + 5}", "weights-changed"))
        model = _seen(bench, NATIVE, "L13H3", "")
    for name, seconds in (("act", acts), ("hook", hooks), ("weight", weights), ("new model", [model])):
        detail = {"median_s": round(median(seconds), 3), "n": len(seconds)}
        yield Bar(f"cell's end to the map: {name}", max(seconds), 1.0, "s", detail=detail)


def _seen(bench: Workbench, code: str, component: str, word: str) -> float:
    """Seconds from a cell's end until the component, or one of its heads, carries the word.

    The cell begins when what came before it is at rest.
    """
    bench.page.wait_for_timeout(REST_MS)
    bench.cell(code)
    ended = time.perf_counter()
    bench.page.wait_for_function(
        "([name, word]) => [...document.querySelectorAll('[data-component]')].some(e =>"
        " (e.dataset.component === name || word === 'weights-changed' &&"
        " e.dataset.component.startsWith(`L${name.split('.')[1]}H`))"
        " && (!word || e.dataset.state.split(' ').includes(word)))",
        arg=[component, word],
        polling="raf",
    )
    return time.perf_counter() - ended
