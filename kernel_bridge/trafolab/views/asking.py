"""A feed or a view by its name, with parameters checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from ..errors import ViewError
from .feed import Asked, Feed

AnyFeed = TypeVar("AnyFeed", bound=Feed)


def named(feeds: Iterable[AnyFeed], name: str) -> AnyFeed:
    """The one of that name. Raises :class:`ViewError`."""
    known = {feed.name: feed for feed in feeds}
    if name not in known:
        there = ", ".join(known)
        raise ViewError("unknown_view", f"There is no view named {name}.", name, f"There are: {there}.")
    return known[name]


def asked(feed: Feed, params: Mapping[str, Any]) -> Asked:
    """It with its parameters. Raises :class:`ViewError` for those that it does not take."""
    try:
        return Asked(feed, feed.params.model_validate(params))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        what = f"The view {feed.name} can't be asked with {where}: {first['msg']}."
        raise ViewError("bad_params", what, feed.name, f"It takes: {_taken(feed)}.") from error


def _taken(feed: Feed) -> str:
    return ", ".join(feed.params.model_fields) or "nothing"
