"""What views read of attention: patterns of the prompt and of others, and how heads score on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ..errors import ViewError
from ..fetching import Reduce
from ..metrics import position_in
from .alike import By, by_patterns, by_weights
from .detecting import DETECTORS, KINDS
from .detector import ByFunction, ByPattern, Detector, Scored
from .means import Mean, mean_over
from .patterns import Patterns, of_run
from .score_parts import ScoreParts, Splitting, refuse_future
from .weighing import Weigh, Weighing

if TYPE_CHECKING:
    from ..looking.readings import Readings
    from ..runs import Run
    from .elsewhere import Elsewhere

REPEATED = "repeated tokens"


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
    def detectors(self) -> Mapping[str, Detector]:
        """The scores by their names, a person's own last."""
        own = self.elsewhere.detectors
        return {**DETECTORS, **{name: ByFunction(name, own) for name in own.names}}

    def detector(self, score: str) -> Detector:
        """A score by its name. Raises :class:`ViewError` for an unknown one."""
        known = self.detectors
        if score not in known:
            advice = f"There are: {', '.join(known)}. Make one with lab.detector(name, function)."
            raise ViewError("unknown_score", f"There is no score named {score}.", score, advice)
        return known[score]

    def kinds(self, layer: int, head: int, *, hide_bos: bool) -> dict[str, float]:
        """What the scores that name a kind say of one head in the live run, by the score; not a number where
        there is none. The copying score is among them where it takes no more than a moment."""
        pattern = self._look.live.patterns([layer]).get(layer) if self._look.attention_layers else None
        if pattern is None:
            return {}
        own, ids, found = pattern[head : head + 1].float(), self._look.live.ids, dict[str, float]()
        for name in KINDS:
            each = DETECTORS[name]
            if isinstance(each, ByPattern) and not (hide_bos and name == "first"):
                found[name] = float(each.score(own, ids, hide_bos))
        if self._look.circuits.copies_at_once(layer):
            found["copying"] = float(self._look.circuits.copying(layer)[head])
        return found

    def scores(self, detector: Detector, patterns: Patterns, *, hide_bos: bool) -> tuple[list[str], Tensor]:
        """Names of heads, and a score [head] of each in float32; not a number where there is none. Raises
        :class:`ViewError` for a function of a person's that fails."""
        look = self._look
        found = detector.scores(Scored(patterns, look.circuits, look.attention_layers, hide_bos))
        names = [f"L{layer}H{head}" for layer, each in found.items() for head in range(len(each))]
        return names, torch.cat([each.float().cpu() for each in found.values()])

    def _read(self, ids: Sequence[int]) -> dict[int, Tensor]:
        names = {layer: f"blocks.{layer}.attn.hook_pattern" for layer in self._look.attention_layers}
        found = self.elsewhere.read(ids, list(names.values()))
        return {layer: found[name] for layer, name in names.items()}

    def _refuse_none(self) -> None:
        if not self._look.attention_layers:
            what = "This model computes no attention patterns that could be shown."
            advice = "Its attention is left to Hugging Face, or it has none."
            raise ViewError("no_pattern", what, None, advice)
