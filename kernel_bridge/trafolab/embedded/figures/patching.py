"""Where the surname travels: patching the residual stream, and the heads of layer 1, between two surnames.

The clean prompt has one surname (Hart), the corrupt prompt another (Carroll). A patch writes the corrupt
run's value into the clean run; its effect is the share of the way it moves the logit difference of the two
surnames, 0 where nothing changes and 1 where the clean run now answers like the corrupt one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from random import Random
from types import EllipsisType
from typing import Final

import torch
from jaxtyping import Float
from torch import Tensor, nn

from trafolab.embedded.figures import people
from trafolab.embedded.figures.figure import Figure
from trafolab.embedded.figures.subject import Subject
from trafolab.embedded.figures.wordings import SURNAME

STAGES: Final = ("before layer 0", "after layer 0", "after layer 1")
SURNAME_AT: Final = 5
HART: Final = ("Alex", "Hart", "Carroll")


class Patching:
    """Two prompts that differ in the surname, and the effects of patches between them."""

    def __init__(self, subject: Subject, first: str, surname: str, other: str) -> None:
        wording = SURNAME[0]
        self._subject, self._model = subject, subject.model
        self._clean = subject.ids([wording.format(F=first, S=surname)])
        self._corrupt = subject.ids([wording.format(F=first, S=other)])
        self._answers = (subject.word(surname), subject.word(other))
        self._from, self._to = self._difference(self._clean), self._difference(self._corrupt)

    @torch.no_grad()
    def residual(self) -> Float[Tensor, "stage pos"]:
        """Effect of patching the residual stream at one stage and position."""
        modules = [self._model.get_submodule(f"transformer.{name}") for name in ("h.0", "h.1", "ln_f")]
        effects = torch.zeros(len(modules), self._clean.shape[1])
        for stage, module in enumerate(modules):
            corrupt = self._input(module)
            for pos in range(self._clean.shape[1]):
                with _patched(module, corrupt, (slice(None), pos)):
                    effects[stage, pos] = self._effect()
        return effects

    @torch.no_grad()
    def heads(self, layer: int) -> Float[Tensor, " head"]:
        """Effect of patching the output of one head at every position."""
        # What enters the output projection is all heads' outputs side by side.
        projection = self._model.get_submodule(f"transformer.h.{layer}.attn.c_proj")
        corrupt = self._input(projection)
        count = self._model.config.n_head
        width = corrupt.shape[-1] // count
        effects = torch.zeros(count)
        for head in range(count):
            with _patched(projection, corrupt, (..., slice(head * width, (head + 1) * width))):
                effects[head] = self._effect()
        return effects

    def _effect(self) -> float:
        return (self._from - self._difference(self._clean)) / (self._from - self._to)

    @torch.no_grad()
    def _difference(self, ids: Tensor) -> float:
        logits = self._model(ids).logits[0, -1]
        right, wrong = self._answers
        return float(logits[right] - logits[wrong])

    @torch.no_grad()
    def _input(self, module: nn.Module) -> Tensor:
        """What enters a module in the corrupt run."""
        seen = list[Tensor]()
        handle = module.register_forward_pre_hook(lambda _, args: seen.append(args[0].clone()))
        try:
            self._model(self._corrupt)
        finally:
            handle.remove()
        return seen[0]


@contextmanager
def _patched(
    module: nn.Module, value: Tensor, at: tuple[EllipsisType | slice | int, ...]
) -> Generator[None, None, None]:
    """While open, the module's input is ``value`` at the index ``at``."""

    def patch(_: nn.Module, args: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        patched = args[0].clone()
        patched[at] = value[at]
        return (patched, *args[1:])

    handle = module.register_forward_pre_hook(patch)
    try:
        yield
    finally:
        handle.remove()


def residual(subject: Subject, rng: Random, n: int) -> list[Figure]:
    """Effects at the surname's and the last position, for Hart and Carroll and as a mean over held-out
    names."""
    figures = list[Figure]()
    for whose, effects in (
        ("Hart and Carroll", Patching(subject, *HART).residual()[None]),
        ("mean of others", torch.stack([one.residual() for one in _others(subject, rng, n)])),
    ):
        mean, count = effects.mean(0), len(effects)
        for stage, name in enumerate(STAGES):
            ends = stage in (0, 2)
            surname, last = float(mean[stage, SURNAME_AT]), float(mean[stage, -1])
            high, low = (surname, last) if stage < 2 else (last, surname)
            there, away = ("surname's", "last") if stage < 2 else ("last", "surname's")
            figures.append(
                Figure(f"effect {name} at the {there} position, {whose}", high, count, 0.9 if ends else None)
            )
            figures.append(
                Figure(
                    f"effect {name} at the {away} position, {whose}",
                    abs(low),
                    count,
                    None,
                    0.1 if ends else None,
                )
            )
    return figures


def moving_head(subject: Subject, rng: Random, n: int) -> list[Figure]:
    """How many times the strongest head of layer 1 outdoes the second, for Hart and Carroll and for other
    names."""
    hart = Patching(subject, *HART).heads(1)
    others = torch.stack([one.heads(1) for one in _others(subject, rng, n)])
    share = float((others.argmax(-1) == hart.argmax()).float().mean())
    return [
        Figure(
            f"strongest head over the second, Hart and Carroll: L1H{int(hart.argmax())}",
            _stands_out(hart),
            1,
            2.0,
        ),
        Figure(
            f"strongest head over the second, mean of others: L1H{int(others.mean(0).argmax())}",
            _stands_out(others.mean(0)),
            n,
            2.0,
        ),
        Figure("share of other names with the same strongest head", share, n),
        Figure(
            "share of other names where it stands out by 2",
            sum(_stands_out(one) >= 2 for one in others) / n,
            n,
        ),
    ]


def _stands_out(effects: Float[Tensor, " head"]) -> float:
    first, second = effects.abs().sort(descending=True).values[:2].tolist()
    return first / max(second, 1e-6)


def _others(subject: Subject, rng: Random, n: int) -> Iterator[Patching]:
    for first, surname in islice(people.pairs(rng), n):
        yield Patching(subject, first, surname, people.other_surname(rng, surname))
