"""A head's attention scores at one query, split by what wrote the query's stream and what wrote each key's.

Queries and keys are linear in the stream once the norms are held at the scales that they had, and a score is
bilinear in both: as in Elhage et al., "A Mathematical Framework for Transformer Circuits" (2021), and as
TransformerLens users take it apart by ``decompose_resid`` and the head's ``W_Q`` and ``W_K``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from ..errors import LabError, ViewError
from .head_weights import HeadWeights, head_weights
from .norm_weights import NormWeights
from .norms import gain_of
from .rotation import Rotation
from .same_names import same_names, summed_into

if TYPE_CHECKING:
    from ..looking.readings import Readings
    from ..runs import Run
    from .writes import Writes

BIAS = "bias"
"""What the norm's bias, and that of the query or the key, give."""
_AT_ONCE = 64 * 2**20
"""Bytes of what was written into the stream of the keys that are looked at together."""


@dataclass(frozen=True, eq=False)
class ScoreParts:
    """At one query. In float32; a key that the mask hides has no numbers."""

    writers: list[str]
    scores: Tensor
    """[key], before a soft cap."""
    by_query: Tensor
    """[writer, key]: the parts by what wrote the query's side."""
    by_key: Tensor
    """[writer, key]: by what wrote the key's side."""
    matrix: Tensor
    """[writer of the query, writer of the key] at the key that was asked for."""
    mean: Tensor
    """The same in the mean over the keys that are not hidden."""
    soft_cap: float | None

    @property
    def beside(self) -> Tensor:
        """[key]: what a score has beside its parts: interventions, and positions that are added to scores."""
        return self.scores - self.by_query.sum(0)

    def relative(self) -> ScoreParts:
        """The same less each part's mean over the keys."""
        scores, by_query, by_key = (_less_mean(each) for each in (self.scores, self.by_query, self.by_key))
        return replace(self, scores=scores, by_query=by_query, by_key=by_key, matrix=self.matrix - self.mean)


