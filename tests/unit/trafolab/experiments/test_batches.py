"""Every cell is in one pass, which begins early enough for it and is no larger than the memory allows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import chain

import pytest
from trafolab.experiments.sweeps.batches import Batch, Due, batches
from trafolab.experiments.sweeps.kinds import Cell
from trafolab.targets import Place

N_TOKENS, N_LAYERS = 16, 12


def cells(n: int, seed: int = 0) -> list[Due]:
    draw = random.Random(seed)
    places = [(draw.randrange(N_LAYERS), draw.randrange(N_TOKENS)) for _ in range(n)]
    return [Due(Cell((i,), layer, Place("hook"), pos), pos) for i, (layer, pos) in enumerate(places)]


def work(made: Sequence[Batch]) -> int:
    """Tokens times the layers that they go through."""
    each = ((N_LAYERS - cell.layer) * (N_TOKENS - batch.start) for batch in made for cell in batch.cells)
    return sum(each)


@pytest.mark.parametrize("growing", [True, False])
@pytest.mark.parametrize("most", [16, 100, 4096])
def test_no_cell_is_lost_and_none_begins_too_late(growing: bool, most: int) -> None:
    due = cells(200)
    made = list(batches(due, N_TOKENS, N_LAYERS, most, growing=growing))
    starts = {each.cell.at: each.start for each in due}
    found = [(cell.at, batch.start) for batch in made for cell in batch.cells]
    assert sorted(at for at, _ in found) == sorted(starts)
    assert all(start <= starts[at] for at, start in found)
    for batch in made:
        assert len(batch.cells) * (N_TOKENS - batch.start) <= max(most, N_TOKENS - batch.start)
        layers = [cell.layer for cell in batch.cells]
        assert layers == sorted(layers)
        assert growing or len(set(layers)) == 1
        assert batch.rows(N_LAYERS)[-1] == len(batch.cells)
        assert batch.rows(N_LAYERS)[layers[0]] == layers.count(layers[0])


def test_cells_that_begin_together_share_a_pass_and_distant_ones_do_not() -> None:
    together = [Due(Cell((i,), i, Place("hook"), 5), 5) for i in range(N_LAYERS)]
    (only,) = batches(together, N_TOKENS, N_LAYERS, 4096, growing=True)
    assert only.rows(N_LAYERS) == list(range(1, N_LAYERS + 1))
    many = [Due(Cell((i,), 0, Place("hook"), start), start) for i, start in enumerate([0] * 20 + [15] * 20)]
    assert [batch.start for batch in batches(many, N_TOKENS, N_LAYERS, 4096, growing=True)] == [0, 15]


def test_sharing_never_costs_more_than_a_pass_for_all() -> None:
    due = cells(100, seed=1)
    made = list(batches(due, N_TOKENS, N_LAYERS, 4096, growing=True))
    all_at_once = [Batch(min(each.start for each in due), [each.cell for each in due])]
    passes = 16 * N_LAYERS
    assert work(made) + passes * len(made) <= work(all_at_once) + passes
    assert len(list(chain.from_iterable(batch.cells for batch in made))) == 100


def test_nothing_due_needs_no_pass() -> None:
    assert list(batches([], N_TOKENS, N_LAYERS, 4096, growing=True)) == []
