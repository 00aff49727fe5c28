"""The tab of sets of pairs, and the form that makes one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.bench import PROMPT, Workbench
from tests.browser.desk import leave, run

LIST = "\n".join(
    f"{PROMPT}|{PROMPT.replace('Hart', name)}| Hart| {name}" for name in ("Carroll", "Mason", "Parker")
)


@pytest.fixture
def table(bench: Workbench) -> Iterator[Workbench]:
    """The tab, without any set before and after."""
    forget = "[lab.forget(known.name, what='pairs') for known in lab.pair_sets]"
    run(bench, forget)
    leave(bench)
    yield bench
    run(bench, forget)


def form(bench: Workbench) -> Locator:
    return bench.page.get_by_role("dialog", name="New pairs of prompts")


def fill(bench: Workbench, **fields: str) -> None:
    for label, value in fields.items():
        name = re.compile(f"^{label.replace('_', ' ')}")
        form(bench).get_by_role("textbox", name=name).fill(value)


def begin_list(bench: Workbench, name: str) -> None:
    bench.page.get_by_role("tab", name="Sets").click()
    bench.page.get_by_role("button", name="New pairs…").click()
    fill(bench, Name=name)
    form(bench).get_by_role("tab", name="List").click()


def make(bench: Workbench) -> None:
    form(bench).get_by_role("button", name="Make the pairs").click()
    expect(form(bench)).to_have_count(0)


def row(bench: Workbench, name: str) -> Locator:
    return bench.page.locator(f'[data-pairs="{name}"]')


def behind(bench: Workbench) -> list[tuple[int, float]]:
    """The pairs behind the cell, three of them, with their effects."""
    rows = bench.page.locator(".behind [data-pair]")
    expect(rows).to_have_count(3)
    found: list[list[Any]] = rows.evaluate_all("(all) => all.map(({dataset: d}) => [+d.pair, +d.effect])")
    return [(int(index), float(effect)) for index, effect in found]
