"""What axe-core finds on the page, in either theme."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.bench import Workbench

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FINDINGS = """async () => {
  const options = { resultTypes: ['violations'], iframes: false };
  const { violations } = await axe.run({ exclude: [['iframe']] }, options);
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => [id, nodes[0].target.join(' '), nodes.length]);
}"""


def findings(bench: Workbench) -> list[object]:
    """Serious and critical findings, with the first element of each, once nothing fades in any more."""
    bench.wait_for_rest()
    if not bench.page.evaluate("() => 'axe' in window"):
        bench.page.evaluate(AXE.read_text())
    return bench.page.evaluate(FINDINGS)


def put_into(bench: Workbench, theme: str) -> None:
    """Light or dark."""
    root = bench.page.locator("html")
    bench.page.evaluate("() => document.activeElement.blur()")
    if root.get_attribute("data-theme") != theme:
        bench.page.keyboard.press("t")
    expect(root).to_have_attribute("data-theme", theme)
