"""Attention to single tokens, knocked out or zeroed, on every architecture: the logits are those of plain
PyTorch hooks on the Hugging Face model."""

from __future__ import annotations

import pytest
import trafolab
from torch import Tensor

from tests.unit.trafolab.operations.bench import CLEAN, Bench
from tests.unit.trafolab.operations.sites import Change, Site

HEAD = Site("L1H3", "pattern.1", 1, 3, 2)


def zeroed(key: int) -> Change:
    """The pattern without its entries at one key."""

    def change(pattern: Tensor) -> Tensor:
        out = pattern.clone()
        out[..., key] = 0
        return out

    return change


def cut(key: int) -> Change:
    """The same, and what they had is shared out among the other keys."""

    def change(pattern: Tensor) -> Tensor:
        kept = zeroed(key)(pattern)
        return kept / kept.sum(-1, keepdim=True)

    return change


def test_attention_that_is_knocked_out(bench: Bench) -> None:
    if not bench.has_effect("pattern"):
        with pytest.raises(trafolab.LabError, match="has no effect"):
            bench.lab.knockout("L1H3", src=[2], dst=[4, 5])
        return
    bench.lab.knockout("L1H3", src=[2], dst=[4, 5])
    bench.check("knockout", [HEAD.edit(cut(2), [4, 5])])
    # The first token has nothing else to attend to: it stays as it is.
    bench.lab.clear()
    bench.lab.knockout("L1H3", src=0)
    rest = [p for p in range(1, len(CLEAN)) if bench.name != "mistral" or p < 4]
    bench.check("knockout of BOS", [HEAD.edit(cut(0), rest)])


def test_single_entries_of_a_pattern_are_zeroed_without_sharing_out(bench: Bench) -> None:
    if not bench.has_effect("pattern"):
        return
    bench.lab.ablate("L1H3.pattern", positions=[4, 5], src=[2])
    bench.check("entries", [HEAD.edit(zeroed(2), [4, 5])])
    with pytest.raises(trafolab.LabError, match="can't be ablated at single keys"):
        bench.lab.ablate("L1H3", src=[2])
