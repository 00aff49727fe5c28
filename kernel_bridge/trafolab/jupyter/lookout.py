"""Looks at the model for what a person's code did to it: thoroughly after each cell, lightly twice
a second all the time, since a cell may run for hours and a widget changes things outside any."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ..observe.observer import Observer
from .cores import give_back

if TYPE_CHECKING:
    from ..lab import Lab
    from .bindings import Bindings
    from .publisher import Publisher

INTERVAL = 0.5
"""Seconds between two light looks."""

SHARE = 0.03
"""Of a running cell's time, at most this goes into looking."""


class Lookout:
    """One thread that keeps a laboratory's findings true."""

    def __init__(self, bindings: Bindings, publisher: Publisher) -> None:
        self._bindings = bindings
        self._publisher = publisher
        self._wake = threading.Event()
        self._stopped = False
        self._looking = False
        self._running = False
        self._cell: int | None = None
        self._lab: Lab | None = None
        self._observer: Observer | None = None
        self._unlisten = lambda: None
        self._lock = threading.RLock()
        self._thread = threading.Thread(target=self._run, name="trafolab-lookout", daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Nothing ran since the last thorough look."""
        return not self._looking and not self._wake.is_set()

    def take(self, lab: Lab) -> None:
        """Look after ``lab`` from now on. What its weights are now counts as loaded."""
        with self._lock:
            self._unlisten()
            self._lab = lab
            self._rebase()
            self._unlisten = lab.listen(self._rebase)

    def began(self, cell: int | None) -> None:
        """A cell starts; ``cell`` is its number."""
        self._cell, self._running = cell, True
        self._distrust()

    def ended(self) -> None:
        """A cell is over: look thoroughly."""
        self._running = False
        self._distrust()
        self._wake.set()

    def stirred(self) -> None:
        """Code of the person's ran, in a cell or outside."""
        self._distrust()
        self._wake.set()

    def close(self) -> None:
        """End the thread."""
        self._stopped = True
        self._unlisten()
        self._wake.set()
        self._thread.join()

    def _distrust(self) -> None:
        # A click may come before the look.
        if self._lab is not None:
            self._lab.distrust()

    def _rebase(self) -> None:
        # On the thread that brought the model, before any code can change it.
        with self._lock:
            lab = self._lab
            if lab is None:
                return
            if self._observer is None or self._observer.model is not lab.model or self._folded(lab):
                self._observer = Observer(lab)

    def _folded(self, lab: Lab) -> bool:
        """Folding replaces all weights, and is no change of them: what it gave counts as loaded, unless
        some had been changed before."""
        folded = self._observer is not None and self._observer.mode != lab.info.mode
        return folded and not lab.findings.weights

    def _run(self) -> None:
        while not self._stopped:
            thorough = self._wake.wait(INTERVAL)
            self._looking = thorough
            self._wake.clear()
            # A look that finds weights moving makes a new revision; a page that has not yet been
            # shown the last one is not helped by it.
            if self._stopped or not (thorough or self._publisher.idle):
                continue
            self._look_safely(thorough)
            self._looking = False
            if not (thorough or self._running):
                self._publisher.troubles.attempt(
                    "readying", "Experiments could not be prepared", self._get_ready
                )

    def _get_ready(self) -> None:
        """A person who has two prompts may ask for an experiment next, and does nothing else just now."""
        if self._lab is not None:
            self._lab.get_ready()

    def _look_safely(self, thorough: bool) -> None:
        self._publisher.troubles.attempt(
            "lookout", "The model could not be looked at", lambda: self._look(thorough)
        )
        if thorough:
            # Code ran: how often interventions fired in it is news, even where nothing else is.
            self._publisher.wake()
        self._publisher.troubles.trouble("model", self._bindings.gone())
        give_back()

    def _look(self, thorough: bool) -> None:
        self._bindings.look()
        self._publisher.troubles.trouble("model", self._bindings.gone())
        with self._lock:
            lab, observer = self._lab, self._observer
        if lab is None or observer is None:
            return
        running, cell = self._running, self._cell
        found, moved = observer.look(None if thorough else INTERVAL * SHARE)
        if observer is not self._observer:
            # It compared with weights that count no more.
            self._wake.set()
            return
        findings = found.model_copy(update={"moving": moved and running})
        if moved or findings != lab.findings:
            with lab.step(cell):
                lab.observe(findings, moved=moved, of=observer.model)
        if not (running or self._running):
            # What is found from now on, no cell has done.
            self._cell = None
