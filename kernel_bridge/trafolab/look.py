"""One consistent look at a laboratory: what the views are computed from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt

from .errors import PromptError, ViewError
from .metrics import label, position_in
from .models.held import Held
from .runs import Run
from .words import Words, words_with_labels


class Look:
    """The model, prompts, metric and runs of one revision. Runs are made when first asked for."""

    def __init__(
        self,
        held: Held,
        prompts: tuple[Prompt, ...],
        metric: Metric | None,
        metric_problem: str | None,
        run: Callable[[Prompt, bool], Run],
    ) -> None:
        """``prompts``: the clean one first. ``run`` makes a prompt's live (True) or plain run."""
        self._held = held
        self._prompts = prompts
        self.metric = metric
        self.metric_problem = metric_problem
        self._run = run

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

    @cached_property
    def _words(self) -> Words:
        return words_with_labels(self._held.words, self._prompts)
