"""How a counterfactual gets as many tokens as the clean prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafolab_protocol.record import Record

from ..views.feed import Answer, Feed

if TYPE_CHECKING:
    from ..look import Look


class RepairParams(Record):
    name: str
    """Of the counterfactual."""


class RepairData(Record):
    name: str
    of: str | None
    """The text of the counterfactual that this is said of; None where it is no text, or gone."""
    advice: str | None
    """What is changed in it; None where both have as many tokens, or no other name makes them so."""
    text: str | None
    """The counterfactual with that change."""
    old: str | None
    """The word that is changed."""
    new: str | None


def compute(look: Look, params: RepairParams) -> Answer:
    """Nothing is offered for a prompt that there is not: it may have been removed a moment ago."""
    prompt = next((each for each in look.counterfactuals if each.name == params.name), None)
    of = prompt.source.text if prompt is not None and prompt.source.kind == "text" else None
    found = look.repair(params.name)
    if found is None:
        return Answer(RepairData(name=params.name, of=of, advice=None, text=None, old=None, new=None))
    advice = found.advice(params.name)
    return Answer(
        RepairData(name=params.name, of=of, advice=advice, text=found.text, old=found.old, new=found.new)
    )


REPAIR = Feed("repair", RepairParams, RepairData, compute)
