"""Whether what is read of several prompts belongs together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ViewError

if TYPE_CHECKING:
    from ..runs import Run


def refuse_beyond(run: Run, position: int) -> None:
    """Raise :class:`ViewError` for a position of the clean prompt that a run's own prompt lacks."""
    if position >= run.n_tokens:
        name = run.stamp.prompt
        what = f"{name} has {run.n_tokens} tokens, and so no position {position}."
        raise ViewError("no_position", what, name, "Read a token that both prompts have.")


def refuse_other_length(run: Run, other: Run) -> None:
    """Raise :class:`ViewError` where the positions of two runs do not belong together."""
    if run.n_tokens != other.n_tokens:
        there = f"{other.stamp.prompt} has {other.n_tokens}, {run.stamp.prompt} {run.n_tokens}"
        what = f"The two runs have different numbers of tokens: {there}."
        raise ViewError("other_length", what, other.stamp.prompt, "Choose prompts of one length.")
