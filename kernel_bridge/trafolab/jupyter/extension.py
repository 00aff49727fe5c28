"""``%load_ext trafolab`` makes any kernel a laboratory: ``lab`` and ``model`` in the namespace, the
page's comms answered, and what cells do to the model found."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from . import circuitsvis
from .apparatus import Apparatus
from .opening import first_lab

if TYPE_CHECKING:
    from ipykernel.kernelbase import Kernel
    from IPython.core.interactiveshell import InteractiveShell

_ATTRIBUTE = "_trafolab_apparatus"


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Called by ``%load_ext trafolab``; loading twice changes nothing."""
    if hasattr(shell, _ATTRIBUTE):
        return
    apparatus = attach(shell)
    apparatus.observe()
    circuitsvis.install()
    apparatus.hold(*first_lab(shell.user_ns))


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Called by ``%unload_ext trafolab``: everything of ours leaves the shell; ``lab`` stays."""
    apparatus: Apparatus | None = getattr(shell, _ATTRIBUTE, None)
    if apparatus is not None:
        apparatus.close()
        delattr(shell, _ATTRIBUTE)


def attach(shell: InteractiveShell) -> Apparatus:
    """The first stage alone: the comms are answered as soon as there is a laboratory."""
    apparatus = Apparatus(shell, cast("Kernel | None", getattr(shell, "kernel", None)))
    setattr(shell, _ATTRIBUTE, apparatus)
    return apparatus
