"""Interventions on the person's own model, so that whatever they run obeys them.

A forward pass takes its plan when it enters the wrapped model and keeps it to the end: a change
made meanwhile by a click is the next pass's. Hooks are there only while something is active, so
that a plain model costs nothing.
"""

from __future__ import annotations

import inspect
import threading
import weakref
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType
from typing import Any

from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle
from transformer_lens.hook_points import HookPoint, LensHandle

from ..models.foreign import OurHook
from .flights import Flight, Flights
from .generation import prompt_length
from .passing import Donors, Passing
from .plan import EMPTY, Plan
from .tally import Tally

_lifted: ContextVar[bool] = ContextVar("trafolab_plain", default=False)


@contextmanager
def lifted() -> Generator[None]:
    """Forward passes started inside, in this thread or task, know no interventions."""
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


def is_lifted() -> bool:
    """Whether this thread or task is inside :func:`lifted`."""
    return _lifted.get()


_owners: weakref.WeakKeyDictionary[nn.Module, weakref.ref[Installation]] = weakref.WeakKeyDictionary()
"""Whose interventions a wrapped model obeys: one laboratory's at a time, that which came last."""


class Installation:
    """The hooks on one model. Safe to use from any thread."""

    def __init__(self, root: nn.Module) -> None:
        """``root`` is the wrapped model that every forward pass goes through."""
        self._root = root
        self._points: Callable[[], Mapping[str, HookPoint]] = dict
        self._donors: Callable[[Plan], Donors] = _none
        self._lock = threading.RLock()
        self._flights = Flights()
        self._plan = EMPTY
        self._handles: dict[str, tuple[HookPoint, LensHandle]] = {}
        self._gates: list[RemovableHandle] = []
        self._last: tuple[Plan, Tally] | None = None
        self._asked = EMPTY
        self._own()

    def find_points_by(self, points: Callable[[], Mapping[str, HookPoint]]) -> None:
        """Ask ``points`` for the model's hook points by name from now on."""
        self._points = points

    def find_donors_by(self, donors: Callable[[Plan], Donors]) -> None:
        """Have ``donors`` make the runs that a plan takes values from, before each pass."""
        self._donors = donors

    def use(self, plan: Plan) -> None:
        """Make a plan that of all forward passes that start from now on."""
        asked, self._asked = self._asked, plan
        if not self._owns():
            # Only a new act takes the model back: looking at it again, as after each cell, does not.
            if not plan or plan is asked:
                return
            self._own()
        with self._lock:
            if plan and not self._gates:
                self._gates = self._open_gates()
            for hook in plan.edits:
                self._hang(hook)
            self._plan = plan
            self._tidy()

    def removed_by_person(self) -> bool:
        """Whether somebody took our hooks off (``reset_hooks(including_permanent=True)``)."""
        with self._lock:
            return any(
                not any(kept is handle for kept in point.fwd_hooks)
                for point, handle in self._handles.values()
            )

    def fired_last(self, key: str) -> tuple[int, int] | None:
        """How often an intervention fired in the person's last forward pass, or over the prompt of their last
        generation, and in the steps after it; None where it took no part in it."""
        last = self._last
        if last is None or key not in last[0].keys:
            return None
        return last[1].fired(key), last[1].steps.get(key, 0)

    def forget(self) -> None:
        """Take everything off, whatever is under way: the model is no longer the laboratory's."""
        with self._lock:
            self._plan = EMPTY
            for hook in list(self._handles):
                self._take_off(hook)
            self._close_gates()

    def _owns(self) -> bool:
        owner = _owners.get(self._root)
        return owner is not None and owner() is self

    def _own(self) -> None:
        owner = _owners.get(self._root)
        before = None if owner is None else owner()
        _owners[self._root] = weakref.ref(self)
        if before is not None and before is not self:
            before.forget()

    def _hang(self, hook: str) -> None:
        point = self._points().get(hook)
        if point is None:
            return
        held = self._handles.get(hook)
        if held is not None and held[0] is point and any(kept is held[1] for kept in point.fwd_hooks):
            return
        self._take_off(hook)
        function = _AtPoint(self, hook)
        self._handles[hook] = (point, point.add_hook(function, is_permanent=True, prepend=True))

    def _take_off(self, hook: str) -> None:
        held = self._handles.pop(hook, None)
        if held is not None:
            point, handle = held
            handle.hook.remove()
            point.fwd_hooks = [kept for kept in point.fwd_hooks if kept is not handle]

    def _tidy(self) -> None:
        """Remove what no plan needs, unless a pass under way may still need it."""
        if self._flights.any():
            return
        for hook in [hook for hook in self._handles if hook not in self._plan.edits]:
            self._take_off(hook)
        if not self._plan:
            self._close_gates()

    def _open_gates(self) -> list[RemovableHandle]:
        enter, leave = _Enter(self), _Leave(self)
        return [
            self._root.register_forward_pre_hook(enter, prepend=True, with_kwargs=True),
            self._root.register_forward_hook(leave, always_call=True),
        ]

    def _close_gates(self) -> None:
        for gate in self._gates:
            gate.remove()
        self._gates = []

    def enter(self, module: nn.Module, args: Any, kwargs: Mapping[str, Any], call: FrameType) -> None:
        """A forward pass begins on this thread, in the frame ``call`` of the module's call."""
        if module is not self._root:
            return
        length, offset, shape = prompt_length(call), _cached(kwargs), _shape(args, kwargs)
        passing = Passing(Tally(), shape, offset, _padding(kwargs), length)
        later = offset > 0 or (length is not None and shape[1] > length)
        with self._lock:
            # Under way from here on, or a change by a click would take off what this plan needs.
            plan = EMPTY if _lifted.get() else self._plan
            self._flights.begin(plan, passing, call, later=later)
        if plan.donors and not offset:
            # Outside the lock: another thread may hold the shadow and wait for this one.
            passing.donors = self._donors(plan)

    def leave(self, module: nn.Module) -> None:
        """It has ended, or failed."""
        if module is not self._root:
            return
        with self._lock:
            flight = self._flights.end()
            if flight is not None:
                self._record(flight)
                self._tidy()

    def edit(self, hook: str, value: Any) -> Tensor | None:
        """What the hook function of one hook point answers."""
        flight = self._flights.current()
        if flight is None or not isinstance(value, Tensor):
            return None
        edited = flight.plan.apply(hook, value, flight.passing)
        return None if edited is value else edited

    def _record(self, flight: Flight) -> None:
        if flight.plan is EMPTY:
            # One that was lifted proves nothing of the interventions, and must not wipe what did.
            return
        if flight.later and self._last is not None and self._last[0] is flight.plan:
            self._last[1].add(flight.passing.tally)
        else:
            self._last = (flight.plan, flight.passing.tally)


