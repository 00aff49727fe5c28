"""What is put into a run, one place after the other: another prompt's values, zeros, or a mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import torch
from torch import Tensor
from trafolab_protocol.experiments import Directions
from trafolab_protocol.operations import Ablate, Operation, Patch
from trafolab_protocol.prompts import Prompt

from ...averaging import mean_of
from ...core import Core
from ...errors import OperationError, PromptError
from ...finite import finite
from ...interventions.plan import EMPTY
from ...metrics import Measure
from ...prompts import CLEAN
from ...storing import rows_of
from ...targets import Place
from .recording import Recording, first_of, recorded

if TYPE_CHECKING:
    from ...snapshot import Now
    from ...tools import Tools


@dataclass(frozen=True)
class Donated:
    """Values to put in, and where they come from."""

    name: str
    sentence: str
    """With ``{kind}`` to be filled in."""
    activations: Mapping[str, Tensor]
    """[pos, …] by hook name, of the positions that are to be changed."""
    other: float | None
    """The metric of the run that they come from; None where they come from none, or it is no finite number. A
    loss is that on the tokens of the run that they are put into."""
    operation: Operation
    """What puts them in by hand."""
    source: str | None
    """Where that takes them from."""
    prompt: Prompt | None = None
    """The prompt that they come from, where they come from one."""
    draws: Sequence[Mapping[str, Tensor]] = ()
    """Of several draws each one's activations."""


class Treatment(Protocol):
    """One way to change a run."""

    def base(self, core: Core) -> Prompt:
        """The prompt whose run is changed. Raises :class:`LabError` where it can't be."""
        ...

    def donated(
        self, now: Now, tools: Tools, base: Recording, places: Sequence[Place], measure: Measure
    ) -> Donated:
        """What is put in at the hook points of these places."""
        ...


@dataclass(frozen=True)
class Patching(Treatment):
    """Values of another prompt's plain run."""

    direction: Directions
    """One of the two: both are two patchings."""
    source: str | None

    def base(self, core: Core) -> Prompt:
        """The clean prompt, or the counterfactual, by direction."""
        return self._prompts(core)[0]

    def donated(
        self, now: Now, tools: Tools, base: Recording, places: Sequence[Place], measure: Measure
    ) -> Donated:
        """The other's values."""
        del tools
        into, donor = self._prompts(now.core)
        run = recorded(now.bench, donor, EMPTY, places, measure, now.conditions, cached=False)
        found, n = run.passes[0].activations, run.n_tokens
        # What follows the prompt sees the patch, and is not patched itself.
        activations = {place.hook: first_of(found[place.hook], place, n) for place in places}
        sentence = f"{donor.name}'s {{kind}} put into the {into.name} run"
        other = finite(float(measure.of(run.found, base.found)))
        return Donated(donor.name, sentence, activations, other, Patch(), donor.name, donor)

    def _prompts(self, core: Core) -> tuple[Prompt, Prompt]:
        clean = core.prompt()
        other = core.other_prompt(self.source)
        if len(clean.tokens) != len(other.tokens):
            what = f"{clean.name} has {len(clean.tokens)} tokens, and {other.name} {len(other.tokens)}."
            raise PromptError(
                "unequal_lengths", what, other.name, "Change one of them until both have as many."
            )
        return (clean, other) if self.direction == "noise" else (other, clean)


@dataclass(frozen=True)
class Ablating(Treatment):
    """Zeros, or the mean over a reference set or a prompt, without BOS."""

    mode: Literal["zero", "mean"]
    source: str | None

    def base(self, core: Core) -> Prompt:
        """The clean prompt."""
        return core.prompt()

    def donated(
        self, now: Now, tools: Tools, base: Recording, places: Sequence[Place], measure: Measure
    ) -> Donated:
        """As large as what they replace."""
        del measure
        sentence = f"{{kind}} ablated ({self.mode}) in the {CLEAN} run"
        whole = base.longest.activations
        if self.mode == "zero":
            zeros = {place.hook: torch.zeros_like(whole[place.hook]) for place in places}
            return Donated("zero", sentence, zeros, None, Ablate(), None)
        refuse_by_key(places)
        name = self.source or CLEAN
        means, n = mean_of(rows_of(places, name, now.core, tools), places)
        found = {
            place.hook: mean.expand_as(whole[place.hook]) for place, mean in zip(places, means, strict=True)
        }
        how = f"mean over {name}, n = {n}"
        return Donated(how, sentence, found, None, Ablate(mode="mean"), self.source)


def refuse_by_key(places: Sequence[Place]) -> None:
    """Raises :class:`OperationError` for what has no values of a length of their own."""
    if places[0].by_key:
        what = "Patterns have a row for each position: prompts of other lengths have no mean in common."
        raise OperationError("no_mean", what, None, "Sweep over z, or ablate by zero.")
