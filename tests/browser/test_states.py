"""What has a name, by mouse and by keys: states and their comparison, sets, directions, weights put back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Locator, expect

from tests import reference
from tests.browser.bench import PROMPT, SOON_MS, Workbench, text

SETTLED = 1e-4
OTHER = "Her name was Alex Hart. Alex"
POLITE = ["Could you go", "Would you come", "Please stay here"]
RUDE = ["Go", "Get out of here", "Leave"]
DATA = "(all) => all.map(({ dataset }) => ({ ...dataset }))"


def save(bench: Workbench, name: str) -> None:
    """Save the state by keys alone."""
    # A cell that ran has the focus.
    bench.page.evaluate("() => document.activeElement.blur()")
    bench.page.keyboard.press("Shift+S")
    field = bench.page.get_by_role("textbox", name="Save this state as")
    expect(field).to_be_focused()
    bench.page.keyboard.type(name)
    expect(field).to_have_value(name)
    with bench.acting():
        bench.page.keyboard.press("Enter")
    bench.page.evaluate("() => document.activeElement.blur()")


def pair(bench: Workbench, a: str, b: str) -> None:
    """Set two saved states side by side by their boxes."""
    for name in (a, b):
        expect(bench.page.locator(f'[data-saved="{name}"]')).to_be_visible()
    for box in bench.page.get_by_role("checkbox", name="for comparison").all():
        box.uncheck()
    for name in (a, b):
        bench.page.get_by_role("checkbox", name=f"Choose {name} for comparison").check()
    bench.page.get_by_role("button", name=f"Compare {a} | {b}", exact=True).click()
    expect(side(bench, "b")).to_have_attribute("aria-label", f"State {b}", timeout=SOON_MS)


def side(bench: Workbench, letter: str) -> Locator:
    return bench.page.get_by_test_id(f"state-{letter}")


def metric_of(bench: Workbench, letter: str) -> float:
    return float(side(bench, letter).get_attribute("data-metric") or "nan")


@pytest.fixture
def two_states(bench: Workbench) -> Iterator[Workbench]:
    """``a`` without interventions, ``b`` with L0H2 ablated."""
    bench.cell("[lab.forget(name, what='saved') for name in lab.saved]; 0")
    save(bench, "a")
    bench.select("L0H2")
    bench.press("a")
    save(bench, "b")
    yield bench
    # A cell would take the focus, and with it the Escape that closes the comparison.
    close = bench.page.get_by_role("button", name="Close the comparison")
    if bench.page.locator(".compare").count():
        close.last.click()


def test_two_states_side_by_side_equal_plain_hooks(two_states: Workbench) -> None:
    bench, hooks = two_states, reference.zero_heads([(0, 2)])
    pair(bench, "a", "b")
    probs = [reference.logits("trafo-2l", PROMPT, each)[-1].softmax(-1) for each in ([], hooks)]
    tokenizer = reference.bridge("trafo-2l").tokenizer
    rows = bench.page.get_by_test_id("compared")
    expect(rows).to_have_count(10)
    for row in rows.evaluate_all(DATA):
        (token,) = tokenizer.encode(row["token"], add_special_tokens=False)
        assert abs(float(row["probA"]) - probs[0][token]) < SETTLED
        assert abs(float(row["probB"]) - probs[1][token]) < SETTLED
    plain = reference.automatic_metric("trafo-2l", PROMPT)
    ablated = reference.automatic_metric("trafo-2l", PROMPT, hooks)
    assert abs(metric_of(bench, "a") - plain) < SETTLED
    assert abs(metric_of(bench, "b") - ablated) < SETTLED
    change = bench.page.get_by_test_id("compared-metric").get_attribute("data-value") or "nan"
    assert abs(float(change) - (plain - ablated)) < SETTLED
    expect(side(bench, "b").locator("[data-differs] code")).to_have_text('lab.ablate("L0H2")')


def test_the_grid_of_heads_shows_how_far_their_patterns_differ(two_states: Workbench) -> None:
    bench = two_states
    pair(bench, "a", "b")
    model, name = reference.bridge("trafo-2l"), "blocks.1.attn.hook_pattern"
    tokens = model.to_tokens(PROMPT)
    _, plain = model.run_with_cache(tokens, names_filter=name)
    with model.hooks(fwd_hooks=reference.zero_heads([(0, 2)])):
        _, ablated = model.run_with_cache(tokens, names_filter=name)
    largest = (plain[name] - ablated[name])[0].abs().amax((1, 2))
    bench.page.get_by_role("application", name="Largest difference of each head's pattern").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight"):
        bench.page.keyboard.press(key)
    shown = bench.page.locator(".compare-grid").get_by_role("status")
    expect(shown).to_have_text(f"L1H1 {largest[1]:.3f}")
    bench.page.keyboard.press("Enter")
    for which in ("in a", "in b"):
        expect(bench.page.get_by_role("application", name=f"Pattern of L1H1 {which}")).to_be_visible()
    bench.page.get_by_role("application", name="Pattern of L1H1, a − b").focus()
    bench.page.keyboard.press("ArrowDown")
    cell = bench.page.locator(".compare-patterns").get_by_role("status").last
    expect(cell).to_have_text(re.compile(r"\d$"))
    expected = float(plain[name][0, 1, -1, 0] - ablated[name][0, 1, -1, 0])
    assert abs(float((cell.text_content() or "").split()[-1].replace("−", "-")) - expected) < 2e-3


def test_going_to_a_state_and_forgetting_one_can_be_undone(two_states: Workbench) -> None:
    bench = two_states
    plain = reference.automatic_metric("trafo-2l", PROMPT)
    with bench.acting():
        bench.page.get_by_role("button", name="Go to a", exact=True).click()
    bench.wait_for_states("L0H2")
    bench.settle(plain, SETTLED)
    bench.press("z")
    bench.wait_for_states("L0H2", "ablated")
    row = bench.page.locator('[data-saved="a"]')
    bench.page.get_by_role("button", name="Forget a", exact=True).click()
    expect(row).to_have_count(0)
    bench.press("z")
    expect(row).to_have_count(1)
    # The next row comes to lie under the pointer.
    bench.page.get_by_role("button", name="Forget a", exact=True).dblclick()
    expect(row).to_have_count(0)
    expect(bench.page.locator("[data-saved]")).to_have_count(1)
    bench.press("z")
    expect(row).to_have_count(1)


def test_a_comparison_by_keys_alone(two_states: Workbench) -> None:
    bench = two_states
    page = bench.page
    page.keyboard.press("c")
    pane = page.get_by_role("region", name="Comparison of a with b")
    expect(pane).to_be_focused()
    page.get_by_role("combobox", name="Second state").focus()
    page.keyboard.type("plain")
    expect(side(bench, "b")).to_have_attribute("aria-label", "State plain", timeout=SOON_MS)
    assert abs(metric_of(bench, "b") - reference.automatic_metric("trafo-2l", PROMPT)) < SETTLED
    page.get_by_role("button", name="Swap the two states").press("Enter")
    expect(side(bench, "a")).to_have_attribute("aria-label", "State plain", timeout=SOON_MS)
    page.get_by_role("combobox", name="First state").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".compare")).to_have_count(0)
    page.keyboard.press("c")
    page.keyboard.press("Escape")
    expect(page.locator(".compare")).to_have_count(0)


def test_prompts_of_other_lengths_have_no_patterns_to_compare(two_states: Workbench) -> None:
    bench = two_states
    bench.cell(f"lab.prompt({OTHER!r})")
    save(bench, "short")
    pair(bench, "a", "short")
    expect(bench.page.locator(".compare-heads")).to_contain_text("12 and 8 tokens")
    expect(bench.page.locator(".compare-after")).to_contain_text(
        re.compile(r"a after .+\(11\).*short after .+\(7\)")
    )
    rows = bench.page.get_by_test_id("compared")
    expect(rows).to_have_count(10)
    changes = [abs(float(row["probA"]) - float(row["probB"])) for row in rows.evaluate_all(DATA)]
    assert changes == sorted(changes, reverse=True)


def test_a_set_and_a_direction_are_made_by_dialogs(bench: Workbench, tmp_path: Path) -> None:
    page = bench.page
    (tmp_path / "rude.csv").write_text(
        "id,prompt\n" + "".join(f"{i},{each}\n" for i, each in enumerate(RUDE))
    )
    page.get_by_role("tab", name="Sets").click()
    page.get_by_role("button", name="New set").click()
    page.get_by_label("Name", exact=True).fill("polite")
    page.get_by_role("textbox", name="Prompts").fill("\n".join(POLITE))
    page.get_by_role("button", name="Make the set").click()
    expect(page.locator('[data-reference="polite"]')).to_contain_text("3 prompts", timeout=SOON_MS)
    page.get_by_role("tab", name="Directions").click()
    page.get_by_role("button", name="New direction").click()
    page.get_by_label("Name", exact=True).fill("kind")
    page.get_by_role("combobox", name="Towards").select_option("polite")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("group", name="Away from").get_by_role("button", name="From a file").click()
    chooser.value.set_files(tmp_path / "rude.csv")
    expect(page.get_by_role("textbox", name="Prompts")).to_have_value("\n".join(RUDE))
    page.get_by_role("combobox", name="Read").select_option("resid_mid.1")
    page.get_by_role("button", name="Make the direction").click()
    expect(page.locator('[data-direction="kind"]')).to_be_visible(timeout=SOON_MS)
    model, name = reference.bridge("trafo-2l"), "blocks.1.hook_resid_mid"
    means = []
    for prompts in (POLITE, RUDE):
        read = [
            model.run_with_cache(model.to_tokens(each), names_filter=name)[1][name][0, -1] for each in prompts
        ]
        means.append(torch.stack(read).mean(0))
    expected = means[0] - means[1]
    found = torch.tensor(eval(text(bench.cell("print(lab.vector('kind').tolist())"))))
    assert (found - expected).abs().max() < SETTLED


def test_what_a_dialog_refuses_is_said_in_it_and_nothing_typed_is_lost(bench: Workbench) -> None:
    page = bench.page
    page.get_by_role("tab", name="Directions").click()
    page.get_by_role("button", name="New direction").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("names")
    dialog.get_by_role("tab", name="Tokens").click()
    dialog.get_by_role("textbox", name="Token 1").fill(" Hart")
    dialog.get_by_role("textbox", name="Token 2").fill(" no single token")
    dialog.get_by_role("textbox", name="Token 2").press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("no single token", timeout=SOON_MS)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="New direction").click()
    expect(dialog.get_by_role("textbox", name="Token 1")).to_have_value(" Hart")
    dialog.get_by_role("textbox", name="Token 2").fill(" Carroll")
    dialog.get_by_role("button", name="Make the direction").click()
    expect(page.locator('[data-direction="names"]')).to_contain_text("·Hart − ·Carroll", timeout=SOON_MS)
    unembed = reference.bridge("trafo-2l").W_U
    tokenizer = reference.bridge("trafo-2l").tokenizer
    one, other = (tokenizer.encode(each, add_special_tokens=False)[0] for each in (" Hart", " Carroll"))
    norm = float(text(bench.cell("print(lab.directions[-1].norm)")))
    assert abs(norm - float((unembed[:, one] - unembed[:, other]).detach().norm())) < 1e-3


def test_weights_that_a_cell_changed_are_put_back_one_by_one(bench: Workbench) -> None:
    page, plain = bench.page, bench.value
    bench.cell("model.blocks[1].attn.W_O.data[3].mul_(0.5); model.blocks[0].mlp.W_in.data.mul_(1.1); 0")
    bench.wait_for_state("mlp.0", "weights-changed")
    expect(bench.metric).not_to_have_attribute("data-value", str(plain))
    page.locator('.topbar .badge[data-tone="warn"]').click()
    page.get_by_role("button", name="Put back blocks.0.mlp").click()
    bench.wait_for_state("mlp.0", "weights-changed", present=False)
    bench.wait_for_state("L1H3", "weights-changed")
    page.get_by_role("button", name="Put all weights back").click()
    bench.wait_for_state("L1H3", "weights-changed", present=False)
    expect(page.locator('.topbar .badge[data-tone="warn"]')).to_have_count(0)
    bench.settle(plain, SETTLED)


def test_the_spread_over_draws_stands_beside_the_metric(bench: Workbench) -> None:
    bench.cell(
        f"lab.reference('names', {[PROMPT, OTHER, *POLITE]!r})\n"
        "lab.ablate('L1H6', mode='resample', source='names', draws=4); 0"
    )
    spread = bench.page.get_by_test_id("draws")
    expect(spread).to_contain_text("over 4 draws", timeout=SOON_MS)
    assert float(spread.get_attribute("data-sd") or "nan") > 0
    bench.cell("lab.clear()")
    expect(spread).to_have_count(0)


def test_the_numerics_badge_folds_and_unfolds(bench: Workbench) -> None:
    page = bench.page
    page.locator(".badge.numerics").click()
    switch = page.get_by_role("switch", name="Fold norms")
    expect(switch).not_to_be_checked()
    switch.click()
    expect(page.locator(".badge.numerics")).to_contain_text("folded")
    expect(page.locator(".facts").first).not_to_contain_text("nothing could be folded")
    expect(switch).to_be_enabled(timeout=30_000)
    switch.click()
    expect(page.locator(".badge.numerics")).to_contain_text("raw")
    assert text(bench.cell("print(lab.info.mode)")) == "raw"
