"""What the page's end and the kernel say to each other over the two comms."""

from __future__ import annotations

from uuid import uuid4

from trafolab_protocol.actions import Clear, Intervene, Undo
from trafolab_protocol.kernel import Act, Ping, WatchSet
from trafolab_protocol.operations import Ablate, Freeze
from trafolab_protocol.version import PROTOCOL_VERSION
from trafolab_protocol.views import Watch

from tests.integration.kernel.probe import Probe

METRIC = Watch(key="m", view="metric", params={})
PATTERNS = Watch(key="p", view="patterns", params={"size": 8})


def test_whoever_connects_hears_state_views_and_version(probe: Probe) -> None:
    probe.watch(METRIC)
    probe.until(lambda: bool(probe.frames("m")))
    heard, revision = len(probe.pushes), probe.state.revision
    probe.connect()
    assert probe.ask(Ping(id="hello")).protocol == PROTOCOL_VERSION
    probe.until(lambda: len(probe.frames("m")) > 1 and len(probe.pushes) > heard + 1)
    assert probe.state.revision == revision
    assert probe.state.model is not None
    assert probe.frames("m")[0].data == probe.frames("m")[-1].data


def test_a_click_is_answered_and_shown_within_one_revision(probe: Probe) -> None:
    probe.watch(METRIC, PATTERNS)
    probe.until(lambda: bool(probe.frames("p")))
    probe.drain()
    probe.forget()
    reply = probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    settled = probe.until_settled(reply.revision)
    assert settled.revision == reply.revision
    probe.until(lambda: bool(probe.frames("p")))
    (done,) = settled.interventions
    assert (done.targets, done.status.state, done.status.fired.page) == (["L1H0"], "active", 1)
    frame, patterns = probe.frames("m")[-1], probe.frames("p")[-1]
    assert frame.revision == patterns.revision == reply.revision
    assert frame.data["live"] != frame.data["plain"]
    # The number that was waited for comes first. A state may go ahead where the last pass was long.
    proven = [p.kind for p in probe.pushes[1:] if p.kind != "state" or p.state.settled]
    assert proven == ["view", "state", "view"]


def test_the_garbage_collector_is_spared_the_libraries_but_no_model(probe: Probe) -> None:
    assert int(probe.evaluate("__import__('gc').get_freeze_count()")) > 100_000
    assert probe.evaluate("any(each is model for each in __import__('gc').get_objects())") == "True"


def test_arrays_travel_as_bytes_of_their_shape(probe: Probe) -> None:
    probe.watch(PATTERNS)
    probe.until(lambda: bool(probe.frames("p")))
    frame = probe.frames("p")[-1]
    buffers = probe.buffers[probe.pushes.index(frame)]
    (spec,) = frame.tensors
    assert (spec.name, spec.dtype, spec.buffer) == ("patterns", "uint8", 0)
    assert len(buffers[0]) == spec.shape[0] * spec.shape[1] * spec.shape[2]
    assert spec.shape[0] == len(frame.data["heads"])


def test_a_snapshot_goes_up_once_before_the_state_that_names_it(probe: Probe) -> None:
    reply = probe.act(Intervene(targets=["L0H1"], operation=Freeze(what="pattern")))
    probe.until_settled(reply.revision)
    source = probe.intervention().source
    assert source.kind == "snapshot"
    ((push, buffers),) = probe.tensors()
    assert (push.tensor.name, push.tensor.shape) == (source.parts[0].tensor, source.parts[0].shape)
    assert sum(len(buffer) for buffer in buffers) == 4 * push.tensor.shape[0] * push.tensor.shape[1]
    naming = [p for p in probe.pushes if p.kind == "state" and p.state.interventions]
    assert probe.pushes.index(push) < probe.pushes.index(naming[0])


def test_a_new_connection_gets_the_snapshots_too(probe: Probe) -> None:
    reply = probe.act(Intervene(targets=["L0H1"], operation=Freeze(what="z")))
    probe.until_settled(reply.revision)
    probe.connect()
    probe.until(lambda: len(probe.tensors()) == 2)
    first, second = probe.tensors()
    assert first == second


