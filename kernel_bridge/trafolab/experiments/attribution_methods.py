"""Experiments that begin with a gradient, as a person starts them from Python."""

from __future__ import annotations

from typing import cast

from pydantic import ValidationError
from trafolab_protocol.experiments import AttributionSpec, Direction

from ..engine import Engine
from ..errors import OperationError
from .attributed import Attribution
from .waiting import carried_out


class AttributionMethods:
    """``lab.attribution``."""

    _engine: Engine

    def attribution(
        self,
        what: str,
        *,
        by_position: bool | None = None,
        direction: Direction = "noise",
        source: str | None = None,
        verify: int = 20,
        sample: int = 20,
        seed: int = 0,
        progress: bool = True,
    ) -> Attribution:
        """Estimate what each patch of ``lab.sweep(what)`` does to the metric, and make some of them for real.

        Attribution patching (Nanda, 2023): the change of the metric is estimated as what is put in less what
        it replaces, times the metric's gradient there, taken at the run that values are put into, under the
        interventions in force. That is two passes forward and one back for all cells together. Then the
        ``verify`` cells with the largest estimates are patched, and ``sample`` cells drawn by ``seed`` from
        all that differ: only the latter say how good the estimates are on the whole. ``what``,
        ``by_position``, ``direction`` and ``source`` are those of :meth:`sweep`.

        Raises :class:`LabError` as that does, and for a metric that moves in steps, such as a rank.
        """
        given: dict[str, object] = {
            "what": what,
            "by_position": by_position,
            "direction": direction,
            "source": source,
        }
        spec = _spec(given | {"verify": verify, "sample": sample, "seed": seed})
        return cast("Attribution", carried_out(self._engine, spec, progress=progress))


def _spec(given: dict[str, object]) -> AttributionSpec:
    try:
        return AttributionSpec.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        what = f"lab.attribution() can't take {name}={given[name]!r}: {first['msg']}."
        raise OperationError("bad_argument", what, None, "See help(lab.attribution).") from None
