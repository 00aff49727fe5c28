"""What one thread reads while another changes it. Each test puts the change where it hurts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import torch
from torch import nn
from trafolab import kept_recordings, weights
from trafolab.jupyter import outbox
from trafolab.kept_recordings import KeptRecordings
from trafolab.models import foreign, quiet
from trafolab.models.foreign import OurHook, foreign_hooks
from trafolab.models.held import Held
from trafolab.models.tree import walk
from trafolab.showing.follower import Follower
from trafolab.tensors import TensorStore
from trafolab_protocol.actions import StartExperiment
from trafolab_protocol.experiments import SweepSpec
from trafolab_protocol.findings import Findings
from transformer_lens.hook_points import HookPoint
from transformers.utils import logging

from tests.waiting import PATIENCE, beside, until

BRIEFLY = 0.3
"""Seconds for a thread that has to wait for the one that started it."""


def test_a_view_asks_more_of_a_run_while_its_activations_are_gone_through(gpt2_lab: Any) -> None:
    run = gpt2_lab._engine.look()[1].live
    for _ in run.activations:
        run.load(["blocks.0.attn.hook_q", "blocks.1.hook_mlp_out"])
    assert "blocks.1.hook_mlp_out" in run.activations


def test_listeners_are_told_of_an_experiment_with_no_lock_held(gpt2_lab: Any) -> None:
    """One of them may wait for a thread that waits to change something."""
    waited: list[bool] = []
    gpt2_lab.listen(lambda: waited.append(beside(gpt2_lab.notice_conversion, 5).is_alive()))
    gpt2_lab.act(StartExperiment(id=uuid4().hex, spec=SweepSpec(what="z")))
    gpt2_lab.book.rest()
    assert waited
    assert not any(waited)


def test_what_was_found_on_the_model_before_is_not_said_of_this_one(gpt2_lab: Any) -> None:
    before, found = gpt2_lab.model, Findings(flags=["use_split_qkv_input"])
    gpt2_lab.open("trafo-2l")
    revision = gpt2_lab.revision
    gpt2_lab.observe(found, moved=True, of=before)
    assert (gpt2_lab.revision, gpt2_lab.findings) == (revision, Findings())
    gpt2_lab.observe(found, moved=True, of=gpt2_lab.model)
    assert gpt2_lab.findings == found


def test_a_tensor_goes_while_the_page_is_sent_all_of_them() -> None:
    class Losing(TensorStore):
        def __contains__(self, name: str) -> bool:
            known = super().__contains__(name)
            self.keep(set())
            return known

    tensors = Losing()
    lab: Any = SimpleNamespace(tensors=tensors, stored=[tensors.put(torch.ones(2)), "gone"])
    assert [array.tolist() for _, array in outbox._stored(lab)] == [[1, 1]]


def test_two_threads_keep_recorded_passes() -> None:
    kept = KeptRecordings()

    class Activations(dict[str, torch.Tensor]):
        """Another thread keeps a pass while this one's size is asked for first."""

        asked = False

        def values(self) -> Any:
            first, self.asked = not self.asked, True
            if first:
                beside(lambda: kept.keep("theirs", recorded({})), BRIEFLY)
            return super().values()

    def recorded(activations: dict[str, torch.Tensor]) -> Any:
        return SimpleNamespace(logits=torch.zeros(1), activations=activations, left=(), cache=None)

    for number in range(kept_recordings._MOST):
        kept.keep(number, recorded({}))
    kept.keep("ours", recorded(Activations()))
    until(lambda: kept.get("theirs", (), cached=False) is not None)
    assert kept.get("ours", (), cached=False) is not None
    assert kept.get(0, (), cached=False) is None


@pytest.fixture
def follower() -> Follower:
    """Of a laboratory in which nothing happens."""
    held = SimpleNamespace(executor=SimpleNamespace(free=SimpleNamespace(wait=lambda seconds: True)))
    now = SimpleNamespace(bench=SimpleNamespace(held=held))
    engine: Any = SimpleNamespace(now=now, listen=lambda wake: lambda: None)
    return Follower(engine)


