"""What torch keeps in a module's dictionary and offers no cheap public way to read."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, MutableMapping
from typing import Any

from torch import Tensor, nn
from torch.nn.modules import module as torch_module

Hooks = MutableMapping[int, Callable[..., Any]]
EVERY_HOOK = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")


def forward_hooks(module: nn.Module) -> Hooks:
    """Hooks after the forward method, by torch's own keys."""
    return module.__dict__["_forward_hooks"]


def forward_pre_hooks(module: nn.Module) -> Hooks:
    """Hooks before the forward method."""
    return module.__dict__["_forward_pre_hooks"]


def with_kwargs(module: nn.Module, before: bool) -> Container[int]:
    """Keys of the hooks that are given keyword arguments too."""
    return module.__dict__["_forward_pre_hooks_with_kwargs" if before else "_forward_hooks_with_kwargs"]


def own_tensors(module: nn.Module) -> Iterator[Tensor | None]:
    """Parameters and buffers of the module itself, duplicates and gaps included."""
    yield from module.__dict__["_parameters"].values()
    yield from module.__dict__["_buffers"].values()


def parameter_names(module: nn.Module) -> Iterator[str]:
    """Names of the module's own parameters, gaps included."""
    yield from module.__dict__["_parameters"]


def submodules(module: nn.Module) -> MutableMapping[str, nn.Module | None]:
    """The module's children by name, duplicates and gaps included."""
    return module.__dict__["_modules"]


def instance_forward(module: nn.Module) -> Any:
    """A forward method that this very module was given in place of its class's."""
    return module.__dict__.get("forward")


def backward_hooks(module: nn.Module) -> Hooks:
    """Hooks on the gradients of the module."""
    return module.__dict__["_backward_hooks"]


def backward_pre_hooks(module: nn.Module) -> Hooks:
    """Hooks before the gradients of the module are computed."""
    return module.__dict__["_backward_pre_hooks"]


def hooks_everywhere() -> Iterator[tuple[Callable[..., Any], bool]]:
    """Hooks on every module there is, each with whether it is one on gradients."""
    for name in ("_global_forward_pre_hooks", "_global_forward_hooks"):
        yield from ((hook, False) for hook in list(vars(torch_module)[name].values()))
    for name in ("_global_backward_pre_hooks", "_global_backward_hooks"):
        yield from ((hook, True) for hook in list(vars(torch_module)[name].values()))
