"""One forward pass on the shadow, with a plan's interventions acting and hook points read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from transformer_lens.hook_points import HookPoint, LensHandle

from .fetching import Reduce, whole
from .interventions.passing import Passing, with_batch
from .interventions.plan import EMPTY, Plan
from .interventions.tally import Tally
from .models.logits import as_given
from .models.shadow import Shadow
from .trimming import Readout, reading


class _Passes(threading.local):
    depth = 0


class _Checkpoint(threading.local):
    call: Callable[[], None] | None = None


_PASSES = _Passes()


class Forwards:
    """Forward passes through one model's shadow, one at a time."""

    def __init__(self, shadow: Shadow, device: str) -> None:
        self.shadow = shadow
        self._opened_on = torch.device(device)
        self.lock = threading.RLock()
        self.free = threading.Event()
        """Set while no pass is under way."""
        self.free.set()
        self._checkpoint = _Checkpoint()

    @property
    def checkpoint(self) -> Callable[[], None] | None:
        """Called before each block of this thread's passes: one ends in the middle by what it raises."""
        return self._checkpoint.call

    @checkpoint.setter
    def checkpoint(self, call: Callable[[], None] | None) -> None:
        self._checkpoint.call = call

    @property
    def device(self) -> torch.device:
        """Where the weights are now: a person may have moved them."""
        first = next(self.shadow.model.parameters(), None)
        return self._opened_on if first is None else first.device

    @contextmanager
    def passing(self) -> Generator[None]:
        """Around whatever fires the hooks on the shadow, a person's among them."""
        with self.lock:
            outermost, depth = self.free.is_set(), _PASSES.depth
            try:
                self.free.clear()
                _PASSES.depth = depth + 1
                yield
            finally:
                _PASSES.depth = depth
                if outermost:
                    self.free.set()

    @property
    def inside(self) -> bool:
        """Whether this thread is in the middle of a pass: whoever asks then is a person's hook."""
        return _PASSES.depth > 0

    def read(self, ids: Sequence[Sequence[int]], capture: Sequence[str]) -> dict[str, Tensor]:
        """Activations [row, pos, …] of prompts of one length, [row, pos], without interventions."""
        return self._forward(ids, EMPTY, Passing(Tally(), (len(ids), len(ids[0]))), capture)[1]

    def tail(self, stream: Tensor) -> Tensor:
        """Logits [..., vocab] of residual streams [..., d_model] read through the final norm and
        the unembedding, without any hooks of a person's own."""
        with self.passing(), _unswayed(self.device):
            model: Any = self.shadow.model
            logits: Tensor = model.unembed(model.ln_final(stream[None]))[0]
        return as_given(logits, model.cfg)

    def _forward(
        self,
        ids: Sequence[Sequence[int]],
        plan: Plan,
        passing: Passing,
        capture: Sequence[str],
        *,
        differentiable: bool = False,
        into: dict[str, Tensor] | None = None,
        reduce: Reduce = whole,
        **options: Any,
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Logits and what ``reduce`` keeps of captured activations, each with its batch axis. ``into``: where
        they are to be, for a pass that does not come to its end."""
        captured: dict[str, Tensor] = {} if into is None else into
        unswayed = _unswayed(self.device, differentiable=differentiable)
        with self.passing(), self.shadow.borrowed(), ExitStack() as undo, unswayed:
            hooks = self.shadow.hooks
            for name in plan.edits:
                if name in hooks:
                    undo.callback(_added(hooks[name], _Edits(plan, name, passing), prepend=True))
            for name in capture:
                if name in hooks:
                    undo.callback(_added(hooks[name], _Keep(name, captured, passing, reduce)))
            for block in self._blocks if self.checkpoint else ():
                undo.callback(block.register_forward_pre_hook(self._check).remove)
            tokens = torch.tensor([list(row) for row in ids], device=self.device)
            logits: Tensor = self.shadow.model(tokens, **options)
        return logits, captured

    def _check(self, module: nn.Module, args: Any) -> None:
        del module, args
        if self.checkpoint is not None:
            self.checkpoint()

    @property
    def _blocks(self) -> Sequence[nn.Module]:
        blocks: Any = getattr(self.shadow.model, "blocks", ())
        return list(blocks)

    @contextmanager
    def _reading(self, plan: Plan, readout: Readout) -> Generator[Callable[[Tensor], Tensor]]:
        """Has no more computed than what is read, unless something acts on the logits: that is to see all of
        them. Gives what takes [row, pos, token] out of what comes."""
        model: Any = self.shadow.model
        if self.shadow.persons_code or any(hook.startswith("unembed") for hook in plan.edits):
            yield readout.of
            return
        with reading(model.unembed, readout.positions, readout.unembedded):
            yield readout.of_read


@contextmanager
def _unswayed(device: torch.device, *, differentiable: bool = False) -> Generator[None]:
    """Passes are the same whatever block of a person's cell asks for them: no autocast, no gradients unless
    wanted, and no tensors of inference mode, which would be of no use outside it."""
    with torch.inference_mode(False), torch.set_grad_enabled(differentiable):
        if not torch.is_autocast_enabled(device.type):
            yield
            return
        with torch.autocast(device.type, enabled=False):
            yield


class _Edits:
    def __init__(self, plan: Plan, name: str, passing: Passing) -> None:
        self._plan, self._name, self._passing = plan, name, passing

    def __call__(self, tensor: Any, *, hook: Any) -> Tensor | None:
        if not isinstance(tensor, Tensor):
            return None
        edited = self._plan.apply(self._name, tensor, self._passing)
        return None if edited is tensor else edited


class _Keep:
    def __init__(self, name: str, into: dict[str, Tensor], passing: Passing, reduce: Reduce) -> None:
        self._name, self._into, self._passing, self._reduce = name, into, passing, reduce

    def __call__(self, tensor: Any, *, hook: Any) -> None:
        if isinstance(tensor, Tensor):
            rows = with_batch(tensor.detach(), self._passing.shape)
            kept = rows if self._reduce is whole else torch.stack([self._reduce(row) for row in rows])
            self._into[self._name] = kept


def _added(point: HookPoint, function: Any, *, prepend: bool = False) -> Callable[[], None]:
    handle: LensHandle = point.add_hook(function, prepend=prepend)

    def remove() -> None:
        handle.hook.remove()
        point.fwd_hooks = [kept for kept in point.fwd_hooks if kept is not handle]

    return remove
