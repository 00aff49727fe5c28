"""What stands among a laboratory's problems though no act asked for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..lab import Lab
    from ..snapshot import Account


class Troubles:
    """Of one kernel; ``wake`` has them sent. Safe to use from any thread."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._notice: tuple[object, str | None] = (None, None)
        self._known: dict[str, str] = {}
        self._printed: set[str] = set()

    def notice(self, model: object, text: str | None) -> None:
        """Tell ``text`` among the problems as long as ``model`` is the laboratory's."""
        self._notice = (model, text)

    def trouble(self, who: str, text: str | None) -> None:
        """Tell ``text`` among the problems until ``who`` takes it back with None."""
        known = who in self._known
        if text is None:
            self._known.pop(who, None)
        else:
            self._known[who] = text
        # Only when it comes or goes: a text that differs each time would keep the sender awake for ever.
        if known != (text is not None):
            self._wake()

    def attempt(self, who: str, words: str, act: Callable[[], None]) -> None:
        """Carry out one round of a thread that must outlive whatever a round meets in a person's model. What
        it raised is told among the problems until a round succeeds, and printed once."""
        trouble = None
        try:
            act()
        except Exception as error:
            trouble = f"{words}: {type(error).__name__}: {error}"
            if trouble not in self._printed:
                self._printed.add(trouble)
                print(trouble, file=sys.stderr)
        self.trouble(who, trouble)

    def account(self, lab: Lab) -> Account:
        """A laboratory's account with all of this first among its problems."""
        model, text = self._notice
        account = lab.account
        told = [] if text is None or model is not lab.model else [text]
        told += list(self._known.values())
        if not told:
            return account
        problems = [*told, *account.state.problems]
        return replace(account, state=account.state.model_copy(update={"problems": problems}))
