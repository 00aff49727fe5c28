"""Experiments over a set of pairs by mouse: sweeps, both ways, paths, estimates, circuits."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.bench import PROMPT, SOON_MS, Workbench
from tests.browser.desk import run, told
from tests.browser.experimenting import click, count, finish, open_tab, shown
from tests.browser.pairing import LIST, begin_list, behind, fill, make, row, table

__all__ = ["table"]


def test_a_set_is_swept_over_and_its_pairs_stand_behind_a_cell(table: Workbench) -> None:
    begin_list(table, "names")
    fill(table, Pairs=LIST)
    make(table)
    known = count(table)
    row(table, "names").get_by_role("button", name="Experiment over names").click()
    starter = table.page.get_by_role("form", name="A new experiment")
    expect(starter.get_by_label("Over which prompts")).to_have_value("names")
    starter.locator("select").first.select_option("z")
    starter.get_by_label("What is told apart").select_option(label="× role")
    line = 'lab.sweep("z", over="names", by="role")'
    expect(starter.locator("code")).to_have_text(line)
    starter.get_by_role("button", name="Run").click()
    shown(table, known + 1)
    finish(table)
    assert told(table, "lab.experiments[-1].record.code") == line
    click(table, 14, 0)
    tip = table.page.locator(".figure-stage output")
    expect(tip).to_contain_text("L1H6.z at end")
    expect(tip).to_contain_text("n = 3")
    expect(tip).to_contain_text("95 % interval")
    gave = behind(table)
    mean = float(told(table, "float(lab.experiments[-1].effects[1, 6, 0])"))
    assert sum(effect for _, effect in gave) / 3 == pytest.approx(mean, abs=1e-4)
    sizes = [abs(effect) for _, effect in gave]
    assert sizes == sorted(sizes, reverse=True)
    index, effect = gave[0]
    table.page.locator(".behind").get_by_role("button", name=f"Open pair {index} of names").click()
    expect(table.page.locator('[data-prompt="corrupt"]')).to_have_count(1)
    run(table, "lab.patch('L1H6', positions='end')")
    table.page.wait_for_function(
        "(effect) => { const { value, plain } = document.querySelector('[data-testid=metric]').dataset;"
        " return Math.abs(value - plain - effect) < 1e-3; }",
        arg=effect,
        timeout=SOON_MS,
    )
    # The same name, other pairs: those behind the cell are not to be mistaken for them.
    run(table, "lab.pairs('names', [('a b', 'b a', ' Mary')])")
    expect(table.page.locator(".behind")).to_contain_text("no longer in a set")


def test_where_the_metric_is_that_of_a_set_experiments_go_over_it(table: Workbench) -> None:
    begin_list(table, "names")
    fill(table, Pairs=LIST)
    make(table)
    run(table, "lab.metric('logit_diff', pairs='names')")
    open_tab(table)
    starter = table.page.get_by_role("form", name="A new experiment")
    starter.get_by_label("Over which prompts").select_option(label="this prompt")
    expect(starter).to_contain_text("The metric is a mean over names")
    expect(starter.get_by_role("button", name="Run")).to_be_disabled()
    starter.get_by_role("button", name="Go over the set").click()
    expect(starter.get_by_label("Over which prompts")).to_have_value("names")
    expect(starter.get_by_role("button", name="Run")).to_be_enabled()
    run(table, "lab.metric(None)")


def test_both_ways_and_paths_go_over_a_set_pair_after_pair(table: Workbench) -> None:
    names = ("Carroll", "Mason", "Parker")
    pairs = [(PROMPT, PROMPT.replace("Hart", name), " Hart", f" {name}", {"surname": 5}) for name in names]
    run(table, f"lab.pairs('named', {pairs!r})")
    open_tab(table)
    known = count(table)
    starter = table.page.get_by_role("form", name="A new experiment")
    starter.get_by_label("Over which prompts").select_option("named")
    starter.locator("select").first.select_option("z")
    starter.get_by_label("What is told apart").select_option(label="× role")
    way = starter.get_by_label("What is put into which run")
    way.select_option(label="mean of both ways between each pair’s runs")
    starter.get_by_role("button", name="Run").click()
    shown(table, known + 1)
    finish(table)
    line = told(table, "lab.experiments[-1].record.code")
    assert line == 'lab.sweep("z", over="named", by="role", direction="both")'
    click(table, 14, 1)
    tip = table.page.locator(".figure-stage output")
    expect(tip).to_contain_text("L1H6.z at end")
    expect(tip).to_contain_text("n = 3")
    mean = float(told(table, "float(lab.experiments[-1].effects[1, 6, 1])"))
    assert sum(share for _, share in behind(table)) / 3 == pytest.approx(mean, abs=1e-4)
    way.select_option(label="each corrupt prompt’s values put into the clean run")
    starter.get_by_label("How its effect is found").select_option(label="paths into logits")
    starter.get_by_role("button", name="Run").click()
    shown(table, known + 2)
    finish(table)
    assert (
        told(table, "lab.experiments[-1].record.code") == 'lab.path("z", "logits", over="named", by="role")'
    )
    click(table, 14, 1)
    expect(tip).to_contain_text("L1H6.z at end")
    assert len(behind(table)) == 3


def test_over_a_set_cells_are_estimated_and_the_largest_patched(table: Workbench) -> None:
    begin_list(table, "names")
    fill(table, Pairs=LIST)
    make(table)
    open_tab(table)
    known = count(table)
    table.page.get_by_role("tab", name="Sets").click()
    row(table, "names").get_by_role("button", name="Experiment over names").click()
    starter = table.page.get_by_role("form", name="A new experiment")
    starter.locator("select").first.select_option("z")
    starter.get_by_label("What is told apart").select_option(label="× role")
    starter.get_by_label("How its effect is found").select_option(label="estimated in 20 steps")
    starter.get_by_label("How many of the largest estimates are patched").fill("1")
    starter.get_by_label("How many cells drawn at random are patched").fill("0")
    line = 'lab.attribution("z", over="names", by="role", verify=1, sample=0, steps=20)'
    expect(starter.locator("code")).to_have_text(line)
    starter.get_by_role("button", name="Run").click()
    shown(table, known + 1)
    finish(table)
    assert told(table, "lab.experiments[-1].record.code") == line
    click(table, 14, 0)
    tip = table.page.locator(".figure-stage output")
    true = float(told(table, "float(lab.experiments[-1].effects[1, 6, 0])"))
    expect(tip).to_contain_text("L1H6.z at end")
    expect(tip).to_contain_text(f"patched {true:+.2f}, n = 3".replace("-", "−"))
    expect(tip).to_contain_text("95 % interval")
    assert len(behind(table)) == 3
    click(table, 13, 0)
    expect(tip).to_contain_text("not patched, n = 3")
    expect(table.page.locator(".behind")).to_contain_text("Not patched")
    table.page.get_by_role("button", name="against each other").click()
    expect(table.page.get_by_label("Estimated against true effects")).to_be_visible()


def test_a_circuit_is_found_and_measured_over_the_set_that_the_metric_is_of(table: Workbench) -> None:
    begin_list(table, "names")
    fill(table, Pairs=LIST)
    make(table)
    run(table, "lab.metric('logit_diff', pairs='names')")
    open_tab(table)
    known = count(table)
    table.page.get_by_role("button", name="Find a circuit of edges").first.click()
    shown(table, known + 1)
    finish(table)
    assert told(table, "lab.experiments[-1].record.code") == 'lab.edges(over="names", steps=20)'
    drawn = table.page.locator("section.tf-map")
    expect(drawn).to_have_attribute("data-edges", "20")
    expect(drawn).to_contain_text("mean over 3 pairs")
    table.page.get_by_role("button", name="How faithful are these 20?").click()
    expect(table.page.locator(".faithfulness [role=status]")).to_contain_text(
        re.compile(r"faithfulness of 20 edges \d"), timeout=4 * SOON_MS
    )
    assert told(table, "lab.experiments[-1].info.n_pairs") == "3"
    run(table, "lab.metric(None)")
