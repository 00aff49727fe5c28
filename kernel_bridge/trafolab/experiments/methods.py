"""Experiments as a person starts them from Python."""

from __future__ import annotations

from ..engine import Engine
from ..errors import OperationError
from .kinds import kind_of
from .result import Sweep
from .running import Direction, sweep


class ExperimentMethods:
    """``lab.sweep``."""

    _engine: Engine

    def sweep(
        self,
        what: str,
        *,
        by_position: bool | None = None,
        direction: Direction = "noise",
        source: str | None = None,
        progress: bool = True,
    ) -> Sweep:
        """Patch one place after the other, and read the metric under each patch.

        ``what``: ``resid_pre``, ``resid_mid``, ``resid_post``, ``attn_out`` or ``mlp_out``, for each layer
        and position; ``z``, ``q``, ``k``, ``v`` or ``pattern`` of each head, at all positions at once unless
        ``by_position`` (of a pattern: the queries). ``direction``: ``noise`` puts the values of the prompt
        ``source``, the first counterfactual where None, into the clean run; ``denoise`` clean ones into
        that prompt's run. Values come from plain runs; interventions in force act in the runs that they
        are put into.

        The numbers are those of one whole forward pass for each cell, to 1e-4; most of what such passes
        would repeat is left out. Raises :class:`LabError` where there is no other prompt, where both differ
        in length, and where the model has no such places.
        """
        if direction not in ("noise", "denoise"):
            what_is = f"There is no direction {direction!r}."
            raise OperationError("bad_argument", what_is, "direction", 'Give "noise" or "denoise".')
        kind = kind_of(what)
        told = kind.by_position if by_position is None else by_position
        return sweep(
            self._engine, kind, by_position=told, direction=direction, source=source, progress=progress
        )
