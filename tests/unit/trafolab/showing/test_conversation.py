"""What a widget and its view say to each other, with a page that is a list."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import trafolab_viz
from trafolab.jupyter.packing import unpack
from trafolab.showing import conversation
from trafolab_protocol.views import TensorSpec

from tests.waiting import PATIENCE, until


class Page:
    """A widget whose page this is."""

    def __init__(self, view: str, heard: Callable[[Any], None]) -> None:
        self.say = heard
        self.told: list[tuple[Any, list[Any]]] = []
        self.closed = False
        self.came = threading.Condition()

    def tell(self, content: Any, buffers: Any = ()) -> None:
        with self.came:
            self.told.append((content, list(buffers)))
            self.came.notify_all()

    def wait(self, n: int) -> tuple[Any, list[Any]]:
        """The n-th message."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.told) >= n, PATIENCE), self.told
        return self.told[n - 1]

    def rests(self) -> None:
        """Nobody is at work any more."""
        until(lambda: all(thread.name != "trafolab-views" for thread in threading.enumerate()))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "ViewWidget", Page)
    monkeypatch.setattr(conversation, "is_built", lambda: True)


@pytest.fixture
def shown(gpt2_lab: Any, built: None) -> Any:
    return gpt2_lab.view("attention", head="L0H1")


@pytest.fixture
def page(shown: Any) -> Page:
    return shown.widget


def test_who_opens_it_is_sent_the_answer(gpt2_lab: Any, shown: Any, page: Page) -> None:
    page.say({"kind": "open", "place": "a"})
    told, buffers = page.wait(1)
    assert (told["kind"], told["view"], told["revision"]) == ("view", "attention", gpt2_lab.revision)
    assert told["params"] == shown.params.model_dump(mode="json")
    assert (told["title"], told["line"]) == ("attention · L0H1", 'lab.view("attention", head="L0H1")')
    specs = [TensorSpec.model_validate(spec) for spec in told["tensors"]]
    np.testing.assert_array_equal(unpack(specs, buffers)["pattern"], shown.tensors["pattern"])


def test_it_follows_while_it_is_shown_and_rests_when_it_is_not(gpt2_lab: Any, page: Page) -> None:
    page.say({"kind": "open", "place": "a"})
    page.wait(1)
    page.say({"kind": "seen", "place": "a"})
    gpt2_lab.ablate("attn.0")
    told, _ = page.wait(2)
    assert told["revision"] == gpt2_lab.revision
    page.say({"kind": "close", "place": "a"})
    gpt2_lab.clear()
    page.rests()
    assert len(page.told) == 2


def test_in_sight_again_it_is_sent_what_changed_and_nothing_else(gpt2_lab: Any, page: Page) -> None:
    page.say({"kind": "open", "place": "a"})
    page.wait(1)
    for change in (lambda: None, lambda: gpt2_lab.ablate("attn.0")):
        page.say({"kind": "close", "place": "a"})
        change()
        page.rests()
        page.say({"kind": "seen", "place": "a"})
        page.rests()
    assert [told["revision"] for told, _ in page.told] == [gpt2_lab.revision - 1, gpt2_lab.revision]


def test_a_page_that_draws_nothing_is_not_sent_more_until_it_does(gpt2_lab: Any, page: Page) -> None:
    page.say({"kind": "open", "place": "a"})
    for step in range(conversation.UNSEEN + 2):
        page.wait(min(step + 1, conversation.UNSEEN))
        gpt2_lab.ablate(f"L{step % 2}H{step // 2}")
    page.rests()
    assert len(page.told) == conversation.UNSEEN
    page.say({"kind": "seen", "place": "a"})
    assert page.wait(conversation.UNSEEN + 1)[0]["revision"] == gpt2_lab.revision


def test_what_is_chosen_is_computed(shown: Any, page: Page) -> None:
    page.say({"kind": "open", "place": "a"})
    page.wait(1)
    page.say({"kind": "ask", "params": {"head": "L1H2", "hide_bos": True}})
    assert page.wait(2)[0]["data"]["head"] == "L1H2"
    assert shown.data.hide_bos


