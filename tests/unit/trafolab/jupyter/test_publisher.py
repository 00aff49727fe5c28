"""The kernel's one voice does not fall silent."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

from trafolab.jupyter import publisher as publishing
from trafolab.jupyter.publisher import Publisher
from trafolab.snapshot import Account
from trafolab_protocol.kernel import StatePush
from trafolab_protocol.state import State
from trafolab_protocol.views import ViewFailure, Watch

from tests.waiting import PATIENCE, until


def test_a_round_that_fails_is_told_and_the_next_one_comes(capsys: Any) -> None:
    rounds: list[int] = []

    class Broken:
        model = None
        tensors = SimpleNamespace(listen=lambda keep: lambda: None)
        book = SimpleNamespace(listen=lambda keep: lambda: None, stored=lambda: ())

        def listen(self, wake: Any) -> Any:
            return lambda: None

        @property
        def revision(self) -> int:
            rounds.append(1)
            raise ValueError("from a person's code")

    publisher: Any = Publisher()
    channel = SimpleNamespace(send=lambda record, buffers: None)
    publisher.connect(channel)
    publisher.take(Broken())
    until(lambda: publisher.wake() or len(rounds) >= 2)
    publisher.close()
    assert capsys.readouterr().err.count("from a person's code") == 1


def test_a_watch_given_up_while_it_is_computed_is_answered_when_it_is_taken_up_again() -> None:
    """Its answer for a revision must not count as sent to somebody who was not looking then."""
    computing, may_end = threading.Event(), threading.Event()

    class Slow:
        model, revision = None, 7
        tensors = SimpleNamespace(listen=lambda keep: lambda: None)
        book = SimpleNamespace(listen=lambda keep: lambda: None, stored=lambda: ())
        account = Account(State(revision=7, settled=True, model=None, clean=None), (), 0)

        def listen(self, wake: Any) -> Any:
            return lambda: None

        def settle(self) -> None:
            pass

        def version(self, view: str, params: Any) -> object:
            return None

        def compute(self, view: str, params: Any) -> Any:
            computing.set()
            may_end.wait(PATIENCE)
            raise ValueError("enough for an answer")

    answers: list[Any] = []
    publisher: Any = Publisher()
    channel = SimpleNamespace(send=lambda record, buffers: answers.append(record))
    publisher.connect(channel)
    publisher.take(Slow())
    watch = Watch(key="p", view="patterns", params={})
    publisher.watch([watch])
    assert computing.wait(PATIENCE)
    publisher.watch([])
    may_end.set()
    until(lambda: publisher.idle)
    assert not any(isinstance(each, ViewFailure) for each in answers)
    publisher.watch([watch])
    until(lambda: any(isinstance(each, ViewFailure) for each in answers))
    publisher.close()


def test_a_state_waits_for_a_short_pass_and_goes_ahead_of_a_long_one(monkeypatch: Any) -> None:
    clock = SimpleNamespace(now=0.0)
    times = SimpleNamespace(perf_counter=lambda: clock.now, monotonic=lambda: clock.now)
    monkeypatch.setattr(publishing, "time", times)

    class Counting:
        model, revision, settled = None, 1, False
        seconds = 0.0
        tensors = SimpleNamespace(listen=lambda keep: lambda: None)
        book = SimpleNamespace(listen=lambda keep: lambda: None, stored=lambda: ())

        def listen(self, wake: Any) -> Any:
            return lambda: None

        @property
        def account(self) -> Account:
            state = State(revision=self.revision, settled=self.settled, model=None, clean=None)
            return Account(state, (), 0)

        def change(self, seconds: float) -> None:
            self.revision, self.settled, self.seconds = self.revision + 1, False, seconds

        def settle(self) -> None:
            clock.now += self.seconds
            self.settled = True

        def version(self, view: str, params: Any) -> object:
            return None

        def compute(self, view: str, params: Any) -> Any:
            raise ValueError("an answer of its own kind")

    sent: list[str] = []

    def send(record: Any, buffers: Any) -> None:
        sent.append(f"state {record.state.settled}" if isinstance(record, StatePush) else "view")

    publisher: Any = Publisher()
    lab = Counting()
    publisher.connect(SimpleNamespace(send=send))
    publisher.take(lab)
    publisher.watch([Watch(key=name, view=name, params={}) for name in ("metric", "patterns")])
    until(lambda: publisher.idle and sent.count("view") == 2)
    assert sent[0] == "state False", "a new listener is told at once"

    def round_after(seconds: float) -> list[str]:
        sent.clear()
        lab.change(seconds)
        publisher.wake()
        until(lambda: publisher.idle and sent.count("view") == 2)
        return list(sent)

    assert round_after(2 * publishing.SHORT_PASS) == ["view", "state True", "view"]
    assert round_after(0.0) == ["state False", "view", "state True", "view"]
    assert round_after(0.0) == ["view", "state True", "view"]
    publisher.close()
