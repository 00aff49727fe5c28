"""Experiments: what is asked for, and what is found. Each kind is one more specification in the union; what
carries it out stands in ``trafolab.experiments``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .operations import Operation
from .prompts import Prompt
from .record import Record
from .stamps import Stamp

Direction = Literal["noise", "denoise"]
"""``noise`` puts a counterfactual's values into the clean run, ``denoise`` clean ones into that one's run."""

Directions = Literal["noise", "denoise", "both"]
"""``both`` is the mean of the two, each as a share of the way between both runs."""

Ablation = Literal["zero", "mean", "resample"]

Columns = Literal["role", "pos"]
"""Over pairs: places with a name, such as ``end``, or positions."""

ExperimentStatus = Literal["queued", "running", "paused", "done", "stopped", "failed"]


class SweepSpec(Record):
    """One place after the other patched or ablated."""

    experiment: Literal["sweep"] = "sweep"
    what: str
    """A family of places, such as ``resid_pre`` or ``z``."""
    by_position: bool | None = None
    """None for what is usual of these places."""
    direction: Directions = "noise"
    ablate: Ablation | None = None
    """Put this in, in place of another prompt's values."""
    source: str | None = None
    """The prompt, or of an ablation the reference set, that values come from; ``all`` for each
    counterfactual, None for what is usual."""
    only: list[str] = []
    """Names and globs of the targets to go over; all where empty."""
    draws: int = Field(default=8, ge=1, le=64)
    """Of ``resample``: over how many seeded draws from the reference set."""
    seed: int = 0
    top: int = Field(default=20, ge=1, le=1000)
    """Of neurons: how many of the largest estimates are patched."""
    over: str | None = None
    """A set of pairs, over which means are taken, in place of the prompts."""
    by: Columns | None = None
    """Over pairs; None for roles where there are any beside ``end``, or the pairs differ in length."""


Via = Literal["direct", "mlps", "all"]
"""What a path may go through: nothing but the stream, the MLPs on its way, or everything."""

NormHandling = Literal["live", "frozen"]
"""Whether the norms on a path divide by what they see, or by what they saw in the run that is changed."""


class PathSpec(Record):
    """What one sender after the other does through some receivers alone."""

    experiment: Literal["path"] = "path"
    sender: str
    """A family of places that write into the stream, such as ``z``, or a target, such as ``L0H2``."""
    receivers: list[str]
    """Such as ``L1H6.q``, ``mlp.3`` or ``logits``."""
    via: Via = "direct"
    norm: NormHandling = "live"
    by_position: bool | None = None
    """Of the senders; None for what is usual of them."""
    direction: Directions = "noise"
    source: str | None = None
    """The prompt that values come from; ``all`` for each counterfactual, None for the first."""
    over: str | None = None
    """A set of pairs, over which means are taken, in place of the prompts."""
    by: Columns | None = None
    """Of senders told apart over pairs; None for roles where there are any beside ``end``, or the pairs
    differ in length."""


class AttributionSpec(Record):
    """All places estimated by one gradient, and some of them patched."""

    experiment: Literal["attribution"] = "attribution"
    what: str
    """A family of places, such as ``resid_pre`` or ``z``."""
    by_position: bool | None = None
    """None for what is usual of these places."""
    direction: Direction = "noise"
    source: str | None = None
    """The counterfactual; the first where None."""
    verify: int = Field(default=20, ge=0)
    """How many of the largest estimates are patched for real."""
    sample: int = Field(default=20, ge=0)
    """How many cells, drawn from all that differ, are patched beside them."""
    seed: int = 0
    steps: int = Field(default=1, ge=1, le=64)
    """At how many points between both runs the gradient is taken; 1 for the run that values are put into."""
    over: str | None = None
    """A set of pairs, over which means are taken, in place of the prompts."""
    by: Columns | None = None
    """Over pairs; None as in a sweep."""


class EdgesSpec(Record):
    """All edges between what writes into the stream and what reads from it, estimated by one gradient; some
    of them patched."""

    experiment: Literal["edges"] = "edges"
    direction: Direction = "noise"
    source: str | None = None
    """The counterfactual; the first where None."""
    verify: int = Field(default=10, ge=0)
    """How many of the largest estimates are patched for real."""
    sample: int = Field(default=10, ge=0)
    """How many edges, drawn from all, are patched beside them."""
    seed: int = 0
    steps: int = Field(default=1, ge=1, le=64)
    """At how many points between both runs the gradient is taken; 1 for the run that values are put into."""
    over: str | None = None
    """A set of pairs, over which means are taken, in place of the prompts."""


class Edge(Record):
    """One edge by the names of its ends."""

    sender: str
    """Such as ``L0H0``, ``mlp.0`` or ``resid_pre.0``."""
    receiver: str
    """Such as ``L1H6.k``, ``mlp.1`` or ``logits``."""


class FaithfulnessSpec(Record):
    """The metric with all edges outside a circuit replaced, beside random circuits of its size."""

    experiment: Literal["faithfulness"] = "faithfulness"
    edges: list[Edge]
    """The circuit."""
    operation: Literal["patch", "mean", "zero"] = "patch"
    """What all others carry: the counterfactual's values, means, or nothing."""
    source: str | None = None
    """The counterfactual, with which ``patch`` replaces and the metric is compared; the first where None."""
    reference: str | None = None
    """Of ``mean``: the reference set or prompt that it is taken over; the clean prompt where None."""
    random: int = Field(default=10, ge=0)
    """How many random circuits."""
    seed: int = 0
    found_by: str | None = None
    """The experiment on edges that found the circuit, where it is known."""
    over: str | None = None
    """A set of pairs, over which means are taken, in place of the prompts."""


