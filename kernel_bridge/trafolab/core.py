"""What actions change and undo brings back: an immutable value."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from trafolab_protocol.core import CoreRecord, Group, Paint, SavedState, tensor_names
from trafolab_protocol.directions import Direction
from trafolab_protocol.interventions import Intervention, Status
from trafolab_protocol.metric import Metric
from trafolab_protocol.pairs import PairSet
from trafolab_protocol.prompts import Prompt, PromptSource
from trafolab_protocol.references import ReferenceSet

from .errors import PromptError
from .prompts import CLEAN


@dataclass(frozen=True)
class Core:
    """Prompts, metric, interventions without their status, and what has a name."""

    clean: Prompt | None = None
    counterfactuals: tuple[Prompt, ...] = ()
    metric: Metric | None = None
    metric_problem: str | None = "There is no prompt yet."
    interventions: tuple[Intervention, ...] = ()
    references: tuple[ReferenceSet, ...] = ()
    pairs: tuple[PairSet, ...] = ()
    directions: tuple[Direction, ...] = ()
    groups: tuple[Group, ...] = ()
    paint: Paint | None = None
    saved: tuple[SavedState, ...] = ()

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """All prompts, the clean one first."""
        return () if self.clean is None else (self.clean, *self.counterfactuals)

    @cached_property
    def tensors(self) -> frozenset[str]:
        """Names of the stored tensors that anything here refers to."""
        return frozenset(tensor_names(self.record()))

    def content(self, name: str) -> str | None:
        """Tells what a prompt or a reference set of this name consists of; None where there is none."""
        tensor = next((each.tensor for each in self.references if each.name == name), None)
        ids = next(([t.id for t in each.tokens] for each in self.prompts if each.name == name), None)
        if tensor is not None or ids is None:
            return tensor
        return hashlib.blake2b(repr(ids).encode(), digest_size=8).hexdigest()

    def record(self) -> CoreRecord:
        """The same as it is stored."""
        return CoreRecord(
            clean=None if self.clean is None else self.clean.source,
            counterfactuals={prompt.name: prompt.source for prompt in self.counterfactuals},
            metric=self.metric,
            interventions=list(self.interventions),
            references=list(self.references),
            pairs=list(self.pairs),
            directions=list(self.directions),
            groups=list(self.groups),
            paint=self.paint,
            saved=list(self.saved),
        )

    @classmethod
    def of(cls, record: CoreRecord, prompt: Callable[[str, PromptSource], Prompt]) -> Core:
        """What was stored; ``prompt`` gives a prompt its tokens. Raises :class:`LabError` where it can't."""
        clean = None if record.clean is None else prompt(CLEAN, record.clean)
        return cls(
            clean=clean,
            counterfactuals=tuple(prompt(name, source) for name, source in record.counterfactuals.items()),
            metric=record.metric,
            metric_problem=None if record.metric is not None else cls.metric_problem,
            interventions=tuple(
                each.model_copy(update={"status": Status()}) for each in record.interventions
            ),
            references=tuple(record.references),
            pairs=tuple(record.pairs),
            directions=tuple(record.directions),
            groups=tuple(record.groups),
            paint=record.paint,
            saved=tuple(record.saved),
        )

    def prompt(self, name: str = CLEAN) -> Prompt:
        """A prompt by name. Raises :class:`PromptError` when there is none."""
        found = next((prompt for prompt in self.prompts if prompt.name == name), None)
        if found is not None:
            return found
        if not self.prompts:
            raise PromptError("no_prompt", "There is no prompt yet.", None, "Set one with lab.prompt(…).")
        known = ", ".join(prompt.name for prompt in self.prompts)
        raise PromptError("unknown_prompt", f"There is no prompt named {name}.", name, f"There are: {known}.")

    def other_prompt(self, name: str | None) -> Prompt:
        """A prompt to take values from: the first counterfactual where none is named. Raises
        :class:`PromptError` when there is none."""
        if name is not None:
            return self.prompt(name)
        if not self.counterfactuals:
            what = "There is no other prompt to take values from."
            raise PromptError("no_counterfactual", what, None, 'Set one: lab.prompt("…", corrupt="…").')
        return self.counterfactuals[0]
