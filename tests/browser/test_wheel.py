"""The wheel over the notebook scrolls it, whatever was dragged, opened and put away before."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.bench import SOON_MS, Workbench
from tests.browser.desk import leave, run

SCROLLED = "() => document.querySelector('.jp-WindowedPanel-outer').scrollTop"
TO_TOP = "() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0 }"


def test_the_wheel_scrolls_the_notebook_whatever_came_before(bench: Workbench) -> None:
    run(bench, "print('\\n' * 60)")
    leave(bench)
    for act in (drag_the_divider, give_a_drag_up, open_and_leave_the_palette, make_no_direction):
        act(bench)
        wheel(bench)
    for opener in (".pick.kernel", ".acts-at > .chip", ".colour-menu"):
        under(bench, opener)


def wheel(bench: Workbench) -> None:
    """Turn it over the frame; the notebook moves."""
    box = bench.box_of(bench.page.locator("iframe"))
    bench.notebook.evaluate(TO_TOP)
    bench.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6)
    bench.page.mouse.wheel(0, 150)
    bench.notebook.wait_for_function(f"() => ({SCROLLED})() > 0", timeout=SOON_MS)


def divider(bench: Workbench) -> tuple[float, float]:
    """The one between inspector and notebook."""
    box = bench.box_of(bench.page.locator(".divider.vertical").nth(1))
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_the_divider(bench: Workbench) -> None:
    """Into the frame, where it is let go of."""
    x, y = divider(bench)
    bench.page.mouse.move(x, y)
    bench.page.mouse.down()
    bench.page.mouse.move(x + 60, y, steps=5)
    bench.page.mouse.up()

    def moved() -> None:
        assert divider(bench)[0] > x + 30

    bench.come_true(moved)


def give_a_drag_up(bench: Workbench) -> None:
    """The palette comes in the middle of a drag."""
    x, y = divider(bench)
    bench.page.mouse.move(x, y)
    bench.page.mouse.down()
    bench.page.mouse.move(x - 60, y, steps=5)
    open_and_leave_the_palette(bench)
    bench.page.mouse.up()


def open_and_leave_the_palette(bench: Workbench) -> None:
    bench.page.keyboard.press("Control+k")
    expect(bench.page.locator(".palette")).to_be_visible()
    bench.page.keyboard.press("Escape")
    expect(bench.page.locator(".palette")).to_have_count(0)


def make_no_direction(bench: Workbench) -> None:
    """One dialog follows the other."""
    bench.page.keyboard.press("Control+k")
    bench.page.keyboard.type("new direction")
    bench.page.keyboard.press("Enter")
    expect(bench.page.locator(".dialog")).to_be_visible()
    bench.page.keyboard.press("Escape")
    expect(bench.page.locator(".dialog")).to_have_count(0)


def under(bench: Workbench, opener: str) -> None:
    """A menu that is open holds nothing up."""
    trigger = bench.page.locator(opener)
    trigger.click()
    expect(trigger).to_have_attribute("aria-expanded", "true")
    wheel(bench)
    bench.page.keyboard.press("Escape")
    expect(trigger).to_have_attribute("aria-expanded", "false")
