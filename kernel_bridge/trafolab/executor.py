"""What forward passes on the shadow are for: runs of a prompt, and what experiments record and begin from."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from transformers.cache_utils import DynamicCache

from .fetching import Reduce, behind, ending_before, whole
from .forwards import Forwards
from .interventions.passing import Donors, Passing
from .interventions.plan import EMPTY, OnFirstRow, Plan
from .interventions.tally import Tally
from .many import RecordedMany, entered, passing_of
from .outcome import Outcome, Task, place_of
from .replaced import replaced
from .resuming import Recorded, handing_on, joining, leaving, row_of
from .trimming import Readout, fused, trimming


class Executor(Forwards):
    """Runs prompts through one model's shadow."""

    def run(
        self,
        ids: Sequence[int],
        plan: Plan,
        capture: Sequence[str],
        donors: Donors | None = None,
        draw: int = 0,
        earlier: Outcome | None = None,
        prompt_length: int | None = None,
    ) -> Outcome:
        """One forward pass of ``ids`` [pos] on the shadow as it was synced last. ``capture`` names hook
        points; those that do not fire are missing in the outcome. ``donors`` is what the plan takes values
        from. ``earlier``: a pass over the same ids on the same weights, of which is taken over what would
        come out the same, unless code of a person's own takes part. ``prompt_length``: what comes after so
        many ids continues the prompt, as if it were generated."""
        task = Task(plan, frozenset(capture), donors or {}, draw)
        first = 0 if earlier is None or self.shadow.persons_code else earlier.first(task)
        before = {} if earlier is None else earlier.before(first)
        tally = Tally(measure=True) if earlier is None else earlier.tally_before(first)
        passing = Passing(tally, (1, len(ids)), prompt_length=prompt_length, donors=task.donors, draw=draw)
        given = () if earlier is None else earlier.left[:first]
        with (
            self.passing(),
            self.shadow.borrowed(),
            handing_on(self._blocks, given),
            leaving(self._blocks) as left,
        ):
            logits, captured = self._forward(
                [ids], plan, passing, [name for name in capture if name not in before]
            )
        activations = before | {name: kept[0] for name, kept in captured.items()}
        return Outcome(task, logits[0], activations, tally, left)

    def run_both(self, ids: Sequence[int], task: Task) -> tuple[Outcome, Outcome]:
        """The run of ``ids`` [pos] that :meth:`run` makes, and the plain one, in one pass of two rows."""
        plan = OnFirstRow(task.plan.edits, task.plan.donors)
        passing = Passing(Tally(measure=True), (2, len(ids)), donors=task.donors, draw=task.draw)
        with self.passing(), self.shadow.borrowed(), leaving(self._blocks) as left:
            logits, captured = self._forward([ids, ids], plan, passing, sorted(task.capture))
        tasks = task, Task(EMPTY, task.capture, {})
        tallies = passing.tally, Tally(measure=True)
        live, plain = (
            Outcome(
                task,
                logits[row],
                {name: kept[min(row, len(kept) - 1)] for name, kept in captured.items()},
                tally,
                [row_of(each, row) for each in left],
            )
            for row, (task, tally) in enumerate(zip(tasks, tallies, strict=True))
        )
        return live, plain

    def fetch(
        self,
        ids: Sequence[int],
        task: Task,
        names: Sequence[str],
        earlier: Outcome | None = None,
        reduce: Reduce = whole,
    ) -> dict[str, Tensor]:
        """What is kept of activations [pos, …] of such a pass; those that do not fire are missing.
        ``earlier`` as in :meth:`run`."""
        names = [name for name in names if name in self.shadow.hooks]
        if not names:
            return {}
        wanted = replace(task, capture=frozenset(names))
        first = 0 if earlier is None or self.shadow.persons_code else earlier.first(wanted)
        given = () if earlier is None else earlier.left[:first]
        last = max((place_of(name, len(self._blocks)) for name in names), default=-1)
        passing = Passing(Tally(), (1, len(ids)), donors=task.donors, draw=task.draw)
        captured: dict[str, Tensor] = {}
        with (
            self.passing(),
            self.shadow.borrowed(),
            handing_on(self._blocks, given),
            ending_before(behind(self._blocks, last, self.shadow.model)),
        ):
            self._forward([ids], task.plan, passing, names, into=captured, reduce=reduce)
        return {name: kept[0] for name, kept in captured.items()}

    def record(
        self,
        ids: Sequence[int],
        plan: Plan,
        capture: Sequence[str],
        donors: Donors | None,
        readout: Readout,
        *,
        cached: bool,
        continued: Sequence[int] = (),
    ) -> Recorded:
        """The same, with all that :meth:`resume` begins from, but few of the logits; without keys and values
        unless ``cached``. ``continued``: ids that follow the prompt, as if they were generated."""
        length, ids = len(ids), [*ids, *continued]
        passing = Passing(Tally(), (1, len(ids)), prompt_length=length, donors=donors or {})
        cache = DynamicCache()
        options: dict[str, Any] = {"past_key_values": cache} if cached else {"use_cache": False}
        with self.passing(), leaving(self._blocks) as left, self._reading(plan, readout) as few:
            logits, captured = self._forward([ids], plan, passing, capture, **options)
        activations = {name: kept[0] for name, kept in captured.items()}
        kept = cache if cached else None
        return Recorded(ids, length, plan, passing.donors, few(logits), activations, left, kept)

    def resume(
        self,
        base: Recorded,
        plan: Plan,
        rows: Sequence[int],
        start: int,
        readout: Readout,
        *,
        growing: bool,
        trimmed: bool,
        mlp: bool,
    ) -> Tensor:
        """What is read [row, pos, token] of a recorded prompt under another plan, which changes nothing
        before the position ``start``, and in each row nothing before the block at which it joins.
        ``readout`` is that of the recorded pass.

        ``rows``: how many there are at each block. ``growing``: the library's own forward method sees one row
        of tokens, and each block as many as there are; otherwise both see as many, from the first on.
        ``trimmed``: the last block computes what is read alone where it can; its ``mlp`` too.
        """
        ids = base.tokens(start, 1 if growing else rows[-1])
        passing = base.passing((len(ids), len(ids[0])), start)
        options: dict[str, Any] = (
            {"past_key_values": base.prefix(start, rows)} if start else {"use_cache": False}
        )
        readout = readout.after(start)
        with (
            self.passing(),
            trimming(self._blocks[-1], readout.positions, mlp=mlp) if trimmed else nullcontext(),
            replaced(fused(self.shadow.model.modules())),
            joining(self._blocks, base, start, rows, passing),
            self._reading(plan, readout) as few,
        ):
            logits, _ = self._forward(ids, plan, passing, (), **options)
        return base.with_earlier(few(logits))

    def step(self, base: Recorded, token: int, start: int) -> Tensor:
        """Logits [vocab] behind a token at the position ``start``, which follows what a recorded pass kept of
        keys and values; its own are kept there too."""
        with self.passing():
            logits, _ = self._forward(
                [[token]], base.plan, base.passing((1, 1), start), (), past_key_values=base.cache
            )
        return logits[0, -1]

    def record_many(
        self,
        prompts: Sequence[Sequence[int]],
        plan: Plan,
        capture: Sequence[str],
        readout: Readout,
        donors: Donors,
        *,
        cached: bool,
        continued: Sequence[Sequence[int]] = (),
    ) -> RecordedMany:
        """Prompts of one length in one pass, as :meth:`record` does it with one; ``donors`` are each prompt's
        own, [prompt, pos, …], and ``continued`` as many ids behind each, if any: nothing can be begun from a
        pass that has some."""
        passing, cache = passing_of(prompts, donors, continued), DynamicCache()
        if continued:
            prompts = [[*prompt, *ids] for prompt, ids in zip(prompts, continued, strict=True)]
        options: dict[str, Any] = {"past_key_values": cache} if cached else {"use_cache": False}
        blocks = self._blocks
        with (
            self.passing(),
            leaving(blocks) as left,
            entered(blocks) as streams,
            self._reading(plan, readout) as few,
        ):
            logits, captured = self._forward(prompts, plan, passing, capture, **options)
        kept = cache if cached else None
        return RecordedMany(prompts, plan, few(logits), captured, streams[0], left, kept, donors)

    def gradient(
        self,
        base: Recorded | RecordedMany,
        plan: Plan,
        readout: Readout,
        measure: Callable[[Tensor], Tensor],
        of: Sequence[Tensor],
    ) -> tuple[Tensor, Sequence[Tensor | None]]:
        """The sum of what ``measure`` makes of the logits [row, pos, token] that are read of recorded prompts
        under another plan, and its gradient with respect to the leaves ``of``, which the plan puts in; None
        for those that it does not depend on. Nothing is left on the weights."""
        ids, passing = base.whole()
        with self.passing(), self._reading(plan, readout) as few:
            logits, _ = self._forward(ids, plan, passing, (), differentiable=True, use_cache=False)
            with torch.inference_mode(False), torch.enable_grad():
                value = measure(few(logits)).sum()
        if not value.requires_grad:
            return value.detach(), [None] * len(of)
        with self._checked(of):
            return value.detach(), torch.autograd.grad(value, list(of), allow_unused=True)

    @contextmanager
    def _checked(self, leaves: Sequence[Tensor]) -> Generator[None]:
        """On the way back too the checkpoint is called, as the gradient of each leaf is known."""
        call = self.checkpoint

        def known(gradient: Tensor) -> None:
            del gradient
            if call is not None:
                call()

        handles = [leaf.register_hook(known) for leaf in leaves]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()
