"""What actions change and undo brings back: an immutable value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trafolab_protocol.interventions import Constant, Intervention, Snapshot
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt

from .errors import PromptError
from .prompts import CLEAN


@dataclass(frozen=True)
class Core:
    """Prompts, metric and interventions, these without their status."""

    clean: Prompt | None = None
    counterfactuals: tuple[Prompt, ...] = ()
    metric: Metric | None = None
    metric_problem: str | None = "There is no prompt yet."
    interventions: tuple[Intervention, ...] = ()

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """All prompts, the clean one first."""
        return () if self.clean is None else (self.clean, *self.counterfactuals)

    @property
    def tensors(self) -> Iterator[str]:
        """Names of the stored tensors that the interventions refer to."""
        for each in self.interventions:
            if isinstance(each.source, Snapshot | Constant):
                yield each.source.tensor

    def prompt(self, name: str = CLEAN) -> Prompt:
        """A prompt by name. Raises :class:`PromptError` when there is none."""
        found = next((prompt for prompt in self.prompts if prompt.name == name), None)
        if found is not None:
            return found
        if not self.prompts:
            raise PromptError("no_prompt", "There is no prompt yet.", None, "Set one with lab.prompt(…).")
        known = ", ".join(prompt.name for prompt in self.prompts)
        raise PromptError("unknown_prompt", f"There is no prompt named {name}.", name, f"There are: {known}.")
