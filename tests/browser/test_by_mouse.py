"""The whole of an investigation by mouse alone: no key is pressed, none is held, nothing is typed."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests import reference
from tests.browser.bench import PROMPT, Workbench
from tests.browser.desk import HART, LAST
from tests.browser.plain_model import value_of


def test_ablate_freeze_steer_save_and_compare_by_mouse_alone(bench: Workbench) -> None:
    page = bench.page
    bench.cell(f"lab.clear(); lab.prompt({PROMPT!r})")
    for index in (HART, LAST):
        page.locator(f'[data-prompt="clean"] [data-index="{index}"]').click(button="right")
    expect(page.get_by_role("button", name="acts at 2 tokens")).to_be_visible()
    page.get_by_role("button", name="Gather").click()
    for head in ("L0H1", "L0H4", "L1H2"):
        bench.component(head).click()
    _menu(page, bench.component("L1H2"), "Ablate", "mean over the clean prompt")
    bench.wait_for_state("L0H4", "ablated")
    bench.settle(reference.automatic_metric("trafo-2l", PROMPT, means()))
    page.get_by_role("button", name="Gather").click()
    page.get_by_role("button", name="Act at all tokens again").click()
    _menu(page, bench.component("L1H5"), "Freeze", "attention pattern")
    bench.wait_for_state("L1H5", "frozen")
    stream = bench.component("resid_pre.1")
    _choose(page, stream, "Steer", "make a direction of")
    expect(page.get_by_role("tab", name="Directions 1")).to_be_visible()
    stream.click(button="right")
    page.get_by_role("menuitem", name="Steer").hover()
    page.get_by_role("menuitem", name="Hart").hover()
    page.get_by_role("menuitemcheckbox", name="add").click()
    bench.wait_for_state("resid_pre.1", "steered")
    page.get_by_role("tab", name="States").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator('[data-saved="a"]')).to_be_visible()
    _menu(page, bench.component("mlp.0"), "Scale", "× 0.5")
    bench.wait_for_state("mlp.0", "scaled")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator('[data-saved="b"]')).to_be_visible()
    page.get_by_role("checkbox", name="Choose a for comparison").click()
    page.get_by_role("checkbox", name="Choose b for comparison").click()
    page.get_by_role("button", name="Compare a | b").click()
    expect(page.get_by_role("heading", name="Compare")).to_be_visible()
    expect(page.get_by_label("Attention patterns")).to_contain_text("L1H")
    page.get_by_role("button", name="Close the comparison").last.click()
    bench.cell("lab.clear(); [lab.forget(name, what='saved') for name in lab.saved]")


def _menu(page: Page, component: Locator, operation: str, way: str) -> None:
    component.click(button="right")
    page.get_by_role("menuitem", name=operation).hover()
    page.get_by_role("menuitemcheckbox", name=way).first.click()


def _choose(page: Page, component: Locator, operation: str, way: str) -> None:
    component.click(button="right")
    page.get_by_role("menuitem", name=operation).hover()
    page.get_by_role("menuitem", name=way).click()


def means() -> list[reference.Hook]:
    """The three heads at both tokens, each replaced by its mean over all tokens but BOS."""

    def hook(layer: int, heads: tuple[int, ...]) -> reference.Hook:
        name = f"blocks.{layer}.attn.hook_z"
        mean = value_of(PROMPT, name)[1:].mean(0)

        def change(z: object, hook: object) -> object:
            out = z.clone()
            for head in heads:
                out[:, [HART, LAST], head] = mean[head]
            return out

        return name, change

    return [hook(0, (1, 4)), hook(1, (2,))]
