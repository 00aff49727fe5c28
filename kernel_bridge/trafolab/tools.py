"""What carrying out an action may use beside the core."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trafolab_protocol.prompts import Prompt
from trafolab_protocol.stamps import WeightAxis

from .bench import Bench
from .core import Core
from .runs import Run
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
