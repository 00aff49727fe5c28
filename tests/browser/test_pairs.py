"""Sets of pairs by mouse: made, refused, swept over, opened, forgotten; and prompts of unequal length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.bench import PROMPT, SOON_MS, Workbench
from tests.browser.desk import leave, run, told
from tests.browser.experimenting import click, count, finish, open_tab, shown

CLEAN = "When {a} and {b} went to the {place}, {b} gave a drink to"
CORRUPT = "When {a} and {b} went to the {place}, {a} gave a drink to"
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


def test_templates_are_refused_mended_listed_and_undone(table: Workbench) -> None:
    open_tab(table)
    table.page.get_by_label("Over which prompts").select_option(label="new pairs…")
    fill(table, Name="ioi", Clean_templates=CLEAN, Corrupt_templates=CORRUPT, Answer="{a}")
    expect(form(table)).to_contain_text("with a space before it")
    fill(table, Answer=" {a}", Distractor=" {b}")
    expect(form(table)).to_contain_text("Say what may stand in {a}.")
    # Two names of two tokens among some of one.
    fill(table, Values_of_a="Mary, Alexandria", Values_of_b="Mary, John", Values_of_place="store, park")
    expect(form(table)).to_contain_text("at most 8 pairs")
    form(table).get_by_role("button", name="Make the pairs").click()
    expect(form(table).get_by_role("alert")).to_contain_text("the clean prompt has")
    expect(form(table).get_by_label("Values of a")).to_have_value("Mary, Alexandria")
    line = form(table).locator(".form-code code").inner_text()
    form(table).get_by_role("button", name="Leave such pairs out").click()
    make(table)
    # Whoever was about to start an experiment goes on with that.
    expect(table.page.get_by_label("Over which prompts")).to_have_value("ioi")
    table.page.get_by_role("tab", name="Sets").click()
    expect(row(table, "ioi")).to_contain_text("2 pairs, 4 left out")
    expect(row(table, "ioi")).to_contain_text("a b place b2 end")
    assert told(table, "lab.state.history[-1].code") == line.replace(")", ', unequal="leave_out")')
    leave(table)
    table.press("z")
    expect(row(table, "ioi")).to_have_count(0)
    table.press("Shift+Z")
    expect(row(table, "ioi")).to_have_count(1)
    row(table, "ioi").get_by_role("button", name="Forget ioi").click()
    expect(row(table, "ioi")).to_have_count(0)


def test_a_list_is_pasted_or_read_from_a_file(table: Workbench, tmp_path: Path) -> None:
    begin_list(table, "typed")
    fill(table, Pairs=LIST)
    expect(form(table)).to_contain_text("answer ·Hart − ·Carroll")
    make(table)
    expect(row(table, "typed")).to_contain_text("3 pairs")
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join('["a b", "b a", " Mary"]' for _ in range(2)))
    begin_list(table, "filed")
    form(table).get_by_label("Pairs from a file").set_input_files(path)
    expect(form(table)).to_contain_text("2 pairs")
    make(table)
    expect(row(table, "filed")).to_contain_text("2 pairs")
    table.page.get_by_role("button", name="New pairs…").click()
    form(table).get_by_role("tab", name="File of the kernel’s").click()
    fill(table, Name="stored", Path=str(path))
    make(table)
    expect(row(table, "stored")).to_contain_text("2 pairs")
    same = "{each.name: each.tensor for each in lab.pair_sets}"
    assert (
        told(table, f"(lambda found: found['filed'] == found['stored'] != found['typed'])({same})") == "True"
    )


def test_a_pair_is_opened_from_its_set(table: Workbench) -> None:
    begin_list(table, "names")
    fill(table, Pairs=LIST)
    make(table)
    row(table, "names").get_by_role("button", name="names", exact=True).click()
    table.page.get_by_role("button", name="Open pair 1 of names").click()
    expect(table.page.locator('[data-prompt="corrupt"] [data-index="5"]')).to_contain_text(
        "Mason", timeout=SOON_MS
    )
    assert told(table, "lab.state.history[-1].code") == 'lab.use_pair("names", 1)'
    expect(table.page.locator('[data-pair="1"]')).to_have_attribute("data-current", "")
    logits = "lab.run('plain').logits[-1]"
    ids = ", ".join(f"model.tokenizer.encode(' {name}')[-1]" for name in ("Hart", "Mason"))
    expected = float(told(table, f"(lambda logits, a, b: float(logits[a] - logits[b]))({logits}, {ids})"))
    table.settle(expected)
    leave(table)
    table.press("z")
    expect(table.page.locator('[data-prompt="corrupt"] [data-index="5"]')).not_to_contain_text("Mason")
    assert told(table, "lab.state.metric.automatic") == "True"


def test_answers_of_several_tokens_count_over_the_set_and_as_the_prompt(table: Workbench) -> None:
    begin_list(table, "longer")
    fill(table, Pairs=f"{LIST}\n{PROMPT}|{PROMPT.replace('Hart', 'Mason')}| Hart Carroll| Mason")
    expect(form(table)).to_contain_text("4 pairs")
    make(table)
    row(table, "longer").get_by_role("button", name="longer", exact=True).click()
    expect(table.page.locator('[data-pair="3"]')).to_contain_text("·Hart·Carroll − ·Mason")
    assert told(table, "lab.pair_sets[-1].answer_tokens") == "2"
    run(table, "lab.metric('logit_diff', pairs='longer')")
    table.settle(float(told(table, "lab.measured().live.value")))
    alone = float(told(table, "lab.measured().to_dataframe().live[3]"))
    table.page.get_by_role("button", name="Open pair 3 of longer").click()
    table.settle(alone)
    assert "log P( Hart Carroll) − log P( Mason)" in told(table, "lab.run()")


def behind(bench: Workbench) -> list[tuple[int, float]]:
    """The pairs behind the cell, three of them, with their effects."""
    rows = bench.page.locator(".behind [data-pair]")
    expect(rows).to_have_count(3)
    found: list[list[Any]] = rows.evaluate_all("(all) => all.map(({dataset: d}) => [+d.pair, +d.effect])")
    return [(int(index), float(effect)) for index, effect in found]


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


def test_prompts_of_unequal_length_are_repaired_by_a_click(table: Workbench) -> None:
    run(table, f"lab.prompt({PROMPT!r}, corrupt={PROMPT.replace('Alex Hart', 'Kate Hart')!r})")
    aligned = table.page.locator('[data-prompt="corrupt"] .aligned')
    expect(aligned).to_contain_text("not aligned")
    open_tab(table)
    table.page.get_by_label("Over which prompts").select_option(label="this prompt")
    mends = table.page.get_by_role("button", name="Repair: ")
    expect(mends).to_have_count(2)
    table.page.locator('[data-prompt="corrupt"]').get_by_role("button", name="Repair: ").click()
    expect(aligned).to_contain_text("aligned, 12 = 12 tokens, 1 differs")
    expect(mends).to_have_count(0)
    assert told(table, "lab.sweep('z', progress=False).info.n_cells") == "16"
    leave(table)
    table.press("z")
    expect(aligned).to_contain_text("not aligned")


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
