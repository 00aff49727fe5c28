"""Identity and numerics of the model that the laboratory holds."""

from __future__ import annotations

from typing import Literal

from .record import Record
from .stamps import Mode
from .structure import Structure

SourceKind = Literal["embedded", "directory", "hub", "legacy", "native", "live"]


class ModelInfo(Record):
    """Everything about the model that the page's badge and every stamp need."""

    name: str
    """Short display name, such as ``trafo-2l``."""
    source: str
    """What ``trafolab.open`` was given; for a live object, the name it was bound to."""
    kind: SourceKind
    architecture: str
    hash: str
    """Of the loaded weights; changes with the checkpoint, not with later edits."""
    mode: Mode
    folded: list[str]
    """What folding really changed; empty in raw mode."""
    dtype: str
    device: str
    n_params: int
    has_tokenizer: bool
    hf_difference: float | None
    """Largest |difference| of log-probabilities to Hugging Face's own forward pass; None where there is
    none (yet)."""
    hf_n_tokens: int | None = None
    """Length of the prompt that it was found on: the clean one of that moment."""
    hf_reason: str | None = None
    """Why nothing was compared."""
    reopens: bool = False
    """Whether the model can be opened again from its source, raw or folded."""
    structure: Structure
