"""A prompt's passes that an experiment begins from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.prompts import Prompt

from ...interventions.plan import Plan
from ...metrics import Measure
from ...resuming import Recorded
from ...targets import Place

if TYPE_CHECKING:
    from ...bench import Bench
    from ...conditions import Conditions


@dataclass(frozen=True, eq=False)
class Recording:
    """One pass for each of the metric's readings, which differ in the tokens that follow the prompt."""

    passes: Sequence[Recorded]

    @property
    def found(self) -> list[Tensor]:
        """What the metric reads [1, pos, token], of each."""
        return [each.logits for each in self.passes]

    @property
    def longest(self) -> Recorded:
        """The one with the most tokens behind the prompt."""
        return max(self.passes, key=lambda each: len(each.ids))

    @property
    def n_tokens(self) -> int:
        """Length of the prompt alone."""
        return self.passes[0].prompt_length


def recorded(
    bench: Bench,
    prompt: Prompt,
    plan: Plan,
    places: Sequence[Place],
    measure: Measure,
    conditions: Conditions | None = None,
    *,
    cached: bool,
) -> Recording:
    """A prompt's passes under a plan, with the activations at the places' hook points: made anew, or under
    ``conditions`` taken from an earlier experiment's. Raises :class:`LabError` when one fails."""
    hooks = [place.hook for place in places]
    return Recording(
        [
            bench.record(
                prompt,
                plan,
                hooks,
                reading.readout,
                cached=cached,
                continued=reading.continued,
                conditions=conditions,
            )
            for reading in measure.readings
        ]
    )


def first_of(activation: Tensor, place: Place, length: int) -> Tensor:
    """An activation [pos, …] at the first positions; of a pattern at as many keys too."""
    whole = Place(place.hook, position_axis=place.position_axis)
    return whole.block(activation[None], length)[0]
