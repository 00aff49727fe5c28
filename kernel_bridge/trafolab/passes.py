"""Passes over prompts, each of which begins as late as it can."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from torch import Tensor

from .executor import Executor
from .fetching import Reduce
from .interventions.plan import EMPTY
from .models.precision import alike
from .models.shadow import Shadow
from .outcome import Outcome, Task


class Passes:
    """Makes them on one model. Whether passes that begin in the middle give its numbers is tried once: no
    model is known by its looks."""

    def __init__(self, executor: Executor, shadow: Shadow) -> None:
        self._executor = executor
        self._shadow = shadow
        self._tried: tuple[int, bool] | None = None
        self._tried_both: tuple[int, bool] | None = None

    def make(self, ids: Sequence[int], task: Task, earlier: Iterable[Outcome] = ()) -> Outcome:
        """A pass over ``ids`` [pos]. ``earlier``: passes over the same ones on the same weights."""
        first, begin = max(((each.first(task), each) for each in earlier), key=_first, default=(0, None))
        if begin is None or first == 0 or self._shadow.persons_code:
            return self._whole(ids, task)
        if self._tried is None or self._tried[0] != self._shadow.version:
            return self._trying(ids, task, begin)
        return (self._begun(ids, task, begin) if self._tried[1] else None) or self._whole(ids, task)

    def make_both(self, ids: Sequence[int], task: Task) -> tuple[Outcome, Outcome] | None:
        """The run over ``ids`` [pos] and the plain one in one pass; None where a person's code takes part, or
        the model gives other numbers so."""
        if self._shadow.persons_code:
            return None
        if self._tried_both is None or self._tried_both[0] != self._shadow.version:
            self._tried_both = self._shadow.version, self._both_hold(ids, task)
        return self._executor.run_both(ids, task) if self._tried_both[1] else None

    def _both_hold(self, ids: Sequence[int], task: Task) -> bool:
        try:
            before, alone, after = (
                self._executor.run_both(ids, task),
                (self._whole(ids, task), self._whole(ids, Task(EMPTY, task.capture, {}))),
                self._executor.run_both(ids, task),
            )
        except Exception:
            # Two rows may be more than a model's code, or its memory, takes; what else is wrong shows in one.
            return False
        return all(map(_between, before, alone, after))

    def fetch(
        self,
        ids: Sequence[int],
        task: Task,
        names: Sequence[str],
        earlier: Outcome | None,
        reduce: Reduce,
    ) -> dict[str, Tensor]:
        """What is kept of activations of a pass. ``earlier``: that very pass, or None."""
        if earlier is not None and self._tried == (self._shadow.version, True):
            try:
                return self._executor.fetch(ids, task, names, earlier, reduce)
            except Exception:
                # In the middle a model's code may raise anything; what else is wrong shows in a whole pass.
                return self._executor.fetch(ids, task, names, None, reduce)
        return self._executor.fetch(ids, task, names, None, reduce)

    def _trying(self, ids: Sequence[int], task: Task, begin: Outcome) -> Outcome:
        found, whole = self._begun(ids, task, begin), self._whole(ids, task)
        self._tried = self._shadow.version, found is not None and _close(found, whole)
        return whole

    def _begun(self, ids: Sequence[int], task: Task, begin: Outcome) -> Outcome | None:
        try:
            return self._executor.run(ids, task.plan, sorted(task.capture), task.donors, task.draw, begin)
        except Exception:
            # In the middle a model's code may raise anything; what else is wrong shows in a whole pass.
            return None

    def _whole(self, ids: Sequence[int], task: Task) -> Outcome:
        return self._executor.run(ids, task.plan, sorted(task.capture), task.donors, task.draw)


def _first(found: tuple[int, Outcome]) -> int:
    return found[0]


def _between(before: Outcome, found: Outcome, after: Outcome) -> bool:
    """Whether a pass gives the same as those made before and after it in another way, or differs from the
    first by no more than the second does: then the weights have moved in between."""
    if _close(found, before):
        return True
    drift = (after.logits - before.logits).abs().max()
    return bool((found.logits - before.logits).abs().max() <= drift)


def _close(found: Outcome, whole: Outcome) -> bool:
    return alike(found.logits, whole.logits, whole.logits.dtype)
