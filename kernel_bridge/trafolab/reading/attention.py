"""What views read of attention: patterns of the prompt and of others, and how heads score on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from trafolab_protocol.stamps import Stamp

from ..errors import ViewError
from ..fetching import Reduce, whole
from ..metrics import position_in
from ..views.pooling import max_pool, without_bos
from .alike import By, by_patterns, by_weights
from .detecting import COPYING, COPYING_SAYS, DETECTORS, KINDS
from .means import Mean, mean_over
from .score_parts import ScoreParts, Splitting, refuse_future
from .weighing import Weigh, Weighing

if TYPE_CHECKING:
    from ..looking.readings import Readings
    from ..runs import Run
    from .elsewhere import Elsewhere

REPEATED = "repeated tokens"
_WHOLE = 2**30
"""Bytes up to which a run keeps all of its patterns, to be there with the next live run from the start."""


@dataclass(frozen=True)
class Patterns:
    """Those of all layers that compute any, of one pass."""

    of: Callable[[object, Reduce], Mapping[int, Tensor]]
    """What is made of each layer's patterns [head, query, key]; the key says what that is."""
    ids: Tensor
    """[pos]."""
    tokens: Sequence[str]
    stamp: Stamp

    def pooled(self, size: int, *, hide_bos: bool) -> Mapping[int, Tensor]:
        """[head, query, key] in float32 by layer, at most ``size`` cells a side."""
        shown = without_bos if hide_bos else whole
        return self.of(("pooled", size, hide_bos), lambda pattern: max_pool(shown(pattern), size))


def _named(each: Mapping[int, Tensor]) -> tuple[list[str], Tensor]:
    """Names of heads, and a score [head] of each, of scores by layer."""
    names = [f"L{layer}H{head}" for layer, found in each.items() for head in range(len(found))]
    return names, torch.cat([found.float().cpu() for found in each.values()])


def of_run(run: Run, layers: Sequence[int]) -> Patterns:
    """A run's: all are kept, or where they are too large each is thrown away once it was read."""
    names = {layer: f"blocks.{layer}.attn.hook_pattern" for layer in layers}

    def of(key: object, reduce: Reduce) -> Mapping[int, Tensor]:
        first = run.patterns(layers[:1])
        if len(layers) * sum(pattern.nbytes for pattern in first.values()) <= _WHOLE:
            return {layer: reduce(pattern) for layer, pattern in run.patterns(layers).items()}
        found = run.reduced(key, [*names.values()], reduce)
        return {layer: found[name] for layer, name in names.items() if name in found}

    return Patterns(of, run.ids, run.tokens, run.stamp)


