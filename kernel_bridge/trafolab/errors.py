"""Errors that a person reads: what happened, to what, and what to do next."""

from __future__ import annotations

import traceback
from pathlib import Path

from trafolab_protocol.errors import Problem


class LabError(Exception):
    """Something that the laboratory could not do.

    ``what`` is a whole sentence, ``subject`` the thing it is about, ``advice`` what to do next.
    """

    def __init__(self, code: str, what: str, subject: str | None = None, advice: str | None = None) -> None:
        super().__init__(what if advice is None else f"{what} {advice}")
        self.code = code
        self.what = what
        self.subject = subject
        self.advice = advice

    def problem(self) -> Problem:
        """The same as a record that travels."""
        return Problem(code=self.code, what=self.what, subject=self.subject, advice=self.advice)

    def _render_traceback_(self) -> list[str]:
        """What IPython prints: the person's own lines and the message, without our internals between."""
        frames = [
            frame for frame in traceback.extract_tb(self.__traceback__) if _is_a_persons(frame.filename)
        ]
        return [*traceback.StackSummary.from_list(frames).format(), f"{type(self).__name__}: {self}"]


def _is_a_persons(filename: str) -> bool:
    path = Path(filename)
    return not path.is_relative_to(_HERE) and "site-packages" not in path.parts


_HERE = Path(__file__).parent


def said_by(error: Exception) -> str:
    """What an error of a person's model says, without a full stop, or where it was raised."""
    name, said = type(error).__name__, str(error).rstrip(".")
    if said:
        return f"{name}: {said}"
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{name} in {Path(last.filename).name}, line {last.lineno}"


class GaveUp(BaseException):
    """A forward pass that was ended in the middle, since nobody waits for it any more. No error: whatever
    guards against a model's own exceptions lets it through."""


class ModelError(LabError):
    """A model could not be found, read or used."""


class TargetError(LabError):
    """A name stands for nothing in the loaded model, or for nothing that can be acted on."""


class PromptError(LabError):
    """A prompt that the model cannot take."""


class MetricError(LabError):
    """A metric that cannot be computed for this prompt and model."""


class OperationError(LabError):
    """An operation that cannot be carried out on what it was asked for."""


class ViewError(LabError):
    """A view that cannot be computed as it was asked for."""
