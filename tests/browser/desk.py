"""A tab at whose map a person works: what they do there besides, and what they then see."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.browser.bench import PROMPT, Workbench, text

CORRUPT = PROMPT.replace("Hart", "Carroll")
HART, LAST = 5, 11


def leave(bench: Workbench) -> None:
    """Out of the notebook, of menus, of brush and selection."""
    for _ in range(3):
        bench.page.evaluate("() => document.activeElement.blur()")
        bench.page.keyboard.press("Escape")


def run(bench: Workbench, code: str) -> None:
    """Run a cell that must not fail."""
    outputs = bench.cell(f"{code}; 'done'")
    assert text(outputs) == "'done'", outputs


def patterns_again(bench: Workbench) -> None:
    """Have the map show its patterns and nothing else."""
    bench.page.locator(".colour-menu").click()
    bench.page.get_by_role("menuitemradio", name="attention patterns").click()


def told(bench: Workbench, expression: str) -> str:
    """What a cell answers."""
    return text(bench.cell(f"print({expression})"))


def clean_token(bench: Workbench, index: int) -> Locator:
    return bench.page.locator(f'[data-prompt="clean"] [data-index="{index}"]')


def corrupt_token(bench: Workbench, index: int) -> Locator:
    return bench.page.locator(f'[data-prompt="corrupt"] [data-index="{index}"]')
