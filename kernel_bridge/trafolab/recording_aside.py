"""The passes of experiments: made aside, on a copy of their own, so that views go on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from trafolab_protocol.prompts import Prompt

from .conditions import Conditions
from .following import SEVERAL, Following, failed
from .interventions.passing import Donors
from .interventions.plan import Plan
from .kept_recordings import KeptRecordings
from .many import RecordedMany
from .models.held import Held
from .resuming import Recorded
from .trimming import Readout

_LITTLE = Readout((0,), (0,))
"""Of logits that nobody reads."""


class RecordingAside(ABC):
    """What a bench does for experiments."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self._following = Following(held)
        self._recordings = KeptRecordings()

    @abstractmethod
    def donors(self, plan: Plan, conditions: Conditions | None = None) -> Donors:
        """The runs that a plan takes values from."""

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
            self._following.follow(prompt)
            if conditions is not None and not self.held.shadow.persons_code:
                key = (self._following.under(tuple(ids), conditions), id(plan), readout, tuple(continued))
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
            raise failed(prompt, error) from error
        if key is not None:
            self._recordings.keep(key, found)
        return found

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
        self._following.has_persons_code()
        donors = {} if own is None else self._each_own(plan, own)
        executor = self.held.aside
        try:
            with executor.lock:
                executor.shadow.sync()
                return executor.record_many(
                    prompts, plan, hooks, readout, donors, cached=cached, continued=continued
                )
        except Exception as error:
            raise failed(SEVERAL, error) from error

    def _each_own(self, plan: Plan, own: Callable[[str], Sequence[Sequence[int]]]) -> Donors:
        """What a plan takes values from, [prompt, pos, …]."""
        return {
            donor.key: self.record_many(
                own(donor.prompt.name), donor.plan, sorted(donor.hooks), _LITTLE, cached=False, own=own
            ).activations
            for donor in plan.donors
        }
