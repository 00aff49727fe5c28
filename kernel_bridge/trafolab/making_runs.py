"""Runs of prompts: made in as few passes as can be, kept, and shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torch import Tensor
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.stamps import InterventionAxis, Stamp, WeightAxis

from .appetite import Appetite
from .capturing import worth_capturing
from .conditions import Conditions
from .fetching import Reduce
from .following import failed
from .functions import Functions
from .interventions.passing import Donors
from .interventions.plan import EMPTY, Plan
from .kept_runs import KeptRun, KeptRuns
from .models.held import Held
from .outcome import Outcome, Task
from .passes import Passes
from .recording_aside import RecordingAside
from .refusals import refuse_inside_a_pass
from .runs import Beside, Run


class MakingRuns(RecordingAside):
    """Of one model. A run is kept until the conditions change."""

    def __init__(self, held: Held, functions: Functions) -> None:
        super().__init__(held)
        self.functions = functions
        self._runs = KeptRuns()
        self._passes = Passes(held.executor, held.shadow)
        self._appetites: dict[str, Appetite] = {}
        """By prompts' names, of live runs: the plain run changes too rarely to be worth the memory."""

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
            key = self._key(prompt, ids, plan, conditions, draw)
            known = None if fresh else self._runs.get(key)
            appetite = self._appetites.setdefault(prompt.name, Appetite())
            if known is None:
                capture = worth_capturing(self.held.info.structure, len(ids))
                again = appetite.wanted if looked else frozenset[str]()
                donors = self.donors(plan, None if fresh else conditions)
                task = Task(plan, frozenset(capture) | again, donors, draw)
                known = self._made_both(prompt, ids, task, conditions) if looked else None
                known = known or self._made(prompt, ids, task, conditions, fresh=fresh)
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

    def _made(
        self, prompt: Prompt, ids: tuple[int, ...], task: Task, conditions: Conditions, *, fresh: bool
    ) -> KeptRun:
        under = self._following.under(ids, conditions)
        try:
            outcome = self._passes.make(ids, task, () if fresh else self._runs.under(under))
        except Exception as error:
            raise failed(prompt, error) from error
        return self._kept(prompt, ids, outcome, conditions, under, fresh=fresh)

    def _made_both(
        self, prompt: Prompt, ids: tuple[int, ...], task: Task, conditions: Conditions
    ) -> KeptRun | None:
        """A live run with the plain one beside it, which then is kept too. None where that is of no use: as
        long as weights rest, the plain run is there already, or one begins from the other."""
        plain = self._key(prompt, ids, EMPTY, conditions)
        if not conditions.moving or not task.plan or task.draw or self._runs.get(plain):
            return None
        under = self._following.under(ids, conditions)
        try:
            both = self._passes.make_both(ids, task)
        except Exception as error:
            raise failed(prompt, error) from error
        if both is None:
            return None
        kept = [self._kept(prompt, ids, each, conditions, under, fresh=False) for each in both]
        self._runs.use(plain, kept[1])
        return kept[0]

    def _key(
        self, prompt: Prompt, ids: tuple[int, ...], plan: Plan, conditions: Conditions, draw: int = 0
    ) -> object:
        return self.held.shadow.version, conditions, prompt.name, ids, id(plan), draw

    def _kept(
        self,
        prompt: Prompt,
        ids: tuple[int, ...],
        outcome: Outcome,
        conditions: Conditions,
        under: object,
        *,
        fresh: bool,
    ) -> KeptRun:
        task = outcome.task

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
