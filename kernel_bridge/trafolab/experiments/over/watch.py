"""A run by which it can be told later whether the model is still what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from ..sweeps.asked import measured_in
from ..sweeps.sweeping import record_of

if TYPE_CHECKING:
    from ...snapshot import Now


class Watch:
    """Of what the metric reads of one prompt."""

    def __init__(self, now: Now, prompt: str) -> None:
        """``prompt``: whose run it is, by name. Raises :class:`LabError` where it fails."""
        self._now, self._prompt = now, now.core.prompt(prompt)
        _, self._measure = measured_in(now, self._prompt)
        self._found = record_of(now, self._prompt, [], self._measure).found

    def is_as_recorded(self) -> bool:
        """Whether the run gives the same, made anew."""
        again = record_of(self._now, self._prompt, [], self._measure, anew=True).found
        return all(
            torch.allclose(earlier, later, rtol=1e-6, atol=1e-6, equal_nan=True)
            for earlier, later in zip(self._found, again, strict=True)
        )