def test_views_in_cells_follow_on_after_one_was_dropped_twice(follower: Follower) -> None:
    """A cell shows another view while the thread is at it: what nobody sees any more is gone already."""

    class Shown:
        over, refreshed = False, 0

        def refresh(self) -> None:
            self.refreshed += 1
            if self is first and self.refreshed == 1:
                second.over = True
                follower.follow(third)

    first, second, third = Shown(), Shown(), Shown()
    many: list[Any] = [first, second]
    for shown in many:
        follower.follow(shown)
    follower.wake()
    until(lambda: follower._thread is None)
    follower.wake()
    until(lambda: third.refreshed > 0)


def test_python_waits_for_the_thread_that_came_as_the_one_before_it_ended(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited_for, rounds, go_on = list[Any](), list[int](), threading.Event()

    def unregister(end: Any) -> None:
        if len(rounds) == 1:
            beside(follower.wake, BRIEFLY)
        waited_for[:] = [each for each in waited_for if each != end]

    def refresh() -> None:
        rounds.append(1)
        assert len(rounds) == 1 or go_on.wait(PATIENCE)

    recorder = SimpleNamespace(register=waited_for.append, unregister=unregister)
    monkeypatch.setattr("trafolab.showing.follower.atexit", recorder)
    shown: Any = SimpleNamespace(over=False, refresh=refresh)
    follower.follow(shown)
    follower.wake()
    until(lambda: len(rounds) == 2)
    # The first thread comes to its end, whatever it has to do yet.
    until(lambda: len([each for each in threading.enumerate() if each.name == "trafolab-views"]) == 1)
    assert len(waited_for) == 1
    go_on.set()


def test_bars_come_back_after_two_threads_have_loaded_at_once() -> None:
    first, second = quiet.quiet(), quiet.quiet()
    shown = logging.is_progress_bar_enabled()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not logging.is_progress_bar_enabled()
    second.__exit__(None, None, None)
    assert logging.is_progress_bar_enabled() is shown


def test_names_are_found_while_the_copy_is_made_anew() -> None:
    class Shadow:
        @property
        def hooks(self) -> dict[str, HookPoint]:
            point = HookPoint()
            return {"blocks.0.hook_in": point, "blocks.0.hook_resid_pre": point}

    held: Any = SimpleNamespace(shadow=Shadow())
    assert Held._canonical.func(held) == dict.fromkeys(held.shadow.hooks, "blocks.0.hook_in")


class Ours(OurHook):
    def __call__(self, value: Any, hook: Any) -> None: ...


def test_a_hook_counts_once_while_one_of_ours_is_put_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    point = HookPoint()
    model = nn.ModuleDict({"point": point})
    point.name = "point"
    point.add_hook(lambda value, hook: value + 1)
    is_foreign = foreign._is_foreign

    def asked(handle: Any) -> bool:
        if len(point.fwd_hooks) == 1:
            point.add_hook(Ours(), prepend=True)
        return is_foreign(handle)

    monkeypatch.setattr(foreign, "_is_foreign", asked)
    assert len(foreign_hooks(model)) == 1


def test_modules_come_while_they_are_walked_through() -> None:
    class Growing(dict[str, Any]):
        def items(self) -> Any:
            return self._all() if "more" not in self else super().items()

        def _all(self) -> Iterator[tuple[str, Any]]:
            for item in super().items():
                self["more"] = nn.Linear(1, 1)
                yield item

    model = nn.Sequential(nn.ReLU(), nn.ReLU())
    vars(model)["_modules"] = Growing(vars(model)["_modules"])
    assert [name for name, _ in walk(model)] == ["", "0", "1", "more"]


def test_a_module_goes_while_the_weights_are_listed(gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    listed, first = weights._best_paths, [True]

    def listing(model: Any) -> Iterator[tuple[str, torch.Tensor]]:
        if first:
            first.clear()
            yield "blocks.1.gone.weight", torch.zeros(1)
        yield from listed(model)

    monkeypatch.setattr(weights, "_best_paths", listing)
    found = [weight.name for weight in gpt2_lab.weights()]
    assert found == [weight.name for weight in gpt2_lab.weights()]
