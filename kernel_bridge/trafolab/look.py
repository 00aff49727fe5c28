"""One consistent look at a laboratory: what the views are computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor
from trafolab_protocol.directions import Space
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt

from .errors import PromptError, ViewError
from .experiments.files import Form
from .experiments.job import Job, Seen
from .metrics import label, position_in
from .models.held import Held
from .nearest import Nearest, cosines, nearest
from .overall.meter import Asked as Overall
from .pairs import Pair
from .pairs.pair import text_of
from .repairing import Repair
from .runs import Run
from .side_effect import SideEffect
from .words import Words, words_with_labels


@dataclass(frozen=True)
class Compared:
    """One of two states that are looked at side by side."""

    name: str
    run: Run
    metric_label: str
    code: Sequence[str]
    """The lines of the interventions that act in it."""


@dataclass(frozen=True)
class Named:
    """What of a laboratory has a name."""

    compared: Callable[[str], Compared]
    directions: Mapping[str, Tensor]
    n_draws: int
    drawn: Callable[[int], Run]
    experiment: Callable[[str], Job]
    experiment_file: Callable[[str, Form], tuple[str, bytes]]
    """Name and content."""
    side_effect: Callable[[], SideEffect]
    pairs: Callable[[str], Sequence[Pair]]
    repair: Callable[[Prompt], Repair | None]
    overall: Callable[[], Overall]
    overall_version: Callable[[], int]


class Look:
    """The model, prompts, metric and runs of one revision. Runs are made when first asked for."""

    def __init__(
        self,
        held: Held,
        prompts: tuple[Prompt, ...],
        metric: Metric | None,
        metric_problem: str | None,
        run: Callable[[Prompt, bool], Run],
        named: Named,
    ) -> None:
        """``prompts``: the clean one first. ``run`` makes a prompt's live (True) or plain run."""
        self._held = held
        self._prompts = prompts
        self.metric = metric
        self.metric_problem = metric_problem
        self._run = run
        self._named = named

    @property
    def clean(self) -> Prompt:
        """The prompt under study. Raises :class:`PromptError` when there is none."""
        if not self._prompts:
            raise PromptError("no_prompt", "There is no prompt yet.", None, "Set one with lab.prompt(…).")
        return self._prompts[0]

    @property
    def counterfactuals(self) -> tuple[Prompt, ...]:
        """The other prompts."""
        return self._prompts[1:]

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """The clean one and the others. Raises :class:`PromptError` when there is none."""
        return (self.clean, *self.counterfactuals)

    def plain_of(self, prompt: Prompt) -> Run:
        """A prompt's run without interventions."""
        return self._run(prompt, False)

    @cached_property
    def live(self) -> Run:
        """The clean prompt with interventions."""
        return self._run(self.clean, True)

    @cached_property
    def plain(self) -> Run:
        """The clean prompt without interventions."""
        return self._run(self.clean, False)

    @property
    def metric_label(self) -> str:
        """The metric in words; empty where there is none."""
        return "" if self.metric is None else label(self.metric)

    @property
    def attention_layers(self) -> list[int]:
        """Layers that compute an attention pattern."""
        structure = self._held.info.structure
        if "pattern" in structure.unsupported:
            return []
        return [layer.index for layer in structure.layers if layer.attention is not None]

    @property
    def mlp_layers(self) -> list[int]:
        """Layers that have an MLP."""
        return [layer.index for layer in self._held.info.structure.layers if layer.mlp is not None]

    def token_text(self, token: int) -> str:
        """What to show for an id, as the prompt labels it or the tokenizer writes it."""
        return self._words.text(token)

    def position(self, position: int) -> int:
        """The index that a position, negative from the end, means in the clean prompt."""
        return position_in(position, len(self.clean.tokens))

    def head(self, name: str) -> tuple[int, int]:
        """Layer and index of a head whose pattern can be shown."""
        layer, head = self._held.catalogue.head(name)
        if layer not in self.attention_layers:
            reason = self._held.info.structure.unsupported.get("pattern", "It computes none.")
            raise ViewError("no_pattern", f"{name} has no attention pattern to show.", name, reason)
        return layer, head

    def stream(self, position: int) -> list[tuple[str, Tensor]]:
        """The live residual stream [d_model] at a position: before layer 0 and after each layer."""
        last = range(len(self._held.info.structure.layers))
        names = ["resid_pre.0", *(f"resid_post.{layer}" for layer in last)]
        hooks = ["blocks.0.hook_resid_pre", *(f"blocks.{layer}.hook_resid_post" for layer in last)]
        self.live.load(hooks)
        return [(n, self.live[h][position]) for n, h in zip(names, hooks, strict=True)]

    def unembed(self, streams: list[Tensor]) -> Tensor:
        """Logits [n, vocab] of residual streams [d_model], as if each were the last layer's."""
        return self._held.executor.tail(torch.stack(streams))

    @property
    def n_draws(self) -> int:
        """How many seeded draws the interventions ask for; 0 where none of them draws."""
        return self._named.n_draws

    def drawn(self, draw: int) -> Run:
        """The live run under a draw; that which acts is number 0."""
        return self._named.drawn(draw)

    def side_effect(self) -> SideEffect:
        """Of the interventions on neutral text. Raises :class:`LabError` where there is none."""
        return self._named.side_effect()

    def text(self, ids: Iterable[int]) -> str:
        """How a prompt of these ids reads."""
        return text_of(ids, self._held.words)

    def pairs(self, name: str) -> Sequence[Pair]:
        """Those of a set. Raises :class:`LabError` for an unknown one."""
        return self._named.pairs(name)

    def repair(self, name: str) -> Repair | None:
        """What gives a counterfactual as many tokens as the clean prompt; None where nothing can or must."""
        found = next((each for each in self.counterfactuals if each.name == name), None)
        if found is None or len(found.tokens) == len(self.clean.tokens):
            return None
        return self._named.repair(found)

    def overall(self) -> Overall:
        """What is known by now of the metric over its set of pairs."""
        return self._named.overall()

    @property
    def overall_version(self) -> int | None:
        """Grows with that; None where the metric is one of the prompt."""
        over_pairs = self.metric is not None and self.metric.pairs is not None
        return self._named.overall_version() if over_pairs else None

    def compared(self, name: str) -> Compared:
        """A saved state's run; ``now`` and ``plain`` are the laboratory's own. Raises :class:`LabError`."""
        return self._named.compared(name)

    def experiment(self, id: str) -> Seen:
        """An experiment with what it has found by now. Raises :class:`LabError` for an unknown one."""
        return self._named.experiment(id).seen()

    def experiment_file(self, id: str, form: Form) -> tuple[str, bytes]:
        """An experiment's name, and what it has found by now as a file. Raises :class:`LabError` where it
        can't be made."""
        return self._named.experiment_file(id, form)

    def experiment_version(self, id: str) -> int:
        """Grows with what can be seen of an experiment. Raises :class:`LabError` for an unknown one."""
        return self._named.experiment(id).version

    @property
    def direction_names(self) -> list[str]:
        """The directions whose values are there."""
        return list(self._named.directions)

    def along(self, name: str, k: int, space: Space) -> tuple[list[Nearest], list[Nearest]]:
        """The k tokens whose vectors point most along a direction, and the k against it."""
        vector = self._named.directions[name]
        far = nearest(-vector, self._held, k, space)
        return nearest(vector, self._held, k, space), [replace(n, cosine=-n.cosine) for n in far]

    def cosines(self) -> list[list[float]]:
        """Between all directions."""
        vectors = list(self._named.directions.values())
        return cosines(vectors).tolist() if vectors else []

    @cached_property
    def _words(self) -> Words:
        return words_with_labels(self._held.words, self._prompts)
