"""What single views do when they are used: the lens, neurons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.bench import Workbench
from tests.browser.desk import leave, run


@pytest.fixture
def page(bench: Workbench) -> Iterator[Workbench]:
    leave(bench)
    yield bench
    leave(bench)


def opened(bench: Workbench, place: str, view: str) -> Locator:
    bench.page.evaluate("place => { location.hash = place }", f"#{place}/{view}")
    found = bench.page.locator(f'.tf-view[data-view="{view}"]').first
    expect(found.locator(".tf-view-body")).to_be_visible()
    expect(found).not_to_have_attribute("data-late", "")
    return found


def test_the_lens_opens_on_whole_columns_and_says_what_is_left_of_them(page: Workbench) -> None:
    lens = opened(page, "prompt", "logit_lens").get_by_role("application")
    seen = lens.evaluate(
        """box => {
          const { left, right } = box.getBoundingClientRect();
          const names = box.querySelector('.tf-textgrid-row').getBoundingClientRect().right;
          const whole = ({ left: l, right: r }) => l >= names - 1 && r <= right + 1;
          const out = ({ left: l, right: r }) => r <= names + 1 || l >= right - 1;
          const columns = [...box.querySelectorAll('[data-col]')].map((each) => each.getBoundingClientRect());
          return { whole: columns.map(whole), cut: columns.filter((c) => !whole(c) && !out(c)).length, left };
        }"""
    )
    assert seen["cut"] == 0
    assert seen["whole"][-1]
    hidden = seen["whole"].count(False)
    expect(lens.get_by_text(f"← {hidden} more")).to_have_count(1 if hidden else 0)


def test_tokens_scrolled_under_the_names_of_the_lens_do_not_lie_over_them(page: Workbench) -> None:
    lens = opened(page, "prompt", "logit_lens").get_by_role("application")
    covered = lens.evaluate(
        """box => {
          const corner = box.querySelector('.tf-textgrid-corner');
          box.scrollLeft = 30;
          const { left, top, width, height } = corner.getBoundingClientRect();
          const at = share => document.elementFromPoint(left + share * width, top + height / 2);
          return [box.scrollLeft > 0, ...[0.1, 0.5, 0.95].map(share => at(share) === corner)];
        }"""
    )
    assert covered == [True] * 4


def test_a_label_has_room_below_for_what_hangs_and_the_last_is_there(page: Workbench) -> None:
    page.cell("lab.prompt('The garden was by the day.' + ' The garden was by the day.' * 4)")
    pattern = opened(page, "L1H6", "attention")
    expect(pattern.get_by_title("read at ·day").first).to_be_visible()
    labels = pattern.locator(".tf-heatmap-rows > *").evaluate_all(
        """all => all.map(each => {
          const letters = document.createRange();
          letters.selectNodeContents(each);
          const room = each.getBoundingClientRect().height - letters.getBoundingClientRect().height;
          return [each.textContent, room >= 0];
        })"""
    )
    assert labels[-1][0] == "."
    assert all(fits for _, fits in labels)


def test_a_map_of_a_long_prompts_tokens_is_square_and_as_wide_as_the_pane(page: Workbench) -> None:
    page.cell("lab.prompt('The garden was by the day.' + ' The garden was by the day.' * 4)")
    page.page.set_viewport_size({"width": 1280, "height": 800})
    view = opened(page, "L1H6", "ov_circuit")
    expect(view.get_by_title("read at ·garden").first).to_be_visible()
    widths = view.evaluate(
        """view => {
          const box = name => view.querySelector(name).getBoundingClientRect();
          const [plot, map, body] = ['.tf-heatmap-plot', '.tf-heatmap', '.tf-view-body'].map(box);
          return [plot.width - plot.height, body.width - map.width].map(Math.round);
        }"""
    )
    page.page.set_viewport_size({"width": 1680, "height": 1000})
    assert widths == [0, 0]


@pytest.mark.parametrize(
    ("place", "view"),
    [("resid_post.0", "stream_norms"), ("ln1.1", "norm_scale"), ("prompt", "attention_rollout")],
)
def test_a_table_of_tokens_has_the_width_and_whole_names(page: Workbench, place: str, view: str) -> None:
    page.page.set_viewport_size({"width": 1280, "height": 800})
    found = opened(page, place, view)
    page.page.wait_for_timeout(300)
    seen = found.locator(".tf-heatmap-view").first.evaluate(
        """table => {
          const { left, width } = table.closest('.tf-view-body').getBoundingClientRect();
          const plot = table.querySelector('.tf-heatmap-plot').getBoundingClientRect();
          const names = [...table.querySelectorAll('.tf-heatmap-rows > *')];
          const cut = names.filter((name) => name.scrollWidth > name.clientWidth + 1);
          return { share: (plot.right - left) / width, cut: cut.map((name) => name.textContent) };
        }"""
    )
    page.page.set_viewport_size({"width": 1680, "height": 1000})
    assert seen["share"] > 0.9
    assert seen["cut"] == []


def test_the_lens_less_the_plain_run(page: Workbench) -> None:
    run(page, 'lab.ablate("L0H2")')
    lens = opened(page, "prompt", "logit_lens")
    lens.get_by_label("minus").select_option("plain")
    expect(lens.get_by_role("figure", name="probability, minus plain")).to_be_visible()
    lens.get_by_label("resid_mid").check()
    expect(lens.get_by_text("resid_mid.0")).to_be_visible()
    expect(lens.locator(".tf-lens-detail")).to_contain_text("; plain: ")


def test_a_neuron_is_ablated_by_mouse_and_let_go_of(page: Workbench) -> None:
    neuron = opened(page, "mlp.1", "neuron")
    neuron.get_by_role("spinbutton", name="neuron").fill("7")
    neuron.get_by_role("button", name="Ablate mlp.1.n7", exact=True).click()
    page.wait_for_state("mlp.1", "ablated")
    expect(neuron.get_by_text("0 live")).to_be_visible()
    neuron.get_by_role("button", name="Release mlp.1.n7", exact=True).click()
    page.wait_for_state("mlp.1", "ablated", present=False)


def test_a_neuron_of_one_mlp_is_not_looked_at_in_another(page: Workbench) -> None:
    neuron = opened(page, "mlp.1", "neuron")
    number = neuron.get_by_role("spinbutton", name="neuron")
    number.fill("7")
    expect(neuron.get_by_text("activation of mlp.1.n7", exact=True)).to_be_visible()
    page.select("mlp.0")
    expect(neuron.get_by_text("activation of mlp.0.n")).to_be_visible()
    expect(neuron.get_by_text("activation of mlp.0.n7", exact=True)).to_have_count(0)
    page.select("mlp.1")
    expect(neuron.get_by_text("activation of mlp.1.n7", exact=True)).to_be_visible()
