"""The laboratory as a person uses it from Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal, cast

from torch import Tensor
from trafolab_protocol.actions import (
    Clear,
    OpenModel,
    Redo,
    Release,
    Reorder,
    RestoreWeights,
    SetEnabled,
    SetMetric,
    SetPrompt,
    Undo,
)
from trafolab_protocol.interventions import Intervention
from trafolab_protocol.metric import MetricKind, Over
from transformer_lens.model_bridge import TransformerBridge

from .arguments import answers_in, names_in, record
from .comparison import Comparison
from .engine import Engine
from .errors import OperationError
from .experiments.attribution.attribution_methods import AttributionMethods
from .experiments.methods import ExperimentMethods
from .handles import Handles
from .interventions.installation import is_lifted, lifted
from .listing import InterventionList
from .measuring import Measuring
from .metrics import function_of
from .naming_methods import NamingMethods
from .operations.methods import OperationMethods
from .overall import SetReading, reading_of
from .paint_methods import PaintMethods
from .pairs.methods import PairMethods
from .prompts import CLEAN, Labels, counterfactuals_of, labelled, source_of
from .refusals import refuse_inside_a_pass
from .runs import Run
from .showing.follower import Follower
from .showing.methods import ViewMethods
from .side_effect import SideEffect, side_effect
from .tensor_files import write_file

if TYPE_CHECKING:
    from .feeds.draws import DrawsData

Answers = str | int | Sequence[str | int | Sequence[int]]
_METRIC = (
    'There are "logit_diff", "logprob", "prob", "rank", "top_k", "kl", "loss" and functions; answers are '
    "text or a token's id, or lists of them, and a position is a whole number."
)
_ID = "Give the id of an intervention, as lab.interventions has it."


class Lab(
    Handles,
    NamingMethods,
    PaintMethods,
    PairMethods,
    OperationMethods,
    ExperimentMethods,
    AttributionMethods,
    ViewMethods,
):
    """A live model with prompts, a metric and interventions. Made by :func:`trafolab.open`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._measuring = Measuring(engine)
        self._follower = Follower(engine)

    @property
    def model(self) -> TransformerBridge:
        """The live model. Whatever is run on it obeys the active interventions."""
        return self._engine.now.bench.held.model

    def open(self, source: str, *, folded: bool = False) -> None:
        """Put another model in place of this one, as :func:`trafolab.open` finds it."""
        advice = "Give a name or a directory; a live model is taken once it is bound to the name model."
        self.act(record(OpenModel, "lab.open()", advice, {"source": source, "folded": folded}))

    def prompt(self, clean: Any, corrupt: Any = None, *, labels: Labels | None = None) -> None:
        """Set the clean prompt, and counterfactuals if given.

        ``clean``: text, or token ids for any model. ``corrupt``: one counterfactual, which is then
        named ``corrupt``, or a dictionary of named ones; without it those set before stay.
        ``labels``: what to show for ids, as a list for the clean prompt, a dictionary or a function.
        Raises :class:`LabError` for a prompt that the model can't take.
        """
        others = counterfactuals_of(corrupt)
        named = None if others is None else {name: labelled(each, labels) for name, each in others.items()}
        fields = {"clean": labelled(source_of(clean), labels), "counterfactuals": named}
        advice = 'Name counterfactuals by text, as in corrupt={"surname": "…"}.'
        self.act(record(SetPrompt, "lab.prompt()", advice, fields))

    def metric(
        self,
        kind: MetricKind | Callable[[Tensor], Any] | None = "logit_diff",
        *,
        answer: Answers | None = None,
        distractor: Answers | None = None,
        over: Over = "mean",
        k: int | None = None,
        position: int = -1,
        positions: Sequence[int] | None = None,
        pairs: str | None = None,
        minus: str | None = None,
    ) -> None:
        """Choose the number under study; ``None`` goes back to the automatic one.

        ``logit_diff``, ``logprob``, ``prob``, ``rank`` and ``top_k`` are of ``answer`` at ``position``, a
        logit difference against ``distractor``. An answer is a text or a token's id, a list a set of them.
        ``over``: the ``mean`` of a set's logits, log-probabilities or probabilities, or their ``logsumexp``,
        by which probabilities add up. A set's rank is the mean rank; it is among the ``k`` (5) most probable
        where any of it is, and ``top_k`` is then 1, else 0. Tokens with equal logits all take the best rank.
        An answer of several tokens (a text, or a list of ids within the set) is measured behind the prompt's
        end by the sum of their log-probabilities, teacher forced; ``logit_diff`` is then the difference of
        those. Interventions treat the tokens that follow the prompt as generated ones.

        ``kl``: the divergence KL(plain ‖ live) of the next token's distribution at ``position`` from that of
        the prompt's plain run; in an experiment, from that of the run that is changed. ``loss``: the mean
        cross entropy of each next token of the prompt, or of those behind ``positions``. A function is given
        the logits [pos, vocab] of one run, in float32, and answers with a number; it lives as long as this
        kernel does.

        ``pairs``: the name of a set of pairs (see :meth:`pairs`), over whose clean prompts the mean is taken
        in place of the prompt, each with its own answer and distractor; ``top_k`` is then a rate. ``minus``:
        another set, whose mean is taken off, so that the number is the gap between both groups.
        :meth:`measured` gives it with its interval.

        Raises :class:`LabError` for what model or prompt do not have, and for a function that fails.
        """
        fields: dict[str, Any] = {
            "metric_kind": kind,
            "answer": answers_in(answer),
            "distractor": answers_in(distractor),
            "over": over,
            "k": k,
            "position": position,
            "positions": None if positions is None else list(positions),
            "pairs": pairs,
            "minus": minus,
        }
        if callable(kind):
            fields |= {"metric_kind": "function", "function": function_of(kind, self.functions)}
        self.act(record(SetMetric, "lab.metric()", _METRIC, fields))

    def measured(self, pairs: str | None = None, *, minus: str | None = None) -> SetReading:
        """The metric over a set of pairs, now: ``.live``, ``.plain`` and the ``.change`` between both, each a
        mean with its 95 % bootstrap interval over pairs, and what each pair gave (``.to_dataframe()``).

        ``pairs``: the set, that of the metric where None. ``minus``: another one, whose mean is taken off.
        Raises :class:`LabError` where there is no such set, or an intervention is bound to one prompt.
        """
        now = self._engine.now
        refuse_inside_a_pass(now.bench.held.executor)
        return reading_of(now, pairs, minus)

    def side_effect(self, texts: Sequence[str | Sequence[int]] | str | None = None) -> SideEffect:
        """What the interventions in force cost elsewhere: the loss on ``texts``, live and plain, in nats.

        ``texts``: a list of texts, or of ids, or the name of a reference set; where None, the reference set
        named ``neutral``, or else some sentences about nothing in particular. Values that are held for each
        position act on texts of that length only; which interventions act on none, ``.idle`` says. Raises
        :class:`LabError` for what the model can't take.
        """
        refuse_inside_a_pass(self._engine.now.bench.held.executor)
        return side_effect(self._engine.now, texts)

    @property
    def interventions(self) -> InterventionList:
        """The interventions in their order, with their status; prints as a table."""
        return InterventionList(self.settle().interventions)

    def intervention(self, id: str) -> Intervention:
        """The intervention with this id. Raises :class:`LabError` when there is none."""
        found = next((each for each in self._engine.now.core.interventions if each.id == id), None)
        if found is None:
            what = f"There is no intervention with the id {id}."
            raise OperationError("unknown_intervention", what, str(id), _ID)
        return found

    def release(self, *targets: str | Sequence[str]) -> None:
        """Remove the interventions on targets, by name or glob, or those with these ids."""
        if not targets:
            what, advice = "Nothing was named to release.", "Name targets, or remove all with lab.clear()."
            raise OperationError("no_target", what, None, advice)
        names = names_in(targets)
        known = {each.id for each in self._engine.now.core.interventions}
        ids = [name for name in names if name in known]
        self.act(Release(targets=[name for name in names if name not in known], ids=ids))

    def enable(self, id: str) -> None:
        """Let a disabled intervention act again."""
        self.act(record(SetEnabled, "lab.enable()", _ID, {"id": id, "enabled": True}))

    def disable(self, id: str) -> None:
        """Keep an intervention in the list without letting it act."""
        self.act(record(SetEnabled, "lab.disable()", _ID, {"id": id, "enabled": False}))

    def clear(self) -> None:
        """Remove every intervention."""
        self.act(Clear())

    def undo(self) -> None:
        """Take back the last step; a cell is one step. Raises :class:`LabError` when there is none."""
        self.act(Undo())

    def redo(self) -> None:
        """Do again what undo took back. Raises :class:`LabError` when there is nothing."""
        self.act(Redo())

    def reorder(self, *ids: str | Sequence[str]) -> None:
        """Put the interventions into this order of their ids; at one hook point the later wins."""
        self.act(record(Reorder, "lab.reorder()", _ID, {"ids": names_in(ids)}))

    def restore_weights(self, *targets: str | Sequence[str]) -> None:
        """Put weights back to what was loaded, in place: all of them, or those of components (``"L1H6"``,
        ``"mlp.0"``), of tensors by name, or of globs over both. Raises :class:`LabError` where what was
        loaded is not known any more."""
        self.act(RestoreWeights(targets=names_in(targets)))

    def plain(self) -> AbstractContextManager[None]:
        """``with lab.plain():`` lifts the interventions for what this thread runs inside."""
        return lifted()

    def run(self, which: str = CLEAN, *, interventions: Literal["live", "plain"] = "live") -> Run:
        """Run a prompt now: ``run()`` the clean one, ``run("plain")`` it without interventions,
        ``run("corrupt")`` a counterfactual. Raises :class:`LabError` for an unknown prompt.
        """
        if which in ("live", "plain"):
            which, interventions = CLEAN, which
        if interventions not in ("live", "plain"):
            what = f"lab.run() can't take {interventions!r}."
            raise OperationError("bad_argument", what, "interventions", 'Give "live" or "plain".')
        live = interventions == "live" and not is_lifted()
        return self._engine.fresh_run(which, live)

    def code(self) -> str:
        """The Python that rebuilds this state in a fresh kernel. Values that it holds are referred to by the
        files that they are stored in, in the folder ``.trafolab``, which are written here if need be."""
        engine = self._engine
        for name in engine.now.core.tensors:
            tensor = engine.tensors.get(name)
            if tensor is not None:
                write_file(name, tensor)
        return engine.now.code

    def draws(self) -> DrawsData:
        """The metric under each seeded draw of the resample ablations in force, the acting one first:
        ``.values``, ``.mean`` and ``.sd``."""
        return cast("DrawsData", self.compute("draws", {}).data)

    def compare(self, a: str, b: str, *, position: int = -1, k: int = 10) -> Comparison:
        """Two states side by side: saved ones by name, ``"now"``, or ``"plain"``, which is now without
        interventions. Predictions at ``position``, metrics, and how far each head's pattern differs.

        Raises :class:`LabError` for an unknown state, and for one without a prompt.
        """
        result = self.compute("compare", {"a": a, "b": b, "position": position, "k": k})
        return Comparison(result)

    def __repr__(self) -> str:
        now = self._engine.now
        info, count = now.bench.held.info, len(now.core.interventions)
        prompt = "no prompt" if now.core.clean is None else f"{len(now.core.clean.tokens)} tokens"
        return f"<Lab of {info.name} ({info.mode}, {info.dtype}): {prompt}, {count} interventions>"
