"""Rows as a still picture."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from trafolab.recording import laboratory
from trafolab.views import VIEWS
from trafolab.views.picture import picture
from trafolab.views.table import Along, Table, column, grid


def shown(table: Table) -> Any:
    """The picture's pixels [y, x, colour]."""
    from matplotlib.image import imread

    return imread(BytesIO(picture(table, "title", "note").png), format="png")


def colours(table: Table) -> set[tuple[int, ...]]:
    """The colours that fill anything."""
    flat = (shown(table)[..., :3] * 255).round().astype(int).reshape(-1, 3)
    found, counts = np.unique(flat, axis=0, return_counts=True)
    return {tuple(each) for each in found[counts > 4000].tolist()}


def test_a_grid_is_a_heat_map_whose_colours_are_its_numbers() -> None:
    labels = Along("query", ["a", "a"]), Along("key", ["x", "y"])
    above = colours(grid("attention", np.array([[1.0, np.nan], [0.0, 1.0]]), *labels))
    assert (8, 48, 107) in above  # the darkest of its blues
    both = colours(grid("effect", np.array([[1.0, -1.0], [0.0, 1.0]]), *labels))
    assert {(5, 48, 97), (103, 0, 31)} <= both


def test_a_vector_is_bars_in_the_colours_of_their_signs() -> None:
    table = column("share", np.array([0.5, -0.5]), ("layer", ["0", "1"]))
    assert {(0x4B, 0x4D, 0xED), (0xB4, 0x43, 0x1E)} <= colours(table)


def test_the_plain_run_is_a_line_beside_each_bar_where_it_differs() -> None:
    numbers, other = np.array([np.nan, 0.5]), np.array([np.nan, 0.9])
    alone, same, apart = (
        shown(Table({"token": ["a", "b"], "loss": numbers, "plain": plain}, ("token",), "loss", beside))
        for plain, beside in ((other, None), (numbers, "plain"), (other, "plain"))
    )
    assert np.array_equal(alone, same)
    assert not np.array_equal(alone, apart)


def test_a_cell_says_what_it_is_of_where_there_is_room() -> None:
    found = grid("prob", np.array([[1.0, 0.1]]), Along("run", ["live"]), Along("step", ["0", "1"]))
    columns = {**found.columns, "token": [" Hart", " was"]}
    silent, saying = (shown(Table(columns, found.where, "prob", says=says)) for says in (None, "token"))
    assert not np.array_equal(silent, saying)


@pytest.mark.parametrize("label", ["$x^2$ $", "名前", "\x00\n", "</text>", "a" * 200])
def test_whatever_tokens_hold_is_drawn(label: str) -> None:
    assert shown(column("share", np.array([0.5]), ("token", [label]))).shape[2] == 4


@pytest.mark.parametrize("values", [[], [np.nan]])
def test_where_there_are_no_numbers_it_says_so(values: list[float]) -> None:
    assert shown(column("share", np.array(values), ("token", ["a"] * len(values)))).mean() > 0.9


def test_it_leaves_the_figures_of_a_person_alone(gpt2_lab: Any) -> None:
    gpt2_lab.view("attention", head="L0H1").picture()
    assert "matplotlib.pyplot" not in sys.modules


@pytest.fixture(scope="module")
def recording() -> Any:
    return laboratory()


@pytest.mark.parametrize("view", VIEWS, ids=[view.name for view in VIEWS])
def test_every_view_has_one(view: Any, recording: Any) -> None:
    still = recording.view(view.name, **view.example.model_dump()).picture()
    assert still.png.startswith(b"\x89PNG")
    assert len(still.png) < 300_000
