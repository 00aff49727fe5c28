"""Sets of prompts that means are taken over and draws are made from, by name."""

from __future__ import annotations

from .record import Record


class ReferenceSet(Record):
    """Prompts as the model receives them, stored together."""

    name: str
    tensor: str
    """int32 [prompt, token] in the tensor store, −1 behind the end of each prompt."""
    n_prompts: int
    n_tokens: int
    """Of all prompts together, BOS included."""
    n_given: int
    """How many there were to choose from."""
    seed: int | None
    """Of the choice; None where all were taken."""
    first: list[str]
    """How the first few begin."""
    code: str
