"""What a head takes from each key to each query: its attention, weighed by what stands at the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from torch import Tensor

from ..errors import LabError, MetricError, ViewError
from ..metrics import label
from .heads import output_matrix
from .norms import gain_of

if TYPE_CHECKING:
    from ..looking.readings import Readings
    from ..runs import Run

Weigh = Literal["none", "value_norm", "contribution"]


class Weighing:
    """Of one head."""

    def __init__(self, look: Readings, layer: int, head: int) -> None:
        self._look, self._layer, self._head = look, layer, head
        self.hooks = [f"blocks.{layer}.attn.hook_{name}" for name in ("pattern", "v", "z")]

    def of(self, run: Run, weigh: Weigh) -> Tensor:
        """[query, key] in float32. Raises :class:`ViewError` where values or metric do not allow it."""
        if weigh == "none":
            return run.head_pattern(self._layer, self._head).float()
        run.load(self.hooks)
        pattern, values = run[self.hooks[0]][self._head], run[self.hooks[1]]
        if weigh == "value_norm":
            return self.by_norm(pattern, values)
        return pattern.float() * (self._mine(values) @ self._out @ self._read(run).T).T

    def by_norm(self, pattern: Tensor, values: Tensor) -> Tensor:
        """Attention [..., query, key] times the length of what the head would write of each key alone, after
        Kobayashi et al. (2020); before a norm behind attention, where there is one. ``values``: [..., key,
        group, d_head]."""
        written = self._mine(values) @ self._out
        return pattern.float() * written.norm(dim=-1)[..., None, :]

    def written(self, run: Run) -> Tensor:
        """What the head really adds to the metric at each query [query]: its ``z``, as interventions leave
        it."""
        run.load(self.hooks)
        z = run[self.hooks[2]]
        z = z.reshape(len(z), -1, self._out.shape[0])[:, self._head].float()
        return (z @ self._out * self._read(run)).sum(-1)

    def _mine(self, values: Tensor) -> Tensor:
        """[..., key, d_head] of the head's group."""
        values = values.float()
        if values.ndim == 2:
            values = values.unflatten(-1, (-1, self._out.shape[0]))
        return values[..., self._head * values.shape[-2] // self._n_heads, :]

    def _read(self, run: Run) -> Tensor:
        """What the metric reads of the stream at each query [query, d_model], through the final norm at that
        query's own scale, and through a norm behind attention where there is one."""
        directions = self._look.logit_directions(run, 0, self._ids)
        n = self._n_right
        vector = directions.vectors[:n].mean(0) - directions.vectors[n:].mean(0)
        read = vector.expand(run.n_tokens, -1)
        final = self._scale(run, "ln_final")
        if final is not None:
            read = read * final[0] / final
        norm = f"blocks.{self._layer}.ln1_post"
        behind = self._scale(run, norm)
        if behind is None:
            return read
        return gain_of(self._look.model.get_submodule(norm), read.shape[-1]).pulled(read, behind)

    def _scale(self, run: Run, norm: str) -> Tensor | None:
        """[query, 1]."""
        try:
            return run[f"{norm}.hook_scale"].float()
        except LabError:
            return None

    @property
    def _ids(self) -> list[int]:
        metric = self._look.metric
        wrong = metric is None or metric.kind != "logit_diff" or metric.pairs is not None
        if metric is None or wrong or metric.over != "mean":
            what = (
                "Contributions are those to a difference of logits, and the metric is not one of the prompt."
            )
            advice = 'Choose one: lab.metric("logit_diff", answer=…, distractor=…).'
            raise MetricError("no_logit_difference", what, self._look.metric_label or None, advice)
        return [answer.tokens[0].id for answer in (*metric.answers, *metric.distractors)]

    @property
    def metric(self) -> str:
        """What contributions are to, in words: of answers of several tokens the first counts."""
        metric = self._look.metric
        if metric is None:
            return ""
        firsts = {
            side: [each.model_copy(update={"tokens": each.tokens[:1]}) for each in answers]
            for side, answers in (("answers", metric.answers), ("distractors", metric.distractors))
        }
        return label(metric.model_copy(update=firsts))

    @property
    def _n_right(self) -> int:
        return 0 if self._look.metric is None else len(self._look.metric.answers)

    @property
    def _n_heads(self) -> int:
        return self._out_of_all.shape[0]

    @property
    def _out(self) -> Tensor:
        """[d_head, d_model]."""
        return self._out_of_all[self._head]

    @property
    def _out_of_all(self) -> Tensor:
        found = output_matrix(self._look.model, self._layer)
        if found is None:
            where = f"attn.{self._layer}"
            what = f"What the heads of {where} write can't be told apart: there is no output matrix by head."
            raise ViewError("no_output_matrix", what, where, "Read the pattern itself.")
        return found
