"""Parts told apart in several ways, under the same names."""

from __future__ import annotations

import torch
from trafolab.reading.same_names import same_names, summed_into

HEADS = ["embed", "pos_embed", "L0H0", "L0H1", "bias.attn.0", "mlp.0", "bias"]


def test_what_is_told_alike_stays_as_it_is() -> None:
    assert same_names([HEADS, HEADS]) == (HEADS, [[*range(7)], [*range(7)]])


def test_heads_go_into_their_layer_where_it_is_told_as_a_whole() -> None:
    names, (heads, layer) = same_names([HEADS, ["embed", "pos_embed", "attn.0", "mlp.0", "bias"]])
    assert names == ["embed", "pos_embed", "attn.0", "mlp.0", "bias"]
    assert (heads, layer) == ([0, 1, 2, 2, 2, 3, 4], [0, 1, 2, 3, 4])


def test_embeddings_go_into_what_enters_the_first_block() -> None:
    names, _ = same_names([["embed", "pos_embed", "mlp.0"], ["resid_pre.0", "mlp.0"]])
    assert names == ["resid_pre.0", "mlp.0"]


def test_what_acts_on_the_stream_stands_where_it_acts() -> None:
    first, second = (
        ["embed", "mlp.0", "bias"],
        ["embed", "act.resid_pre.0", "mlp.0", "act.resid_post.0", "bias"],
    )
    names, places = same_names([first, second, ["act.resid_pre.1", *first]])
    assert names == ["act.resid_pre.1", *second]
    assert places[0] == [1, 3, 5]


def test_values_are_summed_where_they_share_a_place() -> None:
    values = torch.tensor([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]])
    assert summed_into([0, 2, 0], 4, values).tolist() == [[101, 202], [0, 0], [10, 20], [0, 0]]
    assert summed_into([1, 1], 2, values, 1).tolist() == [[0, 3], [0, 30], [0, 300]]
