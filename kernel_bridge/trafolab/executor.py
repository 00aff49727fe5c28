"""Forward passes for views, on the shadow: with a plan's interventions, capturing what is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any

import torch
from torch import Tensor, nn
from transformer_lens.hook_points import HookPoint, LensHandle
from transformers.cache_utils import DynamicCache

from .interventions.passing import Donors, Passing, with_batch
from .interventions.plan import EMPTY, Plan
from .interventions.tally import Tally
from .many import RecordedMany, entered, passing_of
from .models.shadow import Shadow
from .outcome import Outcome, Task
from .replaced import replaced
from .resuming import Recorded, handing_on, joining, leaving
from .trimming import Readout, fused, reading, trimming


class _Passes(threading.local):
    depth = 0


class _Checkpoint(threading.local):
    call: Callable[[], None] | None = None


_PASSES = _Passes()


class Executor:
    """Runs prompts through one model's shadow, one at a time."""

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

    def run(
        self,
        ids: Sequence[int],
        plan: Plan,
        capture: Sequence[str],
        donors: Donors | None = None,
        draw: int = 0,
        earlier: Outcome | None = None,
        prompt_length: int | None = None,
    ) -> Outcome:
        """One forward pass of ``ids`` [pos] on the shadow as it was synced last. ``capture`` names hook
        points; those that do not fire are missing in the outcome. ``donors`` is what the plan takes values
        from. ``earlier``: a pass over the same ids on the same weights, of which is taken over what would
        come out the same, unless code of a person's own takes part. ``prompt_length``: what comes after so
        many ids continues the prompt, as if it were generated."""
        task = Task(plan, frozenset(capture), donors or {}, draw)
        first = 0 if earlier is None or self.shadow.persons_code else earlier.first(task)
        before = {} if earlier is None else earlier.before(first)
        tally = Tally(measure=True) if earlier is None else earlier.tally_before(first)
        passing = Passing(tally, (1, len(ids)), prompt_length=prompt_length, donors=task.donors, draw=draw)
        given = () if earlier is None else earlier.left[:first]
        with (
            self.passing(),
            self.shadow.borrowed(),
            handing_on(self._blocks, given),
            leaving(self._blocks) as left,
        ):
            logits, captured = self._forward(
                [ids], plan, passing, [name for name in capture if name not in before]
            )
        activations = before | {name: kept[0] for name, kept in captured.items()}
        return Outcome(task, logits[0], activations, tally, left)

    def record(
        self,
        ids: Sequence[int],
        plan: Plan,
        capture: Sequence[str],
        donors: Donors | None,
        readout: Readout,
        *,
        cached: bool,
        continued: Sequence[int] = (),
    ) -> Recorded:
        """The same, with all that :meth:`resume` begins from, but few of the logits; without keys and values
        unless ``cached``. ``continued``: ids that follow the prompt, as if they were generated."""
        length, ids = len(ids), [*ids, *continued]
        passing = Passing(Tally(), (1, len(ids)), prompt_length=length, donors=donors or {})
        cache = DynamicCache()
        options: dict[str, Any] = {"past_key_values": cache} if cached else {"use_cache": False}
        with self.passing(), leaving(self._blocks) as left, self._reading(plan, readout) as few:
            logits, captured = self._forward([ids], plan, passing, capture, **options)
        activations = {name: kept[0] for name, kept in captured.items()}
        kept = cache if cached else None
        return Recorded(ids, length, plan, passing.donors, few(logits), activations, left, kept)

    def resume(
        self,
        base: Recorded,
        plan: Plan,
        rows: Sequence[int],
        start: int,
        readout: Readout,
        *,
        growing: bool,
        trimmed: bool,
        mlp: bool,
    ) -> Tensor:
        """What is read [row, pos, token] of a recorded prompt under another plan, which changes nothing
        before the position ``start``, and in each row nothing before the block at which it joins.
        ``readout`` is that of the recorded pass.

        ``rows``: how many there are at each block. ``growing``: the library's own forward method sees one row
        of tokens, and each block as many as there are; otherwise both see as many, from the first on.
        ``trimmed``: the last block computes what is read alone where it can; its ``mlp`` too.
        """
        ids = base.tokens(start, 1 if growing else rows[-1])
        passing = base.passing((len(ids), len(ids[0])), start)
        options: dict[str, Any] = (
            {"past_key_values": base.prefix(start, rows)} if start else {"use_cache": False}
        )
        readout = readout.after(start)
        with (
            self.passing(),
            trimming(self._blocks[-1], readout.positions, mlp=mlp) if trimmed else nullcontext(),
            replaced(fused(self.shadow.model.modules())),
            joining(self._blocks, base, start, rows, passing),
            self._reading(plan, readout) as few,
        ):
            logits, _ = self._forward(ids, plan, passing, (), **options)
        return base.with_earlier(few(logits))

    def record_many(
        self,
        prompts: Sequence[Sequence[int]],
        plan: Plan,
        capture: Sequence[str],
        readout: Readout,
        donors: Donors,
        *,
        cached: bool,
        continued: Sequence[Sequence[int]] = (),
    ) -> RecordedMany:
        """Prompts of one length in one pass, as :meth:`record` does it with one; ``donors`` are each prompt's
        own, [prompt, pos, …], and ``continued`` as many ids behind each, if any: nothing can be begun from a
        pass that has some."""
        passing, cache = passing_of(prompts, donors, continued), DynamicCache()
        if continued:
            prompts = [[*prompt, *ids] for prompt, ids in zip(prompts, continued, strict=True)]
        options: dict[str, Any] = {"past_key_values": cache} if cached else {"use_cache": False}
        blocks = self._blocks
        with (
            self.passing(),
            leaving(blocks) as left,
            entered(blocks) as streams,
            self._reading(plan, readout) as few,
        ):
            logits, captured = self._forward(prompts, plan, passing, capture, **options)
        kept = cache if cached else None
        return RecordedMany(prompts, plan, few(logits), captured, streams[0], left, kept, donors)

    def gradient(
        self,
        base: Recorded | RecordedMany,
        plan: Plan,
        readout: Readout,
        measure: Callable[[Tensor], Tensor],
        of: Sequence[Tensor],
    ) -> tuple[Tensor, Sequence[Tensor | None]]:
        """The sum of what ``measure`` makes of the logits [row, pos, token] that are read of recorded prompts
        under another plan, and its gradient with respect to the leaves ``of``, which the plan puts in; None
        for those that it does not depend on. Nothing is left on the weights."""
        ids, passing = base.whole()
        with self.passing(), self._reading(plan, readout) as few:
            logits, _ = self._forward(ids, plan, passing, (), differentiable=True, use_cache=False)
            with torch.inference_mode(False), torch.enable_grad():
                value = measure(few(logits)).sum()
        if not value.requires_grad:
            return value.detach(), [None] * len(of)
        with self._checked(of):
            return value.detach(), torch.autograd.grad(value, list(of), allow_unused=True)

    @contextmanager
    def _checked(self, leaves: Sequence[Tensor]) -> Generator[None]:
        """On the way back too the checkpoint is called, as the gradient of each leaf is known."""
        call = self.checkpoint

        def known(gradient: Tensor) -> None:
            del gradient
            if call is not None:
                call()

        handles = [leaf.register_hook(known) for leaf in leaves]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()

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

    def read(self, ids: Sequence[Sequence[int]], capture: Sequence[str]) -> dict[str, Tensor]:
        """Activations [row, pos, …] of prompts of one length, [row, pos], without interventions."""
        return self._forward(ids, EMPTY, Passing(Tally(), (len(ids), len(ids[0]))), capture)[1]

    def _forward(
        self,
        ids: Sequence[Sequence[int]],
        plan: Plan,
        passing: Passing,
        capture: Sequence[str],
        *,
        differentiable: bool = False,
        **options: Any,
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Logits and captured activations, each with its batch axis."""
        captured: dict[str, Tensor] = {}
        unswayed = _unswayed(self.device, differentiable=differentiable)
        with self.passing(), self.shadow.borrowed(), ExitStack() as undo, unswayed:
            hooks = self.shadow.hooks
            for name in plan.edits:
                if name in hooks:
                    undo.callback(_added(hooks[name], _Edits(plan, name, passing), prepend=True))
            for name in capture:
                if name in hooks:
                    undo.callback(_added(hooks[name], _Keep(name, captured, passing)))
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

    def tail(self, stream: Tensor) -> Tensor:
        """Logits [..., vocab] of residual streams [..., d_model] read through the final norm and
        the unembedding, without any hooks of a person's own."""
        with self.passing(), _unswayed(self.device):
            model: Any = self.shadow.model
            logits: Tensor = model.unembed(model.ln_final(stream[None]))[0]
        cap = float(getattr(model.cfg, "output_logits_soft_cap", 0) or 0)
        return cap * torch.tanh(logits / cap) if cap > 0 else logits


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
    def __init__(self, name: str, into: dict[str, Tensor], passing: Passing) -> None:
        self._name, self._into, self._passing = name, into, passing

    def __call__(self, tensor: Any, *, hook: Any) -> None:
        if isinstance(tensor, Tensor):
            self._into[self._name] = with_batch(tensor.detach(), self._passing.shape)


def _added(point: HookPoint, function: Any, *, prepend: bool = False) -> Callable[[], None]:
    handle: LensHandle = point.add_hook(function, prepend=prepend)

    def remove() -> None:
        handle.hook.remove()
        point.fwd_hooks = [kept for kept in point.fwd_hooks if kept is not handle]

    return remove
