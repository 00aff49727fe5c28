"""Measure the model card's figures: ``python -m trafolab.embedded.measure [DIR] [--seed N]``.

The seed draws the names and the random words; with ``--record`` the figures replace those of the directory's
``record.json``, for the card. The command ends with 1 when a figure misses its bar.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from trafolab.embedded import path
from trafolab.embedded.figures import attention, binding, indirect_object, patching, smaller_skills
from trafolab.embedded.figures.figure import Figure
from trafolab.embedded.figures.subject import Subject
from trafolab.embedded.record import FILE, Record

PROMPTS: Final = 1000
_PATCHED: Final = 50


def figures(directory: Path, seed: int = 0, n: int = PROMPTS, patched: int = _PATCHED) -> list[Figure]:
    """All figures of the model in a directory, on ``n`` prompts each (``patched`` for those that patch)."""
    subject = Subject.load(directory)
    rng = Random(f"figures {seed}")
    return [
        *binding.surname_first(subject, rng, n),
        *binding.mismatch(subject, rng, n),
        *binding.two_people(subject, rng, n),
        *indirect_object.above_subject(subject, rng, n),
        *attention.heads(subject, rng, n // 5),
        *patching.residual(subject, rng, patched),
        *patching.moving_head(subject, rng, patched),
        *smaller_skills.smaller_skills(subject, rng),
    ]


def table(found: list[Figure]) -> str:
    """The figures as lines of text, those that miss their bar marked."""
    lines = [
        f"{'   ' if one.met else 'NO '}{one.value:8.3f}  {one.bar:7}  n={one.n:<5} {one.name}"
        for one in found
    ]
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure the embedded model's figures.")
    parser.add_argument("directory", type=Path, nargs="?", default=path())
    parser.add_argument("--seed", type=int, default=0, help="draws other names and other random words")
    parser.add_argument(
        "--record", action="store_true", help="keep the figures in the directory's record.json"
    )
    given = parser.parse_args()
    found = figures(given.directory, given.seed)
    print(table(found))
    if given.record:
        replace(Record.read(given.directory / FILE), figures=tuple(found)).write(given.directory)
    raise SystemExit(0 if all(one.met for one in found) else 1)


if __name__ == "__main__":
    main()