class AttentionReading:
    """Of one look."""

    def __init__(self, look: Readings, elsewhere: Elsewhere) -> None:
        self._look = look
        self.elsewhere = elsewhere

    def patterns(self, run: str) -> Patterns:
        """Of a run by its name. Raises :class:`ViewError` where there are none."""
        self._refuse_none()
        return self.there_are(run)

    def there_are(self, run: str) -> Patterns:
        """The same, of no layer where there are none."""
        return of_run(self._look.run(run), self._look.attention_layers)

    def repeated(self) -> Patterns:
        """Of the prompt of random tokens that come twice, without interventions. Raises :class:`ViewError`
        where there are none."""
        self._refuse_none()
        ids = self.elsewhere.repeated()
        found = self._look.of_weights(("patterns of", REPEATED), lambda: self._read(ids))
        words = [self._look.token_text(i) for i in ids]
        stamp = self._look.plain.stamp.model_copy(update={"prompt": REPEATED})

        def of(key: object, reduce: Reduce) -> Mapping[int, Tensor]:
            del key
            return {layer: reduce(pattern) for layer, pattern in found.items()}

        return Patterns(of, torch.tensor(ids), words, stamp)

    def weighing(self, layer: int, head: int) -> Weighing:
        """A head's attention weighed by what it carries."""
        return Weighing(self._look, layer, head)

    def place(self, run: Run, position: int) -> int:
        """The index that a position, negative from the end, means in a run's prompt."""
        return position_in(position, run.n_tokens)

    def score_parts(
        self, run: Run, layer: int, head: int, query: int, key: int, *, heads: bool
    ) -> ScoreParts:
        """A head's scores at a query, split by what wrote the streams. Raises :class:`ViewError`."""
        refuse_future(query, key)
        return Splitting(self._look, run, layer, head, heads=heads).at(query, key)

    def alike(
        self, by: By, patterns: Patterns, head: tuple[int, int], *, hide_bos: bool
    ) -> Mapping[int, Tensor]:
        """How much the heads [head] of each layer are like this one; it is 1 like itself. Raises
        :class:`ViewError` where the weights can't be told apart."""
        if by == "ov" or by == "qk":
            model, layers = self._look.model, self._look.attention_layers
            return self._look.of_weights(("alike", by, head), lambda: by_weights(model, layers, head, by))
        return by_patterns(patterns, head, by, hide_bos=hide_bos)

    def mean_over(self, name: str, head: tuple[int, int], weigh: Weigh, run: str) -> Mean:
        """A head's attention in the mean over a set of prompts. Raises :class:`LabError`."""
        return mean_over(self._look, name, head, weigh, run)

    @property
    def detectors(self) -> list[tuple[str, str]]:
        """Names of the scores with their labels, a person's own last."""
        own = [(name, name) for name in self.elsewhere.detectors.names]
        return [*((name, each.label) for name, each in DETECTORS.items()), (COPYING, COPYING), *own]

    def said(self, score: str) -> str:
        """What a score is. Raises :class:`ViewError` for an unknown one."""
        self._refuse_unknown(score)
        if score == COPYING:
            return COPYING_SAYS
        return DETECTORS[score].says if score in DETECTORS else f"what your function {score} answers"

    def scores(self, score: str, patterns: Patterns, *, hide_bos: bool) -> tuple[list[str], Tensor]:
        """Names of heads, and a score [head] of each in float32; not a number where there is none. Raises
        :class:`ViewError` for an unknown score, and for a function of a person's that fails."""
        self._refuse_unknown(score)
        if score == COPYING:
            return _named(
                {layer: self._look.circuits.copying(layer) for layer in self._look.attention_layers}
            )
        own = self.elsewhere.detectors

        def reduce(layer: Tensor) -> Tensor:
            if score in DETECTORS:
                return DETECTORS[score].score(layer.float(), patterns.ids, hide_bos)
            found = [own.score(score, head, patterns.tokens, i) for i, head in enumerate(layer)]
            return torch.tensor(found)

        each = patterns.of(("score", score, own.version, hide_bos), reduce)
        return _named(each)

    def kinds(self, layer: int, head: int, *, hide_bos: bool) -> dict[str, float]:
        """What the scores that name a kind say of one head in the live run, by the score; not a number where
        there is none. The copying score is among them where it takes no more than a moment."""
        pattern = self._look.live.patterns([layer]).get(layer) if self._look.attention_layers else None
        if pattern is None:
            return {}
        own, ids = pattern[head : head + 1].float(), self._look.live.ids
        told = [name for name in KINDS if not (hide_bos and name == "first")]
        found = {name: float(DETECTORS[name].score(own, ids, hide_bos)) for name in told}
        if self._look.circuits.copies_at_once(layer):
            found[COPYING] = float(self._look.circuits.copying(layer)[head])
        return found

    def reach(self, score: str, scores: Tensor, n: int) -> tuple[float, float]:
        """The ends of a score's colours."""
        if score == COPYING:
            return -1.0, 1.0
        if score in DETECTORS:
            return 0.0, DETECTORS[score].high(n)
        there = scores[~scores.isnan()]
        ends = (float(there.min()), float(there.max())) if len(there) else (0.0, 1.0)
        return (min(0.0, ends[0]), max(0.0, ends[1])) if ends != (0.0, 0.0) else (0.0, 1.0)

    def _read(self, ids: Sequence[int]) -> dict[int, Tensor]:
        names = {layer: f"blocks.{layer}.attn.hook_pattern" for layer in self._look.attention_layers}
        found = self.elsewhere.read(ids, list(names.values()))
        return {layer: found[name] for layer, name in names.items()}

    def _refuse_none(self) -> None:
        if not self._look.attention_layers:
            what = "This model computes no attention patterns that could be shown."
            advice = "Its attention is left to Hugging Face, or it has none."
            raise ViewError("no_pattern", what, None, advice)

    def _refuse_unknown(self, score: str) -> None:
        known = [name for name, _ in self.detectors]
        if score not in known:
            advice = f"There are: {', '.join(known)}. Make one with lab.detector(name, function)."
            raise ViewError("unknown_score", f"There is no score named {score}.", score, advice)
