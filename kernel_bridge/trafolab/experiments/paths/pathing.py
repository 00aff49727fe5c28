"""Path patching, prepared: which senders, what is held, and the steps to its cells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from trafolab_protocol.experiments import PathSpec, Via

from ...errors import OperationError
from ...literals import literal, one_or_list, quoted
from ...targets import Place
from ..recipe import Recipe
from ..sweeps.asked import labels_of, measured_in, whole_places
from ..sweeps.combining import checked, combined
from ..sweeps.kinds import KINDS
from ..sweeps.sweep import Sweeper
from ..sweeps.sweeping import Sweeping, record_of, sweeper_of
from ..sweeps.treatments import Donated, Patching
from ..work import Work
from .path import Held as HeldValues
from .path import Paths
from .receivers import receivers_of
from .senders import FAMILIES, by_position_of, senders_of
from .stations import Station, norms, writers

if TYPE_CHECKING:
    from ...engine import Engine
    from ...models.held import Held
    from ...snapshot import Now

_VIA: Final[dict[Via, str]] = {"direct": "directly", "mlps": "directly and through MLPs", "all": "any way"}
_HELD: Final[dict[Via, str]] = {
    "direct": "attention and MLP outputs between them",
    "mlps": "attention outputs between them",
    "all": "",
}
_BY_CODE = "A path takes two passes, which no intervention does: by hand only a whole sender can be patched."


def check(now: Now, spec: PathSpec) -> None:
    """Raises :class:`LabError` where paths can't be patched, without a pass."""
    PathAsked(now, spec)


def prepare(engine: Engine, now: Now, spec: PathSpec, *, among: Collection[int] | None = None) -> Work:
    """Paths in the laboratory as it was then; ``among``: of senders' positions these alone. Raises
    :class:`LabError` where they can't be patched."""
    asked = PathAsked(now, spec, among)
    cells, held = asked.cells, asked.held
    places = whole_places(cells)
    base = record_of(now, asked.base, [*places, *(Place(each.hook) for each in held)], asked.measure)
    donated = asked.treatment.donated(now, engine.tools(now), base, places, asked.measure)
    sweeper = Paths(
        **_fields(sweeper_of(now, base, donated, asked.measure, cells)),
        stations=asked.senders.stations,
        held=held,
        receivers=asked.receivers.places,
    )
    work = Sweeping(engine, asked, _told(donated, spec, asked.receivers.names), sweeper).work()
    work.describe(held=[each.name for each in held])
    return work


class PathAsked:
    """What paths are to be patched. Raises :class:`LabError` where they can't be."""

    def __init__(self, now: Now, spec: PathSpec, among: Collection[int] | None = None) -> None:
        """``among``: of senders' positions these alone."""
        self.now = now
        self.treatment = Patching(spec.direction, spec.source)
        self.base = self.treatment.base(now.core)
        self.metric, self.measure = measured_in(now, self.base)
        model, by_position = now.bench.held, by_position_of(spec.sender, spec.by_position)
        self.receivers = receivers_of(model, spec.receivers)
        last, tokens = self.receivers.last, labels_of(self.base)
        self.senders = senders_of(model, spec.sender, last, tokens, by_position, among)
        self.cells = list(self.senders.stations)
        self.held = held_between(model, spec, min(self.senders.stations.values()), last)
        self.words = KINDS[spec.sender].words if spec.sender in FAMILIES else spec.sender
        self.axes = self.senders.axes
        self.by_code_only: str | None = _BY_CODE


def held_between(model: Held, spec: PathSpec, first: Station, last: Station) -> list[HeldValues]:
    """What a path does not go through, between the first sender and the last receiver. Raises
    :class:`OperationError` where it can't be held."""
    structure = model.catalogue.structure
    named = {} if spec.via == "all" else writers(structure, mlps=spec.via == "direct")
    if spec.norm == "frozen":
        named |= norms(structure)
    found: list[HeldValues] = []
    for name, station in named.items():
        if first < station < last:
            found.append(HeldValues(name, _holdable(model, name), station))
    return found


def _holdable(model: Held, name: str) -> str:
    hook = model.catalogue.place(model.catalogue.find(name)[0]).hook
    reason = model.without_effect(hook)
    if reason is not None:
        raise OperationError("no_effect", f"{name} can't be held on the path: {reason}", name)
    return model.canonical(hook)


def _told(donated: Donated, spec: PathSpec, receivers: Sequence[str]) -> Donated:
    """In a sentence what is patched, and what is held."""
    held = [_HELD[spec.via], "the norms' scales" if spec.norm == "frozen" else ""]
    what = " and ".join(each for each in held if each) or "nothing"
    way = f", sent {_VIA[spec.via]} to {', '.join(receivers)}; held as they were: {what}"
    return replace(donated, sentence=donated.sentence + way)


def _fields(sweeper: Sweeper) -> dict[str, Any]:
    return {each.name: getattr(sweeper, each.name) for each in fields(sweeper)}


def _label(spec: PathSpec) -> str:
    way = "" if spec.via == "direct" else f" {_VIA[spec.via]}"
    where = " by role" if spec.by == "role" else " by position" if spec.by == "pos" else ""
    if spec.by_position is not None:
        where = (where or " by position") if spec.by_position and spec.sender in FAMILIES else ""
    both = ", both directions" if spec.direction == "both" else ""
    over = "" if spec.over is None else f", over {spec.over}"
    return f"Paths from {spec.sender}{where} to {', '.join(spec.receivers)}{way}{both}{over}"


def _line(spec: PathSpec) -> str:
    arguments = [quoted(spec.sender), one_or_list(spec.receivers)]
    usual = PathSpec(sender="", receivers=[])
    for name in ("via", "norm", "over", "by", "by_position", "direction", "source"):
        value = getattr(spec, name)
        if value != getattr(usual, name):
            arguments.append(f"{name}={literal(value)}")
    return f"lab.path({', '.join(arguments)})"


PATH = Recipe(_label, _line, checked(check), combined(prepare))
