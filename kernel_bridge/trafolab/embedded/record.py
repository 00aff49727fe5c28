"""What is kept of one training run: how it was trained, and its figures. The model card is made of such
records."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from trafolab.embedded.figures.figure import Figure

FILE: Final = "record.json"


@dataclass(frozen=True)
class Training:
    """How a model was trained; ``seconds`` is the time of the whole training on ``threads`` threads."""

    command: str
    seed: int
    steps: int
    threads: int
    seconds: float
    loss: float
    parameters: int
    versions: dict[str, str]


@dataclass(frozen=True)
class Record:
    """A training run and the figures of its model."""

    training: Training
    figures: tuple[Figure, ...]

    def write(self, directory: Path) -> None:
        """Write ``record.json`` beside the weights."""
        (directory / FILE).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")

    @classmethod
    def read(cls, file: Path) -> Record:
        """The record of a file."""
        found = json.loads(file.read_text())
        return cls(Training(**found["training"]), tuple(Figure(**one) for one in found["figures"]))
