"""A click on a prediction is measured, a key acts where it was told, the history says what changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests import reference
from tests.browser.bench import PROMPT, Workbench, text
from tests.browser.desk import leave, run

SETTLED = 1e-4
POSITIONS = """
places = lambda positions: positions if positions == "all" else [each.index for each in positions]
print([places(each.positions) for each in lab.interventions])
"""


@pytest.fixture(autouse=True)
def automatic(bench: Workbench) -> None:
    """First against second prediction, whatever the test before has measured."""
    bench.cell("lab.metric(None)")
    expect(prediction(bench, 0)).to_have_attribute("data-role", "answer")
    expect(prediction(bench, 1)).to_have_attribute("data-role", "distractor")


def prediction(bench: Workbench, place: int) -> Locator:
    return bench.page.get_by_test_id("prediction").nth(place)


def token(bench: Workbench, place: int) -> int:
    name = prediction(bench, place).get_attribute("data-token") or ""
    (only,) = reference.bridge("trafo-2l").tokenizer.encode(name, add_special_tokens=False)
    return only


def test_a_click_picks_the_answer_and_with_shift_the_distractor(bench: Workbench) -> None:
    logits = reference.logits("trafo-2l", PROMPT)[-1]
    first, second, third, fourth = (token(bench, place) for place in range(4))
    for place, against, expected in (
        (2, False, logits[third] - logits[second]),
        (3, True, logits[third] - logits[fourth]),
        (3, False, logits[fourth] - logits[third]),
        (0, False, logits[first] - logits[third]),
    ):
        with bench.acting():
            prediction(bench, place).get_by_role("button").click(modifiers=["Shift"] if against else [])
        bench.settle(float(expected), SETTLED)
        role = "distractor" if against else "answer"
        expect(prediction(bench, place)).to_have_attribute("data-role", role)
    bench.press("z")
    bench.settle(float(logits[fourth] - logits[third]), SETTLED)


def test_a_prediction_shows_the_line_that_measures_it(bench: Workbench) -> None:
    name = prediction(bench, 2).get_attribute("data-token")
    line = bench.page.locator(".predictions .code-line code")
    prediction(bench, 2).get_by_role("button").hover()
    expect(line).to_contain_text(f'answer="{name}"')
    bench.page.keyboard.down("Shift")
    bench.page.mouse.move(*middle(bench, prediction(bench, 2)))
    expect(line).to_contain_text(f'distractor="{name}"')
    code = line.inner_text()
    bench.page.keyboard.up("Shift")
    bench.cell(code)
    expect(prediction(bench, 2)).to_have_attribute("data-role", "distractor")


def middle(bench: Workbench, element: Locator) -> tuple[float, float]:
    box = bench.box_of(element)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def act_at(bench: Workbench, where: str) -> None:
    bench.page.locator(".inspector-acts").get_by_role("button", name="Acts at").click()
    bench.page.get_by_role("menuitem", name=where).click()


def test_a_key_for_one_token_adds_a_record_where_all_positions_are_held(bench: Workbench) -> None:
    bench.select("L1H6")
    bench.press("a")
    act_at(bench, "only the token that is read")
    bench.press("a")
    assert text(bench.cell(POSITIONS)) == "['all', [11]]"
    bench.component("L1H6").focus()
    bench.press("a")
    assert text(bench.cell(POSITIONS)) == "['all']"
    act_at(bench, "all tokens")
    bench.press("a")
    assert text(bench.cell(POSITIONS)) == "[]"


def test_the_history_says_what_changed_in_a_prompt(bench: Workbench) -> None:
    bench.page.get_by_role("tab", name="History").click()
    newest = bench.page.locator(".row.history").first
    bench.cell(f"lab.prompt({PROMPT.replace('Hart', 'Carroll')!r}, corrupt={PROMPT!r})")
    expect(newest.locator(".change")).to_contain_text("·Hart → ·Carroll (5)")
    bench.cell(f"lab.prompt({PROMPT!r})")
    expect(newest.locator(".change")).to_have_text("·Carroll → ·Hart (5)")
    bench.page.get_by_role("tab", name="Interventions").click()


IN_SIGHT = """() => {
  const pane = document.querySelector('.predictions .panel-scroll');
  const { top, bottom } = pane.getBoundingClientRect();
  const seen = (row) => {
    const box = row.getBoundingClientRect();
    return box.top >= top - 0.5 && box.bottom <= bottom + 0.5;
  };
  const held = [...pane.querySelectorAll('[data-role]')];
  return { room: pane.scrollHeight - pane.clientHeight, seen: held.map(seen) };
}"""


def test_what_is_measured_stays_in_sight_wherever_the_rows_are_scrolled(bench: Workbench) -> None:
    leave(bench)
    page = bench.page
    run(bench, "lab.metric(answer=' Hart', distractor=' Monday')")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".predictions [data-role]")).to_have_count(2)
    for place in ("0", "pane.scrollHeight"):
        page.evaluate(
            f"() => {{ const pane = document.querySelector('.predictions .panel-scroll');"
            f" pane.scrollTop = {place}; }}"
        )
        page.wait_for_timeout(100)
        found = page.evaluate(IN_SIGHT)
        assert found["room"] > 20
        assert found["seen"] == [True, True]
    page.set_viewport_size({"width": 1680, "height": 1000})
