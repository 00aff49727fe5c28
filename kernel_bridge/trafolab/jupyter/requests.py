"""Answers the bridge's requests, each by a reply, never by silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from pydantic import TypeAdapter, ValidationError
from trafolab_protocol.errors import Problem
from trafolab_protocol.kernel import Act, KernelRequest, Ping, Reply, Restore, WatchSet
from trafolab_protocol.version import PROTOCOL_VERSION

from ..errors import LabError
from .channel import Buffer
from .cores import give_back
from .packing import unpack

if TYPE_CHECKING:
    from .holder import Holder
    from .publisher import Publisher

_REQUEST: TypeAdapter[KernelRequest] = TypeAdapter(KernelRequest)


class Requests:
    """Carries requests out on whichever thread they arrive."""

    def __init__(self, holder: Holder, publisher: Publisher) -> None:
        self._holder = holder
        self._publisher = publisher
        self._table: Mapping[type, Callable[[Any, Sequence[Buffer]], None]] = {
            Act: self._act,
            WatchSet: self._watch,
            Restore: self._restore,
            Ping: self._ping,
        }

    def answer(self, data: Any, buffers: Sequence[Buffer]) -> Reply:
        """Carry out the request that ``data`` describes, whatever it is."""
        name = _name(data)
        try:
            request = _REQUEST.validate_python(data)
            self._table[type(request)](request, buffers)
        except LabError as error:
            return self._reply(name, error.problem())
        except ValidationError as error:
            return self._reply(name, _invalid(error))
        # An error here would leave the page waiting for ever; it is told instead.
        except Exception as error:
            return self._reply(name, _unexpected(error))
        finally:
            give_back()
        return self._reply(name, None)

    def _act(self, request: Act, buffers: Sequence[Buffer]) -> None:
        del buffers
        self._holder.wait().act(request.action, origin="page")

    def _watch(self, request: WatchSet, buffers: Sequence[Buffer]) -> None:
        del buffers
        self._publisher.watch(request.watches)

    def _restore(self, request: Restore, buffers: Sequence[Buffer]) -> None:
        tensors = unpack(request.tensors, buffers)
        lab = self._holder.wait()
        lab.book.restore(request.experiments, tensors)
        lab.restore(request.state, tensors, model=request.model, steps=request.steps)

    def _ping(self, request: Ping, buffers: Sequence[Buffer]) -> None:
        del request, buffers
        self._publisher.resend()

    def _reply(self, name: str, problem: Problem | None) -> Reply:
        lab = self._holder.lab
        revision = 0 if lab is None else lab.revision
        return Reply(id=name, revision=revision, problem=problem, protocol=PROTOCOL_VERSION)


def _name(data: Any) -> str:
    asked: Any = cast("dict[str, Any]", data).get("id") if isinstance(data, dict) else None
    return asked if isinstance(asked, str) else ""


def _invalid(error: ValidationError) -> Problem:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return Problem(
        code="invalid_request",
        what=f"The kernel did not understand a request: {first['msg']}.",
        subject=where or None,
        advice="Page and kernel may be of different versions: reload the page and restart the kernel.",
    )


def _unexpected(error: Exception) -> Problem:
    return Problem(
        code="kernel_error",
        what=f"The kernel could not carry that out: {type(error).__name__}: {error}",
        advice="Nothing was changed by it on purpose; look at the state before you go on.",
    )
