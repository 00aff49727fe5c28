"""Hooks on a model that are neither Trafolab's nor its libraries' own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import FunctionType, GeneratorType, ModuleType
from typing import Any, Literal

from torch import Tensor, nn
from trafolab_protocol.findings import UserHook
from transformer_lens.hook_points import HookPoint, LensHandle

from ..targets import component_of
from .tables import (
    backward_hooks,
    backward_pre_hooks,
    forward_hooks,
    forward_pre_hooks,
    hooks_everywhere,
    with_kwargs,
)
from .tree import Replaced, name_of, walk

_LIBRARIES = ("transformer_lens.", "transformers.", "torch.", "accelerate.", "trafolab.")
_PYTHON = ("builtins.", "collections.", "functools.", "types.", "transformers_modules.")
_DEPTH = 3
_WRAPPER = "original_component"
_TABLES = (forward_hooks, forward_pre_hooks, backward_hooks, backward_pre_hooks)


class OurHook:
    """Base of the functions that Trafolab hangs onto a model: they are never foreign."""

    def __deepcopy__(self, memo: dict[int, Any]) -> OurHook:
        """A person's copy of their model keeps no laboratory of its own."""
        return self


@dataclass(frozen=True)
class ForeignHook:
    """A person's hook. ``path`` is the module's in the bridge, or the hook point's name; of a hook on every
    module there is, it is empty."""

    path: str
    function: Callable[..., Any]
    way: Literal["point", "module", "module_before", "everywhere"]
    direction: Literal["fwd", "bwd"] = "fwd"
    permanent: bool = False
    with_kwargs: bool = False

    def told(self) -> UserHook:
        """The same as a finding for the map."""
        path = self.path if self.way == "point" else plain_path(self.path)
        return UserHook(
            component=component_of(path, before=self.way == "module_before"),
            hook="every module" if self.way == "everywhere" else path or "model",
            name=name_of(self.function),
            direction=self.direction,
            permanent=self.permanent,
        )


def replacement(replaced: Replaced) -> UserHook:
    """Code of the model that a person replaced, as a finding for the map: like a hook it changes what is
    computed there."""
    path = plain_path(replaced.path)
    return UserHook(
        component=component_of(path),
        hook=path or "model",
        name=replaced.what,
        direction="fwd",
        permanent=True,
    )


def foreign_hooks(model: nn.Module) -> list[ForeignHook]:
    """All of them, in the order of the model's modules and of their registration.

    Temporary ones (``run_with_hooks``, ``run_with_cache``) carry a context level and are left out:
    they belong to one call.
    """
    return foreign_among(walk(model))


def foreign_among(modules: Iterable[tuple[str, nn.Module]]) -> list[ForeignHook]:
    """The same over modules by their paths, for those who have walked the tree already."""
    found: list[ForeignHook] = []
    for path, module in modules:
        if isinstance(module, HookPoint):
            found += _on_point(module, path)
        elif any(table(module) for table in _TABLES):
            found += _on_module(module, path)
    return found + [
        ForeignHook("", function, "everywhere", "bwd" if backward else "fwd")
        for function, backward in hooks_everywhere()
        if _is_a_persons(function)
    ]


def wiring(point: HookPoint) -> list[LensHandle]:
    """Hooks by which TransformerLens itself hands values on from one of its modules to another, as where an
    MLP consists of two matrices without a module around them."""
    return [handle for handle in _handles(point.fwd_hooks) if _is_wiring(handle)]


def of_a_library(function: Any) -> bool:
    """Whether a hook's function is neither a person's nor Trafolab's, but a library's own."""
    return not _is_ours(function) and _lives_in_a_library(function)


def persons_own(value: Any, depth: int = _DEPTH) -> Iterator[object]:
    """What of an attribute of a module no library put there: a lock, a logger, a dataframe.

    Such a thing may not be copyable at all, and no forward pass of the library needs a copy of it.
    """
    if isinstance(value, dict | list | tuple | set | frozenset):
        for part in list(value.values() if isinstance(value, dict) else value) if depth else ():
            yield from persons_own(part, depth - 1)
    elif not isinstance(value, Tensor | nn.Module) and not _known(value):
        yield value


def _known(value: Any) -> bool:
    if isinstance(value, ModuleType | GeneratorType):
        return False
    return f"{type(value).__module__}.".startswith(_LIBRARIES + _PYTHON)


def plain_path(path: str) -> str:
    """A module's path without the wrappers that TransformerLens puts in between."""
    names = [name for name in path.split(".") if name.removeprefix("_") != _WRAPPER]
    return ".".join(names)


def _on_point(point: HookPoint, path: str) -> Iterator[ForeignHook]:
    name = point.name or path
    for handle in _handles(point.fwd_hooks):
        if _is_foreign(handle):
            yield ForeignHook(name, _function(handle), "point", "fwd", handle.is_permanent)
    for handle in _handles(point.bwd_hooks):
        if _is_foreign(handle):
            yield ForeignHook(name, _function(handle), "point", "bwd", handle.is_permanent)


def _handles(hooks: list[LensHandle]) -> list[LensHandle]:
    """Each once: one that another thread puts in front meanwhile must not have the next one counted twice."""
    return [*{id(handle): handle for handle in [*hooks]}.values()]


def _on_module(module: nn.Module, path: str) -> Iterator[ForeignHook]:
    for key, function in list(forward_hooks(module).items()):
        if _is_a_persons(function):
            yield ForeignHook(path, function, "module", with_kwargs=key in with_kwargs(module, False))
    for key, function in list(forward_pre_hooks(module).items()):
        if _is_a_persons(function):
            given = key in with_kwargs(module, True)
            yield ForeignHook(path, function, "module_before", with_kwargs=given)
    for function in [*backward_hooks(module).values(), *backward_pre_hooks(module).values()]:
        if _is_a_persons(function):
            yield ForeignHook(path, function, "module", "bwd")


def _is_foreign(handle: LensHandle) -> bool:
    ours = isinstance(handle.user_hook, OurHook)
    return handle.context_level is None and not ours and not _is_wiring(handle)


def _is_wiring(handle: LensHandle) -> bool:
    function = handle.user_hook
    if not isinstance(function, FunctionType) or not _lives_in_a_library(function):
        return False
    return any(isinstance(cell.cell_contents, nn.Module) for cell in function.__closure__ or ())


def _function(handle: LensHandle) -> Callable[..., Any]:
    if handle.user_hook is None:
        raise RuntimeError("a hook point holds a handle without its function")
    return handle.user_hook


def _is_a_persons(function: Any) -> bool:
    return not _is_ours(function) and not _lives_in_a_library(function)


def _is_ours(function: Any) -> bool:
    return isinstance(function, OurHook) or isinstance(getattr(function, "__self__", None), OurHook)


def _lives_in_a_library(function: Any) -> bool:
    home = getattr(function, "__module__", None) or type(function).__module__
    return f"{home}.".startswith(_LIBRARIES)
