"""Edges and paths on the map, and cells that are applied where other prompts have to come first, by mouse."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import Locator, expect

from tests.browser.bench import PROMPT, SOON_MS, Workbench
from tests.browser.desk import CORRUPT, HART, LAST, patterns_again, run, told
from tests.browser.experimenting import begin, cell, click, count, finish, newest, open_tab, shown, table

SVG = "{http://www.w3.org/2000/svg}"
JENKINS = PROMPT.replace("Hart", "Jenkins")


def lines(desk: Workbench) -> Locator:
    return desk.page.locator("section.tf-map")


def find_circuit(desk: Workbench) -> None:
    open_tab(desk)
    known = count(desk)
    desk.page.get_by_role("button", name="Experiments", exact=True).click()
    desk.page.get_by_role("menuitem", name="Find a circuit of edges").click()
    shown(desk, known + 1)
    finish(desk)


def middle(desk: Workbench, sender: str, receiver: str) -> tuple[float, float]:
    """Of a line from the top of one tile to the middle of the other's lower edge."""
    a, b = (desk.box_of(desk.component(name)) for name in (sender, receiver))
    return (a["x"] + a["width"] / 2 + b["x"] + b["width"] / 2) / 2, (a["y"] + b["y"] + b["width"]) / 2


def exported(desk: Workbench, way: str) -> ElementTree.Element:
    """The map as it leaves the page."""
    desk.page.get_by_role("button", name="Export the map").click()
    with desk.page.expect_download() as download:
        desk.page.get_by_role("menuitem", name=way).click()
    return ElementTree.fromstring(Path(download.value.path()).read_text())


def test_a_circuit_is_drawn_pruned_and_read(desk: Workbench) -> None:
    find_circuit(desk)
    expect(lines(desk)).to_have_attribute("data-edges", "20", timeout=SOON_MS)
    desk.page.get_by_label("Number of edges").fill("7")
    expect(lines(desk)).to_have_attribute("data-edges", "7")
    found = desk.page.locator("[data-edge]")
    expect(found).to_have_count(7)
    own = "[(e.sender, e.receiver, e.effect) for e in lab.experiments[-1].circuit(7).edges]"
    edges = json.loads(told(desk, f"__import__('json').dumps({own})"))
    for row, (sender, receiver, effect) in zip(found.all(), edges, strict=True):
        expect(row).to_have_attribute("data-edge", f"{sender} → {receiver}")
        expect(row).to_contain_text(f"{effect:+.2f}".replace("-", "−"))
    figure = exported(desk, "Map as SVG")
    assert len(figure.findall(f".//{SVG}path[@stroke-linecap='round'][@stroke-linejoin='round']")) >= 7
    words = [text.text for text in figure.iter(f"{SVG}text")]
    assert "lines: effect of an edge, estimated" in words
    assert "Carroll → Hart: edges, estimated" in words
    assert len([*figure.iter(f"{SVG}image")]) == 16 + 2
    slider = desk.page.get_by_role("slider", name="Edges of the circuit")
    slider.focus()
    desk.page.keyboard.press("ArrowRight")
    expect(lines(desk)).to_have_attribute("data-edges", "8")
    patterns_again(desk)
    expect(lines(desk)).not_to_have_attribute("data-edges", re.compile("."))


def test_a_circuit_takes_the_lines_from_a_view(desk: Workbench) -> None:
    desk.page.evaluate("address => { location.hash = address }", "model/composition")
    desk.page.locator('.inspector [data-view="composition"]').get_by_label("on the map").check()
    legend = desk.page.locator(".tf-map-legend")
    expect(legend).to_contain_text("lines: K-composition")
    find_circuit(desk)
    expect(legend).to_contain_text("lines: effect of an edge", timeout=SOON_MS)
    expect(legend).not_to_contain_text("K-composition")
    patterns_again(desk)


def test_how_faithful_a_circuit_is_stands_beside_random_ones(desk: Workbench) -> None:
    find_circuit(desk)
    known = count(desk)
    desk.page.get_by_role("button", name=re.compile("How faithful are these")).click()
    expect(desk.page.locator("[data-experiment]")).to_have_count(known + 1, timeout=SOON_MS)
    under = newest(desk).locator("xpath=following-sibling::li[1]")
    expect(under).to_have_attribute("data-under", "")
    expect(under).to_have_attribute("data-status", "done", timeout=4 * SOON_MS)
    score = float(told(desk, "lab.experiments[-1].score"))
    said = desk.page.locator(".faithfulness")
    expect(said).to_contain_text(f"{score:.2f}".replace("-", "−"), timeout=SOON_MS)
    expect(said.locator("circle.random")).to_have_count(10)
    desk.page.get_by_label("Number of edges").fill("1")
    expect(said).to_contain_text("How faithful are these 1?")
    expect(said).to_contain_text("This edge does not reach back to the embedding")
    said.get_by_role("button", name=re.compile(r"^\d+ edges$")).first.click()
    expect(said).to_contain_text(f"{score:.2f}".replace("-", "−"))
    patterns_again(desk)