def test_an_answer_says_which_choices_it_answers(shown: Any, page: Page) -> None:
    page.say({"kind": "open", "place": "a"})
    assert page.wait(1)[0]["asks"] == {}
    page.say({"kind": "ask", "place": "a", "id": "1", "params": {"head": "L1H2"}})
    told = page.wait(2)[0]
    assert (told["asks"], told["params"]["head"]) == ({"a": "1"}, "L1H2")
    # The same again is answered too: whoever asked waits for it.
    page.say({"kind": "ask", "place": "b", "id": "2", "params": {"head": "L1H2"}})
    assert page.wait(3)[0]["asks"] == {"a": "1", "b": "2"}


def test_what_cannot_be_computed_is_said(shown: Any, page: Page, gpt2_lab: Any) -> None:
    page.say({"kind": "open", "place": "a"})
    page.wait(1)
    page.say({"kind": "ask", "params": {"head": "L1H2", "size": 3}})
    assert "takes no size" in page.wait(2)[0]["error"]
    page.say({"kind": "ask", "params": {"head": "L9H9"}})
    assert "no target named L9H9" in page.wait(3)[0]["error"]


def test_its_rows_are_sent_as_a_file(shown: Any, page: Page) -> None:
    import pandas

    page.say({"kind": "file", "id": "1", "form": "csv"})
    told, [content] = page.wait(1)
    assert (told, bytes(content).decode()) == ({"kind": "file", "id": "1"}, shown.to_csv())
    page.say({"kind": "file", "id": "2", "form": "parquet"})
    read = pandas.read_parquet(BytesIO(bytes(page.wait(2)[1][0])))
    assert list(read.columns) == list(shown.to_dataframe().columns)


@pytest.mark.parametrize("message", [{}, {"kind": 3}, {"kind": "dance"}, {"kind": "ask", "params": {}}])
def test_nonsense_does_no_harm(page: Page, message: Any) -> None:
    page.say(message)
    page.say({"kind": "open", "place": "a"})
    assert page.wait(1)[0]["kind"] in ("view", "view_failure")


def test_what_nobody_can_see_any_more_is_let_go(gpt2_lab: Any, page: Page) -> None:
    page.say({"kind": "open", "place": "a"})
    page.wait(1)
    page.closed = True
    gpt2_lab.ablate("attn.0")
    page.rests()
    assert gpt2_lab._follower._shown == []
    assert len(page.told) == 1


def test_a_widget_that_was_closed_is_shown_as_a_new_one(shown: Any, page: Page) -> None:
    assert shown.widget is page
    page.closed = True
    assert shown.widget is not page


def test_the_widget_has_the_picture_of_when_it_was_shown(shown: Any) -> None:
    assert shown._display_().still == shown.picture().url


def test_where_comms_are_not_ipykernels_it_talks_as_any_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    """marimo's are so."""
    told: list[Any] = []

    class Comm:
        kernel = "marimo"
        comm_id = "a"

        def send(self, data: Any = None, metadata: Any = None, buffers: Any = None) -> None:
            told.append(data)

        def on_msg(self, callback: Any) -> None: ...

        def close(self) -> None: ...

    def comm(**given: Any) -> Comm:
        return Comm()

    monkeypatch.setattr("ipywidgets.widgets.widget.comm.create_comm", comm)
    widget = trafolab_viz.ViewWidget("attention", lambda message: None)
    widget.tell({"kind": "view"})
    assert told == [{"method": "custom", "content": {"kind": "view"}}]


def test_without_its_script_there_is_a_picture_alone(gpt2_lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "is_built", lambda: False)
    view = gpt2_lab.view("attention", head="L0H1")
    data, _ = view._repr_mimebundle_()
    assert set(data) == {"text/plain", "image/png"}
    assert view._display_().png == data["image/png"]


def test_the_widgets_package_knows_whether_it_is_built() -> None:
    assert trafolab_viz.is_built() == (trafolab_viz.view_widget.SCRIPT.exists())
