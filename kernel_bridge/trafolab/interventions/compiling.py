"""From the list of interventions to what each forward pass has to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.interventions import Constant, Intervention, PromptDonor, Snapshot

from ..operations import Ingredients, row_of
from ..targets import Place
from .donors import Donor, FromRun, Stored
from .edit import Carried, Edit
from .plan import EMPTY, DonorRun, Plan, hang

if TYPE_CHECKING:
    from ..core import Core
    from ..models.held import Held
    from ..tensors import TensorStore


@dataclass
class Draft:
    """A plan that is being put together, one intervention after the other."""

    held: Held
    tensors: TensorStore
    core: Core
    ingredients: Ingredients
    edits: dict[str, list[Edit | Carried]] = field(default_factory=dict[str, list[Edit | Carried]])
    donors: dict[object, DonorRun] = field(default_factory=dict[object, DonorRun])

    def add(self, each: Intervention) -> None:
        """Have an intervention act too."""
        places = self._places(each)
        donors = self._donors(each, places)
        change = row_of(each.operation).change(each.operation, self.ingredients)
        where = each.positions
        positions = None if where == "all" else tuple(position.index for position in where)
        for place, donor in zip(places, donors, strict=True):
            edit = Edit(
                key=each.id,
                place=place,
                change=change,
                donor=donor,
                positional=_is_positional(each),
                positions=positions,
                phase=each.operation.on if each.operation.op == "steer" else "all",
                made_of=self._made_of(each),
            )
            hang(self.edits, edit)

    def plan(self) -> Plan:
        """What was put together so far."""
        if not self.edits:
            return EMPTY
        return Plan({hook: tuple(edits) for hook, edits in self.edits.items()}, tuple(self.donors.values()))

    def _made_of(self, each: Intervention) -> object:
        operation = each.operation
        if operation.op == "custom":
            # A person's function may do something else each time.
            return object()
        name = row_of(operation).direction(operation)
        tensors = {direction.name: direction.tensor for direction in self.core.directions}
        return operation, each.source, None if name is None else tensors.get(name)

    def _places(self, each: Intervention) -> list[Place]:
        return [self.held.at_canonical(place) for place in places_of(each, self.held)]

    def _donors(self, each: Intervention, places: Sequence[Place]) -> Sequence[Donor | None]:
        source = each.source
        if isinstance(source, Snapshot):
            stored = [self.tensors[part.tensor] for part in source.parts]
            return [self._stored(values, place, 0) for values, place in zip(stored, places, strict=True)]
        if isinstance(source, Constant):
            stored = [self.tensors[part.tensor] for part in source.parts]
            # A mean has no axis of positions; a pool has one of draws in its place.
            bare = source.n_tokens is None and _mode(each) == "mean"
            return [self._stored(v, place, bare) for v, place in zip(stored, places, strict=True)]
        if isinstance(source, PromptDonor):
            return [self._from_run(source, place, each.id) for place in places]
        return [None] * len(places)

    def _stored(self, values: Tensor, place: Place, missing: int) -> Stored:
        """Values [pos, …] with the batch and the slice's axis put back; ``missing``: the position's too."""
        shown = values.to(self.held.info.device)
        return Stored(place.shown(shown[None, None] if missing else shown[None]))

    def _from_run(self, source: PromptDonor, place: Place, id: str) -> FromRun:
        live = source.donor == "live"
        key = (source.prompt, id if live else "plain")
        known = self.donors.get(key)
        hooks = (known.hooks if known is not None else frozenset[str]()) | {place.hook}
        plan = known.plan if known is not None else (self.plan() if live else EMPTY)
        self.donors[key] = DonorRun(key, self.core.prompt(source.prompt), plan, hooks)
        return FromRun(key, place)


def places_of(each: Intervention, held: Held) -> list[Place]:
    """Where an intervention acts, by the names that the catalogue has."""
    row, catalogue = row_of(each.operation), held.catalogue
    targets = [target for name in each.targets for target in catalogue.find(name)]
    return row.places(catalogue, targets, each.operation)


def _is_positional(each: Intervention) -> bool:
    source = each.source
    return source.kind in ("snapshot", "prompt") or (
        isinstance(source, Constant) and source.n_tokens is not None
    )


def _mode(each: Intervention) -> str | None:
    operation = each.operation
    return operation.mode if operation.op == "ablate" or operation.op == "keep" else None
