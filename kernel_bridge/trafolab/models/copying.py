"""A second module tree over a model's very weights, made without touching the model.

The model may be computing in another thread meanwhile, and hooks may come and go on it.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from torch import Tensor, nn
from transformer_lens.hook_points import HookPoint
from transformer_lens.model_bridge import TransformerBridge

from .foreign import foreign_hooks, of_a_library, persons_own, wiring
from .rebinding import rebound
from .steady import steady
from .tables import (
    EVERY_HOOK,
    backward_hooks,
    backward_pre_hooks,
    forward_hooks,
    forward_pre_hooks,
    instance_forward,
    own_tensors,
)
from .tree import walk

_OF_A_PASS = ("_fired_hook_out", "_suppress_next_hook_in")
"""What TransformerLens's modules note during a pass."""


class _Memo(dict[int, Any]):
    """What stands for an object in the copy, by the object's ``id``."""

    def __init__(self) -> None:
        super().__init__()
        self._alive: list[object] = []

    def put(self, original: object, stands_for_it: Any) -> None:
        """Note it, and keep the original: an address that is free may become another object's."""
        self._alive.append(original)
        self[id(original)] = stands_for_it


def copy_over_same_weights(model: TransformerBridge) -> TransformerBridge:
    """A second module tree over the same parameters, buffers and tokenizer, without anybody's hooks,
    in evaluation mode."""
    return steady(lambda: _copy(model))


def _copy(model: TransformerBridge) -> TransformerBridge:
    modules, hooks = walk(model), foreign_hooks(model)
    memo = _shared(model, modules)
    # The hooks' functions stay where they are: they may hold a person's tensors or this laboratory.
    for _, module in modules:
        if isinstance(module, HookPoint):
            memo.put(module.fwd_hooks, [])
            memo.put(module.bwd_hooks, [])
            memo.put(module.ctx, {})
            for name in EVERY_HOOK:
                memo.put(getattr(module, name), OrderedDict())
    for hook in hooks:
        memo.put(hook.function, hook.function)
    for _, module in modules:
        for value in [*vars(module).values()]:
            for part in persons_own(value):
                memo.put(part, part)
    twin = _copied(model, modules, memo)
    for _, module in modules:
        forward = instance_forward(module)
        if forward is not None:
            vars(memo[id(module)])["forward"] = rebound(forward, memo)
        for handle in wiring(module) if isinstance(module, HookPoint) else ():
            function = handle.user_hook
            memo[id(module)].add_hook(function and rebound(function, memo), is_permanent=True)
    for _, module in walk(twin):
        _strip(module)
        _unwire(module)
        # The original may be in the middle of a pass.
        for name in _OF_A_PASS:
            vars(module).pop(name, None)
    return twin.eval()


def _unwire(module: nn.Module) -> None:
    """A block's first pass hangs functions onto its norms, by which forks of the stream are filled: those of
    the copied block would fill the original's. Its own first pass hangs up its own."""
    take_off = getattr(type(module), "_teardown_capture_hooks", None)
    if take_off is not None:
        take_off(module)


def _copied(model: TransformerBridge, modules: list[tuple[str, nn.Module]], memo: _Memo) -> TransformerBridge:
    every = {*(module for _, module in modules), *_templates(model)}
    by_hand = [module for module in every if _must_not_copy_itself(module)]
    for module in by_hand:
        memo.put(module, type(module).__new__(type(module)))
    twin = copy.deepcopy(model, memo)
    for module in by_hand:
        vars(memo[id(module)]).update(copy.deepcopy(vars(module), memo))
    return twin


def _templates(model: TransformerBridge) -> Iterator[nn.Module]:
    """The modules of a bridge's architecture that its own were made from."""
    mapping: Mapping[str, Any] = model.adapter.component_mapping or {}
    waiting = [*mapping.values()]
    while waiting:
        component = waiting.pop()
        waiting += getattr(component, "submodules", {}).values()
        yield component


def _must_not_copy_itself(module: nn.Module) -> bool:
    """A bridge's wrappers pass on what they lack: one around a parametrized module seems to know how to copy
    itself, and would give a copy of what it wraps. TransformerLens's attention does know, and lays its
    configuration aside for that long, without which a pass on it fails."""
    own = getattr(type(module), "__deepcopy__", None)
    if own is None:
        return hasattr(module, "__deepcopy__")
    return own.__module__.startswith("transformer_lens.")


def _shared(model: TransformerBridge, modules: list[tuple[str, nn.Module]]) -> _Memo:
    memo = _Memo()
    for _, module in modules:
        # A weight that is computed before each pass is a plain attribute, and can't be copied.
        computed = [value for value in [*vars(module).values()] if isinstance(value, Tensor)]
        for tensor in (*own_tensors(module), *computed):
            if tensor is not None:
                memo.put(tensor, tensor)
    if model.tokenizer is not None:
        memo.put(model.tokenizer, model.tokenizer)
    return memo


def _strip(module: nn.Module) -> None:
    """Asked of the copy itself: a hook may have come while it was made, or have gone by half."""
    for table in (forward_hooks, forward_pre_hooks, backward_hooks, backward_pre_hooks):
        for key in [key for key, hook in table(module).items() if not of_a_library(hook)]:
            del table(module)[key]
