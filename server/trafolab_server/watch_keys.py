"""One name for one thing to look at, whoever looks at it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from trafolab_protocol.views import Watch


def shared_key(watch: Watch) -> str:
    """A key that is equal for equal views and parameters, so that two tabs that look at the
    same thing cost one computation."""
    return f"{watch.view} {json.dumps(watch.params, sort_keys=True, separators=(',', ':'))}"


def union(watches: Iterable[Watch]) -> list[Watch]:
    """Each distinct view once, in the order of first appearance, under its shared key."""
    distinct: dict[str, Watch] = {}
    for watch in watches:
        distinct.setdefault(shared_key(watch), watch)
    return [watch.model_copy(update={"key": key}) for key, watch in distinct.items()]
