"""Everything that stands between one IPython shell and its laboratory, put together.

It is built in two stages. The first needs no torch, so that a fresh kernel answers Jupyter and
accepts the page's comms while the libraries are still being read; the second begins with a
laboratory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .beginning import begin
from .comms import Comms
from .cores import give_back
from .holder import Holder
from .publisher import Publisher
from .requests import Requests
from .status import StatusFilter

if TYPE_CHECKING:
    from ipykernel.kernelbase import Kernel
    from IPython.core.interactiveshell import InteractiveShell

    from ..lab import Lab
    from .lookout import Lookout


class Apparatus:
    """The Jupyter end of one kernel; outside a kernel (plain IPython) there are no comms."""

    def __init__(self, shell: InteractiveShell, kernel: Kernel | None) -> None:
        self._shell = shell
        self.holder = Holder()
        self._publisher = Publisher()
        self._lookout: Lookout | None = None
        self._removals: list[Callable[[], None]] = [self._publisher.close]
        if kernel is not None:
            comms = Comms(kernel, Requests(self.holder, self._publisher), self._publisher)
            status = StatusFilter(kernel, comms.owns)
            self._removals += [comms.remove, status.remove]

    def observe(self) -> None:
        """Begin to follow cells and namespace, with or without a laboratory yet."""
        from .bindings import Bindings
        from .cells import Cells
        from .comparer import Comparer
        from .lookout import Lookout

        bindings = Bindings(self._shell.user_ns, self.holder)
        self._lookout = lookout = Lookout(bindings, self._publisher)
        self.holder.follow(lookout.take)
        self.holder.follow(self._publisher.take)
        comparer = Comparer(self._publisher)
        self.holder.follow(comparer.take)
        cells = Cells(self._shell, self.holder, bindings, lookout)
        # Cells first: nobody may be told of a cell by a shell that has lost its lookout.
        self._removals = [cells.remove, lookout.close, bindings.close, comparer.close, *self._removals]

    @property
    def quiet(self) -> bool:
        """What code did was found, and all that is known was sent: who waits for it then knows which revision
        the page is to show."""
        # What is found wakes the publisher, so that it is asked last.
        return (self._lookout is None or self._lookout.idle) and self._publisher.idle

    def hold(self, lab: Lab, notice: str | None = None) -> None:
        """Make ``lab`` the laboratory of this kernel; ``notice`` stands among its problems until
        another model is opened."""
        begin(lab)
        self._publisher.troubles.notice(lab.model, notice)
        self.holder.replace(lab)
        give_back()

    def close(self) -> None:
        """Leave the shell as it was; the names ``lab`` and ``model`` stay bound."""
        for remove in self._removals:
            remove()
