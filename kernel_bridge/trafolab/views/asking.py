"""A feed or a view by its name, with parameters checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

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
        what = f"The view {feed.name} {_refusal(error.errors())}."
        raise ViewError("bad_params", what, feed.name, f"It takes: {_taken(feed)}.") from error


def _refusal(errors: Sequence[ErrorDetails]) -> str:
    """What is wrong: of several things a name that there is not, which says more than the one that is missing
    for it."""
    unknown = [_where(each) for each in errors if each["type"] == "extra_forbidden"]
    if unknown:
        return f"takes no {' and no '.join(unknown)}"
    missing = [_where(each) for each in errors if each["type"] == "missing"]
    if missing:
        return f"needs {' and '.join(missing)}"
    # What may be of several kinds has an error for each of them.
    wrong, given = _where(errors[0]), errors[0]["input"]
    said = dict.fromkeys(_lowered(each["msg"]) for each in errors if _where(each) == wrong)
    return f"can't be asked with {wrong}={given!r}: {', or '.join(said)}"


def _where(error: ErrorDetails) -> str:
    return str(error["loc"][0])


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _taken(feed: Feed) -> str:
    return ", ".join(feed.params.model_fields) or "nothing"