def test_a_request_that_cannot_be_done_says_why(probe: Probe) -> None:
    act = Act(id="a", action=Intervene(targets=["L9H9"], operation=Ablate()))
    reply = probe.ask(act)
    assert reply.problem is not None
    assert "L9H9" in reply.problem.what
    assert reply.problem.advice
    assert reply.revision == probe.state.revision


def test_a_request_that_cannot_be_read_says_where(probe: Probe) -> None:
    request = Act(id="b", action=Clear()).model_dump(mode="json")
    request["action"]["colour"] = "red"
    probe.send(request)
    probe.until(lambda: "b" in probe._replies)
    reply = probe._replies.pop("b")
    assert reply.problem is not None
    assert (reply.problem.code, reply.problem.subject) == ("invalid_request", "act.action.clear.colour")


def test_a_view_that_fails_says_so_and_the_others_come(probe: Probe) -> None:
    wrong = Watch(key="w", view="attention", params={"head": "L9H9"})
    unknown = Watch(key="u", view="horoscope", params={})
    probe.watch(wrong, unknown, METRIC)
    probe.until(lambda: bool(probe.frames("m")) and len(probe.failures()) == 2)
    errors = {failure.key: failure.error for failure in probe.failures()}
    assert "L9H9" in errors["w"]
    assert "horoscope" in errors["u"]


def test_a_new_watch_costs_no_second_computation_of_the_others(probe: Probe) -> None:
    probe.watch(METRIC)
    probe.until(lambda: bool(probe.frames("m")))
    probe.watch(METRIC, PATTERNS)
    probe.until(lambda: bool(probe.frames("p")))
    probe.drain()
    assert len(probe.frames("m")) == 1


def test_what_is_no_longer_watched_is_no_longer_sent(probe: Probe) -> None:
    probe.watch(METRIC, PATTERNS)
    probe.until(lambda: bool(probe.frames("p")))
    probe.watch(METRIC)
    reply = probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    probe.until_settled(reply.revision)
    probe.until(lambda: probe.frames("m")[-1].revision == reply.revision)
    assert all(frame.revision < reply.revision for frame in probe.frames("p"))


def test_clicks_that_overtake_each_other_end_in_the_newest_state(probe: Probe) -> None:
    probe.watch(METRIC, PATTERNS)
    last = 0
    for head in range(8):
        last = probe.act(Intervene(targets=[f"L1H{head}"], operation=Ablate())).revision
    settled = probe.until_settled(last)
    assert len(settled.interventions) == 8
    probe.until(lambda: any(frame.revision == last for frame in probe.frames("p")))
    revisions = [frame.revision for frame in probe.frames("p")]
    assert revisions == sorted(revisions)


def test_undo_from_the_page_leads_back_exactly(probe: Probe) -> None:
    probe.watch(METRIC)
    probe.until(lambda: bool(probe.frames("m")))
    before = probe.frames("m")[-1].data["live"]
    probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    reply = probe.act(Undo())
    settled = probe.until_settled(reply.revision)
    assert settled.interventions == []
    assert probe.frames("m")[-1].data["live"] == before


def test_the_status_stream_shows_cells_only(probe: Probe) -> None:
    probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    probe.ask(WatchSet(id=uuid4().hex, watches=[METRIC]))
    cell = probe.run("1 + 1")
    probe.drain()
    assert probe.statuses == [("busy", cell), ("idle", cell)]


def test_a_closed_push_comm_is_survived(probe: Probe) -> None:
    probe._shell("comm_close", {"comm_id": probe._push, "data": {}})
    heard = len(probe.pushes)
    reply = probe.act(Intervene(targets=["L1H0"], operation=Ablate()))
    probe.drain()
    assert len(probe.pushes) == heard
    probe.connect()
    assert probe.until_settled(reply.revision).interventions[0].targets == ["L1H0"]
