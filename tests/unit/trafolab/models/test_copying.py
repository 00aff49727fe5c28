"""A copy is made while the model computes, while hooks come and go, and by several threads at once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from trafolab.models.copying import copy_over_same_weights
from trafolab.models.foreign import ForeignHook, OurHook, foreign_hooks

COPIES = 25


@pytest.fixture(autouse=True)
def switching() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def meanwhile(work: Callable[[], None], others: int, other: Callable[[], None]) -> list[BaseException]:
    """What goes wrong in ``other``, again and again on so many threads while ``work`` is done ``COPIES``
    times."""
    ended, wrong = threading.Event(), list[BaseException]()

    def repeat() -> None:
        while not ended.is_set():
            try:
                other()
            except BaseException as error:
                wrong.append(error)
                return

    threads = [threading.Thread(target=repeat) for _ in range(others)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(COPIES):
            work()
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    return wrong


def test_a_pass_of_the_persons_own_goes_on(gpt2_lab: Any, gpt2: Any) -> None:
    model, tokens = gpt2_lab.model, gpt2.tokens(gpt2_lab.model)
    with torch.no_grad():
        expected = model(tokens)

    def passes() -> None:
        with torch.no_grad():
            assert model(tokens).equal(expected)

    assert meanwhile(lambda: compute_like(model, tokens, expected), 1, passes) == []


def test_several_threads_copy_at_once(gpt2_lab: Any, gpt2: Any) -> None:
    model, tokens = gpt2_lab.model, gpt2.tokens(gpt2_lab.model)
    with torch.no_grad():
        expected = model(tokens)

    def again() -> None:
        compute_like(model, tokens, expected)

    assert meanwhile(again, 2, again) == []


def test_hooks_come_and_go(gpt2_lab: Any, gpt2: Any) -> None:
    model, tokens = gpt2_lab.model, gpt2.tokens(gpt2_lab.model)
    with torch.no_grad():
        expected = model(tokens)

    def acts() -> None:
        gpt2_lab.ablate("L0H1")
        gpt2_lab.undo()

    assert meanwhile(lambda: compute_like(model, tokens, expected), 1, acts) == []


def test_a_hook_that_came_meanwhile_stays_behind(gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hooks are listed before the copy is made: these two come in between."""
    model = gpt2_lab.model

    def listed_before(of: Any) -> list[ForeignHook]:
        found = foreign_hooks(of)
        gpt2_lab.ablate("L0H1")
        model.blocks[0].mlp.register_forward_hook(of_a_person)
        return found

    monkeypatch.setattr("trafolab.models.copying.foreign_hooks", listed_before)
    twin = copy_over_same_weights(model)
    hooks = [
        hook
        for module in twin.modules()
        for hook in (*module._forward_hooks.values(), *module._forward_pre_hooks.values())
    ]
    assert not any(hook is of_a_person or isinstance(hook, OurHook) for hook in hooks)


def of_a_person(module: Any, args: Any, output: Any) -> None:
    """A hook that changes nothing."""


def test_what_a_pass_under_way_has_noted_is_not_taken_over(gpt2_lab: Any) -> None:
    model = gpt2_lab.model
    marked = model.blocks[0].mlp
    marked._fired_hook_out = marked._suppress_next_hook_in = True
    twin = copy_over_same_weights(model).blocks[0].mlp
    assert (twin._fired_hook_out, twin._suppress_next_hook_in) == (False, False)
    assert (marked._fired_hook_out, marked._suppress_next_hook_in) == (True, True)


def compute_like(model: Any, tokens: torch.Tensor, expected: torch.Tensor) -> None:
    """A copy of the model that computes what the model does."""
    with torch.no_grad():
        assert copy_over_same_weights(model)(tokens).equal(expected)
