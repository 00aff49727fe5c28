"""Paths over a set: the mean of the paths of each pair, and these what plain hooks give."""

from __future__ import annotations

from typing import Any

import pytest
from trafolab.errors import LabError

from tests import reference_hf
from tests.unit.trafolab.experiments.four_pairs import (
    PAIRS,
    ROLES,
    by_role,
    difference,
    lab,
    same,
)
from tests.unit.trafolab.experiments.test_sweep import site_at
from tests.unit.trafolab.operations.bench import CLOSE

__all__ = ["lab"]

ROUTES = [("z", "L1H2.q", {"via": "mlps"}), ("mlp_out", ["L1H0.k", "L1H3"], {"norm": "frozen"})]


@pytest.mark.parametrize(("sender", "receiver", "options"), ROUTES)
@pytest.mark.parametrize("direction", ["noise", "both"])
def test_paths_are_the_mean_of_single_ones(
    lab: Any, sender: str, receiver: Any, options: Any, direction: str
) -> None:
    lab.ablate("L0H1")
    found = lab.path(sender, receiver, over="four", by="role", direction=direction, progress=False, **options)
    alone = []
    for clean, corrupt, answer, distractor, _ in PAIRS:
        lab.prompt(clean, corrupt=corrupt)
        lab.metric("logit_diff", answer=answer, distractor=distractor)
        alone.append(
            lab.path(sender, receiver, by_position=True, direction=direction, progress=False, **options)
        )
    same(found.pairs, by_role(alone, ROLES))
    assert [*found.axes][-1] == "role"
    assert found.info.held == alone[0].info.held
    assert "; mean over 4 pairs of four" in found.info.sentence
    assert f"paths from {sender} by role to" in found.record.name
    again = eval(found.record.code, {"lab": lab})
    assert again.values.nan_to_num().equal(found.values.nan_to_num())


def test_paths_at_all_positions_are_what_plain_hooks_give(lab: Any) -> None:
    """Any way: the head's own values reach the query through all that lies between."""
    found = lab.path("L0H2", "L1H1.q", via="all", over="four", progress=False)
    assert [*found.axes] == ["sender"]
    source = lab.info.source
    for index, pair in enumerate(PAIRS):
        clean, corrupt = pair[:2]
        sender, receiver = site_at("z", {"layer": 0, "head": 2}), site_at("q", {"layer": 1, "head": 1})
        value = sender.read(source, corrupt)
        sent = sender.edit(lambda old, value=value: value)
        seen = receiver.slice(reference_hf.values(source, clean, [receiver.site], [sent])[receiver.site])
        put = receiver.edit(lambda old, seen=seen: seen)
        number = difference(reference_hf.logits(source, clean, [put]), pair)
        assert float(found.pairs[index, 0]) == pytest.approx(number, abs=CLOSE)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"over": "nobody"}, "no set of pairs named nobody"),
        ({"over": "four", "source": "corrupt"}, "can't take source='corrupt'"),
        ({"over": "four", "by": "pos"}, "6 to 8 tokens"),
        ({"over": "four", "by": "column"}, "can't take 'column'"),
    ],
)
def test_paths_that_cannot_be_are_refused(lab: Any, options: Any, message: str) -> None:
    with pytest.raises(LabError, match=message):
        lab.path("z", "L1H2.q", progress=False, **options)
    with pytest.raises(LabError, match="comes before none of the receivers"):
        lab.path("L1H0", "L0H2.q", over="four", progress=False)
