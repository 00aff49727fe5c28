"""Where paths end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import OperationError
from ...targets import Target
from .path import Receiver
from .stations import Station, end, station_of

if TYPE_CHECKING:
    from ...models.held import Held

LOGITS = "logits"
_PARTS = ("q", "k", "v", "z", None)


@dataclass(frozen=True)
class Receivers:
    """The ends of a path."""

    names: Sequence[str]
    places: Sequence[Receiver]
    """None for the logits."""
    last: Station
    """What comes before it may have a path to one of them."""


def receivers_of(held: Held, names: Sequence[str]) -> Receivers:
    """What names mean. Raises :class:`LabError` for what reads nothing from the stream."""
    if not names:
        raise OperationError("no_receiver", "A path needs a receiver.", None, 'Give "L1H0.q", or "logits".')
    structure = held.catalogue.structure
    if LOGITS in names:
        if len(names) > 1:
            what = "The logits are the end of all paths, so that no other receiver stands beside them."
            raise OperationError("not_alone", what, LOGITS, "Sweep over them alone.")
        return Receivers([LOGITS], [], end(structure))
    targets = list(dict.fromkeys(_reading(held, found) for name in names for found in _found(held, name)))
    places = [_receiver(held, target) for target in targets]
    last = max(station_of(target, structure) for target in targets)
    return Receivers([target.name for target in targets], places, last)


def _found(held: Held, name: str) -> list[Target]:
    return held.catalogue.find(name)


def _reading(held: Held, target: Target) -> Target:
    """A target that reads the stream, of which its value tells all."""
    if target.kind in ("attn", "mlp") or (target.kind == "head" and target.part in _PARTS):
        return target
    if target.kind == "group" and target.part is not None:
        return target
    what = f"{target.name} can't receive a path."
    whole = (
        f"{target.name}.k or {target.name}.v" if target.kind == "group" else "L1H0.q, .k, .v, L1H0 or mlp.1"
    )
    raise OperationError("no_receiver", what, target.name, f'Name {whole}, or "{LOGITS}".')


def _receiver(held: Held, target: Target) -> Receiver:
    place = held.at_canonical(held.catalogue.place(target))
    reason = held.without_effect(place.hook)
    if reason is not None:
        raise OperationError("no_effect", f"{target.name} can't receive a path: {reason}", target.name)
    return Receiver(target.layer or 0, place)