ExperimentSpec = Annotated[
    SweepSpec | PathSpec | AttributionSpec | EdgesSpec | FaithfulnessSpec,
    Field(discriminator="experiment"),
]


class SweepKind(Record):
    """A family of places that can be swept over, as the page offers it."""

    name: str
    label: str
    axes: list[str]
    """Without the positions."""
    by_position: bool
    """Whether positions are told apart when nothing is said."""
    over_pairs: bool = True
    """Whether they can be swept over a set of pairs; stored states that are older do not say."""


class Axis(Record):
    """One axis of the values."""

    name: str
    """Such as ``layer``, ``head`` or ``pos``."""
    labels: list[str]


class Between(Record):
    """Which run is changed, and where values come from."""

    base: str
    """The prompt whose run is changed."""
    source: str | None
    """The prompt or reference set that values come from."""


class Application(Record):
    """How the change of a cell is made by hand, so that it stays."""

    operation: Operation
    base: str = "clean"
    """The prompt whose run is changed: by hand it is made the one under study first."""
    source: str | None
    """The prompt or reference set that values come from."""
    each: list[Between] = []
    """Of each entry of the first axis its own, where they differ; else empty."""
    targets: list[str]
    """Of each cell in C order, without the axes of positions, which are the last; empty for no cell."""
    also: list[str] = []
    """Beside each of them a second target that is changed with it; empty where there is none."""
    reason: str | None = None
    """Why it can't be made by hand, where it can't."""


class Estimated(Record):
    """How far estimates by a gradient can be trusted."""

    gradient: str
    """At which run it was taken."""
    top: list[int]
    """The cells with the largest estimates, in C order: they were patched for real."""
    sample: list[int]
    """Cells that were drawn at random and patched too; some may be among the largest."""
    rank_correlation: float | None = None
    """Spearman's, between the estimated and the true change over all cells that were patched; None below
    three cells, or where one of both does not vary."""
    rank_correlation_sample: float | None = None
    """The same over the random sample alone."""
    error: float | None = None
    """Over all cells that were patched, the sum of the sizes of what the estimates are off by, as a share of
    that of the true changes: 0 where they agree. None where no patch changed anything."""
    n_large: int = 0
    """How many of those changed at least a tenth as much as the one that changed most."""
    wrong_signs: int = 0
    """How many of these have an estimate of the other sign."""


class ExperimentInfo(Record):
    """What was done, in words and figures."""

    sentence: str
    """Whose values were put into which run."""
    metric: str
    base: str
    """Name of the prompt that values were put into."""
    donor: str
    """Name of the prompt that they come from, or what stands in its place."""
    baseline: float
    """The metric of the run that values were put into, as it is."""
    other: float | None
    """The metric of the run that they come from; None where they come from none."""
    stamp: Stamp
    prompts: list[Prompt] = []
    """The prompts whose runs these are, as they were, the one that was changed first; none over pairs."""
    n_cells: int
    n_passes: int
    """Forward passes that it takes, of however many rows."""
    n_equal: int
    """Cells that change nothing: both runs have the same value there, or it comes after what is measured."""
    n_pairs: int | None = None
    """Over how many pairs; cells are counted for each of them then."""
    pairs: str | None = None
    """The stored tensor of these pairs, by which their set is known again."""
    n_estimated: int | None = None
    """Of one over pairs that begins with estimates: over how many of them these are by now."""
    whole: str | None = None
    """Why whole passes are needed; None where they are not."""
    held: list[str] = []
    """Of a path: what has the values of the run that is changed, for those senders that come before it."""
    estimated: Estimated | None = None
    """Of an attribution, once there are estimates."""
    seconds: float = 0.0
    """It has computed so long."""


class PairReading(Record):
    """One pair of a set that an experiment went over."""

    clean: str
    corrupt: str
    baseline: float | None
    """The metric of the run that values were put into; None where it is not known yet."""
    other: float | None
    """Of the run that they come from; None where they come from none."""


class Experiment(Record):
    """One experiment from its start on, as it is stored when it has ended."""

    id: str
    name: str
    """As a person calls it; at first what is swept."""
    spec: ExperimentSpec
    code: str
    """The line of Python that starts it."""
    setup: str = ""
    """The Python that rebuilds the state that it was started in; empty where that was not kept."""
    under: list[str] | None = None
    """The lines of the interventions that were switched on then; None where that was not kept."""
    created_at: str
    """ISO 8601, UTC."""
    status: ExperimentStatus = "queued"
    problem: str | None = None
    """Why it failed."""
    info: ExperimentInfo | None = None
    """None until it is known what is to be computed."""
    axes: list[Axis] = []
    columns: list[str] = []
    """Names of the arrays over the axes; the first is ``values``, the metric under each change."""
    application: Application | None = None
    pairs: list[PairReading] = []
    """Those that the columns are means over."""
    n_done: int = 0
    tensor: str | None = None
    """Name of the stored tensor [column, …] in float32, with the progress and what each pair gave behind the
    columns; None while it is computed."""


class ExperimentSummary(Record):
    """A line in the list of experiments."""

    id: str
    name: str
    experiment: str
    status: ExperimentStatus
    created_at: str
    n_cells: int
    elsewhere: str | None = None
    """Where it was found on a prompt that is none of the present ones: the text of the prompt whose run was
    changed, and of the one that values came from behind it, where there is one."""
    n_done: int | None = None
    """How many of them have their number; None until it has ended."""
    found_by: str | None = None
    """Of a circuit's faithfulness: the experiment that found the circuit."""
