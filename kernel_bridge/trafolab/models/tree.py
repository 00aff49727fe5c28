"""What a model is made of, so that a module that code replaced is found by comparing two looks at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from torch import nn
from transformer_lens.hook_points import HookPoint

from .steady import steady
from .tables import instance_forward, own_tensors, parameter_names, submodules

Modules = Iterable[tuple[str, nn.Module]]
_WRAPPED = "original_model"


def walk(model: nn.Module) -> list[tuple[str, nn.Module]]:
    """Every module of a bridge once, by its path: those of the wrapped model too that the bridge does not
    register, which is its root at least."""
    return steady(lambda: _walk(model))


def _walk(model: nn.Module) -> list[tuple[str, nn.Module]]:
    seen: set[nn.Module] = set()
    found = list(model.named_modules(seen))
    wrapped = vars(model).get(_WRAPPED)
    return found if wrapped is None else found + list(wrapped.named_modules(seen, _WRAPPED))


def parts_of(modules: Modules) -> list[object]:
    """All that is compared by identity: cheap enough to be asked before each run."""
    parts: list[object] = []
    for _, module in modules:
        parts.append(module)
        # Hook points have no tensors, and are most of the modules.
        if not isinstance(module, HookPoint):
            parts += (type(module), instance_forward(module))
            parts += submodules(module).values()
            parts += own_tensors(module)
    return parts


@dataclass(frozen=True)
class Replaced:
    """Code of the model that is no longer what was opened."""

    path: str
    what: str
    """In a few words, such as ``mlp replaced by Identity``."""


@dataclass(frozen=True)
class _Node:
    kind: type
    forward: Any
    children: dict[str, nn.Module | None]
    parameters: tuple[str, ...]
    module: nn.Module
    """Held, so that its address can't be another module's one day."""


class Tree:
    """A model's modules as they were at one moment."""

    def __init__(self, modules: Modules) -> None:
        parts = (module for _, module in modules if not isinstance(module, HookPoint))
        self._nodes = {id(module): _node(module) for module in parts}

    def changes(self, modules: Modules) -> list[Replaced]:
        """What is different in the modules that were there, by their paths now."""
        found: list[Replaced] = []
        for path, module in modules:
            before = self._nodes.get(id(module))
            if before is not None:
                found += _changes(path, before, _node(module))
        return found


def _node(module: nn.Module) -> _Node:
    parameters, children = tuple(parameter_names(module)), dict(submodules(module))
    return _Node(type(module), instance_forward(module), children, parameters, module)


def _changes(path: str, old: _Node, new: _Node) -> Iterable[Replaced]:
    for name, child in old.children.items():
        now = new.children.get(name)
        if now is not child and not isinstance(child, HookPoint):
            told = "removed" if now is None else f"replaced by {_described(now)}"
            yield Replaced(f"{path}.{name}".lstrip("."), f"{name.removeprefix('_')} {told}")
    if new.forward is not old.forward:
        told = "as it was made" if new.forward is None else f"replaced by {name_of(new.forward)}"
        yield Replaced(path, f"forward {told}")
    gone = [name for name in old.parameters if name not in new.parameters]
    made = [name for name in new.parameters if name not in old.parameters]
    for name in gone:
        # What parametrizations compute from has a module of its own.
        how = f"computed from {', '.join(made)}" if made else "no longer a parameter"
        yield Replaced(path, f"{name} {'parametrized' if new.kind is not old.kind else how}")
    if new.kind is not old.kind and not gone:
        yield Replaced(path, f"{old.kind.__name__} turned into {new.kind.__name__}")


def _described(module: nn.Module) -> str:
    name = type(module).__name__
    return f"another {name}" if name.endswith("Bridge") else name


def name_of(function: Any) -> str:
    """A function as Python knows it, or the type of what is called."""
    inner = getattr(function, "func", function)
    return str(getattr(inner, "__qualname__", type(inner).__qualname__))
