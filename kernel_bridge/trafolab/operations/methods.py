"""The operations as methods of :class:`trafolab.Lab`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from trafolab_protocol.actions import Intervene
from trafolab_protocol.operations import (
    Ablate,
    AblationMode,
    Custom,
    Freeze,
    How,
    Keep,
    Knockout,
    Linearise,
    Operation,
    Part,
    Patch,
    Phase,
    Scale,
    Steer,
    Unit,
)
from trafolab_protocol.stamps import InterventionAxis

from ..arguments import listed, names_in, positions_in
from ..errors import OperationError
from ..functions import Functions, name_of, needs_of, source_of
from .asking import Stored, Targets, Where, checked
from .editing import EditingMethods


class OperationMethods(EditingMethods):
    """The operations. Each call sets one intervention; the same call twice is one.

    ``targets`` are names or globs (``"L1H6"``, ``"L0H*"``, ``"mlp.0"``), one after the other or in lists, and
    ``positions`` token positions: an index from 0, which is BOS, or from -1 backwards, the text of a token, a
    role such as ``"end"``, a range, or several of these. All raise :class:`trafolab.LabError` for what the
    model or the prompt does not have, and change nothing then.
    """

    @property
    @abstractmethod
    def functions(self) -> Functions:
        """The functions that ``custom`` was given."""

    @abstractmethod
    def name_direction(self, direction: Any) -> str:
        """The name of a direction, which is saved under one if it is a vector."""

    def ablate(
        self,
        *targets: Targets,
        mode: AblationMode = "zero",
        source: str | None = None,
        draws: int = 8,
        seed: int = 0,
        by_position: bool = False,
        src: int | str | Sequence[int | str] = (),
        positions: Where = "all",
        stored: Stored = None,
    ) -> None:
        """Replace what the targets compute: by zeros, as a plain TransformerLens hook would, by a mean, or by
        seeded draws.

        A head's value is its ``z``. ``source``: the reference set (or, for a mean, the prompt) to average
        over or draw from; the clean prompt where none is named. A mean is taken over all tokens but BOS,
        once, and stored; ``by_position`` keeps one for each position, of prompts of one length. A draw puts
        at each position what the set has at some position of its own, BOS aside, the same for all targets;
        of ``draws`` many the first acts, and ``lab.draws()`` gives the metric under each. ``src``: of a
        ``.pattern`` or ``.scores``, the keys at which alone entries are zeroed, which shares out no weight.
        """
        fields: dict[str, Any] = {"mode": mode, "draws": draws, "seed": seed, "by_position": by_position}
        keys = positions_in(src)
        fields["src"] = self.indices(keys) if isinstance(keys, list) and keys else []
        self._set(Ablate, fields, targets, positions, source=source, stored=stored)

    def freeze(
        self,
        *targets: Targets,
        what: Part | None = None,
        source: str | None = None,
        donor: InterventionAxis | None = None,
        positions: Where = "all",
        stored: Stored = None,
    ) -> None:
        """Hold the targets at the values that they have now, in the plain run of the clean prompt.

        ``what``: ``pattern``, ``scores``, ``z``, ``q``, ``k`` or ``v`` of a head or a layer, ``post`` of an
        MLP, ``scale`` of a norm, ``residual``, ``output``; what is usual for the target where None.
        ``source`` names another prompt, ``donor="live"`` its run under the interventions of this moment.
        The values are stored: they stay when the prompt changes, and act wherever their shape fits.
        """
        self._set(Freeze, {"what": what}, targets, positions, source=source, donor=donor, stored=stored)

    def linearise(self, *, source: str | None = None, stored: Stored = None) -> None:
        """Freeze all attention patterns and all norm scales: one intervention."""
        self._set(Linearise, {}, (), "all", source=source, stored=stored)

    def patch(
        self,
        *targets: Targets,
        source: str | None = None,
        donor: InterventionAxis | None = None,
        subspace: Any = None,
        src: int | str | Sequence[int | str] = (),
        positions: Where = "all",
    ) -> None:
        """Take the targets' values from the run of another prompt, and follow it.

        ``source``: name of the prompt, the first counterfactual where None. ``donor``: its ``plain`` run, or
        the ``live`` one, under the interventions that stand before this one. ``subspace``: a direction, along
        which alone values are taken. ``src``: of a ``.pattern`` or ``.scores``, the keys at which alone
        entries are taken. Both prompts must have as many tokens.
        """
        named, keys = None if subspace is None else self.name_direction(subspace), positions_in(src)
        fields = {"subspace": named, "src": self.indices(keys) if isinstance(keys, list) and keys else []}
        self._set(Patch, fields, targets, positions, source=source, donor=donor)

    def knockout(self, *targets: Targets, src: int | str | Sequence[int | str], dst: Where = "all") -> None:
        """Knock out attention from the positions ``dst``, the queries, to the positions ``src``, the keys, in
        heads or whole layers: their scores are masked, and the rest shares the weight. A query that would
        have nothing left to attend to is left as it is."""
        # Any is refused by the reducer's own lookup of tokens; indices are all that the record holds.
        cut = positions_in(src)
        if isinstance(cut, str):
            what = "Attention to all keys can't be knocked out."
            raise OperationError("bad_position", what, None, "Name some, as src=[4].")
        self._set(Knockout, {"src": self.indices(cut)}, targets, dst)

    @abstractmethod
    def indices(self, positions: Sequence[int | str]) -> list[int]:
        """Positions in the clean prompt by index."""

    def scale(self, *targets: Any, factor: float | None = None, positions: Where = "all") -> None:
        """Multiply what the targets compute: ``lab.scale("L1H6", 0.5)``."""
        named = list(targets)
        if factor is None and named and not isinstance(named[-1], str):
            factor = named.pop()
        self._set(Scale, {"factor": factor}, named, positions)

    def steer(
        self,
        target: Targets,
        direction: Any,
        scale: float = 1.0,
        *,
        how: How = "add",
        unit: Unit = "direction",
        on: Phase = "all",
        positions: Where = "all",
    ) -> None:
        """Add a direction to a stream, or hold (``how="clamp"``) or ``"remove"`` what lies along it.

        ``direction``: the name of a saved one, or a vector [d_model], which is saved under a name. ``scale``
        counts the direction's own norm, or with ``unit="stream"`` that of the stream at each position,
        so that one strength means the same at any layer of any model.
        ``on``: tokens of the ``prompt``, those ``generated``, or ``all``.
        """
        name = self.name_direction(direction)
        fields = {"direction": name, "how": how, "strength": scale, "unit": unit, "on": on}
        self._set(Steer, fields, (target,), positions)

    def keep(
        self,
        *targets: Targets,
        mode: AblationMode = "mean",
        source: str | None = None,
        draws: int = 8,
        seed: int = 0,
        stored: Stored = None,
    ) -> None:
        """Ablate every head and every MLP but the targets: one intervention."""
        fields = {"mode": mode, "draws": draws, "seed": seed}
        self._set(Keep, fields, targets, "all", source=source, stored=stored)

    def custom(self, target: Targets, function: Callable[..., Any], *, positions: Where = "all") -> None:
        """Have a function compute the targets' values. It is given the old ones of all positions, [batch,
        pos, …]; of a head [batch, pos, 1, d_head], of its pattern [batch, 1, query, key]. It answers new
        ones of the same shape, of which those at ``positions`` are taken."""
        if not callable(function):
            what = f"{function!r} is no function."
            raise OperationError(
                "bad_function", what, None, 'Give one: lab.custom("mlp.0", lambda x: x * 2).'
            )
        named = {"function": name_of(function), "source": source_of(function), "needs": needs_of(function)}
        self._set(Custom, {**named, "key": self.functions.put(function)}, (target,), positions)

    def _set(
        self,
        kind: type[Operation],
        fields: dict[str, Any],
        targets: Sequence[Any],
        positions: Any,
        *,
        source: str | None = None,
        donor: InterventionAxis | None = None,
        stored: Stored = None,
    ) -> None:
        operation: Any = checked(kind, fields)
        more = {"source": source, "donor": donor, "stored": None if stored is None else listed(stored)}
        fields = {"targets": names_in(targets), "operation": operation, "positions": positions_in(positions)}
        self.act(checked(Intervene, {**fields, **more}))
