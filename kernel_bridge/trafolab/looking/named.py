"""What of a laboratory a look can ask for by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor
from trafolab_protocol.prompts import Prompt

from ..experiments.book import Book
from ..experiments.files import Form
from ..generating import Generated, Sampling
from ..interventions.edit import Edit
from ..overall.meter import Asked as Overall
from ..pairs import Pair
from ..reading.elsewhere import Elsewhere
from ..reading.texts import Texts
from ..repairing import Repair
from ..runs import Run
from ..side_effect import SideEffect

Painted = tuple[str, str, Mapping[str, float]]


@dataclass(frozen=True)
class Compared:
    """One of two states that are looked at side by side."""

    name: str
    run: Run
    metric_label: str
    code: Sequence[str]
    """The lines of the interventions that act in it."""


@dataclass(frozen=True)
class Named:
    """What of a laboratory has a name."""

    compared: Callable[[str], Compared]
    directions: Mapping[str, Tensor]
    in_force: Callable[[], list[str]]
    n_draws: int
    drawn: Callable[[int], Run]
    experiments: Book
    experiment_file: Callable[[str, Form], tuple[str, bytes]]
    """Name and content."""
    side_effect: Callable[[], SideEffect]
    pairs: Callable[[str], Sequence[Pair]]
    repair: Callable[[Prompt], Repair | None]
    overall: Callable[[], Overall]
    overall_version: Callable[[], int]
    reading: Callable[[object, Callable[[], Any]], Any]
    elsewhere: Elsewhere
    paint: Callable[[], Painted]
    """Label, the model's name, and numbers by component."""
    texts: Texts
    generated: Callable[[Prompt, Sampling, float], Generated]
    generated_version: Callable[[], int]
    edited: Callable[[Edit], Run]
    """The live run with one edit more."""
