"""Experiments as a person starts them from Python."""

from __future__ import annotations

from trafolab_protocol.experiments import Ablation, Direction, SweepSpec

from ..engine import Engine
from ..errors import OperationError
from .listing import ExperimentList
from .result import Sweep
from .waiting import beginning, carried_out


class ExperimentMethods:
    """``lab.sweep`` and ``lab.experiments``."""

    _engine: Engine

    @property
    def experiments(self) -> ExperimentList:
        """All experiments, from the page and from code, in the order of their start: ``lab.experiments[-1]``,
        or by name, is what one found."""
        return ExperimentList([*self._engine.experiments], beginning(self._engine))

    def sweep(
        self,
        what: str,
        *,
        by_position: bool | None = None,
        direction: Direction = "noise",
        ablate: Ablation | None = None,
        source: str | None = None,
        progress: bool = True,
    ) -> Sweep:
        """Patch one place after the other, and read the metric under each patch.

        ``what``: ``resid_pre``, ``resid_mid``, ``resid_post``, ``attn_out`` or ``mlp_out``, for each layer
        and position; ``z``, ``q``, ``k``, ``v`` or ``pattern`` of each head, at all positions at once unless
        ``by_position`` (of a pattern: the queries). ``direction``: ``noise`` puts the values of the prompt
        ``source``, the first counterfactual where None, into the clean run; ``denoise`` clean ones into
        that prompt's run. Values come from plain runs; interventions in force act in the runs that they
        are put into. ``ablate``: put in zeros, or the mean over the reference set or prompt ``source`` (the
        clean prompt where None), in place of another prompt's values.

        The numbers are those of one whole forward pass for each cell, to 1e-4; most of what such passes
        would repeat is left out. Raises :class:`LabError` where there is no other prompt, where both differ
        in length, and where the model has no such places; ends with what it has when the cell is
        interrupted. The page shows it meanwhile and keeps it.
        """
        if direction not in ("noise", "denoise") or ablate not in (None, "zero", "mean"):
            wrong = f"ablate={ablate!r}" if direction in ("noise", "denoise") else f"direction={direction!r}"
            advice = 'Give direction="noise" or "denoise", or ablate="zero" or "mean".'
            raise OperationError("bad_argument", f"lab.sweep() can't take {wrong}.", None, advice)
        spec = SweepSpec(
            what=what, by_position=by_position, direction=direction, ablate=ablate, source=source
        )
        return carried_out(self._engine, spec, progress=progress)
