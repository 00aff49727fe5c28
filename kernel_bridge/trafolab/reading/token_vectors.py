"""What stands for a token, or a position, where the stream begins and where it ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal

import torch
from torch import Tensor
from trafolab_protocol.directions import Space

from ..errors import ViewError
from ..models.held import Held
from .norm_weights import NormWeights, norm_weights
from .token_circuit import sampled

Embedding = Literal["raw", "after_mlp0"]
_CHUNK = 1024
_MANY = 128
"""So many tokens are hardly a prompt's."""


class TokenVectors:
    """Of one model, as its weights are now. ``kept`` keeps what depends on these alone."""

    def __init__(self, held: Held, kept: Callable[[object, Callable[[], Any]], Any]) -> None:
        self._held = held
        self._kept = kept
        self._model: Any = held.shadow.model

    def rows(self, space: Space) -> Tensor:
        """[vocab, d_model] of the embedding, or of the unembedding turned round."""
        return self._held.token_vectors(space)

    @property
    def has_mlp0(self) -> bool:
        """Whether the first layer has an MLP that can be run alone: some want more than the stream."""
        layers = self._held.info.structure.layers
        return bool(layers) and layers[0].mlp is not None and self._kept("mlp.0 alone", self._runs_alone)

    @torch.no_grad()
    def _runs_alone(self) -> bool:
        one = self._embedded(torch.zeros(1, dtype=torch.long, device=self._model.W_E.device))
        try:
            return self._after_mlp0(one).shape == one.shape
        except (AttributeError, IndexError, RuntimeError, TypeError, ValueError):
            return False

    @torch.no_grad()
    def embedded(self, ids: Tensor, embedding: Embedding = "raw") -> Tensor:
        """Vectors [n, d_model] of tokens as the stream begins with them, or after the first MLP alone."""
        vectors = self._embedded(ids)
        if embedding == "raw":
            return vectors
        if not self.has_mlp0:
            what = "The first layer of this model has no MLP that can be run alone."
            raise ViewError("no_mlp", what, "mlp.0", "Ask with embedding='raw'.")
        if len(ids) < _MANY:
            return self._after_mlp0(vectors)
        # Heads ask for the same sample one after the other.
        sample, table = self._kept("sample after mlp.0", self._sample_after_mlp0)
        places = torch.searchsorted(sample, ids).clamp_max(len(sample) - 1)
        return table[places] if bool((sample[places] == ids).all()) else self._after_mlp0(vectors)

    @torch.no_grad()
    def _sample_after_mlp0(self) -> tuple[Tensor, Tensor]:
        ids = sampled(torch.arange(len(self._model.W_E), device=self._model.W_E.device))
        parts = [self._after_mlp0(self._embedded(part)) for part in ids.split(_CHUNK)]
        return ids, torch.cat(parts)

    def _embedded(self, ids: Tensor) -> Tensor:
        model = self._model
        vectors = _rows(model.W_E, ids).detach().float()
        scale = getattr(model.embed.original_component, "embed_scale", None)
        vectors = vectors if scale is None else vectors * float(scale)
        norm = norm_weights(getattr(model, "embed_ln", None))
        return vectors if norm is None else norm.of(vectors)

    def _after_mlp0(self, vectors: Tensor) -> Tensor:
        block = self._model.blocks[0]
        norm = norm_weights(getattr(block, "ln2", None) or getattr(block, "ln1", None))
        post = norm_weights(getattr(block, "ln2_post", None))
        read = vectors if norm is None else norm.of(vectors)
        with self._held.executor.passing():
            given = block.mlp(read[None].to(self._model.W_E.dtype))
        # Mixtures of experts say beside it which of them they took.
        out: Tensor = (given if isinstance(given, Tensor) else given[0])[0].float()
        return vectors + (out if post is None else post.of(out))

    def logits(self, directions: Tensor, ids: Tensor) -> Tensor:
        """What directions [n, d_model] add to tokens' logits [n, id], through the final norm without its
        scale and centred over the vocabulary."""
        # A norm's weights are folded into the few directions, not into all of W_U.
        passed = directions if self.final_norm is None else self.final_norm.behind(directions)
        columns = _rows(self._model.W_U.T, ids).detach().float()
        return passed @ columns.T - (passed @ self._mean_logit)[:, None]

    def unembedded(self, ids: Tensor) -> Tensor:
        """[n, d_model]: columns of W_U, centred over the vocabulary."""
        return _rows(self._model.W_U.T, ids).detach().float() - self._mean_logit

    @property
    def device(self) -> torch.device:
        """Where the embedding is."""
        return self._model.W_E.device

    @cached_property
    def final_norm(self) -> NormWeights | None:
        """Before the unembedding."""
        return norm_weights(getattr(self._model, "ln_final", None))

    @cached_property
    def _mean_logit(self) -> Tensor:
        return self._kept("mean of W_U", lambda: self._model.W_U.detach().float().mean(-1))

    def positions(self) -> Tensor:
        """[n_ctx, d_model]. Raises :class:`ViewError` where positions are not learnt vectors."""
        kind = self._held.info.structure.position
        try:
            found: Tensor = self._model.W_pos
        except AttributeError as error:
            why = f"Its positions are {kind}." if kind != "other" else str(error)
            what = "This model adds no learnt position vectors."
            raise ViewError("no_positions", what, "pos_embed", why) from error
        return found.detach().float()


def _rows(matrix: Tensor, ids: Tensor) -> Tensor:
    """Rows by their ids; those of a stretch of the vocabulary without a copy."""
    if len(ids) == 0:
        return matrix[:0]
    first, last = int(ids[0]), int(ids[-1])
    is_stretch = last - first + 1 == len(ids) and bool((ids[1:] > ids[:-1]).all())
    return matrix[first : last + 1] if is_stretch else matrix[ids]
