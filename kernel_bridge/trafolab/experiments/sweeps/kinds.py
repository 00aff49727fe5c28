"""What can be swept over. To add one: a line in the table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from trafolab_protocol.experiments import SweepKind, SweepSpec
from trafolab_protocol.structure import Layer

from ...errors import OperationError
from ...targets import Catalogue, Place

Axis = Literal["layer", "head", "place", "neuron"]


@dataclass(frozen=True)
class Kind:
    """A family of places, one for each layer, or for each head of each layer."""

    name: str
    label: str
    target: str
    """The name of one of its targets, with ``{layer}`` and ``{head}`` to be filled in."""
    heads: Literal["none", "query", "key"] = "none"
    """Whether there is one for each head, or for each key-value head."""
    by_position: bool = False
    """Whether positions are told apart when nothing is said."""
    layered: bool = True
    """Whether each layer has some."""
    by_key: bool = False
    """Whether each query's keys are told apart too."""
    ranked: bool = False
    """Whether there are so many that only those are swept over that a gradient says matter most."""
    also: str | None = None
    """The name of a second target that is changed with it, where there is one."""
    plural: str | None = None
    """What stands in sentences, where that is not the label."""

    @property
    def words(self) -> str:
        """All of its places, inside a sentence."""
        return self.plural or self.label[0].lower() + self.label[1:]

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes without the positions."""
        if self.ranked:
            return ("neuron",)
        if not self.layered:
            return ("place",)
        return ("layer",) if self.heads == "none" else ("layer", "head")


_PATTERN = "L{layer}H{head}.pattern"

_KINDS: Final[Sequence[Kind]] = (
    Kind("embed", "Token embedding", "embed", plural="token embeddings", by_position=True, layered=False),
    Kind(
        "pos_embed",
        "Position embedding",
        "pos_embed",
        plural="position embeddings",
        by_position=True,
        layered=False,
    ),
    Kind("resid_pre", "Residual stream before each layer", "resid_pre.{layer}", by_position=True),
    Kind("resid_mid", "Residual stream inside each layer", "resid_mid.{layer}", by_position=True),
    Kind("resid_post", "Residual stream after each layer", "resid_post.{layer}", by_position=True),
    Kind("attn_out", "Attention output", "attn.{layer}", plural="attention outputs", by_position=True),
    Kind("mlp_out", "MLP output", "mlp.{layer}", plural="MLP outputs", by_position=True),
    Kind("z", "Head output", "L{layer}H{head}.z", "query", plural="head outputs"),
    Kind("q", "Queries", "L{layer}H{head}.q", "query"),
    Kind("k", "Keys", "L{layer}{group}{head}.k", "key"),
    Kind("v", "Values", "L{layer}{group}{head}.v", "key", plural="values of each head"),
    Kind("pattern", "Attention pattern", _PATTERN, "query", plural="attention patterns"),
    Kind(
        "pattern_entry",
        "Attention pattern, entry by entry",
        _PATTERN,
        "query",
        by_position=True,
        by_key=True,
        plural="entries of attention patterns",
    ),
    Kind(
        "neuron",
        "MLP neurons, the largest by gradient",
        "mlp.{layer}",
        ranked=True,
        plural="MLP neurons",
    ),
    Kind(
        "layer",
        "Whole layers",
        "attn.{layer}",
        by_position=True,
        also="mlp.{layer}",
    ),
)

KINDS: Final[dict[str, Kind]] = {kind.name: kind for kind in _KINDS}


def offered(catalogue: Catalogue) -> list[SweepKind]:
    """What a model can be swept over."""
    return [
        SweepKind(
            name=kind.name,
            label=kind.label,
            axes=list(kind.axes),
            by_position=kind.by_position,
        )
        for kind in KINDS.values()
        if any(_has(kind, catalogue, layer) for layer in catalogue.structure.layers)
    ]


def _has(kind: Kind, catalogue: Catalogue, layer: Layer) -> bool:
    if kind.ranked:
        neurons = 0 if layer.mlp is None else layer.mlp.n_neurons
        return bool(neurons) and kind.name not in catalogue.structure.unsupported
    if kind.heads == "none":
        name = kind.target.format(layer=layer.index)
        return catalogue.has(name) and kind.name not in catalogue.structure.unsupported
    part = "pattern" if kind.by_key else kind.name
    return layer.attention is not None and part not in catalogue.structure.unsupported


def kind_of(name: str) -> Kind:
    """The kind with this name. Raises :class:`OperationError` where there is none."""
    found = KINDS.get(name)
    if found is None:
        what = f"There is no sweep over {name!r}."
        raise OperationError("unknown_sweep", what, str(name), f"There are {', '.join(KINDS)}.")
    return found


@dataclass(frozen=True)
class Cell:
    """One thing that is changed in an experiment."""

    at: tuple[int, ...]
    """Where its number belongs among the values."""
    layer: int
    place: Place
    position: int | None
    """None for all positions at once."""
    target: str = ""
    """The name of the place, as a person calls it."""
    key: int | None = None
    """Of a pattern: the one key, beside the query's position; None for all of them."""
    also: tuple[Place, ...] = ()
    """Further places that are changed with it."""
    second: str = ""
    """The name of such a place, as a person calls it."""

    @property
    def n_positions(self) -> int:
        """How many of its indices are positions; those are the last."""
        return 0 if self.position is None else 1 if self.key is None else 2

    @property
    def parts(self) -> tuple[Cell, ...]:
        """A cell for each of its places."""
        if not self.also:
            return (self,)
        return (self, *(replace(self, place=place, also=()) for place in self.also))


