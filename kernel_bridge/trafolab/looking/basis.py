"""The model, prompts, metric and runs of one revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar

import torch
from torch import Tensor
from trafolab_protocol.metric import AnswerToken, Metric
from trafolab_protocol.prompts import Prompt
from transformer_lens.model_bridge import TransformerBridge

from ..errors import PromptError, ViewError
from ..metrics import label, position_in
from ..metrics.answers import token_of
from ..models.held import Held
from ..pairs.pair import text_of
from ..runs import Run
from ..words import Words, words_with_labels
from .named import Named

Reading = TypeVar("Reading")


class Basis:
    """What everything else of a look is made of. Runs are made when first asked for."""

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

    def run(self, name: str) -> Run:
        """``live``, ``plain``, or a counterfactual's plain run by its name. Raises :class:`ViewError`."""
        if name in ("live", "plain"):
            return self._run(self.clean, name == "live")
        found = next((prompt for prompt in self.counterfactuals if prompt.name == name), None)
        if found is None:
            there = ", ".join(self.run_names)
            raise ViewError("unknown_run", f"There is no run named {name}.", name, f"There are: {there}.")
        return self.plain_of(found)

    @property
    def run_names(self) -> list[str]:
        """What :meth:`run` takes."""
        return ["live", "plain", *(prompt.name for prompt in self.counterfactuals)]

    @property
    def model_name(self) -> str:
        """As the state has it."""
        return self._held.info.name

    @property
    def model(self) -> TransformerBridge:
        """The model's own weights under TransformerLens's names, to be read and never run or written."""
        return self._held.shadow.model

    def of_weights(self, key: object, make: Callable[[], Reading]) -> Reading:
        """What ``make`` finds in the weights alone: made once, and again when they are seen to change."""
        return self._named.reading(key, make)

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
    def gives_scores(self) -> bool:
        """Whether ``hook_attn_scores`` is what the softmax is taken of; on some models it is the pattern."""
        return "scores" not in self._held.info.structure.unsupported

    @property
    def mlp_layers(self) -> list[int]:
        """Layers that have an MLP."""
        return [layer.index for layer in self._held.info.structure.layers if layer.mlp is not None]

    def token_text(self, token: int) -> str:
        """What to show for an id, as the prompt labels it or the tokenizer writes it."""
        return self._words.text(token)

    def ids(self, ids: Sequence[int]) -> Tensor:
        """Ids as a tensor where the weights are."""
        return torch.tensor(list(ids), device=self._held.executor.device)

    def text(self, ids: Iterable[int]) -> str:
        """How a prompt of these ids reads."""
        return text_of(ids, self._held.words)

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

    def token(self, role: str, given: str | int) -> AnswerToken:
        """The one that a text or an id means. Raises :class:`MetricError` where it is none, or several."""
        found = token_of(role, given, self._words, self._held.info.structure.d_vocab)
        assert found is not None
        return found

    @cached_property
    def _words(self) -> Words:
        return words_with_labels(self._held.words, self._prompts)
