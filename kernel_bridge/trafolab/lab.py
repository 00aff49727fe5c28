"""The laboratory as a person uses it from Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

from pydantic import ValidationError
from trafolab_protocol.actions import (
    Action,
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
from trafolab_protocol.core import StepsTail
from trafolab_protocol.findings import Findings, UserHook
from trafolab_protocol.interventions import Intervention
from trafolab_protocol.metric import MetricKind
from trafolab_protocol.model import ModelInfo
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.state import State
from transformer_lens.model_bridge import TransformerBridge

from . import restoring, watching
from .arguments import names_in, record
from .comparison import Comparison
from .engine import Engine
from .errors import OperationError, ViewError
from .functions import Functions
from .interventions.installation import is_lifted, lifted
from .listing import InterventionList
from .measuring import Measuring
from .naming_methods import NamingMethods
from .operations.methods import OperationMethods
from .prompts import CLEAN, Labels, counterfactuals_of, labelled, source_of
from .runs import Run
from .snapshot import Account
from .tensor_files import write_file
from .tensors import Array, TensorStore
from .views import VIEWS
from .views.view import ViewResult
from .weights import Weight, weights_of
from .weights_back import Loaded

_METRIC = (
    'There are "logit_diff", "logprob", "prob" and "rank"; answers are text or a token\'s id, and a position '
    "is a whole number."
)
_ID = "Give the id of an intervention, as lab.interventions has it."


class Lab(NamingMethods, OperationMethods):
    """A live model with prompts, a metric and interventions. Made by :func:`trafolab.open`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._measuring = Measuring(engine)

    # What a person calls ----------------------------------------------------------------------

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
        kind: MetricKind | None = "logit_diff",
        *,
        answer: str | int | None = None,
        distractor: str | int | None = None,
        position: int = -1,
    ) -> None:
        """Choose the number under study: ``logit_diff``, ``logprob``, ``prob`` or ``rank`` of
        ``answer`` at ``position``. Answers are single tokens, by text or id. ``None`` goes back to
        the automatic one. Raises :class:`LabError` for an answer that is not one token.
        """
        fields = {"metric_kind": kind, "answer": answer, "distractor": distractor, "position": position}
        self.act(record(SetMetric, "lab.metric()", _METRIC, fields))

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
            if name in engine.tensors:
                write_file(name, engine.tensors[name])
        return engine.now.code

    def __repr__(self) -> str:
        now = self._engine.now
        info, count = now.bench.held.info, len(now.core.interventions)
        prompt = "no prompt" if now.core.clean is None else f"{len(now.core.clean.tokens)} tokens"
        return f"<Lab of {info.name} ({info.mode}, {info.dtype}): {prompt}, {count} interventions>"

    # What the page and the notebook's watcher call ----------------------------------------------

    @property
    def tensors(self) -> TensorStore:
        """The stored tensors."""
        return self._engine.tensors

    @property
    def stored(self) -> list[str]:
        """Names of the stored tensors that this laboratory, or a step of its undo, refers to."""
        cores = (self._engine.now.core, *self._engine.history.cores)
        return [name for core in cores for name in core.tensors]

    @property
    def functions(self) -> Functions:
        """The functions that interventions call."""
        return self._engine.functions

    def know_loaded(self, loaded: Loaded) -> None:
        """Have ``loaded`` tell what the model's weights were when it was loaded."""
        self._engine.loaded = loaded

    @property
    def revision(self) -> int:
        """Number of the newest state."""
        return self._engine.now.revision

    @property
    def info(self) -> ModelInfo:
        """What is known of the model; the state has it too."""
        return self._engine.now.bench.held.info

    @property
    def findings(self) -> Findings:
        """What was found on the model at the last look; the state has it too."""
        return self._engine.now.findings

    @property
    def state(self) -> State:
        """The whole state as it is known now, without computing anything."""
        return self._engine.state

    @property
    def account(self) -> Account:
        """The state with the steps that undo and redo lead through."""
        return self._engine.account

    def settle(self) -> State:
        """The state with the proof of its live run, made if need be."""
        return self._engine.settle()

    def act(self, action: Action, origin: Literal["page", "code"] = "code") -> int:
        """Carry out an action; the revision after it.

        Raises :class:`LabError` and changes nothing when it can't be done.
        """
        return self._engine.act(action, origin)

    def compute(self, view: str, params: dict[str, Any]) -> ViewResult:
        """A view's data at the newest revision. Raises :class:`LabError` for an unknown view, wrong
        parameters, or a view that this state can't give."""
        found = next((each for each in VIEWS if each.name == view), None)
        if found is None:
            names = ", ".join(each.name for each in VIEWS)
            raise ViewError("unknown_view", f"There is no view named {view}.", view, f"There are: {names}.")
        try:
            asked = found.params.model_validate(params)
        except ValidationError as error:
            first = error.errors()[0]
            what = f"The view {view} can't be asked with {'.'.join(map(str, first['loc']))}: {first['msg']}."
            raise ViewError("bad_params", what, view) from error
        revision, look = self._engine.look()
        answer = found.compute(look, asked)
        return ViewResult(revision, answer.data, answer.tensors)

    def measure(self) -> None:
        """Find the largest difference to Hugging Face's own log-probabilities on the clean prompt. This may
        take some seconds, and the state has it then."""
        self._measuring.measure()

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after each change, on the thread that made it; the answer ends that."""
        return self._engine.listen(callback)

    def compare(self, a: str, b: str, *, position: int = -1, k: int = 10) -> Comparison:
        """Two states side by side: saved ones by name, ``"now"``, or ``"plain"``, which is now without
        interventions. Predictions at ``position``, metrics, and how far each head's pattern differs.

        Raises :class:`LabError` for an unknown state, and for one without a prompt.
        """
        result = self.compute("compare", {"a": a, "b": b, "position": position, "k": k})
        return Comparison(result)

    def step(self, cell: int | None) -> AbstractContextManager[None]:
        """``with lab.step(3):`` makes what this thread does inside one step of the history."""
        return self._engine.step(cell)

    def observe(self, findings: Findings, *, moved: bool) -> None:
        """Say what was found on the model; ``moved``: weights changed since the last look."""
        watching.observe(self._engine, findings, moved=moved)

    def adopt(self, model: TransformerBridge, name: str) -> None:
        """Take a model that a person's code bound to ``name`` in place of the one before."""
        watching.adopt(self._engine, model, name)

    def restore(
        self,
        state: State,
        tensors: Mapping[str, Array],
        *,
        model: str | None = None,
        steps: StepsTail | None = None,
    ) -> None:
        """Bring back a stored state with its steps, if nothing was done here yet; what can't come back is
        said in its ``problems``. ``model`` is opened in place of the state's own."""
        restoring.restore(self._engine, state, tensors, model, steps)

    def begin(self, prompts: Sequence[Prompt]) -> None:
        """Set first prompts, the clean one foremost, unless there is one already. This is no act:
        nobody did it, and undo does not lead behind it."""
        restoring.begin(self._engine, prompts)

    def overtake(self, revision: int) -> None:
        """Make sure that this laboratory's revision is above another's, changing nothing else."""
        restoring.overtake(self._engine, revision)

    def refresh_hooks(self) -> list[UserHook]:
        """The person's own hooks as they are now; views obey them from here on."""
        return watching.refresh_hooks(self._engine)

    @property
    def shadow_version(self) -> int:
        """Grows when hooks or code of the model changed, as far as :meth:`refresh_hooks` has seen."""
        return self._engine.now.bench.held.shadow.version

    def notice_conversion(self) -> None:
        """Find out whether code moved, cast or folded the model; the state says so from here on."""
        watching.notice_conversion(self._engine)

    def weights(self) -> Iterator[Weight]:
        """The model's parameters, each with the component of the map that it belongs to."""
        held = self._engine.now.bench.held
        return weights_of(held.model, held.info.structure)
