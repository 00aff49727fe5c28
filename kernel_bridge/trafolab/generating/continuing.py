"""One run going on token by token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torch import Tensor
from trafolab_protocol.prompts import Prompt

from ..interventions.plan import Plan
from ..reading.rounding import close, slack
from ..resuming import Recorded
from ..trimming import Readout
from .sampling import Sampling

if TYPE_CHECKING:
    from ..snapshot import Now


@dataclass(frozen=True)
class Made:
    """A token that was generated, and the probability that the run gave it at temperature 1."""

    id: int
    prob: float


def continuing(now: Now, prompt: Prompt, plan: Plan, sampling: Sampling) -> Iterator[Made]:
    """Each token as it comes, until the model ends the text, the context is full, or there are enough. Raises
    :class:`LabError` where a pass fails."""
    run, made = _Run(now, prompt, plan), list[int]()
    ends = end_of_text(now)
    while len(made) < min(sampling.max_new_tokens, room_for(now, prompt)):
        logits = run.logits(made).float()
        token = sampling.chosen(logits, len(made))
        made.append(token)
        yield Made(token, float(logits.softmax(-1)[token]))
        if token == ends:
            return


def end_of_text(now: Now) -> int | None:
    """The token by which the model ends a text."""
    tokenizer = now.bench.held.model.tokenizer
    found = None if tokenizer is None else tokenizer.eos_token_id
    return None if found is None else int(found)


def room_for(now: Now, prompt: Prompt) -> int:
    """How many tokens the context has room for behind a prompt."""
    limit = now.bench.held.limit
    return 10**9 if limit is None else max(0, limit - len(prompt.tokens))


class _Run:
    """What comes next in one run: a step over the newest token alone where that gives what a whole pass does,
    which the first step finds out, and else a pass over everything."""

    def __init__(self, now: Now, prompt: Prompt, plan: Plan) -> None:
        self._now, self._prompt, self._plan = now, prompt, plan
        self._base: Recorded | None = None
        self._stepwise = not now.bench.has_persons_code()

    def logits(self, made: list[int]) -> Tensor:
        """Those [vocab] behind the prompt and the tokens that were made."""
        if not made or not self._stepwise or self._base is None:
            self._base = self._whole(made, cached=self._stepwise and not made)
            return self._base.logits[0, -1]
        step = self._step(self._base, made)
        if len(made) == 1:
            whole = self._whole(made, cached=False).logits[0, -1]
            self._stepwise = step is not None and close(step.float(), whole.float(), slack(whole))
            return whole
        return self._whole(made, cached=False).logits[0, -1] if step is None else step

    def _whole(self, made: list[int], *, cached: bool) -> Recorded:
        readout = Readout((len(self._prompt.tokens) + len(made) - 1,), None)
        bench = self._now.bench
        return bench.record(self._prompt, self._plan, (), readout, cached=cached, continued=made)

    def _step(self, base: Recorded, made: list[int]) -> Tensor | None:
        executor = self._now.bench.held.aside
        try:
            with executor.lock:
                return executor.step(base, made[-1], base.prompt_length + len(made) - 1)
        except (TypeError, ValueError, RuntimeError, NotImplementedError, AttributeError, IndexError):
            # An architecture that keeps no keys and values, or not in this form.
            return None
