"""What of a laboratory has a name, as a look sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from torch import Tensor
from trafolab_protocol.directions import Space
from trafolab_protocol.experiments import Experiment

from ..experiments.files import Form
from ..experiments.job import Seen
from ..generating import Generated, Sampling
from ..nearest import Nearest, cosines, nearest
from ..overall.meter import Asked as Overall
from ..pairs import Pair
from ..repairing import Repair
from ..runs import Run
from ..side_effect import SideEffect
from .basis import Basis
from .named import Compared, Painted


class Belongings(Basis):
    """Experiments, sets, directions, saved states, and what goes on beside the views."""

    def generated(self, n: int, temperature: float, seed: int, wait: float) -> Generated:
        """How the prompt goes on, as far as it is known after so many seconds."""
        return self._named.generated(self.clean, Sampling(n, temperature, seed), wait)

    @property
    def generated_version(self) -> int:
        """Grows with that."""
        return self._named.generated_version()

    def in_force(self) -> list[str]:
        """The lines of the interventions that act in the live run."""
        return self._named.in_force()

    @property
    def n_draws(self) -> int:
        """How many seeded draws the interventions ask for; 0 where none of them draws."""
        return self._named.n_draws

    def drawn(self, draw: int) -> Run:
        """The live run under a draw; that which acts is number 0."""
        return self._named.drawn(draw)

    def side_effect(self) -> SideEffect:
        """Of the interventions on neutral text. Raises :class:`LabError` where there is none."""
        return self._named.side_effect()

    def pairs(self, name: str) -> Sequence[Pair]:
        """Those of a set. Raises :class:`LabError` for an unknown one."""
        return self._named.pairs(name)

    def repair(self, name: str) -> Repair | None:
        """What gives a counterfactual as many tokens as the clean prompt; None where nothing can or must."""
        found = next((each for each in self.counterfactuals if each.name == name), None)
        if found is None or len(found.tokens) == len(self.clean.tokens):
            return None
        return self._named.repair(found)

    def paint(self) -> Painted:
        """A person's own numbers by component, with their label and the model that they were painted on."""
        return self._named.paint()

    def overall(self) -> Overall:
        """What is known by now of the metric over its set of pairs."""
        return self._named.overall()

    @property
    def overall_version(self) -> int | None:
        """Grows with that; None where the metric is one of the prompt."""
        over_pairs = self.metric is not None and self.metric.pairs is not None
        return self._named.overall_version() if over_pairs else None

    def compared(self, name: str) -> Compared:
        """A saved state's run; ``now`` and ``plain`` are the laboratory's own. Raises :class:`LabError`."""
        return self._named.compared(name)

    def experiment(self, id: str) -> Seen:
        """An experiment with what it has found by now. Raises :class:`LabError` for an unknown one."""
        return self._named.experiments[id].seen()

    def experiment_file(self, id: str, form: Form) -> tuple[str, bytes]:
        """An experiment's name, and what it has found by now as a file. Raises :class:`LabError` where it
        can't be made."""
        return self._named.experiment_file(id, form)

    def experiment_version(self, id: str) -> int:
        """Grows with what can be seen of an experiment. Raises :class:`LabError` for an unknown one."""
        return self._named.experiments[id].version

    @property
    def experiments(self) -> list[Experiment]:
        """All of them with what is known of each, but without what they found."""
        return [job.told for job in self._named.experiments]

    @property
    def direction_names(self) -> list[str]:
        """The directions whose values are there."""
        return list(self._named.directions)

    def along(self, name: str, k: int, space: Space) -> tuple[list[Nearest], list[Nearest]]:
        """The k tokens whose vectors point most along a direction, and the k against it."""
        vector = self._named.directions[name]
        far = nearest(-vector, self._held, k, space)
        return nearest(vector, self._held, k, space), [replace(n, cosine=-n.cosine) for n in far]

    def direction(self, name: str) -> Tensor:
        """A named direction, [d_model]."""
        return self._named.directions[name]

    def cosines(self) -> list[list[float]]:
        """Between all directions."""
        vectors = list(self._named.directions.values())
        return cosines(vectors).tolist() if vectors else []
