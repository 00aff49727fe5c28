"""Experiments as a person starts them from Python."""

from __future__ import annotations

from collections.abc import Sequence

from trafolab_protocol.experiments import (
    Ablation,
    Columns,
    Directions,
    NormHandling,
    PathSpec,
    SweepSpec,
    Via,
)

from ..arguments import names_in, record
from ..engine import Engine
from .listing import ExperimentList
from .result import Sweep
from .waiting import beginning, carried_out


class ExperimentMethods:
    """``lab.sweep`` and ``lab.experiments``."""

    _engine: Engine

    @property
    def experiments(self) -> ExperimentList:
        """All experiments, from the page and from code, in the order of their start: ``lab.experiments[-1]``,
        or by name, is what one found; ``.stop(-1)``, ``.rename``, ``.forget``."""
        return ExperimentList(self._engine.experiments, beginning(self._engine))

    def sweep(
        self,
        what: str,
        *,
        by_position: bool | None = None,
        direction: Directions = "noise",
        ablate: Ablation | None = None,
        source: str | None = None,
        only: str | Sequence[str] = (),
        draws: int = 8,
        seed: int = 0,
        top: int = 20,
        over: str | None = None,
        by: Columns | None = None,
        progress: bool = True,
    ) -> Sweep:
        """Patch one place after the other, and read the metric under each patch.

        ``what``: ``resid_pre``, ``resid_mid``, ``resid_post``, ``attn_out``, ``mlp_out`` or ``layer`` (both
        of these), for each layer and position; ``embed`` or ``pos_embed`` for each position; ``z``, ``q``,
        ``k``, ``v`` or ``pattern`` of each head, at all positions at once unless ``by_position`` (of a
        pattern: the queries); ``pattern_entry`` for each query and key of each head, without sharing out the
        weight anew; ``neuron`` for the ``top`` neurons of all MLPs by estimate: what is put in less what it
        replaces, times the metric's gradient, which is in ``.columns["estimate"]``. ``only``: over these
        targets alone, names and globs such as ``L1H6``.

        ``direction``: ``noise`` puts the values of the prompt ``source``, the first counterfactual where
        None, into the clean run; ``denoise`` clean ones into that prompt's run; ``both`` is the mean of the
        two as shares of the way between both runs, with the metric of each in ``.columns``.
        ``source="all"``: an axis over all counterfactuals. Values come from plain runs; interventions in
        force act in the runs that they are put into.

        ``ablate``: put in ``zero``, the ``mean`` over the reference set or prompt ``source`` (the clean
        prompt where None), or ``resample``, ``draws`` seeded draws from the reference set ``source``: then
        ``.values`` is the mean over them and ``.columns["spread"]`` their standard deviation.

        ``over``: a set of pairs (:meth:`pairs`) in place of the prompts. Values are means then; ``low`` and
        ``high`` bound the mean effect, with the mean of the runs added as in ``.values``. Each pair is
        measured by its own answer and distractor at its last token, and columns are roles, or positions
        ``by="pos"`` where all prompts have one length; of ``pattern_entry`` both axes are. Neurons are those
        with the largest mean of the estimates over pairs, all columns together. What single pairs gave
        is in ``.pairs`` and ``.behind(…)``. Of ``both``, each pair's shares are taken of its own way, and a
        pair whose two runs hardly differ is left out, which the sentence and ``n`` say; of ``resample``,
        ``spread`` is the mean over pairs of the spread over draws. Where many pairs share a pass, all of them
        are there at once; both directions, draws, embeddings and ``pattern_entry`` go pair after pair.

        The numbers are those of one whole forward pass for each cell, to 1e-4; most of what such passes
        would repeat is left out. Raises :class:`LabError` where there is no other prompt, where both differ
        in length, and where the model has no such places; ends with what it has when the cell is
        interrupted. The page shows it meanwhile and keeps it.
        """
        advice = 'Give direction="noise", "denoise" or "both", or ablate="zero", "mean" or "resample".'
        fields = {"what": what, "by_position": by_position, "direction": direction, "ablate": ablate}
        fields |= {"source": source, "only": names_in([only]), "draws": draws, "seed": seed, "top": top}
        fields |= {"over": over, "by": by}
        spec = record(SweepSpec, "lab.sweep()", advice, fields)
        return carried_out(self._engine, spec, progress=progress)

    def path(
        self,
        sender: str,
        receiver: str | Sequence[str],
        *,
        via: Via = "direct",
        norm: NormHandling = "live",
        by_position: bool | None = None,
        direction: Directions = "noise",
        source: str | None = None,
        over: str | None = None,
        by: Columns | None = None,
        progress: bool = True,
    ) -> Sweep:
        """Path patching: what one sender after the other does through ``receiver`` alone, as in Wang et al.
        (2022) and Goldowsky-Dill et al. (2023).

        ``sender``: ``z``, ``attn_out``, ``mlp_out``, ``resid_pre``, ``resid_mid``, ``resid_post``, ``embed``
        or ``pos_embed`` for all of them before the receiver, or a target such as ``L0H2``, globs included.
        ``receiver``: ``L1H6.q``, ``.k`` or ``.v``, ``L1H6`` for all three, ``mlp.3``, ``attn.3``, ``logits``,
        or several of them, which are then patched together. In a first pass the sender has the other prompt's
        values, and what lies between is held as it was: with ``via="direct"`` what all attention layers and
        MLPs write, with ``"mlps"`` what attention layers write, with ``"all"`` nothing; with
        ``norm="frozen"`` the norms' scales too. What the receivers have then is put into the run in a second
        pass, in which all else follows. ``by_position``, ``direction``, ``source``, ``over`` and ``by``: as
        in :meth:`sweep`.

        Raises :class:`LabError` where there is no such path, no other prompt, and where both differ in
        length.
        """
        fields = {"sender": sender, "receivers": names_in([receiver]), "via": via, "norm": norm}
        fields |= {"by_position": by_position, "direction": direction, "source": source}
        fields |= {"over": over, "by": by}
        advice = 'See lab.path.__doc__; such as lab.path("z", "L1H0.q", via="mlps").'
        return carried_out(self._engine, record(PathSpec, "lab.path()", advice, fields), progress=progress)
