"""Direct logit attribution: what each part of the model gives to a difference of logits at one position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from trafolab_protocol.record import Record
from trafolab_protocol.stamps import InterventionAxis, Stamp

from ..errors import ViewError
from ..finite import bounded
from .contrasted import Contrasted, contrasted
from .feed import Answer, Array
from .table import Table
from .view import View

if TYPE_CHECKING:
    from ..look import Look
    from ..reading.attribution import Attribution, Part


class LogitAttributionParams(Record):
    position: int = -1
    run: Literal["live", "plain"] = "live"
    answer: str | int | None = None
    """A token by its text or its id; None for the metric's."""
    distractor: str | int | None = None
    """Beside an ``answer``: None for that one's logit alone."""
    by: Literal["layer", "component", "neuron"] = "component"
    layer: int | None = Field(default=None, ge=0)
    """By neuron: of this MLP; None for all of them."""
    k: int = Field(default=40, ge=1, le=500)
    """By neuron: how many."""
    face: Literal["bars", "heads"] = "bars"
    order: Literal["model", "size"] = "model"
    """How they are drawn, and leave; the numbers are the same."""


class AttributionRow(Record):
    component: str
    """A writer as the stream's parts are named; ``mlp.0.n12`` for a neuron, ``other neurons`` for those of
    the same MLPs that are not shown and their biases, ``everything else`` for all other parts. Behind the
    stream there are ``bias.logits`` and, where interventions act there, ``act.logits``."""
    value: float
    """In logits."""


class LogitAttributionData(Record):
    position: int
    token: str
    """The token that stands there."""
    run: InterventionAxis
    by: Literal["layer", "component", "neuron"]
    contrast: Contrasted
    rows: list[AttributionRow]
    """In the model's order, neurons by size; their values sum to ``total``."""
    total: float
    given: float
    """The difference in the logits that the model gives: another number where it has a soft cap."""
    soft_cap: float | None
    mlps: list[int]
    """Layers whose neurons can be asked for."""
    stamp: Stamp


def compute(look: Look, params: LogitAttributionParams) -> Answer:
    """The parts of the stream, times what the logits read from it."""
    position = look.position(params.position)
    run = look.live if params.run == "live" else look.plain
    contrast, told = contrasted(look, run, position, params.answer, params.distractor)
    found = look.attribution(run, position, contrast)
    if params.by == "neuron":
        parts = _neurons(look, found, params)
    else:
        parts = found.by_writer(heads=params.by == "component")
    data = LogitAttributionData(
        position=position,
        token=look.clean.tokens[position].text,
        run=params.run,
        by=params.by,
        contrast=told,
        rows=[AttributionRow(component=name, value=bounded(value)) for name, value in parts],
        total=bounded(found.total),
        given=bounded(found.given),
        soft_cap=found.soft_cap,
        mlps=look.mlp_layers,
        stamp=run.stamp,
    )
    return Answer(data)


def _neurons(look: Look, found: Attribution, params: LogitAttributionParams) -> Sequence[Part]:
    layers = look.mlp_layers if params.layer is None else [params.layer]
    unknown = next((layer for layer in layers if layer not in look.mlp_layers), None)
    if unknown is not None or not layers:
        what = "This model has no MLP." if unknown is None else f"There is no MLP in layer {unknown}."
        raise ViewError("no_mlp", what, None, "Choose components in place of neurons.")
    shown, of_mlps = found.by_neuron(layers, params.k)
    rest = ("other neurons", of_mlps - sum(value for _, value in shown))
    return [*shown, rest, ("everything else", found.total - of_mlps)]


def table(data: LogitAttributionData, tensors: Mapping[str, Array]) -> Table:
    """A row for each part."""
    del tensors
    columns = {"component": [row.component for row in data.rows], "logit": [row.value for row in data.rows]}
    return Table(columns, ("component",), "logit")


def arranged(table: Table, params: LogitAttributionParams) -> Table:
    """By size where they are drawn so."""
    values = table.columns[table.value]
    if params.order == "model":
        return table
    return table.taken(sorted(range(len(values)), key=lambda i: -abs(values[i])))


LOGIT_ATTRIBUTION = View(
    "logit_attribution",
    LogitAttributionParams,
    LogitAttributionData,
    compute,
    table=table,
    arranged=arranged,
    example=LogitAttributionParams(),
)
