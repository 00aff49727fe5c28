"""What a forward pass of one prompt gave."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.stamps import Stamp

from .errors import MetricError, TargetError
from .fetching import Reduce, whole
from .functions import Functions
from .interventions.tally import Tally
from .metrics import Reading, label, measure_of

Fetch = Callable[[Sequence[str], Reduce], Mapping[str, Tensor]]


@dataclass(frozen=True)
class Beside:
    """What a metric may read beside a run's own logits."""

    continued: Callable[[tuple[int, ...]], Tensor]
    """Logits [pos, vocab] of the prompt and tokens that follow it, under what acts in the run."""
    plain: Callable[[], Tensor]
    """Logits [pos, vocab] of the prompt's plain run."""
    functions: Functions


class Run:
    """Logits and activations of one prompt, stamped with what they were computed under.

    ``run["blocks.1.attn.hook_pattern"]`` is an activation without its batch axis.
    """

    def __init__(
        self,
        prompt: Prompt,
        logits: Tensor,
        activations: Mapping[str, Tensor],
        stamp: Stamp,
        metric: Metric | None,
        tally: Tally,
        fetch: Fetch,
        beside: Beside,
        absent: Iterable[str] = (),
    ) -> None:
        """``fetch`` computes activations by their names; those that do not fire are missing in its answer.
        ``absent``: names of those that are known not to."""
        self.prompt = prompt
        self.logits = logits
        """[pos, vocab]."""
        self.stamp = stamp
        self.tally = tally
        self.asked: set[str] = set()
        """Names of the activations that anybody wanted of this run."""
        self._activations = dict(activations)
        self._absent = set(absent)
        self._reduced: dict[object, dict[str, Tensor]] = {}
        self._metric = metric
        self._fetch = fetch
        self._beside = beside
        self._read: dict[tuple[bool, Reading], Tensor] = {}
        """What metrics read of other passes: of the plain run (True), or of the prompt continued."""

    @property
    def tokens(self) -> list[str]:
        """The text of each token."""
        return [token.text for token in self.prompt.tokens]

    @property
    def ids(self) -> Tensor:
        """[pos]."""
        return torch.tensor(self._ids, device=self.logits.device)

    @property
    def _ids(self) -> list[int]:
        return [token.id for token in self.prompt.tokens]

    @property
    def n_tokens(self) -> int:
        """Length of the prompt, BOS included."""
        return len(self.prompt.tokens)

    @property
    def metric(self) -> float | None:
        """The laboratory's metric on this run; None where there is none, or it can't be computed."""
        try:
            return self.measured()
        except MetricError:
            return None

    def measured(self) -> float | None:
        """The same; None where there is none. Raises :class:`MetricError` where it can't be computed."""
        if self._metric is None:
            return None
        measure = measure_of(self._metric, self._ids, self._beside.functions)
        found = [self._reading(reading) for reading in measure.readings]
        base = [self._reading(reading, plain=True) for reading in measure.readings if measure.compares]
        return float(measure.of(found, base)[0])

    def _reading(self, reading: Reading, *, plain: bool = False) -> Tensor:
        """What a metric reads [1, pos, token], of this run or of the plain one."""
        if not plain and not reading.continued:
            return reading.readout.of(self.logits[None])
        key = (plain, reading)
        if key not in self._read:
            beside = self._beside
            logits = beside.plain() if plain else beside.continued(reading.continued)
            self._read[key] = reading.readout.of(logits[None])
        return self._read[key]

    def __getitem__(self, name: str) -> Tensor:
        """An activation by its hook name, computed when it is first asked for.

        Raises :class:`LabError` for a hook that the model lacks or that never fires.
        """
        self.load([name])
        if name not in self._activations:
            what = f"The hook {name} does not exist or does not fire on this model."
            raise TargetError("no_activation", what, name, "List the names with lab.model.hook_dict.")
        return self._activations[name]

    def load(self, names: Iterable[str]) -> None:
        """Compute what is missing of these activations, all in one forward pass."""
        wanted = set(names)
        self.asked |= wanted
        missing = sorted(wanted - self._activations.keys() - self._absent)
        if missing:
            found = self._fetch(missing, whole)
            self._activations.update(found)
            self._absent.update(wanted - self._activations.keys())

    def reduced(self, key: object, names: Sequence[str], reduce: Reduce) -> Mapping[str, Tensor]:
        """What ``reduce`` makes of activations [pos, …], of which no more is kept than that: for those that
        are too large to be kept whole. ``key`` says what it makes. Those that do not fire are missing."""
        known = self._reduced.setdefault(key, {})
        for name in names:
            if name not in known and name in self._activations:
                known[name] = reduce(self._activations[name])
        missing = [name for name in names if name not in known and name not in self._absent]
        if missing:
            known.update(self._fetch(missing, reduce))
            self._absent.update(set(missing) - known.keys())
        return {name: known[name] for name in names if name in known}

    def read_by(self, metric: Metric | None, stamp: Stamp) -> Run:
        """The same numbers under another metric and stamp; activations are shared."""
        twin = copy.copy(self)
        twin._metric, twin.stamp = metric, stamp
        return twin

    def own(self) -> Run:
        """The same numbers for a person to write into: nothing is shared with the cached run."""

        def fetch(names: Sequence[str], reduce: Reduce) -> Mapping[str, Tensor]:
            self.load(names)
            there = {name: self._activations[name] for name in names if name in self._activations}
            with torch.inference_mode(False):
                return {name: reduce(kept).clone() for name, kept in there.items()}

        twin = copy.copy(self)
        with torch.inference_mode(False):
            twin.logits = self.logits.clone()
        twin._activations, twin._absent, twin._reduced, twin._fetch = {}, set(), {}, fetch
        return twin

    @property
    def activations(self) -> Mapping[str, Tensor]:
        """Those kept so far, by their hook names: another thread's view may add to them meanwhile."""
        return dict(self._activations)

    def patterns(self, layers: Sequence[int]) -> dict[int, Tensor]:
        """Attention pattern [head, query, key] of each of these layers that computes one."""
        return self._of_layers(layers, "attn.hook_pattern")

    def neurons(self, layers: Sequence[int]) -> dict[int, Tensor]:
        """Activations [pos, neuron] after the non-linearity, of each of these layers that has any."""
        return self._of_layers(layers, "mlp.hook_post")

    def head_pattern(self, layer: int, head: int) -> Tensor:
        """Attention pattern [query, key] of one head."""
        return self[f"blocks.{layer}.attn.hook_pattern"][head]

    def _of_layers(self, layers: Sequence[int], hook: str) -> dict[int, Tensor]:
        names = {layer: f"blocks.{layer}.{hook}" for layer in layers}
        self.load(names.values())
        return {layer: self._activations[n] for layer, n in names.items() if n in self._activations}

    def __repr__(self) -> str:
        number = self.metric
        metric = "" if number is None or self._metric is None else f"; {label(self._metric)} {number:+.3f}"
        return f"<Run of {self.stamp.prompt}, {self.stamp.interventions}: {self.n_tokens} tokens{metric}>"