def test_a_circuit_of_another_prompt_says_so_on_the_map(desk: Workbench) -> None:
    run(desk, "lab.ablate('L0H2')")
    find_circuit(desk)
    expect(lines(desk)).to_have_attribute("data-edges", re.compile("."), timeout=SOON_MS)
    head = desk.page.locator(".picture-head")
    expect(head).to_contain_text('under: ablate("L0H2")')
    legend = desk.page.locator(".tf-map-legend")
    expect(legend.get_by_role("note")).to_have_count(0)

    def stands_below() -> None:
        embedding = desk.box_of(desk.component("embed"))
        assert embedding["y"] + embedding["height"] <= desk.box_of(legend)["y"]

    desk.come_true(stands_below)
    run(desk, f"lab.clear(); lab.prompt({JENKINS!r}, corrupt={CORRUPT!r})")
    expect(head).to_contain_text("(not in force now)", timeout=SOON_MS)
    found_on = "found on another prompt: “<bos>Her name was Alex Hart"
    expect(legend.get_by_role("note")).to_contain_text(found_on, timeout=SOON_MS)
    chosen = desk.page.locator(".colour-menu")
    expect(chosen).to_have_attribute("title", re.compile("found on <bos>Her name was Alex Hart"))
    patterns_again(desk)
    expect(legend).to_have_count(0)


def test_a_path_is_drawn_with_what_it_does_not_go_through(desk: Workbench) -> None:
    desk.select("L1H6")
    begin(desk, "z", how="paths into L1H6.k")
    finish(desk)
    desk.page.get_by_role("button", name="Paint the map").click()
    expect(lines(desk)).to_have_attribute("data-edges", "8", timeout=SOON_MS)
    values = json.loads(told(desk, "lab.experiments[-1].effects[0].tolist()"))
    desk.page.mouse.move(*middle(desk, "L0H2", "L1H6"))
    tip = desk.page.locator(".tf-map-edge-tip")
    expect(tip).to_contain_text(re.compile(r"L0H\d\.z → L1H6\.k"), timeout=SOON_MS)
    head = int(re.findall(r"L0H(\d)", tip.inner_text())[0])
    said = tip.inner_text().rsplit(" ", 1)[1].replace("−", "-")
    assert abs(float(said) - values[head]) < 0.006
    patterns_again(desk)


def test_a_cell_of_the_other_run_swaps_the_prompts_first(desk: Workbench, tmp_path: Path) -> None:
    open_tab(desk)
    desk.page.get_by_label("What is put into which run").select_option(index=1)
    begin(desk, "resid_pre")
    finish(desk)
    value = next(
        float(row["value"])
        for row in table(desk, tmp_path)
        if row["layer"] == "1" and row["pos"].startswith(f"{HART} ")
    )
    click(desk, 1, HART)
    asked = desk.page.get_by_role("alertdialog")
    expect(asked).to_contain_text("The two prompts change places")
    assert told(desk, "len(lab.interventions)") == "0"
    asked.get_by_role("button", name="Swap the prompts and apply").click()
    desk.settle(value)
    assert told(desk, "''.join(t.text for t in lab.state.counterfactuals[0].tokens)").endswith(PROMPT)
    click(desk, 1, HART)
    expect(desk.page.locator(".in-force")).to_have_count(0, timeout=SOON_MS)
    desk.page.get_by_label("What is put into which run").select_option(index=0)


def test_the_list_marks_what_was_found_on_other_prompts_and_a_cell_brings_them_back(
    desk: Workbench, tmp_path: Path
) -> None:
    begin(desk, "z")
    finish(desk)
    value = next(float(row["value"]) for row in table(desk, tmp_path) if row["layer"] + row["head"] == "16")
    run(desk, f"lab.prompt({JENKINS!r}, corrupt={CORRUPT!r})")
    expect(newest(desk)).to_contain_text("other prompt", timeout=SOON_MS)
    expect(desk.page.locator(".picture")).to_contain_text(
        "found on another prompt: “<bos>Her name was Alex Hart"
    )
    click(desk, 1, 6)
    asked = desk.page.get_by_role("alertdialog")
    expect(asked).to_contain_text("found on another prompt")
    asked.get_by_role("button", name="Put its prompts back and apply").click()
    desk.settle(value)
    expect(newest(desk)).not_to_contain_text("other prompt")


def test_layers_entries_of_patterns_and_each_counterfactual_are_applied(
    desk: Workbench, tmp_path: Path
) -> None:
    run(desk, f"lab.prompt({PROMPT!r}, corrupt={{'corrupt': {CORRUPT!r}, 'other': {JENKINS!r}}})")
    begin(desk, "layer")
    finish(desk)
    rows = table(desk, tmp_path)
    click(desk, 0, HART)
    desk.settle(float(rows[HART]["value"]))
    desk.wait_for_state("attn.0", "patched")
    desk.wait_for_state("mlp.0", "patched")
    click(desk, 0, HART)
    begin(desk, "pattern_entry")
    finish(desk)
    entries = {
        (row["layer"], row["head"], row["dst"][:3], row["src"][:2]): row for row in table(desk, tmp_path)
    }
    row = (1 * 8 + 6) * 12 + LAST
    click(desk, row, HART)
    desk.settle(float(entries["1", "6", f"{LAST} ", f"{HART} "]["value"]))
    assert told(desk, "lab.interventions[0].code").startswith('lab.patch("L1H6.pattern", src=[5]')
    click(desk, row, HART)
    desk.page.get_by_label("What is put into which run").select_option(
        label="values of each of 2 put into the clean run"
    )
    begin(desk, "z")
    finish(desk)
    each = {(row["prompt"], row["layer"], row["head"]): row for row in table(desk, tmp_path)}
    at = cell(desk, 3, 6)
    desk.page.mouse.move(at["x"], at["y"])
    expect(desk.page.locator(".figure-stage output")).to_contain_text("L1H6.z from other")
    click(desk, 3, 6)
    desk.settle(float(each["other", "1", "6"]["value"]))
    desk.page.get_by_label("What is put into which run").select_option(index=0)
