"""The page itself: by keyboard alone, in both themes, with each act's code, and no outside world."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, expect

from tests import models, reference
from tests.browser.bench import PROMPT, Workbench, text
from tests.browser.disk import is_kept

SETTLED = 1e-4


def sources(bench: Workbench) -> list[str]:
    """The source of each cell of the notebook."""
    return bench.notebook.evaluate(
        "() => window.jupyterapp.shell.currentWidget.content.widgets"
        ".map(cell => cell.model.sharedModel.getSource())"
    )


def in_cells(bench: Workbench, source: str) -> None:
    assert source in sources(bench)


def test_by_keyboard_alone(bench: Workbench) -> None:
    bench.component("L0H0").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"):
        bench.page.keyboard.press(key)
    bench.page.wait_for_function("() => document.activeElement.dataset.component?.startsWith('L1H')")
    focused = bench.page.evaluate("() => document.activeElement.dataset.component")
    bench.page.keyboard.press("Enter")
    bench.press("a")
    layer, head = int(focused[1]), int(focused[3:])
    expected = reference.automatic_metric("trafo-2l", PROMPT, reference.zero_heads([(layer, head)]))
    bench.settle(expected, SETTLED)
    bench.press("a")
    bench.wait_for_states(focused)


def test_every_component_has_an_accessible_name(bench: Workbench) -> None:
    unnamed = bench.page.evaluate(
        "() => [...document.querySelectorAll('[data-component]')]"
        ".filter(e => !(e.getAttribute('aria-label') || e.textContent).trim()).map(e => e.dataset.component)"
    )
    assert unnamed == []


def test_the_notebook_follows_the_theme(bench: Workbench) -> None:
    root = bench.page.locator("html")
    before = root.get_attribute("data-theme")
    bench.page.locator("body").click(position={"x": 2, "y": 2})
    for _ in range(2):
        other = {"light": "dark", "dark": "light"}[root.get_attribute("data-theme") or ""]
        bench.page.keyboard.press("t")
        expect(root).to_have_attribute("data-theme", other)
        inside = bench.page.frame_locator("iframe").locator("body")
        expect(inside).to_have_attribute("data-jp-theme-light", str(other == "light").lower())
    assert root.get_attribute("data-theme") == before


def test_what_is_typed_while_the_notebook_opens_stays_in_the_prompt(bench: Workbench) -> None:
    page = bench.page.context.new_page()
    page.goto(bench.laboratory.link)
    page.locator('[data-prompt="clean"] [data-index="0"]').wait_for()
    page.keyboard.press("e")
    field = page.get_by_role("textbox", name="The prompt", exact=True)
    field.fill("")
    typed = 0
    while page.locator('.notebook[data-readiness="ready"]').count() == 0 and typed < 600:
        page.keyboard.type("y")
        page.wait_for_timeout(50)
        typed += 1
    assert typed > 3, "the notebook took its time"
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(rf"^y{{{typed - 1},}}$"))
    page.close()


def test_a_code_line_goes_into_the_notebook(bench: Workbench) -> None:
    bench.select("L1H2")
    bench.page.locator(".inspector-acts").get_by_role(
        "button", name="Put into the notebook as a cell"
    ).click()
    bench.come_true(lambda: in_cells(bench, 'lab.ablate("L1H2")'))
    bench.wait_for_states("L1H2")


def test_a_code_line_sent_to_the_notebook_is_run_by_shift_enter(bench: Workbench) -> None:
    bench.select("L1H3")
    bench.page.locator(".inspector-acts").get_by_role(
        "button", name="Put into the notebook as a cell"
    ).click()
    bench.come_true(lambda: in_cells(bench, 'lab.ablate("L1H3")'))
    # The cell has the focus once it stands there.
    bench.notebook.wait_for_function(
        "() => document.activeElement?.closest('.jp-Cell')?.textContent.includes('L1H3')"
    )
    bench.page.keyboard.press("Shift+Enter")
    bench.wait_for_state("L1H3", "ablated")
    assert [source for source in sources(bench) if "L1H3" in source] == ['lab.ablate("L1H3")']


@pytest.mark.parametrize("name", ["L0H5", "mlp.0", "attn.1"])
def test_the_page_and_the_code_that_it_shows_do_the_same(bench: Workbench, name: str) -> None:
    bench.select(name)
    bench.press("a")
    value = bench.metric.get_attribute("data-value")
    code = text(bench.cell("print(lab.code())"))
    bench.select(name)
    bench.press("z")
    bench.cell(f"exec({code!r})")
    bench.wait_for_state(name, "ablated")
    expect(bench.metric).to_have_attribute("data-value", value or "")


def test_circuitsvis_opens_in_the_inspector(bench: Workbench) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.url.startswith("http"):
            asked.append(urlsplit(request.url).netloc)

    bench.page.on("request", note)
    bench.select("L1H6")
    bench.open_view("CircuitsVis")
    expect(bench.page.get_by_role("tabpanel", name="CircuitsVis")).to_contain_text("L1H7")
    bench.open_view("Attention")
    assert set(asked) <= {f"127.0.0.1:{bench.laboratory.port}"}


def test_circuitsvis_works_in_a_cell_without_the_outside_world(bench: Workbench) -> None:
    asked: list[str] = []
    bench.page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    outputs = bench.cell(
        "import circuitsvis as cv\n"
        f"_, cache = model.run_with_cache({PROMPT!r})\n"
        f"cv.attention.attention_patterns(tokens=model.to_str_tokens({PROMPT!r}),"
        " attention=cache['blocks.0.attn.hook_pattern'][0])"
    )
    html = "".join(outputs[-1]["data"]["text/html"])
    assert len(html) < 200_000
    bench.notebook.wait_for_function(
        "() => [...document.querySelectorAll('[id^=circuits-vis]')].some(e => e.innerText)"
    )
    assert {host for host in asked if host} <= {f"127.0.0.1:{bench.laboratory.port}"}


def test_a_layout_is_found_again(bench: Workbench) -> None:
    bench.select("L0H7")
    bench.page.get_by_role("button", name="text", exact=True).click()
    bench.come_true(lambda: is_kept(bench.laboratory.root, '"selection": ["L0H7"]', '"face": "text"'))
    bench.page.reload()
    bench.ready()
    text = bench.page.get_by_role("button", name="text", exact=True)
    expect(text).to_have_attribute("aria-pressed", "true")
    inspector = bench.page.locator('[data-pane="inspector"]')
    expect(inspector.get_by_role("heading", level=2)).to_contain_text("L0H7")
    bench.page.get_by_role("button", name="heat map", exact=True).click()


ODD = "مرحبا 🦜🏳️‍🌈 \u200b\n\t<script>alert(1)</script> e\u0301"


@pytest.mark.parametrize("prompt", ["", ODD, "word " * 3000], ids=["none", "odd", "huge"])
def test_odd_prompts_lose_nothing(bench: Workbench, prompt: str) -> None:
    before = text(bench.cell("print(lab.state.clean.source.text)"))
    printed = text(bench.cell(f"lab.prompt({prompt!r}); print(len(lab.state.clean.tokens))"))
    if "LabError" in printed or "Error" in printed:
        assert text(bench.cell("print(lab.state.clean.source.text)")) == before
    else:
        expect(bench.metric).to_have_attribute("data-value", re.compile(r"\d"))


def test_a_key_pressed_more_often_than_there_are_steps_says_nothing(bench: Workbench) -> None:
    nothing_left = bench.page.get_by_role("button", name="Nothing to undo")
    bench.select("L1H2")
    bench.press("a")
    # Back through what the tests before did, so that one step is all there is.
    while nothing_left.count() == 0:
        bench.press("z")
    bench.press("Shift+Z")
    expect(nothing_left).to_have_count(0)
    with bench.acting():
        for _ in range(4):
            bench.page.keyboard.press("z")
    expect(nothing_left).to_be_visible()
    expect(bench.page.get_by_text("There is nothing to undo.")).to_have_count(0)


def test_without_a_prompt_no_number_is_shown_and_the_keys_stay_with_the_map(
    bench: Workbench, tmp_path: Path
) -> None:
    other = models.gpt2(tmp_path / "other")
    opened = text(bench.cell(f"import trafolab\nlab = trafolab.open({str(other)!r})\nlab.prompt('a b')"))
    assert "Error" not in opened
    bench.select("L1H2")
    expect(bench.page.get_by_role("heading", name="L1H2")).to_be_visible()
    bench.press("z")
    expect(bench.page.get_by_role("textbox", name="The prompt")).not_to_be_focused()
    expect(bench.metric).to_contain_text("There is no prompt yet")
    expect(bench.page.get_by_role("region", name="Predictions")).not_to_contain_text("%")
    bench.press("Shift+Z")
    expect(bench.page.get_by_role("region", name="Predictions")).to_contain_text("%")


def test_the_metric_shows_the_spaces_of_its_tokens_and_offers_them(bench: Workbench) -> None:
    expect(bench.metric).to_contain_text("·Hart − ·Taylor")
    bench.metric.click()
    answer = bench.page.get_by_role("textbox", name="Answer")
    answer.fill("Taylor")
    bench.page.get_by_role("button", name="Did you mean ·Taylor?").click()
    expect(answer).to_have_value(" Taylor")
    expect(bench.page.get_by_role("button", name="Did you mean")).to_have_count(0)
