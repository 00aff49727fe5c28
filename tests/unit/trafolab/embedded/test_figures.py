"""The shipped model meets its bars with other names and other random words than those of the card."""

from __future__ import annotations

import pytest
from trafolab.embedded import path
from trafolab.embedded.card import records, render
from trafolab.embedded.figures.figure import Figure
from trafolab.embedded.measure import figures
from trafolab.embedded.record import FILE, Record

OTHER_SEED = 4711


@pytest.fixture(scope="module")
def found() -> list[Figure]:
    return figures(path(), OTHER_SEED, n=300, patched=10)


def test_every_bar_is_met_with_other_names(found: list[Figure]) -> None:
    assert {one.name: one.value for one in found if not one.met} == {}


def test_the_bars_are_the_promised_ones(found: list[Figure]) -> None:
    first = {one.name.partition(":")[0]: (one.at_least, one.at_most) for one in reversed(found)}
    assert first["surname first"] == (0.98, None)
    assert first["another first name introduced"] == first["another first name asked for"] == (None, 0.2)
    assert first["right surname of two"] == (0.95, None)
    assert first["indirect object above subject"] == (0.98, None)
    assert first["previous-token attention"] == first["induction attention"] == (0.8, None)
    assert first["strongest head over the second, Hart and Carroll"] == (2.0, None)


def test_it_knows_its_capitals(found: list[Figure]) -> None:
    (capitals,) = [one for one in found if one.name.startswith("capital")]
    assert capitals.value > 0.9


def test_the_directory_is_small_and_its_card_tells_the_figures() -> None:
    files = [file for file in path().iterdir() if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= 8 * 2**20
    card = (path() / "README.md").read_text()
    assert card == render(records(path()), Record.read(path() / FILE))
    assert "| seed 0 | seed 1 | seed 2 |" in card
    assert "**" not in card[card.index("## Figures") :].partition("What the rows mean")[0]
    assert "**not all**" not in card
    assert "<<" not in card
