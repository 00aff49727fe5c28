"""What a person does with experiments in a tab, and what plain hooks say to it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import torch
from playwright.sync_api import Locator, expect

from tests import reference
from tests.browser.bench import PROMPT, SOON_MS, Workbench
from tests.browser.desk import CORRUPT
from tests.browser.plain_model import value_of

Row = dict[str, str]


def open_tab(bench: Workbench) -> None:
    bench.page.get_by_role("tab", name="Experiments").click()


def begin(bench: Workbench, what: str, *, by_position: bool | None = None, how: str = "patched") -> None:
    """Start one from the line above the list, and wait until it is the one that is shown."""
    open_tab(bench)
    known = count(bench)
    starter = bench.page.get_by_role("form", name="A new experiment")
    starter.locator("select").first.select_option(what)
    if by_position is not None:
        starter.get_by_role("checkbox").set_checked(by_position)
    starter.get_by_label("How its effect is found").select_option(label=how)
    starter.get_by_role("button", name="Run").click()
    shown(bench, known + 1)


def count(bench: Workbench) -> int:
    """Of experiments in the list."""
    return bench.page.locator("[data-experiment]").count()


def shown(bench: Workbench, number: int) -> None:
    """Until there are so many, and the newest is the one that is looked at."""
    expect(bench.page.locator("[data-experiment]")).to_have_count(number, timeout=SOON_MS)
    expect(newest(bench)).to_have_attribute("data-shown", "", timeout=SOON_MS)


def newest(bench: Workbench) -> Locator:
    return bench.page.locator("[data-experiment]").first


def finish(bench: Workbench, status: str = "done") -> None:
    expect(newest(bench)).to_have_attribute("data-status", status, timeout=4 * SOON_MS)
    expect(bench.page.locator(".picture")).to_have_attribute("data-status", status, timeout=SOON_MS)


def plot(bench: Workbench) -> Locator:
    return bench.page.locator(".figure-stage [role=application]")


def shape(bench: Workbench) -> tuple[int, int]:
    """Rows and columns, as the heat map tells those who can't see it."""
    described = plot(bench).get_attribute("aria-describedby") or ""
    words = bench.page.evaluate("(id) => document.getElementById(id).textContent", described).split()
    return int(words[0]), int(words[3])


def cell(bench: Workbench, row: int, col: int) -> dict[str, float]:
    """Where a cell stands in the heat map, once it is scrolled to."""
    rows, cols = shape(bench)
    bench.box_of(plot(bench))
    x, y = plot(bench).evaluate(
        "(plot, [x, y]) => { const at = () => plot.getBoundingClientRect();"
        "const view = plot.parentElement;"
        "view.scrollTop = y * at().height - 30; view.scrollLeft = x * at().width - 60;"
        "return [at().left + x * at().width, at().top + y * at().height]; }",
        [(col + 0.5) / cols, (row + 0.5) / rows],
    )
    return {"x": x, "y": y}


def click(bench: Workbench, row: int, col: int, *, modifier: str | None = None) -> None:
    at = cell(bench, row, col)
    if modifier:
        bench.page.keyboard.down(modifier)
    bench.page.mouse.click(at["x"], at["y"])
    if modifier:
        bench.page.keyboard.up(modifier)


def table(bench: Workbench, directory: Path) -> list[Row]:
    """The numbers as they leave the page."""
    bench.page.locator(".picture").get_by_role("button", name="Export").click()
    with bench.page.expect_download() as download:
        bench.page.get_by_role("menuitem", name="Numbers as CSV").click()
    path = directory / "numbers.csv"
    download.value.save_as(path)
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def seen(token: str) -> str:
    """As tables write it."""
    return token.replace(" ", "·")


def patched(hook: str, at: tuple[Any, ...]) -> float:
    """The metric when the corrupt prompt's values are put in at ``[…]`` of a hook's [pos, …]."""
    donor = value_of(CORRUPT, hook)

    def put(value: torch.Tensor, hook: object) -> torch.Tensor:
        value = value.clone()
        value[(0, *at)] = donor[at]
        return value

    return reference.automatic_metric("trafo-2l", PROMPT, [(hook, put)])
