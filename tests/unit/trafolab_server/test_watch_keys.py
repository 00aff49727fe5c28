"""One name for one thing."""

from __future__ import annotations

from trafolab_protocol.views import Watch
from trafolab_server.watch_keys import shared_key, union


def watch(key: str, view: str = "attention", **params: object) -> Watch:
    return Watch(key=key, view=view, params=params)


def test_order_of_parameters_and_own_keys_do_not_matter() -> None:
    assert shared_key(watch("a", head="L0H0", run="live")) == shared_key(watch("b", run="live", head="L0H0"))
    assert shared_key(watch("a", head="L0H0")) != shared_key(watch("a", head="L0H1"))
    assert shared_key(watch("a", "x")) != shared_key(watch("a", "y"))


def test_a_union_holds_each_thing_once_in_the_order_of_first_appearance() -> None:
    wanted = [watch("1", "b"), watch("2", "a"), watch("3", "b"), watch("4", "c")]
    shared = union(wanted)
    assert [w.view for w in shared] == ["b", "a", "c"]
    assert [w.key for w in shared] == [shared_key(w) for w in shared]
