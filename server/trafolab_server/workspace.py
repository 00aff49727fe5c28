"""One notebook and everything that is kept beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from trafolab_protocol.core import StepsTail, tensor_names, tensors_of
from trafolab_protocol.errors import Problem
from trafolab_protocol.kernel import ExperimentPush, Restore, TensorPush
from trafolab_protocol.state import State
from trafolab_protocol.views import TensorSpec

from .settings import Settings
from .starter_notebook import starter_notebook
from .storage import Storage, StorageCorrupt
from .tensor_files import TensorFiles, TensorUnreadable

_ASIDE = "state-not-restored-"


class Workspace:
    """The notebook, and ``.trafolab/<its name>/`` beside it with ``lab.sqlite`` and ``tensors/``.

    ``problems`` tells what could not be read at the start. The ``save_…`` methods block on the
    disk and may be called from any thread.
    """

    def __init__(self, settings: Settings) -> None:
        self._notebook = settings.root / settings.notebook
        self._directory = self._notebook.parent / ".trafolab" / self._notebook.stem
        self.problems: list[Problem] = []
        self._create_notebook()
        self._storage = self._open_storage()
        self._tensors = TensorFiles(self._directory / "tensors")
        self.state = self._storage.state
        self._named = settings.model if settings.model_named else None
        self.layout = self._storage.layout

    def restoration(self) -> tuple[Restore, list[bytes]] | None:
        """The request that brings the last state back into a fresh kernel, and its buffers;
        None where nothing was stored. Tensors that cannot be read are left out and reported."""
        state = self.state
        if state is None:
            return None
        steps, experiments = self._storage.steps(), self._storage.experiments()
        wanted = [*_tensor_names(state, steps), *(each.tensor for each in experiments if each.tensor)]
        self._prune(set(wanted))
        specs: list[TensorSpec] = []
        buffers: list[bytes] = []
        for name in dict.fromkeys(wanted):
            try:
                dtype, shape, data = self._tensors.read(name)
            except TensorUnreadable as error:
                self.problems.append(_lost("tensor_lost", "A stored tensor could not be read", str(error)))
                continue
            specs.append(TensorSpec(name=name, dtype=dtype, shape=shape, buffer=len(buffers)))
            buffers.append(data)
        restore = Restore(
            id=uuid4().hex,
            state=state,
            steps=steps,
            tensors=specs,
            experiments=experiments,
            model=self._named,
        )
        return restore, buffers

    def take_state(self, state: State) -> None:
        """The kernel's word. What the command line named has been opened by then, and later kernels get
        the model that the person went on to."""
        self.state, self._named = state, None

    def _prune(self, wanted: set[str]) -> None:
        """Delete the tensors that no fresh kernel will ask for: the way back to them ended with the last
        one. Where a state was set aside, all stay for whoever wants it back."""
        damaged = any(self._directory.glob("lab.damaged-*"))
        aside = any(name.startswith(_ASIDE) for name in self._storage.names())
        if not damaged and not aside:
            self._tensors.keep(wanted)

    def save_state(self, state: State, steps: StepsTail | None = None) -> None:
        self._storage.save_state(state, steps=steps)

    def save_layout(self, layout: dict[str, Any]) -> None:
        self._storage.save_layout(layout)

    def save_tensor(self, push: TensorPush, buffer: bytes | memoryview) -> None:
        self._tensors.take(push, buffer)

    def save_experiment(self, push: ExperimentPush) -> None:
        if push.forgotten:
            self._storage.forget_experiment(push.experiment.id)
        else:
            self._storage.save_experiment(push.experiment)

    def set_state_aside(self, state: State) -> None:
        """Keep a state that could not be brought back, before the next one replaces it."""
        self._storage.save_state(state, name=f"{_ASIDE}{_now()}")

    def close(self) -> None:
        self._storage.close()

    def _create_notebook(self) -> None:
        self._notebook.parent.mkdir(parents=True, exist_ok=True)
        if not self._notebook.exists():
            text = json.dumps(starter_notebook(), indent=1, ensure_ascii=False)
            self._notebook.write_text(text + "\n", encoding="utf-8")

    def _open_storage(self) -> Storage:
        path = self._directory / "lab.sqlite"
        try:
            return Storage(path)
        except StorageCorrupt as error:
            aside = path.with_name(f"lab.damaged-{_now()}.sqlite")
            path.replace(aside)
            what = "The stored laboratory could not be read; a fresh one was begun"
            self.problems.append(_lost("storage_damaged", what, f"{aside.name}: {error}"))
            return Storage(path)


def _tensor_names(state: State, steps: StepsTail) -> Iterator[str]:
    """Of all tensors that the state, or a step of its undo, refers to."""
    yield from tensors_of(state.interventions)
    painted = [] if state.paint is None else [state.paint]
    yield from (each.tensor for each in (*state.references, *state.pairs, *state.directions, *painted))
    cores = [saved.core for saved in state.saved]
    cores += [core for step in steps.steps for core in (step.before, step.after)]
    for core in cores:
        yield from tensor_names(core)


def _lost(code: str, what: str, subject: str) -> Problem:
    return Problem(
        code=code, what=what, subject=subject, advice="Look in the folder .trafolab beside the notebook."
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