def cells_of(
    kind: Kind,
    catalogue: Catalogue,
    n_tokens: int,
    named: Callable[[Place], Place],
    *,
    by_position: bool,
    among: Collection[int] | None = None,
) -> list[Cell]:
    """All cells of a sweep, in the order of its axes, at places ``named`` as hook points are; of positions
    and keys those ``among`` the given ones alone, where any are.

    Raises :class:`LabError` where the model has no such places, or changing them has no effect.
    """
    positions = positions_of(n_tokens, among) if by_position else [None]
    cells: list[Cell] = []
    for at, layer, target, place in _places(kind, catalogue):
        second, place = _second(kind, catalogue, layer), named(place)
        also = (named(catalogue.place(catalogue.find(second)[0])),) if second else ()
        for position in positions:
            where = at if position is None else (*at, position)
            for key in _seen(positions, position) if kind.by_key else [None]:
                whole = where if key is None else (*where, key)
                cells.append(Cell(whole, layer, place, position, target, key, also, second))
    if not cells:
        raise OperationError("no_cells", f"This model has no {kind.name}.", kind.name)
    return cells


def positions_of(n_tokens: int, among: Collection[int] | None) -> Sequence[int]:
    """Those of so many tokens that are asked for: all where ``among`` says nothing."""
    return [i for i in range(n_tokens) if among is None or i in among]


def _seen(positions: Sequence[int | None], by: int | None) -> Sequence[int | None]:
    """Keys that a query sees."""
    return [key for key in positions if key is None or by is None or key <= by]


def n_heads(kind: Kind, catalogue: Catalogue) -> int:
    """The most heads that a layer has, of the sort that the kind counts."""
    return max(_n_heads(kind, layer) for layer in catalogue.structure.layers)


def _places(kind: Kind, catalogue: Catalogue) -> Iterator[tuple[tuple[int, ...], int, str, Place]]:
    """Where each belongs along the axes without the positions, its layer, name and place."""
    if not kind.layered:
        if catalogue.has(kind.target):
            yield (0,), 0, kind.target, catalogue.place(catalogue.find(kind.target)[0])
        return
    for layer in catalogue.structure.layers:
        for head, target, place in _places_in(kind, catalogue, layer):
            yield (layer.index,) if head is None else (layer.index, head), layer.index, target, place


def _second(kind: Kind, catalogue: Catalogue, layer: int) -> str:
    name = "" if kind.also is None else kind.also.format(layer=layer)
    return name if name and catalogue.has(name) else ""


def _places_in(kind: Kind, catalogue: Catalogue, layer: Layer) -> Iterator[tuple[int | None, str, Place]]:
    if kind.ranked:
        neurons = 0 if layer.mlp is None else layer.mlp.n_neurons
        return bool(neurons) and kind.name not in catalogue.structure.unsupported
    if kind.heads == "none":
        name = kind.target.format(layer=layer.index)
        if catalogue.has(name):
            yield None, name, catalogue.place(catalogue.find(name)[0])
        return
    grouped = layer.attention is not None and layer.attention.n_key_value_heads != layer.attention.n_heads
    for head in range(_n_heads(kind, layer)):
        name = kind.target.format(layer=layer.index, head=head, group="KV" if grouped else "H")
        yield head, name, catalogue.place(catalogue.find(name)[0])


def _n_heads(kind: Kind, layer: Layer) -> int:
    if layer.attention is None:
        return 0
    return layer.attention.n_key_value_heads if kind.heads == "key" else layer.attention.n_heads


def by_position_of(kind: Kind, spec: SweepSpec) -> bool:
    """Whether a sweep tells positions apart. Raises :class:`OperationError` where it must and is not to."""
    if kind.by_key and spec.by_position is False:
        what = "Entries of a pattern are at positions."
        raise OperationError("bad_argument", what, kind.name, 'Sweep over "pattern" for whole patterns.')
    return kind.by_position if spec.by_position is None else spec.by_position
