"""What is remembered of one notebook: state, history, layout, experiments, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from trafolab_protocol.core import Step, StepsTail
from trafolab_protocol.experiments import Experiment
from trafolab_protocol.state import HistoryEntry, State

_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (name TEXT PRIMARY KEY, json TEXT NOT NULL, saved_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS history (position INTEGER PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS step (position INTEGER PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS experiment (id TEXT PRIMARY KEY, created_at TEXT NOT NULL, json TEXT NOT NULL);
"""


class StorageCorrupt(Exception):
    """The file is no database of ours, or what it holds cannot be read."""


class Storage:
    """One file. Every write is a transaction, so a killed process leaves the last whole one. They go into
    SQLite's write-ahead log, which is with the operating system at once and waits for no disk.

    Methods may be called from any thread. The history is kept in rows of its own, of which a
    save writes only those that changed: it grows with every act while the rest stays small.
    """

    def __init__(self, path: Path) -> None:
        """Raises :class:`StorageCorrupt`."""
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            self._prepare()
            self._history = self._load_history()
            self.steps()
            self.state = self._load_state()
            self.layout = self._load("layout")
        except (sqlite3.DatabaseError, ValueError) as error:
            self._database.close()
            raise StorageCorrupt(str(error)) from error

    def save_state(self, state: State, name: str = "state", steps: StepsTail | None = None) -> None:
        """Remember ``state`` as the last one, with what changed of its ``steps``; under another ``name``,
        beside it."""
        with self._lock, self._database:
            self._database.execute("BEGIN")
            self._put(name, state.model_copy(update={"history": []}).model_dump_json())
            if name == "state":
                self._put_history(state.history)
                if steps is not None:
                    self._put_steps(steps)

    def steps(self) -> StepsTail:
        """All steps of undo."""
        with self._lock:
            with closing(self._database.execute("SELECT json FROM step ORDER BY position")) as rows:
                steps = [Step.model_validate_json(row[0]) for row in rows]
            cursor = self._load("cursor")
        return StepsTail(start=0, steps=steps, cursor=cursor if isinstance(cursor, int) else 0)

    def experiments(self) -> list[Experiment]:
        """Those that have ended, in the order of their start. One that another version wrote, and that can't
        be read, is left out and stays in the file."""
        query = "SELECT json FROM experiment ORDER BY created_at"
        with self._lock, closing(self._database.execute(query)) as rows:
            return [found for row in rows if (found := _read(row[0])) is not None]

    def save_experiment(self, experiment: Experiment) -> None:
        """Remember an experiment, in place of what was remembered under its id."""
        row = (experiment.id, experiment.created_at, experiment.model_dump_json())
        with self._lock, self._database:
            self._database.execute("INSERT OR REPLACE INTO experiment VALUES (?, ?, ?)", row)

    def forget_experiment(self, id: str) -> None:
        with self._lock, self._database:
            self._database.execute("DELETE FROM experiment WHERE id = ?", (id,))

    def save_layout(self, layout: dict[str, Any]) -> None:
        with self._lock, self._database:
            self._database.execute("BEGIN")
            self._put("layout", json.dumps(layout))

    def names(self) -> list[str]:
        """The documents that are there: ``state``, ``layout``, and states set aside."""
        with self._lock, closing(self._database.execute("SELECT name FROM document ORDER BY name")) as rows:
            return [str(row[0]) for row in rows]

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def _prepare(self) -> None:
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise ValueError(f"its format is {version}, this version of Trafolab reads {_VERSION}")
        (verdict,) = self._database.execute("PRAGMA quick_check").fetchone()
        if verdict != "ok":
            raise ValueError(str(verdict))
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(_SCHEMA)
        self._database.execute(f"PRAGMA user_version = {_VERSION}")

    def _put(self, name: str, document: str) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO document VALUES (?, ?, ?)",
            (name, document, datetime.now(UTC).isoformat()),
        )

    def _put_history(self, entries: list[HistoryEntry]) -> None:
        old = self._history
        rows = [
            (i, entry.model_dump_json())
            for i, entry in enumerate(entries)
            if i >= len(old) or old[i] != entry
        ]
        self._database.executemany("INSERT OR REPLACE INTO history VALUES (?, ?)", rows)
        self._database.execute("DELETE FROM history WHERE position >= ?", (len(entries),))
        self._history = list(entries)

    def _put_steps(self, tail: StepsTail) -> None:
        self._database.execute("DELETE FROM step WHERE position >= ?", (tail.start,))
        rows = [(tail.start + i, step.model_dump_json()) for i, step in enumerate(tail.steps)]
        self._database.executemany("INSERT INTO step VALUES (?, ?)", rows)
        self._put("cursor", json.dumps(tail.cursor))

    def _load(self, name: str) -> Any:
        row = self._database.execute("SELECT json FROM document WHERE name = ?", (name,)).fetchone()
        return None if row is None else json.loads(row[0])

    def _load_history(self) -> list[HistoryEntry]:
        with closing(self._database.execute("SELECT json FROM history ORDER BY position")) as rows:
            return [HistoryEntry.model_validate_json(row[0]) for row in rows]

    def _load_state(self) -> State | None:
        document = self._load("state")
        if document is None:
            return None
        try:
            return State.model_validate(document).model_copy(update={"history": self._history})
        except ValidationError as error:
            raise ValueError(f"its state cannot be read: {error}") from error


def _read(document: str) -> Experiment | None:
    try:
        return Experiment.model_validate_json(document)
    except ValidationError:
        return None
