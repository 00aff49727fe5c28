"""What carrying out an action needs: the model, its runs, and the stored tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.interventions import Intervention
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt, PromptSource
from trafolab_protocol.stamps import InterventionAxis, Stamp, WeightAxis

from .appetite import Appetite
from .capturing import worth_capturing
from .conditions import Conditions
from .core import Core
from .errors import LabError, said_by
from .experiments.sweeps.shortcuts import Shortcuts
from .fetching import Reduce
from .following import failed
from .functions import Functions
from .interventions.compiling import Draft
from .interventions.fit import model_misfit
from .interventions.passing import Donors
from .interventions.plan import EMPTY, Plan
from .kept_readings import KeptReadings, Reading
from .kept_runs import KeptRun, KeptRuns
from .metrics import Measure, measure_of
from .models.held import Held
from .operations import Ingredients
from .outcome import Outcome, Task
from .passes import Passes
from .prompts import tokenised
from .recording_aside import RecordingAside
from .refusals import refuse_inside_a_pass
from .runs import Beside, Run
from .tensors import TensorStore

if TYPE_CHECKING:
    from .repairing import Repair


class Bench(RecordingAside):
    """One model at work. Its runs are cached until the conditions change."""

    def __init__(self, held: Held, tensors: TensorStore, functions: Functions) -> None:
        super().__init__(held)
        self.tensors = tensors
        self.functions = functions
        held.installation.find_donors_by(self.donors)
        self._runs = KeptRuns()
        self._readings = KeptReadings()
        self._passes = Passes(held.executor, held.shadow)
        self.tried: dict[object, Shortcuts] = {}
        """What experiments found to hold on this model."""
        self.repairs: dict[tuple[str, str], Repair | None] = {}
        """What gives one text as many tokens as another, where that was looked for."""
        self._appetites: dict[str, Appetite] = {}
        """By prompts' names, of live runs: the plain run changes too rarely to be worth the memory."""

    def prompt(self, name: str, source: PromptSource) -> Prompt:
        """The prompt with this model's tokens."""
        return tokenised(name, source, self.held.model, self.held.words, self.held.limit)

    def stamp(self, prompt: str, interventions: InterventionAxis, weights: WeightAxis) -> Stamp:
        """What a number made now is stamped with."""
        info = self.held.info
        return Stamp(
            prompt=prompt,
            interventions=interventions,
            weights=weights,
            model_hash=info.hash,
            mode=info.mode,
            dtype=info.dtype,
        )

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

    def donors(self, plan: Plan, conditions: Conditions | None = None) -> Donors:
        """The runs that a plan takes values from: made anew, or under ``conditions`` from the cache."""
        if plan.donors and conditions is None:
            # A person's hook that calls the model in the middle of the page's pass: both would meet.
            refuse_inside_a_pass(self.held.executor)
        found: dict[object, Mapping[str, Tensor]] = {}
        for donor in plan.donors:
            run = self.run(
                donor.prompt, donor.plan, None, conditions or Conditions(), "plain", fresh=conditions is None
            )
            run.load(donor.hooks)
            found[donor.key] = {hook: run[hook] for hook in donor.hooks}
        return found

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

    def run(
        self,
        prompt: Prompt,
        plan: Plan,
        metric: Metric | None,
        conditions: Conditions,
        axis: InterventionAxis,
        *,
        fresh: bool = False,
        draw: int = 0,
    ) -> Run:
        """A prompt's run under a plan, from the cache unless ``fresh``; ``axis`` is for its stamp.

        ``draw``: which seeded draw acts.

        A fresh one goes to a person, who may write into it: it shares nothing with the cached one.

        Raises :class:`LabError` when the forward pass fails, as in a hook of the person's own.
        """
        executor = self.held.executor
        # A person's own run is no sign of what views will ask for.
        looked = axis == "live" and not fresh
        with executor.lock:
            self._following.follow(prompt)
            ids = tuple(token.id for token in prompt.tokens)
            key = (self.held.shadow.version, conditions, prompt.name, ids, id(plan), draw)
            known = None if fresh else self._runs.get(key)
            appetite = self._appetites.setdefault(prompt.name, Appetite())
            if known is None:
                capture = worth_capturing(self.held.info.structure, len(ids))
                again = appetite.wanted if looked else frozenset[str]()
                donors = self.donors(plan, None if fresh else conditions)
                task = Task(plan, frozenset(capture) | again, donors, draw)
                known = self._made(prompt, ids, task, conditions, fresh=fresh)
            if looked:
                appetite.turn_to(known.run.asked)
            self._runs.use(key, known)
            run = known.run.read_by(metric, self.stamp(prompt.name, axis, conditions.weights))
            if not fresh:
                return run
            # Weights may have changed by the time that a person asks, and the metric belongs to this run.
            _ = run.metric
            return run.own()

    def once(self, prompt: Prompt, plan: Plan, metric: Metric | None, conditions: Conditions) -> Run:
        """A prompt's run under a plan that nobody asks for again: it is not kept, and takes no other's place.

        Raises :class:`LabError` when the forward pass fails.
        """
        with self.held.executor.lock:
            self._following.follow(prompt)
            ids = tuple(token.id for token in prompt.tokens)
            task = Task(plan, frozenset(), self.donors(plan, conditions), 0)
            made = self._made(prompt, ids, task, conditions, fresh=False)
            return made.run.read_by(metric, self.stamp(prompt.name, "live", conditions.weights))

    def _made(
        self, prompt: Prompt, ids: tuple[int, ...], task: Task, conditions: Conditions, *, fresh: bool
    ) -> KeptRun:
        under = self._following.under(ids, conditions)
        try:
            outcome = self._passes.make(ids, task, () if fresh else self._runs.under(under))
        except Exception as error:
            raise failed(prompt, error) from error

        def fetch(names: Sequence[str], reduce: Reduce) -> Mapping[str, Tensor]:
            with self.held.executor.lock:
                begin = outcome if self._following.under(ids, conditions) == under else None
                return self._passes.fetch(ids, task, names, begin, reduce)

        stamp = self.stamp(prompt.name, "plain", "loaded")
        beside = self._beside(prompt, outcome, conditions, fresh=fresh)
        kept, absent = outcome.activations, task.capture - outcome.activations.keys()
        run = Run(prompt, outcome.logits, kept, stamp, None, outcome.tally, fetch, beside, absent)
        return KeptRun(run, outcome, under)

    def _beside(self, prompt: Prompt, outcome: Outcome, conditions: Conditions, *, fresh: bool) -> Beside:
        """What metrics read beside a run."""
        task, ids = outcome.task, [token.id for token in prompt.tokens]

        def continued(tokens: tuple[int, ...]) -> Tensor:
            return self.held.executor.run(
                [*ids, *tokens], task.plan, (), task.donors, task.draw, prompt_length=len(ids)
            ).logits

        def plain() -> Tensor:
            if not task.plan:
                return outcome.logits
            return self.run(prompt, EMPTY, None, conditions, "plain", fresh=fresh).logits

        return Beside(continued, plain, self.functions)

    def reading(self, key: object, conditions: Conditions, make: Callable[[], Reading]) -> Reading:
        """What ``make`` finds in the weights, kept under ``key`` until they are seen to change. Raises
        :class:`LabError` where the model can't be followed."""
        shadow = self.held.shadow
        with self.held.executor.lock:
            self._following.follow()
            return self._readings.get((shadow.version, shadow.stirred, conditions), key, make)