class Splitting:
    """Of one head's scores in a run."""

    def __init__(self, look: Readings, run: Run, layer: int, head: int, *, heads: bool) -> None:
        self._look, self._run, self._layer, self._head, self._heads = look, run, layer, head, heads
        self._model: Any = look.model
        self._weights: HeadWeights = head_weights(self._model, layer, head)

    def at(self, query: int, key: int) -> ScoreParts:
        """The parts at a query, and all pairs of them at one key. Raises :class:`ViewError` where they can't
        be told."""
        writes = self._writes([query])
        weights = self._weights
        mine = _normed(self._parts(writes, [query], "q")[:, 0], weights.norm_q) * weights.scaling
        hidden = self._hidden(query)
        counted = _counted(key, hidden)
        told = [[*writes.names, BIAS]]
        by_query, by_key, pairs = list[Tensor](), list[Tensor](), list[Tensor]()
        for keys in self._together(query + 1, len(writes.names)):
            written = self._writes(keys)
            told.append([*written.names, BIAS])
            theirs = _normed(self._parts(written, keys, "k"), weights.norm_k)
            turned = self._turned(mine, [query - each for each in keys])
            by_query.append(torch.einsum("wkd,kd->wk", turned, theirs.sum(0)))
            by_key.append(torch.einsum("kd,wkd->wk", turned.sum(0), theirs))
            pairs.append(torch.einsum("wkd,avkd->awv", turned, theirs * counted[:, None, keys, None]))
        # Writers are not told apart alike at all keys, nor at the query as at the keys.
        names, (own, *others) = same_names(told)
        n = len(names)
        one = summed_into(own, n, torch.cat(by_query, 1))
        other = torch.cat([summed_into(at, n, part) for at, part in zip(others, by_key, strict=True)], 1)
        both = [summed_into(at, n, part, 2) for at, part in zip(others, pairs, strict=True)]
        matrix, mean = summed_into(own, n, torch.stack(both).sum(0), 1)
        scores, cap = self._scores(query, one.sum(0))
        one, other = (each.masked_fill(hidden, torch.nan) for each in (one, other))
        return ScoreParts(names, scores, one, other, matrix, mean, cap)

    def _writes(self, positions: Sequence[int]) -> Writes:
        return self._look.writes(self._run, f"resid_pre.{self._layer}", positions, heads=self._heads)

    def _parts(self, writes: Writes, positions: Sequence[int], side: str) -> Tensor:
        """What each writer, and last the biases, give to the queries or keys [writer, position, d_head]."""
        weights, at = self._weights, f"blocks.{self._layer}.ln1"
        matrix, bias = (weights.W_Q, weights.b_Q) if side == "q" else (weights.W_K, weights.b_K)
        values, own = writes.values, bias
        scale = self._scale(f"{at}.hook_scale")
        if scale is not None:
            gain = gain_of(self._model.get_submodule(at), values.shape[-1])
            values, own = gain.linear(values, scale[list(positions)]), bias + gain.bias @ matrix
        return torch.cat([values @ matrix, own.expand(1, len(positions), -1)])

    def _scale(self, hook: str) -> Tensor | None:
        try:
            return self._run[hook].float()
        except LabError:
            return None

    def _turned(self, parts: Tensor, distances: Sequence[int]) -> Tensor:
        """[writer, key, d_head] of parts [writer, d_head], as keys at these distances meet them."""
        each, own = parts[:, None].expand(-1, len(distances), -1), getattr(self._attn, "rotary", None)
        if own is not None and hasattr(own, "apply_rope"):
            # A native model of TransformerLens has its rotation in each layer.
            places = torch.tensor([list(distances)], device=parts.device)
            return own.apply_rope(each[None], each[None], position_ids=places)[0][0]
        if not hasattr(self._model, "rotary_emb"):
            return each
        # Refuses where turning is not known; all distances at once are one look-up.
        like = Rotation.of(self._model, 0).cosine
        places = torch.tensor([list(distances)], device=like.device)
        cosine, sine = self._model.rotary_emb.original_component(like[None, None], places)
        return Rotation(cosine[0].float(), sine[0].float()).turned(each)

    @property
    def _attn(self) -> Any:
        """The attention layer's own module."""
        return self._model.get_submodule(f"blocks.{self._layer}.attn").original_component

    def _together(self, n: int, n_writers: int) -> Iterator[list[int]]:
        each = max(1, _AT_ONCE // (4 * self._weights.W_Q.shape[0] * n_writers))
        for first in range(0, n, each):
            yield list(range(first, min(n, first + each)))

    def _hidden(self, query: int) -> Tensor:
        """Which keys [key] the mask hides."""
        if self._look.gives_scores:
            return self._row("hook_attn_scores", query) <= torch.finfo(torch.float16).min
        return self._row("hook_pattern", query) == 0

    def _scores(self, query: int, total: Tensor) -> tuple[Tensor, float | None]:
        """[key], not a number where the mask hides it; and the soft cap that is undone. Where the model
        does not tell them they are those of the pattern, its constant taken from the sum of the parts."""
        hidden = self._hidden(query)
        if not self._look.gives_scores:
            constant = total.masked_fill(hidden, -torch.inf).logsumexp(-1)
            return self._row("hook_pattern", query).log().masked_fill(hidden, torch.nan) + constant, None
        scores = self._row("hook_attn_scores", query).masked_fill(hidden, torch.nan)
        cap = getattr(self._attn, "attn_logit_softcapping", None)
        if not cap:
            return scores, None
        return cap * torch.atanh((scores / cap).clamp(-1 + 1e-7, 1 - 1e-7)), float(cap)

    def _row(self, hook: str, query: int) -> Tensor:
        return self._run[f"blocks.{self._layer}.attn.{hook}"][self._head, query, : query + 1].float()


def _counted(key: int, hidden: Tensor) -> Tensor:
    """How much each key counts [2, key]: for the pairs at one of them, and for the mean over those that are
    not hidden."""
    seen = (~hidden).float()
    alone = torch.zeros_like(seen)
    alone[key] = 1
    return torch.stack([alone, seen / seen.sum()])


def _less_mean(values: Tensor) -> Tensor:
    return values - values.nanmean(-1, keepdim=True)


def _normed(parts: Tensor, norm: NormWeights | None) -> Tensor:
    """Parts [writer, ..., d_head] behind a norm of queries or keys, at the scale that their sum has."""
    if norm is None:
        return parts
    centred = parts - parts.mean(-1, keepdim=True) if norm.centres else parts
    scale = (centred.sum(0).square().mean(-1, keepdim=True) + norm.epsilon).sqrt()
    found = centred / scale if norm.gain is None else centred / scale * norm.gain
    if norm.bias is not None:
        found[-1] += norm.bias
    return found


def refuse_future(query: int, key: int) -> None:
    """Raises :class:`ViewError` for a key behind the query."""
    if key > query:
        what = f"Position {query} can't look at position {key}, which comes after it."
        raise ViewError("future", what, str(key), f"Choose a key up to {query}.")
