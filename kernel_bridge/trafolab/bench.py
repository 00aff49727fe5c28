"""What carrying out an action needs: the model, its runs, and the stored tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.interventions import Intervention
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import IdsSource, Prompt, PromptSource
from trafolab_protocol.stamps import InterventionAxis, Stamp, WeightAxis

from .core import Core
from .errors import LabError, said_by
from .experiments.sweeps.shortcuts import Shortcuts
from .functions import Functions
from .interventions.compiling import Draft
from .interventions.fit import model_misfit
from .interventions.passing import Donors
from .interventions.plan import EMPTY, Plan
from .kept_recordings import KeptRecordings
from .kept_runs import KeptRun, KeptRuns
from .many import RecordedMany
from .metrics import Measure, measure_of
from .models.held import Held
from .operations import Ingredients
from .outcome import Outcome, Task
from .passes import Passes
from .prompts import tokenised
from .refusals import refuse_inside_a_pass
from .resuming import Recorded
from .runs import Beside, Run
from .tensors import TensorStore
from .trimming import Readout

if TYPE_CHECKING:
    from .repairing import Repair

_CAPTURE_LIMIT = 256 * 2**20
"""Bytes of activations that a run keeps from the start; beyond, they are computed when asked for."""

_LITTLE = Readout((0,), (0,))
"""Of logits that nobody reads."""

_SEVERAL = Prompt(name="pairs", source=IdsSource(ids=[]), tokens=[])
"""Stands for prompts that have no name of their own."""


@dataclass(frozen=True)
class Conditions:
    """Under which a run may be used again."""

    epoch: int = 0
    """Grows when something but the state was found changed, such as weights."""
    weights: WeightAxis = "loaded"


class Bench:
    """One model at work. Its runs are cached until the conditions change."""

    def __init__(self, held: Held, tensors: TensorStore, functions: Functions) -> None:
        self.held = held
        self.tensors = tensors
        self.functions = functions
        held.installation.find_donors_by(self.donors)
        self._runs = KeptRuns()
        self._recordings = KeptRecordings()
        self._passes = Passes(held.executor, held.shadow)
        self._doubts = 0
        self.tried: dict[object, Shortcuts] = {}
        """What experiments found to hold on this model."""
        self.repairs: dict[tuple[str, str], Repair | None] = {}
        """What gives one text as many tokens as another, where that was looked for."""
        self._asked: dict[str, set[str]] = {}
        """What views asked of each prompt's last live run: the next one has it from the start, where not
        everything is kept. The plain run changes too rarely for that to be worth the memory."""

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

    def record(
        self,
        prompt: Prompt,
        plan: Plan,
        hooks: Sequence[str],
        readout: Readout,
        *,
        cached: bool,
        continued: Sequence[int] = (),
        conditions: Conditions | None = None,
    ) -> Recorded:
        """A prompt's run under a plan, made aside, with what experiments begin from; ``continued``: ids that
        follow it. Made anew, or under ``conditions`` taken from an earlier experiment's. Raises
        :class:`LabError` when the forward pass fails."""
        executor, ids = self.held.aside, [token.id for token in prompt.tokens]
        key: object = None
        with self.held.executor.lock:
            self._follow(prompt)
            if conditions is not None and not self.held.shadow.persons_code:
                key = (self._under(tuple(ids), conditions), id(plan), readout, tuple(continued))
                known = self._recordings.get(key, hooks, cached=cached)
                if known is not None:
                    return known
                hooks = self._recordings.hooks(key, hooks)
            donors = self.donors(plan)
        try:
            with executor.lock:
                executor.shadow.sync()
                found = executor.record(ids, plan, hooks, donors, readout, cached=cached, continued=continued)
        except Exception as error:
            raise _failed(prompt, error) from error
        if key is not None:
            self._recordings.keep(key, found)
        return found

    def has_persons_code(self) -> bool:
        """Whether code of a person's takes part in passes now. Raises :class:`LabError` where it can't."""
        with self.held.executor.lock:
            self._follow(_SEVERAL)
            return self.held.shadow.persons_code

    def record_many(
        self,
        prompts: Sequence[Sequence[int]],
        plan: Plan,
        hooks: Sequence[str],
        readout: Readout,
        *,
        cached: bool,
        own: Callable[[str], Sequence[Sequence[int]]] | None = None,
        continued: Sequence[Sequence[int]] = (),
    ) -> RecordedMany:
        """The same for several prompts of one length, given by their ids [prompt][pos]. ``own`` says by a
        prompt's name what stands in its place for each of them, where the plan takes values from it;
        ``continued``: as many ids that follow each."""
        self.has_persons_code()
        donors = {} if own is None else self._each_own(plan, own)
        executor = self.held.aside
        try:
            with executor.lock:
                executor.shadow.sync()
                return executor.record_many(
                    prompts, plan, hooks, readout, donors, cached=cached, continued=continued
                )
        except Exception as error:
            raise _failed(_SEVERAL, error) from error

    def _each_own(self, plan: Plan, own: Callable[[str], Sequence[Sequence[int]]]) -> Donors:
        """What a plan takes values from, [prompt, pos, …]."""
        return {
            donor.key: self.record_many(
                own(donor.prompt.name), donor.plan, sorted(donor.hooks), _LITTLE, cached=False, own=own
            ).activations
            for donor in plan.donors
        }

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

    def distrust(self) -> None:
        """Code may have changed weights a moment ago: nothing that was computed before is begun from."""
        self._doubts += 1

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
            self._follow(prompt)
            ids = tuple(token.id for token in prompt.tokens)
            key = (self.held.shadow.version, conditions, prompt.name, ids, id(plan), draw)
            known = None if fresh else self._runs.get(key)
            if known is None:
                capture = self._worth_capturing(len(ids))
                again = self._asked.get(prompt.name, set()) if looked else set[str]()
                donors = self.donors(plan, None if fresh else conditions)
                task = Task(plan, frozenset(capture or again), donors, draw)
                known = self._made(prompt, ids, task, conditions, fresh=fresh)
            if looked and known.run.asked:
                self._asked[prompt.name] = known.run.asked
            self._runs.use(key, known)
            run = known.run.read_by(metric, self.stamp(prompt.name, axis, conditions.weights))
            if not fresh:
                return run
            # Weights may have changed by the time that a person asks, and the metric belongs to this run.
            _ = run.metric
            return run.own()

    def _follow(self, prompt: Prompt) -> None:
        try:
            self.held.shadow.sync()
        except Exception as error:
            # A person may have put anything into the model, and not all of it can be copied.
            what = f"The page can't follow what code put into the model: {said_by(error)}."
            advice = "Undo it, or open the model again with lab.open(…); the model itself is not harmed."
            raise LabError("not_followed", what, prompt.name, advice) from error

    def _made(
        self, prompt: Prompt, ids: tuple[int, ...], task: Task, conditions: Conditions, *, fresh: bool
    ) -> KeptRun:
        under = self._under(ids, conditions)
        try:
            outcome = self._passes.make(ids, task, () if fresh else self._runs.under(under))
        except Exception as error:
            raise _failed(prompt, error) from error

        def fetch(names: Sequence[str]) -> Mapping[str, Tensor]:
            with self.held.executor.lock:
                begin = [outcome] if self._under(ids, conditions) == under else ()
                return self._passes.make(ids, replace(task, capture=frozenset(names)), begin).activations

        stamp = self.stamp(prompt.name, "plain", "loaded")
        beside = self._beside(prompt, outcome, conditions, fresh=fresh)
        run = Run(prompt, outcome.logits, outcome.activations, stamp, None, outcome.tally, fetch, beside)
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

    def freshness(self, conditions: Conditions) -> object:
        """What must be the same for passes over a prompt to be those of before."""
        return self.held, self._under((), conditions)

    def _under(self, ids: tuple[int, ...], conditions: Conditions) -> object:
        """What must be the same for a pass to begin from another."""
        shadow = self.held.shadow
        return shadow.version, shadow.stirred, conditions, ids, self._doubts

    def _worth_capturing(self, n: int) -> list[str]:
        """What the usual views read, unless the prompt is so long that it would fill the memory."""
        structure = self.held.info.structure
        size, hooks = 0, ["blocks.0.hook_resid_pre"]
        for layer in structure.layers:
            at = f"blocks.{layer.index}"
            hooks += [f"{at}.hook_resid_post", f"{at}.attn.hook_pattern", f"{at}.mlp.hook_post"]
            heads = 0 if layer.attention is None else layer.attention.n_heads
            neurons = 0 if layer.mlp is None else layer.mlp.n_neurons
            size += 4 * n * (heads * n + structure.d_model + neurons)
        return hooks if size <= _CAPTURE_LIMIT else []


def _failed(prompt: Prompt, error: Exception) -> LabError:
    """A person's mirrored hook, or the model itself, may raise anything."""
    what = f"The forward pass for the page failed: {said_by(error)}."
    advice = "Look at the hooks on the model; model.reset_hooks() removes your own."
    return LabError("run_failed", what, prompt.name, advice)
