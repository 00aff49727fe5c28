"""What a server has on its disk, told by assertions that can be waited for."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def is_written(file: Path, words: str) -> None:
    """A notebook has them."""
    assert words in file.read_text(encoding="utf-8")


def is_stored(root: Path, revision: int, n_experiments: int) -> None:
    """The state of a revision, and so many experiments with their values."""
    assert document(root, "state").get("revision", -1) >= revision
    tensors = [json.loads(row)["tensor"] for row in rows(root, "SELECT json FROM experiment")]
    assert len(tensors) == n_experiments
    for name in tensors:
        assert list(root.rglob(f"{name}.safetensors"))


def is_kept(root: Path, *words: str) -> None:
    """The layout says so."""
    layout = json.dumps(document(root, "layout"))
    assert [each for each in words if each not in layout] == []


def document(root: Path, name: str) -> Any:
    """State, layout, or whatever is kept under a name; empty where there is nothing yet."""
    found = rows(root, "SELECT json FROM document WHERE name = ?", name)
    return json.loads(found[0]) if found else {}


def rows(root: Path, query: str, *values: str) -> list[str]:
    (path,) = root.glob(".trafolab/*/lab.sqlite")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return [row[0] for row in database.execute(query, values)]
