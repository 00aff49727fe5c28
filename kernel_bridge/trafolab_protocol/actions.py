"""Everything a person can do, whichever side it comes from. A click sends one of these records;
a method of ``Lab`` makes the same."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .metric import MetricKind
from .operations import Operation
from .prompts import PromptSource
from .record import Record


class SetPrompt(Record):
    """Set the clean prompt; counterfactuals as given replace all earlier ones, None keeps them."""

    kind: Literal["set_prompt"] = "set_prompt"
    clean: PromptSource
    counterfactuals: dict[str, PromptSource] | None = None


class SetMetric(Record):
    """Choose the metric by the text of its tokens; ``metric_kind`` None returns to the automatic one."""

    kind: Literal["set_metric"] = "set_metric"
    metric_kind: MetricKind | None = "logit_diff"
    answer: str | int | None = None
    distractor: str | int | None = None
    position: int = -1


class Intervene(Record):
    """Add an intervention, or replace the one with the same targets, operation and positions."""

    kind: Literal["intervene"] = "intervene"
    targets: list[str]
    operation: Operation
    source: str | None = None
    """Name of the prompt to take values from, where the operation needs one."""
    donor: Literal["plain", "live"] | None = None
    """Run to take values from; None means the operation's default."""
    positions: Literal["all"] | list[int] = "all"


class Release(Record):
    """Remove interventions: by their ids, or all those on the given targets."""

    kind: Literal["release"] = "release"
    ids: list[str] = []
    targets: list[str] = []


class SetEnabled(Record):
    kind: Literal["set_enabled"] = "set_enabled"
    id: str
    enabled: bool


class Clear(Record):
    """Remove every intervention."""

    kind: Literal["clear"] = "clear"


class Undo(Record):
    kind: Literal["undo"] = "undo"


class Redo(Record):
    kind: Literal["redo"] = "redo"


class OpenModel(Record):
    kind: Literal["open_model"] = "open_model"
    source: str
    folded: bool = False


Action = Annotated[
    SetPrompt | SetMetric | Intervene | Release | SetEnabled | Clear | Undo | Redo | OpenModel,
    Field(discriminator="kind"),
]
