"""Sets of pairs by mouse: made, refused, opened, forgotten; and prompts of unequal length."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.bench import PROMPT, SOON_MS, Workbench
from tests.browser.desk import leave, run, told
from tests.browser.experimenting import open_tab
from tests.browser.pairing import LIST, begin_list, fill, form, make, row, table

__all__ = ["table"]

CLEAN = "When {a} and {b} went to the {place}, {b} gave a drink to"
CORRUPT = "When {a} and {b} went to the {place}, {a} gave a drink to"


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