class _AtPoint(OurHook):
    def __init__(self, installation: Installation, hook: str) -> None:
        self._installation = installation
        self._hook = hook

    def __call__(self, tensor: Any, *, hook: Any) -> Tensor | None:
        return self._installation.edit(self._hook, tensor)

    def __repr__(self) -> str:
        return f"<Trafolab's interventions at {self._hook}>"


class _Enter(OurHook):
    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def __call__(self, module: nn.Module, args: Any, kwargs: dict[str, Any] | None = None) -> None:
        # torch leaves the keyword arguments out where another thread takes this hook off as the pass begins:
        # nothing acts any more.
        if kwargs is not None:
            self._installation.enter(module, args, kwargs, _call_of_module())


class _Leave(OurHook):
    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def __call__(self, module: nn.Module, args: Any, output: Any) -> None:
        self._installation.leave(module)


def _call_of_module() -> FrameType:
    """Where a hook before the forward method was called from: torch's call of the module, which is there
    to the very end of the pass."""
    frame = inspect.currentframe()
    # This function, the hook, what runs the hooks, the call.
    for _ in range(3):
        frame = frame and (frame.f_back or frame)
    if frame is None:
        raise RuntimeError("this Python gives no frames")
    return frame


def _none(plan: Plan) -> Donors:
    del plan
    return {}


def _cached(kwargs: Mapping[str, Any]) -> int:
    """Tokens that the key-value cache holds already."""
    length: Any = getattr(kwargs.get("past_key_values"), "get_seq_length", None)
    return 0 if length is None else int(length())


def _shape(args: Any, kwargs: Mapping[str, Any]) -> tuple[int, int]:
    """[batch, pos] of the tokens of this pass."""
    given: Any = args[0] if args else kwargs.get("input_ids", kwargs.get("inputs_embeds"))
    known = isinstance(given, Tensor) and given.ndim > 1
    return (int(given.shape[0]), int(given.shape[1])) if known else (0, 0)


def _padding(kwargs: Mapping[str, Any]) -> tuple[int, ...] | None:
    """Index of the first real token of each row, where any row is padded before it."""
    mask: Any = kwargs.get("attention_mask")
    if not isinstance(mask, Tensor) or mask.ndim != 2:
        return None
    starts = tuple(int(i) for i in (mask != 0).int().argmax(-1).tolist())
    return starts if any(starts) else None
