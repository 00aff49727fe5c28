"""What the server is to store, until it is sent: tensors, and experiments that are over."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from trafolab_protocol.experiments import Experiment
from trafolab_protocol.kernel import ExperimentPush
from trafolab_protocol.record import Record

from .channel import Buffer
from .packing import Array, parts

if TYPE_CHECKING:
    from ..lab import Lab


class Outbox:
    """Of one kernel; ``wake`` has it emptied. Safe to fill from any thread."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._tensors: deque[tuple[str, Array]] = deque()
        self._experiments: deque[ExperimentPush] = deque()
        self._recalling = False

    def listen(self, lab: Lab) -> list[Callable[[], None]]:
        """Keep what comes of a laboratory from now on; each of the answers ends that."""
        return [lab.tensors.listen(self._keep), lab.book.listen(self._keep_experiment)]

    def recall(self) -> None:
        """Whoever listens has nothing of the laboratory yet: all of it is to be sent."""
        self._recalling = True

    def send(self, lab: Lab, send: Callable[[Record, Sequence[Buffer]], None]) -> None:
        """Send all that waits."""
        if self._recalling:
            self._recalling = False
            self._tensors.extend(_stored(lab))
            for experiment, array in lab.book.stored():
                self._keep_experiment(experiment, array, forgotten=False)
        while self._tensors:
            for record, piece in parts(*self._tensors.popleft()):
                send(record, [piece])
        while self._experiments:
            send(self._experiments.popleft(), ())

    def _keep(self, name: str, array: Array) -> None:
        self._tensors.append((name, array))
        self._wake()

    def _keep_experiment(self, experiment: Experiment, array: Array | None, forgotten: bool) -> None:
        if array is not None and experiment.tensor is not None:
            self._tensors.append((experiment.tensor, array))
        self._experiments.append(ExperimentPush(experiment=experiment, forgotten=forgotten))
        self._wake()


def _stored(lab: Lab) -> Iterator[tuple[str, Array]]:
    """The tensors that a laboratory refers to; whoever has just connected has none of them."""
    from ..tensors import as_array

    for name in dict.fromkeys(lab.stored):
        tensor = lab.tensors.get(name)
        if tensor is not None:
            yield name, as_array(tensor)
