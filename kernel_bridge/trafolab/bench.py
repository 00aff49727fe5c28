"""What carrying out an action needs: the model, its runs, and the stored tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.interventions import Intervention
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt, PromptSource

from .conditions import Conditions
from .core import Core
from .errors import LabError, said_by
from .experiments.sweeps.shortcuts import Shortcuts
from .functions import Functions
from .interventions.compiling import Draft
from .interventions.fit import model_misfit
from .interventions.plan import Plan
from .kept_readings import KeptReadings, Reading
from .making_runs import MakingRuns
from .metrics import Measure, measure_of
from .models.held import Held
from .operations import Ingredients
from .prompts import tokenised
from .tensors import TensorStore

if TYPE_CHECKING:
    from .repairing import Repair


class Bench(MakingRuns):
    """One model at work. Its runs are cached until the conditions change."""

    def __init__(self, held: Held, tensors: TensorStore, functions: Functions) -> None:
        super().__init__(held, functions)
        self.tensors = tensors
        held.installation.find_donors_by(self.donors)
        self._readings = KeptReadings()
        self.tried: dict[object, Shortcuts] = {}
        """What experiments found to hold on this model."""
        self.repairs: dict[tuple[str, str], Repair | None] = {}
        """What gives one text as many tokens as another, where that was looked for."""

    def prompt(self, name: str, source: PromptSource) -> Prompt:
        """The prompt with this model's tokens."""
        return tokenised(name, source, self.held.model, self.held.words, self.held.limit)

    def plan(self, core: Core) -> Plan:
        """The edits of those interventions that are enabled and fit this model."""
        draft = Draft(self.held, self.tensors, core, self._ingredients(core))
        for each in core.interventions:
            if each.enabled and self.misfit(each, core) is None:
                draft.add(each)
        return draft.plan()

    def misfit(self, intervention: Intervention, core: Core) -> str | None:
        """Why this model can't carry it out, whatever the prompt; None when it can."""
        return model_misfit(intervention, core, self.held, self.tensors, self.functions)

    def _ingredients(self, core: Core) -> Ingredients:
        directions = {each.name: each.tensor for each in core.directions}
        return Ingredients(lambda name: self.tensors[directions[name]], self.functions.__getitem__)

    def measure(self, metric: Metric, prompt: Prompt) -> Measure:
        """A metric made ready for a prompt. Raises :class:`MetricError` where it can't be read of that."""
        return measure_of(metric, [token.id for token in prompt.tokens], self.functions)

    def has_persons_code(self) -> bool:
        """Whether code of a person's takes part in passes now. Raises :class:`LabError` where it can't."""
        return self._following.has_persons_code()

    def distrust(self) -> None:
        """Code may have changed weights a moment ago: nothing that was computed before is begun from."""
        self._following.distrust()

    def freshness(self, conditions: Conditions) -> object:
        """What must be the same for passes over a prompt to be those of before."""
        return self.held, self._following.under((), conditions)

    def read(self, ids: Sequence[Sequence[int]], hooks: Sequence[str]) -> Mapping[str, Tensor]:
        """Activations [row, pos, …] of several prompts of one length in one plain pass.

        Raises :class:`LabError` when the forward pass fails, or a hook does not fire.
        """
        try:
            found = self.held.executor.read(ids, hooks)
        except Exception as error:
            what = f"The forward pass over the prompts failed: {said_by(error)}."
            advice = "Look at the hooks on the model; model.reset_hooks() removes your own."
            raise LabError("run_failed", what, None, advice) from error
        missing = next((hook for hook in hooks if hook not in found), None)
        if missing is not None:
            raise LabError("no_activation", f"The hook {missing} does not fire on this model.", missing)
        return found

    def reading(self, key: object, conditions: Conditions, make: Callable[[], Reading]) -> Reading:
        """What ``make`` finds in the weights, kept under ``key`` until they are seen to change. Raises
        :class:`LabError` where the model can't be followed."""
        shadow = self.held.shadow
        with self.held.executor.lock:
            self._following.follow()
            return self._readings.get((shadow.version, shadow.stirred, conditions), key, make)
