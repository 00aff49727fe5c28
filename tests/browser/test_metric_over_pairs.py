"""The number at the top can be that of a set of pairs: chosen by mouse, with its n, live under a click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests import reference
from tests.browser.bench import PROMPT, Workbench

SETTLED = 1e-4
NAMES = ["Hart", "Carroll", "Mason"]
LONGER, SHORTER = "Her name was Alex {}. Tomorrow at lunch time Alex", "He was Alex {}. Tomorrow Alex"
MAKE = f"""
slots = {{"a": {NAMES!r}, "b": {NAMES!r}}}
for name, template in (("longer", {LONGER!r}), ("shorter", {SHORTER!r})):
    clean, corrupt = template.replace("{{}}", "{{a}}"), template.replace("{{}}", "{{b}}")
    lab.pairs(name, clean, corrupt=corrupt, answer=" {{a}}", distractor=" {{b}}", slots=slots)
both = [(t.format(a), t.format(b), " " + a, " " + b) for t in {[LONGER, SHORTER]!r}
        for a in {NAMES!r} for b in {NAMES!r} if a != b]
lab.pairs("both", both)
"""
ABLATED = reference.zero_heads([(1, 6)])


def mean(templates: list[str], hooks: list[reference.Hook]) -> float:
    """The logit difference over all pairs of names, each prompt alone."""
    words = reference.bridge("trafo-2l").tokenizer
    total, count = 0.0, 0
    for template in templates:
        for right in NAMES:
            logits = reference.logits("trafo-2l", template.format(right), hooks)[-1]
            ids = {name: words.encode(f" {name}", add_special_tokens=False)[0] for name in NAMES}
            for wrong in NAMES:
                if wrong != right:
                    total += float(logits[ids[right]] - logits[ids[wrong]])
                    count += 1
    return total / count


@pytest.fixture(autouse=True)
def sets(bench: Workbench) -> None:
    bench.cell(f"lab.prompt({PROMPT!r})\nlab.metric(None)\n{MAKE}")
    expect(bench.metric).to_contain_text("−")


def choose(bench: Workbench, over: str, minus: str | None = None) -> None:
    bench.metric.click()
    bench.page.get_by_label("Over", exact=True).select_option(over)
    if minus is not None:
        bench.page.get_by_label("minus", exact=True).select_option(minus)
    with bench.acting():
        bench.page.get_by_role("button", name="Measure this").click()


def count(bench: Workbench) -> Locator:
    return bench.page.get_by_test_id("metric-n")


def test_a_set_is_chosen_by_mouse_and_a_click_on_a_head_changes_its_mean(bench: Workbench) -> None:
    choose(bench, "both")
    expect(count(bench)).to_contain_text("n = 12")
    bench.settle(mean([LONGER, SHORTER], []), SETTLED)
    assert bench.plain == bench.value
    bench.select("L1H6")
    bench.press("a")
    bench.settle(mean([LONGER, SHORTER], ABLATED), SETTLED)
    assert bench.plain == pytest.approx(mean([LONGER, SHORTER], []), abs=SETTLED)
    expect(bench.metric).to_contain_text("mean over both")
    expect(count(bench)).to_have_attribute("title", re.compile(r"live − plain \[−"))


def test_the_gap_between_two_sets_and_back_to_the_prompt(bench: Workbench) -> None:
    choose(bench, "longer", minus="shorter")
    expect(count(bench)).to_contain_text("n = 12")
    bench.settle(mean([LONGER], []) - mean([SHORTER], []), SETTLED)
    bench.metric.click()
    bench.page.get_by_role("button", name="Choose automatically").click()
    expect(count(bench)).to_have_count(0)


def test_what_is_begun_by_one_click_goes_over_the_set_and_paints_the_map(bench: Workbench) -> None:
    choose(bench, "both")
    bench.page.get_by_role("button", name="Experiments", exact=True).click()
    bench.page.get_by_role("menuitem", name="Patch every head lab.sweep").click()
    expect(bench.page.locator(".experiments")).to_contain_text("mean over 12 pairs of both")
    bench.page.get_by_role("button", name="Paint the map").click()
    expect(bench.page.locator(".tf-map-legend")).to_contain_text("effect, mean over 12 pairs")
