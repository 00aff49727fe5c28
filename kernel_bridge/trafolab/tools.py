"""What carrying out an action may use beside the core."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from trafolab_protocol.prompts import Prompt
from trafolab_protocol.stamps import WeightAxis

from .bench import Bench
from .core import Core
from .interventions.plan import EMPTY
from .runs import Run
from .snapshot import Now
from .words import Words, words_with_labels


@dataclass(frozen=True)
class Tools:
    """The model at work, and a way to run prompts on it."""

    bench: Bench
    run: Callable[[Core, Prompt, bool], Run]
    """Makes a prompt's live (True) or plain run in a core."""
    weights: WeightAxis

    def words(self, core: Core) -> Words:
        """How ids read, with the labels of the core's prompts."""
        return words_with_labels(self.bench.held.words, core.prompts)


def tools_of(now: Now, run_in: Callable[[Now, Prompt, bool], Run]) -> Tools:
    """Those of a moment, each run made once."""
    made: dict[tuple[str, bool], tuple[Core, Run]] = {}

    def run(core: Core, prompt: Prompt, live: bool) -> Run:
        key = (prompt.name, live)
        if key not in made or (made[key][0] is not core and live) or made[key][1].prompt != prompt:
            plan = now.bench.plan(core) if live else EMPTY
            made[key] = core, run_in(replace(now, plan=plan), prompt, live)
        return made[key][1]

    return Tools(now.bench, run, now.conditions.weights)
