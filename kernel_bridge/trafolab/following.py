"""The page's copy of a model, in step with a person's: what code did to that, passes must see."""

from __future__ import annotations

from trafolab_protocol.prompts import IdsSource, Prompt

from .conditions import Conditions
from .errors import LabError, said_by
from .models.held import Held

SEVERAL = Prompt(name="pairs", source=IdsSource(ids=[]), tokens=[])
"""Stands for prompts that have no name of their own."""


class Following:
    """Of one model."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._doubts = 0

    def follow(self, prompt: Prompt = SEVERAL) -> None:
        """Take over what code put into the model; ``prompt`` is what a pass is wanted over. Raises
        :class:`LabError` where it can't. Only with the executor's lock."""
        try:
            self._held.shadow.sync()
        except Exception as error:
            # A person may have put anything into the model, and not all of it can be copied.
            what = f"The page can't follow what code put into the model: {said_by(error)}."
            advice = "Undo it, or open the model again with lab.open(…); the model itself is not harmed."
            raise LabError("not_followed", what, prompt.name, advice) from error

    def has_persons_code(self) -> bool:
        """Whether code of a person's takes part in passes now. Raises :class:`LabError` where it can't."""
        with self._held.executor.lock:
            self.follow()
            return self._held.shadow.persons_code

    def distrust(self) -> None:
        """Code may have changed weights a moment ago: nothing that was computed before is begun from."""
        self._doubts += 1

    def under(self, ids: tuple[int, ...], conditions: Conditions) -> object:
        """What must be the same for a pass to begin from another."""
        shadow = self._held.shadow
        return shadow.version, shadow.stirred, conditions, ids, self._doubts


def failed(prompt: Prompt, error: Exception) -> LabError:
    """Of a pass: a person's mirrored hook, or the model itself, may raise anything."""
    what = f"The forward pass for the page failed: {said_by(error)}."
    advice = "Look at the hooks on the model; model.reset_hooks() removes your own."
    return LabError("run_failed", what, prompt.name, advice)
