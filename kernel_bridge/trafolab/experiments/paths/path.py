"""Patching the paths from one sender after the other to some receivers, and what each does to the metric.

Path patching as in Wang et al., "Interpretability in the Wild: a Circuit for Indirect Object Identification
in GPT-2 small" (2022), and Goldowsky-Dill et al., "Localizing Model Behavior with Path Patching" (2023): in a
first pass the sender has the other run's values, and what the path does not go through is held at those of
the run that is changed; what the receivers have then is put into that run in a second pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import torch
from torch import Tensor

from ...errors import GaveUp
from ...interventions.edit import Edit, Given
from ...interventions.plan import Plan
from ...resuming import Recorded
from ...targets import Place
from ...trimming import Readout
from ..sweeps.batches import Batch
from ..sweeps.kinds import Cell
from ..sweeps.patching import KEY
from ..sweeps.sweep import Sweeper
from .stations import Station

Reached = Mapping[Place, Tensor]
"""What receivers have, [row, pos, …], of the rows that there were."""


@dataclass(frozen=True)
class Held:
    """Values of the run that is changed, at a hook point, for senders that come before it."""

    name: str
    """As a person calls it."""
    hook: str
    station: Station


@dataclass(frozen=True)
class Receiver:
    """A place, at its canonical hook name."""

    layer: int
    place: Place


@dataclass(frozen=True, eq=False, kw_only=True)
class Paths(Sweeper):
    """A sweep over senders."""

    stations: Mapping[Cell, Station]
    """Of the senders."""
    held: Sequence[Held]
    """What the path does not go through."""
    receivers: Sequence[Receiver]
    """None for the logits."""

    def read_one(self, batch: Batch, base: Recorded, readout: Readout) -> Tensor:
        """What is read [cell, pos, token] with each sender's path patched."""
        if not self.receivers:
            return self.read_under(self._sending(base, base.plan, batch), batch, base, readout)
        reached = self._reached(batch, base, readout)
        plan = base.plan
        for place, values in reached.items():
            plan = plan.with_edit(_putting(place, values))
        first = min(receiver.layer for receiver in self.receivers)
        return self.read_under(plan, Batch(batch.start, batch.cells, first), base, readout)

    def _sending(self, base: Recorded, plan: Plan, batch: Batch) -> Plan:
        """The first pass: what is held, and then each row's sender."""
        stations = [self.stations[cell] for cell in batch.cells]
        for each in self.held:
            rows = [row for row, station in enumerate(stations) if station < each.station]
            if rows:
                values = base.activations[each.hook][batch.start :]
                plan = plan.with_edit(_holding(each.hook, rows, values))
        return self.patched(plan, batch)

    def _reached(self, batch: Batch, base: Recorded, readout: Readout) -> Reached:
        """What the receivers have in the first pass, which goes no further than them."""
        taking = _Taking(len({receiver.place for receiver in self.receivers}))
        plan = base.plan
        for receiver in self.receivers:
            # Before anything is held there: a receiver may be part of what is held behind it.
            plan = plan.with_edit(taking.edit(receiver.place))
        with suppress(_All):
            self.read_under(self._sending(base, plan, batch), batch, base, readout)
        return taking.found


class _All(GaveUp):
    """The pass has gone far enough."""


@dataclass(eq=False)
class _Taking:
    n: int
    found: dict[Place, Tensor] = field(default_factory=dict[Place, Tensor])

    def edit(self, place: Place) -> Edit:
        """Keeps what a place has, and changes nothing."""

        def take(old: Tensor, given: Given) -> Tensor:
            del given
            self.found[place] = place.slice(old).detach().clone()
            if len(self.found) == self.n:
                raise _All
            return old

        return Edit(f"{KEY} takes {place.hook} {place.index}", _whole(place), take)


def _holding(hook: str, rows: Sequence[int], values: Tensor) -> Edit:
    """Values [pos, …] in some rows."""

    def hold(old: Tensor, given: Given) -> Tensor:
        del given
        new = old.clone()
        new[torch.tensor(rows, device=old.device)] = values.to(old)
        return new

    return Edit(f"{KEY} holds {hook}", Place(hook), hold)


def _putting(place: Place, values: Tensor) -> Edit:
    """Values [row, pos, …] in the first rows."""

    def put(old: Tensor, given: Given) -> Tensor:
        del given
        new = old.clone()
        place.slice(new)[: len(values)] = values
        return new

    return Edit(f"{KEY} puts {place.hook} {place.index}", _whole(place), put)


def _whole(place: Place) -> Place:
    return Place(place.hook, position_axis=place.position_axis)
