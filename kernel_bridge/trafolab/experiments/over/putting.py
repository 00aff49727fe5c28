"""What is put into the runs of pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import torch
from torch import Tensor
from trafolab_protocol.operations import Ablate, Operation, Patch

from ...averaging import Rows, mean_of
from ...errors import OperationError
from ...interventions.plan import EMPTY
from ...many import RecordedMany
from ...storing import rows_of
from ...targets import Place
from ...trimming import Readout

if TYPE_CHECKING:
    from ...tools import Tools
    from .asked import Asked
    from .subject import Subject


@dataclass(frozen=True)
class Put:
    """Values [pair, pos, …] by hook name, broadcastable over what they replace."""

    activations: Mapping[str, Tensor]
    logits: Tensor | None
    """What was read of the runs that they come from, [pair, 1, token]; None where they come from none."""


class Putting(Protocol):
    """What is put in, in words, and how to get it for some pairs."""

    name: str
    sentence: str
    """With ``{kind}`` to be filled in."""
    operation: Operation

    def put(self, others: Sequence[Sequence[int]], base: RecordedMany, readout: Readout) -> Put:
        """Into the runs ``base``; ``others`` are the other prompts of their pairs."""
        ...


def putting_of(asked: Asked, tools: Tools) -> Putting:
    """What a sweep puts in. Raises :class:`LabError` where there is no such thing."""
    places = asked.places
    if asked.spec.ablate is None:
        return Others(asked)
    if asked.spec.ablate == "zero":
        return Zeros(asked)
    return Means(asked, asked.spec.source, places, tools)


class Others(Putting):
    """The values of the other prompts' plain runs."""

    def __init__(self, asked: Asked) -> None:
        into, donor = ("corrupt", "clean") if asked.turned else ("clean", "corrupt")
        self.name, self.operation = donor, Patch()
        self.sentence = f"{donor}'s {{kind}} put into the {into} run, {asked.over}"
        self._asked = asked

    def put(self, others: Sequence[Sequence[int]], base: RecordedMany, readout: Readout) -> Put:
        """As many as there are."""
        del base
        hooks = [place.hook for place in self._asked.places]
        run = self._asked.now.bench.record_many(others, EMPTY, hooks, readout, cached=False)
        return Put(run.activations, run.logits)


class Zeros(Putting):
    """Nothing."""

    def __init__(self, asked: Asked) -> None:
        self.name, self.operation = "zero", Ablate()
        self.sentence = f"{{kind}} ablated (zero) in the clean run, {asked.over}"
        self._asked = asked

    def put(self, others: Sequence[Sequence[int]], base: RecordedMany, readout: Readout) -> Put:
        """As large as what they replace."""
        del others, readout
        hooks = [place.hook for place in self._asked.places]
        return Put({hook: torch.zeros_like(base.activations[hook]) for hook in hooks}, None)


class Means(Putting):
    """The mean over a reference set or a prompt, or over all clean prompts of the pairs, without BOS."""

    def __init__(self, asked: Subject, source: str | None, places: Sequence[Place], tools: Tools) -> None:
        if places[0].by_key:
            what = "Patterns have a row for each position: prompts of other lengths have no mean in common."
            raise OperationError("no_mean", what, None, "Sweep over z, or ablate by zero.")
        over, self.operation = source or f"{asked.set.name}'s clean prompts", Ablate(mode="mean")
        means, n = mean_of(_rows(asked, source, places, tools), places)
        self.name = f"mean over {over}, n = {n}"
        self.sentence = f"{{kind}} ablated (mean) in the clean run, {asked.over}"
        self.means = {place.hook: mean for place, mean in zip(places, means, strict=True)}

    def put(self, others: Sequence[Sequence[int]], base: RecordedMany, readout: Readout) -> Put:
        """As large as what they replace."""
        del others, readout
        means = {hook: mean for hook, mean in self.means.items() if hook in base.activations}
        return Put({hook: mean.expand_as(base.activations[hook]) for hook, mean in means.items()}, None)


def _rows(asked: Subject, source: str | None, places: Sequence[Place], tools: Tools) -> Rows:
    if source is not None:
        return rows_of(places, source, asked.now.core, tools)
    bench, hooks = asked.now.bench, sorted({place.hook for place in places})
    return Rows(
        [list(pair.clean) for pair in asked.pairs], lambda batch: bench.read(batch, hooks), bench.held.bos
    )
