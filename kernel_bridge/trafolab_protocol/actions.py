"""Everything a person can do, whichever side it comes from. A click sends one of these records;
a method of ``Lab`` makes the same."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .directions import Recipe
from .experiments import ExperimentSpec
from .metric import MetricFunction, MetricKind, Over
from .operations import Operation
from .pairs import PairRecipe
from .prompts import PromptSource
from .record import Record
from .stamps import InterventionAxis


class SetPrompt(Record):
    """Set the clean prompt; counterfactuals as given replace all earlier ones, None keeps them."""

    kind: Literal["set_prompt"] = "set_prompt"
    clean: PromptSource
    counterfactuals: dict[str, PromptSource] | None = None


GivenAnswer = str | int | list[str | int | list[int]]
"""A text, which may be several tokens, or the id of one; a list is a set of such, in which a list of ids is
one answer of several tokens."""


class SetMetric(Record):
    """Choose the metric by the text of its tokens; ``metric_kind`` None returns to the automatic one."""

    kind: Literal["set_metric"] = "set_metric"
    metric_kind: MetricKind | None = "logit_diff"
    answer: GivenAnswer | None = None
    distractor: GivenAnswer | None = None
    over: Over = "mean"
    k: int | None = Field(default=None, ge=1)
    """Of ``top_k``; 5 where None."""
    position: int = -1
    positions: list[int] | None = None
    """Of ``loss``; all where None."""
    function: MetricFunction | None = None
    """Of ``function``."""
    pairs: str | None = None
    """A set of pairs to take the mean over, in place of the prompt; the answers are each pair's own."""
    minus: str | None = None
    """Another one, whose mean is taken off."""


class Intervene(Record):
    """Add an intervention, or replace the one with the same targets, operation and positions."""

    kind: Literal["intervene"] = "intervene"
    targets: list[str]
    operation: Operation
    source: str | None = None
    """Name of the prompt, or of the reference set, to take values from; None for what is usual."""
    donor: InterventionAxis | None = None
    """Run to take values from; None means the plain one."""
    positions: Literal["all"] | list[int | str] = "all"
    """Indices, texts of tokens, or roles such as ``end``."""
    stored: list[str] | None = None
    """Names of stored tensors to take in place of values computed now."""
    replaces: str | None = None
    """Id of the intervention in whose place in the list this one is put."""
    gesture: str | None = None
    """Acts of one gesture, such as the drag of a slider, are one step of undo."""


class Reorder(Record):
    """Put the interventions into the order of these ids; those not named come after them."""

    kind: Literal["reorder"] = "reorder"
    ids: list[str]


class SetReference(Record):
    """Name a set of prompts to take means over and to draw from."""

    kind: Literal["set_reference"] = "set_reference"
    name: str
    prompts: list[PromptSource] = []
    n: int | None = None
    """Take only so many, chosen by ``seed``."""
    seed: int = 0
    stored: str | None = None
    """Name of the stored tensor to take in place of prompts."""


class SetPairs(Record):
    """Name a set of prompt pairs to run experiments over."""

    kind: Literal["set_pairs"] = "set_pairs"
    name: str
    recipe: PairRecipe | None = None
    unequal: Literal["refuse", "leave_out"] = "refuse"
    """What becomes of pairs whose prompts differ in length."""
    n: int | None = None
    """Take only so many, chosen by ``seed``."""
    seed: int = 0
    stored: str | None = None
    """Name of the stored tensor to take in place of a recipe, whose ``roles`` are then to be named."""
    roles: list[str] = []
    answer_tokens: int = Field(default=1, ge=1)
    """Of the stored tensor: how many columns an answer has, and a distractor."""


class UsePair(Record):
    """Make one pair of a set the prompts under study, with its answer and distractor for the metric."""

    kind: Literal["use_pair"] = "use_pair"
    name: str
    index: int


class SetDirection(Record):
    """Name a direction in the residual stream."""

    kind: Literal["set_direction"] = "set_direction"
    name: str
    recipe: Recipe
    stored: str | None = None
    """Name of the stored tensor to take in place of one computed now."""


class SetGroup(Record):
    """Name a group of components; acts that name it go to all of them."""

    kind: Literal["set_group"] = "set_group"
    name: str
    targets: list[str] = []
    """None: those that it has already."""
    note: str | None = None
    """What there is to say of it; None keeps what was said before."""
    replaces: str | None = None
    """Name of the group in whose place this one is put, with its members and note unless others are given."""


class SetPaint(Record):
    """Colour the map by a person's own numbers; without any it is taken off."""

    kind: Literal["set_paint"] = "set_paint"
    values: dict[str, float] | None = None
    """By names of components, or globs over them."""
    label: str = "my numbers"
    stored: str | None = None
    """Name of the stored tensor to take in place of values, one number for each of the model's names."""


class Forget(Record):
    """Remove a reference set, a set of pairs, a direction, a group or a saved state."""

    kind: Literal["forget"] = "forget"
    what: Literal["reference", "pairs", "direction", "group", "saved"]
    name: str


class SaveState(Record):
    """Remember the whole laboratory as it is under a name."""

    kind: Literal["save_state"] = "save_state"
    name: str


class LoadState(Record):
    """Go back to a laboratory that was saved under a name."""

    kind: Literal["load_state"] = "load_state"
    name: str


class RestoreWeights(Record):
    """Put weights back to what was loaded: all, or those of these components or tensors."""

    kind: Literal["restore_weights"] = "restore_weights"
    targets: list[str] = []


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


class StartExperiment(Record):
    """Begin an experiment, behind those that are under way. It changes nothing that undo would bring back."""

    kind: Literal["start_experiment"] = "start_experiment"
    id: str
    """Chosen by whoever starts it."""
    spec: ExperimentSpec


class ControlExperiment(Record):
    """Pause an experiment, go on with it, or end it with the cells that it has."""

    kind: Literal["control_experiment"] = "control_experiment"
    id: str
    verb: Literal["pause", "resume", "stop"]


class RenameExperiment(Record):
    kind: Literal["rename_experiment"] = "rename_experiment"
    id: str
    name: str


class ForgetExperiment(Record):
    """Remove an experiment with what it found."""

    kind: Literal["forget_experiment"] = "forget_experiment"
    id: str


class Undo(Record):
    kind: Literal["undo"] = "undo"


class Redo(Record):
    kind: Literal["redo"] = "redo"


class OpenModel(Record):
    kind: Literal["open_model"] = "open_model"
    source: str
    folded: bool = False


Action = Annotated[
    SetPrompt
    | SetMetric
    | Intervene
    | Release
    | SetEnabled
    | Reorder
    | Clear
    | SetReference
    | SetPairs
    | UsePair
    | SetDirection
    | SetGroup
    | SetPaint
    | Forget
    | SaveState
    | LoadState
    | RestoreWeights
    | StartExperiment
    | ControlExperiment
    | RenameExperiment
    | ForgetExperiment
    | Undo
    | Redo
    | OpenModel,
    Field(discriminator="kind"),
]
