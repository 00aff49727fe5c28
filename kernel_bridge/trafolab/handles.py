"""What the page and the notebook's watcher hold a laboratory by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

from trafolab_protocol.actions import Action
from trafolab_protocol.core import StepsTail
from trafolab_protocol.findings import Findings, UserHook
from trafolab_protocol.model import ModelInfo
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.state import State
from transformer_lens.model_bridge import TransformerBridge

from . import restoring, watching
from .engine import Engine
from .experiments.book import Book
from .feeds import FEEDS
from .functions import Functions
from .measuring import Measuring
from .snapshot import Account
from .tensors import Array, TensorStore
from .views import VIEWS
from .views.asking import asked, named
from .views.feed import Asked, ViewResult
from .weights import Weight, weights_of
from .weights_back import Loaded


class Handles:
    """The side of :class:`trafolab.Lab` that its own machinery calls, not a person."""

    _engine: Engine
    _measuring: Measuring

    @property
    def tensors(self) -> TensorStore:
        """The stored tensors."""
        return self._engine.tensors

    @property
    def book(self) -> Book:
        """All experiments."""
        return self._engine.experiments

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
        revision, look = self._engine.look()
        return self._asked(view, params).compute(look, revision)

    def version(self, view: str, params: dict[str, Any]) -> object:
        """Differs when a view is to be computed again although the revision is the same. Raises
        :class:`LabError` as :meth:`compute` does."""
        return self._asked(view, params).version(self._engine.look()[1])

    def _asked(self, view: str, params: dict[str, Any]) -> Asked:
        return asked(named((*FEEDS, *VIEWS), view), params)

    def measure(self) -> None:
        """Find the largest difference to Hugging Face's own log-probabilities on the clean prompt. This may
        take some seconds, and the state has it then."""
        self._measuring.measure()

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after each change, on the thread that made it; the answer ends that."""
        return self._engine.listen(callback)

    def step(self, cell: int | None) -> AbstractContextManager[None]:
        """``with lab.step(3):`` makes what this thread does inside one step of the history."""
        return self._engine.step(cell)

    def observe(self, findings: Findings, *, moved: bool, of: TransformerBridge | None = None) -> None:
        """Say what was found on the model, or on that which ``of`` is, as long as it is the laboratory's;
        ``moved``: weights changed since the last look."""
        watching.observe(self._engine, findings, moved=moved, of=of)

    def distrust(self) -> None:
        """Code of a person's ran, which may have changed weights unseen: nothing computed before it is begun
        from, until the model was looked at."""
        self._engine.now.bench.distrust()

    def get_ready(self) -> bool:
        """Nothing else is going on: make what the next experiment needs, where one may come; whether it
        did."""
        return self._engine.readying.go_on()

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

    def inherit(self, former: Handles) -> None:
        """Take over the states that were saved in the laboratory before this one."""
        restoring.inherit(self._engine, former._engine)

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
