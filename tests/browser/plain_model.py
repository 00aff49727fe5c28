"""What the page must show: plain hooks on a plain second model."""

from __future__ import annotations

from collections.abc import Callable

import torch

from tests import reference
from tests.browser.bench import PROMPT

Change = Callable[[torch.Tensor], torch.Tensor]


def hooked(name: str, change: Change) -> list[reference.Hook]:
    def hook(value: torch.Tensor, hook: object) -> torch.Tensor:
        return change(value.clone())

    return [(name, hook)]


def expected(name: str, change: Change) -> float:
    """The metric when the values at a hook are changed."""
    return reference.automatic_metric("trafo-2l", PROMPT, hooked(name, change))


def value_of(prompt: str, name: str) -> torch.Tensor:
    """[pos, …] of a plain run."""
    model = reference.bridge("trafo-2l")
    with torch.no_grad():
        _, cache = model.run_with_cache(model.to_tokens(prompt), names_filter=name)
    return cache[name][0]


def mean_head(head: int, positions: list[int]) -> Change:
    """A head's ``z`` at positions, replaced by its mean over all tokens but BOS."""
    mean = value_of(PROMPT, "blocks.0.attn.hook_z")[1:, head].mean(0)

    def change(z: torch.Tensor) -> torch.Tensor:
        z[:, positions, head] = mean
        return z

    return change


def scaled(factor: float) -> float:
    return expected("blocks.0.hook_mlp_out", lambda value: value * factor)
