"""Pairs out of rows: those of a list, a CSV or JSONL file, or a saved dataset."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError
from trafolab_protocol.pairs import GivenPair

from ..arguments import answers_in
from ..errors import LabError, OperationError
from ..prompts import source_of

COLUMNS = ("clean", "corrupt", "answer", "distractor", "roles")
_ADVICE = 'A pair is (clean, corrupt, answer, distractor), or a row with these columns and perhaps "roles".'


def given_pair(row: Any, number: int) -> GivenPair:
    """A row as a pair: a mapping, or a sequence in the order of :data:`COLUMNS`. Raises
    :class:`OperationError`, with the row's number, for one that is none."""
    if isinstance(row, Sequence) and not isinstance(row, str):
        several = cast("Sequence[Any]", row)
        row = dict(zip(COLUMNS, several, strict=False)) if len(several) <= len(COLUMNS) else {}
    fields = (
        {str(name): value for name, value in cast("Mapping[Any, Any]", row).items()} if _is_row(row) else {}
    )
    fields |= {name: answers_in(fields[name]) for name in COLUMNS[2:4] if name in fields}
    missing = [name for name in COLUMNS[:3] if fields.get(name) in (None, "")]
    if missing:
        what = f"Pair {number} has no {' and no '.join(missing)}."
        raise OperationError("incomplete_pair", what, None, _ADVICE)
    try:
        return GivenPair(
            clean=source_of(fields["clean"]),
            corrupt=source_of(fields["corrupt"]),
            answer=fields["answer"],
            distractor=None if fields.get("distractor") == "" else fields.get("distractor"),
            roles=_roles(fields.get("roles")),
        )
    except (ValidationError, LabError, ValueError) as error:
        what = f"Pair {number} can't be read: {_reason(error)}"
        raise OperationError("bad_pair", what, None, _ADVICE) from error


def given_pairs(rows: Iterable[Any]) -> list[GivenPair]:
    """Each row as a pair. Raises :class:`OperationError`."""
    return [given_pair(row, number) for number, row in enumerate(rows)]


def pairs_in(path: str) -> list[GivenPair]:
    """The pairs that a file or a dataset's folder holds. Raises :class:`OperationError`."""
    place = Path(path).expanduser()
    if place.is_dir():
        return given_pairs(_dataset(place))
    if not place.is_file():
        advice = f"Give the path as seen from {Path.cwd()}."
        raise OperationError("no_file", f"There is no file {path}.", path, advice)
    readers = {".csv": _csv, ".jsonl": _jsonl}
    reader = readers.get(place.suffix.lower())
    if reader is None:
        what = f"Pairs can't be read from a file whose name ends in {place.suffix or 'nothing'}."
        raise OperationError(
            "unknown_format", what, path, "Give a .csv or .jsonl file, or a dataset's folder."
        )
    try:
        return given_pairs(reader(place))
    except (UnicodeDecodeError, csv.Error) as error:
        raise OperationError(
            "bad_file", f"{path} can't be read: {error}.", path, "It must be UTF-8."
        ) from error


def _csv(path: Path) -> list[dict[str, Any]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _jsonl(path: Path) -> list[Any]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows: list[Any] = []
    for number, line in enumerate(lines):
        try:
            rows.append(json.loads(line))
        except ValueError as error:
            what = f"Line {number + 1} of {path} is no JSON: {error}."
            raise OperationError("bad_file", what, str(path), _ADVICE) from error
    return rows


def _dataset(path: Path) -> Iterable[Any]:
    try:
        from datasets import load_from_disk
    except ImportError as error:
        what = f"{path} is a folder, and datasets are read by a library that is not installed."
        advice = "Install it (pip install datasets), or give a .csv or .jsonl file."
        raise OperationError("no_datasets", what, str(path), advice) from error
    try:
        found: Any = load_from_disk(str(path))
    except Exception as error:
        # Whatever the library finds wrong with the folder.
        advice = "Save one there with dataset.save_to_disk(…)."
        what = f"{path} holds no dataset: {str(error).rstrip('.')}."
        raise OperationError("no_dataset", what, str(path), advice) from error
    if isinstance(found, dict):
        splits = ", ".join(map(str, cast("dict[Any, Any]", found)))
        what = f"{path} holds several splits: {splits}."
        raise OperationError("several_splits", what, str(path), "Give the folder of one of them.")
    return found


def _roles(given: Any) -> dict[str, int | str]:
    """A mapping, or text such as ``S1=4; S2=10``, as a CSV file may have it."""
    if not given:
        return {}
    if not isinstance(given, str):
        return {name: where for name, where in dict(given).items() if where is not None}
    if given.lstrip().startswith("{"):
        return json.loads(given)
    named = [part.partition("=") for part in given.split(";") if part.strip()]
    return {name.strip(): _index(where.strip()) for name, _, where in named}


def _index(text: str) -> int | str:
    return int(text) if text.lstrip("-").isdigit() else text


def _is_row(row: Any) -> bool:
    return isinstance(row, Mapping)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}."
    return str(error)
