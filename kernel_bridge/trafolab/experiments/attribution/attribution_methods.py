"""Experiments that begin with a gradient, as a person starts them from Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar, cast

from pydantic import ValidationError
from trafolab_protocol.experiments import AttributionSpec, Columns, Direction, EdgesSpec, FaithfulnessSpec

from ...engine import Engine
from ...errors import OperationError
from ..edges.circuit import Circuit, Edges, Faithfulness
from ..waiting import carried_out
from .attributed import Attribution


class AttributionMethods:
    """``lab.attribution``, ``lab.edges`` and ``lab.faithfulness``."""

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
        steps: int = 1,
        over: str | None = None,
        by: Columns | None = None,
        progress: bool = True,
    ) -> Attribution:
        """Estimate what each patch of ``lab.sweep(what)`` does to the metric, and make some of them for real.

        Attribution patching (Nanda, 2023): the change of the metric is estimated as what is put in less what
        it replaces, times the metric's gradient there, taken at the run that values are put into, under the
        interventions in force. That is two passes forward and one back for all cells together. Then the
        ``verify`` cells with the largest estimates are patched, and ``sample`` cells drawn by ``seed`` from
        all that differ: only the latter say how good the estimates are on the whole. ``what``,
        ``by_position``, ``direction`` and ``source`` are those of :meth:`sweep`.

        Where softmax or norms are saturated a gradient at one run says little: with ``steps`` above 1 it is
        the mean over as many points between both runs, their embeddings mixed (integrated gradients, as Hanna
        et al., "Have Faith in Faithfulness", 2024).

        ``over`` and ``by``: a set of pairs, as in :meth:`sweep`. Estimates are the mean of those of each
        pair; the cells with the largest means, and the sample, are patched over all pairs.

        Raises :class:`LabError` as that does, and for a metric that moves in steps, such as a rank.
        """
        given: dict[str, object] = {"what": what, "by_position": by_position, "direction": direction}
        more = {"source": source, "verify": verify, "sample": sample, "seed": seed, "steps": steps}
        more |= {"over": over, "by": by}
        spec = _spec(AttributionSpec, "attribution", given | more)
        return cast("Attribution", carried_out(self._engine, spec, progress=progress))

    def edges(
        self,
        *,
        direction: Direction = "noise",
        source: str | None = None,
        verify: int = 10,
        sample: int = 10,
        seed: int = 0,
        steps: int = 1,
        over: str | None = None,
        progress: bool = True,
    ) -> Edges:
        """Estimate what each edge of the model carries: from all that embeddings write (``resid_pre.0``), a
        head or an MLP, through the stream, to a head's queries, keys or values, an MLP, or the logits.

        Edge attribution patching (Syed et al., 2023): the change of the metric when one edge alone carries
        the other run's values, at all positions, is estimated as what its sender writes there less what it
        writes here, times the metric's gradient at the receiver's input, before its norm. The largest
        ``verify`` and ``sample`` drawn by ``seed`` are then patched for real. The other arguments are those
        of :meth:`attribution`; ``edges.circuit(n=20)`` is what the largest make. ``over``: a set of pairs in
        place of the prompts: estimates are means, and each of the largest is patched in every pair, which is
        a pass for each.

        Raises :class:`LabError` as that does, where TransformerLens can't fork this model's attention, and
        while an intervention acts on the stream itself.
        """
        given: dict[str, object] = {"direction": direction, "source": source, "verify": verify}
        more: dict[str, object] = {"sample": sample, "seed": seed, "steps": steps, "over": over}
        spec = _spec(EdgesSpec, "edges", given | more)
        return cast("Edges", carried_out(self._engine, spec, progress=progress))

    def faithfulness(
        self,
        circuit: Circuit | Sequence[tuple[str, str]],
        *,
        operation: Literal["patch", "mean", "zero"] = "patch",
        source: str | None = None,
        reference: str | None = None,
        random: int = 10,
        seed: int = 0,
        over: str | None = None,
        progress: bool = True,
    ) -> Faithfulness:
        """The metric of the clean run with all edges outside a circuit replaced, exactly, edge by edge.

        ``circuit``: of :meth:`edges`, or pairs of names: ``[("L0H0", "L1H6.k"), ("L1H6", "logits")]``.
        ``operation``: what the others carry: ``patch``, the values of the counterfactual ``source``;
        ``mean``, means over the reference set or prompt ``reference``, the clean prompt where None, without
        BOS; ``zero``, nothing. Beside it stand the run without any edge, and ``random`` circuits of the same
        size, which grow from the logits as that of :meth:`edges` does, along random edges.
        ``over``: a set of pairs in place of the prompts. ``.values`` are means over pairs, scores are those
        of the means, and ``mean`` is over all clean prompts of the set where there is no ``reference``.

        Raises :class:`LabError` for names that are no edge, and as :meth:`edges` does.
        """
        if isinstance(circuit, Circuit):
            circuit = [(edge.sender, edge.receiver) for edge in circuit.edges]
        if any(isinstance(pair, str) or len(pair) != 2 for pair in circuit):
            advice = 'Give pairs of names: [("L0H0", "L1H6.k"), ("L1H6", "logits")].'
            raise OperationError(
                "bad_argument", f"lab.faithfulness() can't take a circuit {circuit!r}.", None, advice
            )
        named = [{"sender": sender, "receiver": receiver} for sender, receiver in circuit]
        given: dict[str, object] = {"edges": named, "operation": operation, "source": source}
        more = {"reference": reference, "random": random, "seed": seed, "over": over}
        spec = _spec(FaithfulnessSpec, "faithfulness", given | more)
        return cast("Faithfulness", carried_out(self._engine, spec, progress=progress))


S = TypeVar("S", AttributionSpec, EdgesSpec, FaithfulnessSpec)


def _spec(kind: type[S], method: str, given: Mapping[str, object]) -> S:
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        what = f"lab.{method}() can't take {name}={given[name]!r}: {first['msg']}."
        raise OperationError("bad_argument", what, None, f"See help(lab.{method}).") from None
