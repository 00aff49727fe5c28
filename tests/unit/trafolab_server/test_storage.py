"""What is remembered."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from trafolab_protocol.experiments import Experiment, SweepSpec
from trafolab_protocol.state import HistoryEntry, State
from trafolab_server.storage import Storage, StorageCorrupt


def entry(revision: int, *, undone: bool = False) -> HistoryEntry:
    return HistoryEntry(
        revision=revision,
        kind="clear",
        label=f"step {revision}",
        code="lab.clear()",
        origin="page",
        undone=undone,
    )


def state(*history: HistoryEntry) -> State:
    return State(revision=9, settled=True, model=None, clean=None, history=list(history), code="lab.clear()")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "lab.sqlite"


def reopened(path: Path) -> Storage:
    storage = Storage(path)
    storage.close()
    return storage


def test_a_fresh_file_knows_nothing(path: Path) -> None:
    storage = reopened(path)
    assert (storage.state, storage.layout) == (None, None)


def test_state_history_and_layout_come_back(path: Path) -> None:
    storage = Storage(path)
    storage.save_state(state(entry(1), entry(2)))
    storage.save_layout({"panes": [1, 2.5, "ß"]})
    storage.close()
    again = reopened(path)
    assert again.state == state(entry(1), entry(2))
    assert again.layout == {"panes": [1, 2.5, "ß"]}


@pytest.mark.parametrize(
    "later",
    [
        [entry(1), entry(2), entry(3)],
        [entry(1), entry(2, undone=True)],
        [entry(1)],
        [],
        [entry(7), entry(8)],
    ],
)
def test_the_history_is_always_the_last_states(path: Path, later: list[HistoryEntry]) -> None:
    storage = Storage(path)
    storage.save_state(state(entry(1), entry(2)))
    storage.save_state(state(*later))
    storage.close()
    assert reopened(path).state == state(*later)


def test_what_was_saved_survives_a_process_that_never_closed_its_file(path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from trafolab_server.storage import Storage;"
        "from trafolab_protocol.state import State;"
        "Storage(Path(sys.argv[1])).save_state(State.model_validate_json(sys.argv[2]));"
        "os.kill(os.getpid(), 9)"
    )
    saved = state(entry(1), entry(2))
    killed = subprocess.run([sys.executable, "-c", script, str(path), saved.model_dump_json()], check=False)
    assert killed.returncode == -9
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0
    assert reopened(path).state == saved


def test_a_state_beside_the_last_one_leaves_it_alone(path: Path) -> None:
    storage = Storage(path)
    storage.save_state(state(entry(1)))
    storage.save_state(state(), name="aside")
    assert storage.names() == ["aside", "state"]
    storage.close()
    assert reopened(path).state == state(entry(1))


def test_no_database_at_all_is_corrupt(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 500)
    with pytest.raises(StorageCorrupt, match="not a database"):
        Storage(path)


def test_a_damaged_page_is_corrupt(path: Path) -> None:
    storage = Storage(path)
    storage.save_state(state(*(entry(i) for i in range(500))))
    storage.close()
    data = bytearray(path.read_bytes())
    data[5000:9000] = b"\xff" * 4000
    path.write_bytes(data)
    with pytest.raises(StorageCorrupt):
        Storage(path)


@pytest.mark.parametrize("document", ['{"revision": "x"}', "{", '{"revision": 1, "unknown": 2}'])
def test_a_state_of_another_form_is_corrupt(path: Path, document: str) -> None:
    reopened(path)
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO document VALUES ('state', ?, '')", (document,))
    database.close()
    with pytest.raises(StorageCorrupt):
        Storage(path)


def test_a_newer_format_is_not_touched(path: Path) -> None:
    reopened(path)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StorageCorrupt, match="its format is 99"):
        Storage(path)


def experiment(id: str, minute: int, name: str = "heads") -> Experiment:
    created = f"2026-01-01T00:{minute:02}:00+00:00"
    return Experiment(id=id, name=name, spec=SweepSpec(what="z"), code="lab.sweep('z')", created_at=created)


def test_experiments_come_back_in_the_order_of_their_start_until_they_are_forgotten(path: Path) -> None:
    storage = Storage(path)
    for each in (experiment("b", 2), experiment("a", 1), experiment("c", 3), experiment("b", 2, "ß heads")):
        storage.save_experiment(each)
    storage.forget_experiment("c")
    storage.close()
    storage = Storage(path)
    assert storage.experiments() == [experiment("a", 1), experiment("b", 2, "ß heads")]
    storage.close()


def test_an_experiment_of_another_version_is_left_out_and_stays(path: Path) -> None:
    storage = Storage(path)
    storage.save_experiment(experiment("a", 1))
    storage.close()
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO experiment VALUES ('x', '2025', '{\"id\": \"x\", \"later\": 1}')")
    database.close()
    storage = Storage(path)
    assert [each.id for each in storage.experiments()] == ["a"]
    storage.close()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM experiment").fetchone() == (2,)
    database.close()
