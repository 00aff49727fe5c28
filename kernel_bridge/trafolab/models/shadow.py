"""A module tree of our own over the person's very weights.

Views run on it, so that a view and a person's own forward pass can't meet: hooks on one never
fire in the other, and an in-place change of a weight is seen in both at once.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle
from transformer_lens.hook_points import HookPoint
from transformer_lens.model_bridge import TransformerBridge

from ..errors import GaveUp
from .copying import copy_over_same_weights
from .foreign import ForeignHook, foreign_among, foreign_hooks
from .recorders import Mirrored, verdict
from .steady import steady
from .tree import Replaced, Tree, parts_of, walk

_PLAIN = bool | int | float | str | torch.dtype


class Shadow:
    """The copy of one model, kept in step with it by :meth:`sync`."""

    def __init__(self, model: TransformerBridge, opened: Tree | None = None) -> None:
        """``opened``: the model's modules as they were before anybody's code; as they are now where None."""
        self._source = model
        self._opened = opened or Tree(walk(model))
        self.replaced: list[Replaced] = []
        """What of the model's code is no longer as it was opened."""
        self._hooks: list[ForeignHook] = []
        self._mirrored: list[Callable[[], None]] = []
        self.version = 0
        """Grows whenever something but a weight's values changed."""
        self._spoiled = False
        self._build()

    def sync(self) -> None:
        """Take over parameters, modules and hooks that the person replaced or added."""
        steady(self._sync)

    def renew(self, *, converted: bool = False) -> None:
        """Make the copy anew, whether or not a difference can be seen. ``converted``: by its library, which
        replaces modules too, so that none of them counts as a person's."""
        if converted:
            self._opened = Tree(walk(self._source))
        self._spoiled = True
        self.sync()

    def twin(self) -> Shadow:
        """Another copy of the same model."""
        return Shadow(self._source, self._opened)

    def is_twin(self, other: Shadow) -> bool:
        """Whether both know the same model as it was opened."""
        return self._source is other._source and self._opened is other._opened

    @property
    def persons_code(self) -> bool:
        """Whether anything of a person's takes part in a pass: hooks that change values, or replaced code."""
        return bool(self._mirrored or self.replaced)

    @property
    def stirred(self) -> int:
        """Grows when the values of a weight change, as far as torch counts that: not through ``.data``."""
        return sum(tensor._version for tensor in self._counted)

    @contextmanager
    def borrowed(self) -> Generator[None]:
        """Hooks hang on it inside. A ``KeyboardInterrupt`` may come between a hook and the note to take
        it off: after one, the copy is made anew."""
        try:
            yield
        except (Exception, GaveUp):
            raise
        except BaseException:
            self._spoiled = True
            raise

    def _sync(self) -> None:
        modules = walk(self._source)
        same = _same(self._parts, parts_of(modules)) and self._flags == _flags_of(self._source)
        if self._spoiled or not same:
            # A copy that fails is tried again next time, never taken for one that is in step.
            self._spoiled = True
            self._build()
            self._spoiled = False
        hooks = foreign_among(modules)
        if not _same_hooks(hooks, self._hooks):
            self._mirror(hooks)

    def _build(self) -> None:
        modules = walk(self._source)
        self._parts = parts_of(modules)
        self._flags = _flags_of(self._source)
        self.replaced = self._opened.changes(modules)
        self.model = copy_over_same_weights(self._source)
        self.hooks: dict[str, HookPoint] = self.model.hook_dict
        tensors = (part for part in self._parts if isinstance(part, Tensor))
        self._counted = [tensor for tensor in tensors if not tensor.is_inference()]
        self._mirrored = []
        self._mirror(foreign_hooks(self._source))

    def _mirror(self, hooks: list[ForeignHook]) -> None:
        for remove in self._mirrored:
            remove()
        self._mirrored = []
        for hook in hooks:
            if hook.way == "everywhere":
                # It fires on the copy's modules as on all others.
                continue
            kind = verdict(hook.function) if hook.direction == "fwd" else "records"
            if kind != "records":
                self._attach(hook, hook.function if kind == "changes" else Mirrored(hook.function))
        self._hooks = hooks
        self.version += 1

    def _attach(self, hook: ForeignHook, function: Callable[..., Any]) -> None:
        if hook.way == "point":
            # A hook point of the person's own making may have no counterpart by that name.
            point = self.hooks.get(hook.path)
            if point is not None:
                handle = point.add_hook(function)
                self._mirrored.append(lambda: _detach(point, handle))
            return
        module = self.model.get_submodule(hook.path)
        register = module.register_forward_hook if hook.way == "module" else module.register_forward_pre_hook
        self._mirrored.append(register(function, with_kwargs=hook.with_kwargs).remove)


def _detach(point: HookPoint, handle: Any) -> None:
    removable: RemovableHandle = handle.hook
    removable.remove()
    point.fwd_hooks = [other for other in point.fwd_hooks if other is not handle]


def _flags_of(model: TransformerBridge) -> dict[str, object]:
    """The configuration's plain values: a person may switch hook points on and off there."""
    return {k: v for k, v in vars(model.cfg).items() if isinstance(v, _PLAIN)}


def _same(old: list[object], new: list[object]) -> bool:
    return len(old) == len(new) and all(a is b for a, b in zip(old, new, strict=True))


def _same_hooks(old: list[ForeignHook], new: list[ForeignHook]) -> bool:
    return len(old) == len(new) and all(
        a.function is b.function and _place(a) == _place(b) for a, b in zip(old, new, strict=True)
    )


def _place(hook: ForeignHook) -> tuple[str, str, str]:
    return hook.path, hook.way, hook.direction
