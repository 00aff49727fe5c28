"""Write the model card: ``python -m trafolab.embedded.card [DIR]``.

The card's words are in ``card.md``; what depends on the training runs is put in from their records: that of
the directory itself, and those of the other seeds, which are kept in ``records``.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from trafolab.embedded import path
from trafolab.embedded.corpus import KINDS
from trafolab.embedded.corpus.names import FIRST_NAMES, SURNAMES
from trafolab.embedded.corpus.topic_words import TOPICS
from trafolab.embedded.record import FILE, Record
from trafolab.embedded.solo import FROM, PRICE, UNTIL

RECORDS: Final = Path(__file__).parent / "records"
_TEMPLATE: Final = Path(__file__).parent / "card.md"


def write(directory: Path) -> None:
    """Write ``README.md`` into the model's directory from its own record and those of the other seeds."""
    (directory / "README.md").write_text(render(records(directory), Record.read(directory / FILE)))


def records(directory: Path) -> dict[int, Record]:
    """The record of each seed; the directory's own replaces a kept one of the same seed."""
    files = (*sorted(RECORDS.glob("*.json")), directory / FILE)
    return {record.training.seed: record for record in map(Record.read, files)}


def render(by_seed: Mapping[int, Record], own: Record) -> str:
    """The card's text, in Markdown."""
    training = own.training
    values = {
        "seed": training.seed,
        "steps": f"{training.steps:,}",
        "parameters": f"{training.parameters:,}",
        "first_names": len(FIRST_NAMES),
        "surnames": len(SURNAMES),
        "price": PRICE,
        "from": f"{FROM:.0%}",
        "until": f"{UNTIL:.0%}",
        "topics": ", ".join(topic.name for topic in TOPICS),
        "kinds": ", ".join(f"{name} {share} %" for name, (_, share) in KINDS.items()),
        "runs": _runs(by_seed),
        "figures": _figures(by_seed, own),
    }
    text = _TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace(f"<<{name}>>", str(value))
    return text


def _runs(by_seed: Mapping[int, Record]) -> str:
    """One line for each seed: command, time, loss, versions, and whether every bar is met."""
    head = "| seed | command | steps | minutes | threads | loss | versions | bars met |"
    lines = [head, "|---" * 8 + "|"]
    for seed, record in sorted(by_seed.items()):
        one = record.training
        versions = ", ".join(f"{name} {version}" for name, version in one.versions.items())
        met = "all" if all(figure.met for figure in record.figures) else "**not all**"
        how = f"`{one.command}` | {one.steps:,} | {one.seconds / 60:.1f} | {one.threads} | {one.loss:.3f}"
        lines.append(f"| {seed} | {how} | {versions} | {met} |")
    return "\n".join(lines)


def _figures(by_seed: Mapping[int, Record], own: Record) -> str:
    """One line for each figure: its bar, n, and its value for every seed, bold where it misses the bar."""
    seeds = sorted(by_seed)
    columns = " | ".join(f"seed {seed}" for seed in seeds)
    lines = [f"| figure | bar | n | {columns} |", "|---" * (3 + len(seeds)) + "|"]
    for at, figure in enumerate(own.figures):
        cells = [_cell(by_seed[seed], at) for seed in seeds]
        lines.append(f"| {_title(figure.name)} | {figure.bar} | {figure.n:,} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(record: Record, at: int) -> str:
    figure = record.figures[at]
    # A head's place differs between seeds, so it stands with the value.
    head = figure.name.rpartition(": ")[2]
    value = f"{figure.value:.3f}" + (f" ({head})" if _is_head(head) else "")
    return value if figure.met else f"**{value}**"


def _title(name: str) -> str:
    what, _, rest = name.partition(": ")
    return what if not rest or _is_head(rest) else f"{what}: “{rest} …”"


def _is_head(text: str) -> bool:
    return len(text) == 4 and text[0] == "L" and text[2] == "H"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write the embedded model's card from the records.")
    parser.add_argument("directory", type=Path, nargs="?", default=path())
    write(parser.parse_args().directory)


if __name__ == "__main__":
    main()
