"""Direct logit attribution: what each part of the stream gives to a difference of logits.

Each part of the last stream, times the direction that the difference reads there (see ``final``). What else
the logits have is given by name: the biases behind the stream, and what interventions there did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from ..errors import ViewError
from . import final, writes
from .contrast import Contrast
from .final import Directions, logit_directions, uncapped
from .heads import by_head, hooks_of, output_matrix, post_norm
from .rounding import factor_between, slack

if TYPE_CHECKING:
    from ..models.held import Held
    from ..runs import Run

BIAS, ACTED = "bias.logits", "act.logits"
Part = tuple[str, float]


class Attribution:
    """Of one difference of logits at one position of a run. Before a soft cap, where there is one."""

    def __init__(self, held: Held, run: Run, position: int, contrast: Contrast) -> None:
        self._held, self._run, self._at = held, run, [position]
        self._contrast = contrast
        self._layers = held.info.structure.layers

    @cached_property
    def _found(self) -> Directions:
        return logit_directions(self._held, self._run, self._at[0], self._contrast.ids)

    @property
    def direction(self) -> Tensor:
        """[d_model], what it reads from the last stream."""
        return self._contrast.of(self._found.vectors)

    @property
    def soft_cap(self) -> float | None:
        """The logits that the model gives are between this and its negative."""
        return self._found.soft_cap

    @property
    def total(self) -> float:
        """What all parts sum to."""
        return float(self._contrast.of(uncapped(self._logits, self.soft_cap)))

    @property
    def given(self) -> float:
        """The difference of the logits that the model gives, behind a soft cap."""
        return float(self._contrast.of(self._logits))

    @property
    def _logits(self) -> Tensor:
        return self._run.logits[self._at[0], self._contrast.ids].float()

    def by_writer(self, *, heads: bool) -> list[Part]:
        """What each writer gives (see ``writes``), and what is behind the stream; they sum to the total."""
        last = f"resid_post.{self._layers[-1].index}"
        self._load(writes.hooks_read(self._held, last, heads=heads))
        found = writes.writes_of(self._held, self._run, last, self._at, heads)
        given: list[float] = (found.values[:, 0] @ self.direction).tolist()
        parts = list(zip(found.names, given, strict=True))
        constant, acted = (float(self._contrast.of(v)) for v in (self._found.constants, self._found.acted))
        if constant:
            parts.append((BIAS, constant))
        if abs(acted) > slack(self._run.logits) * max(1.0, abs(self.total)):
            parts.append((ACTED, acted))
        return parts

    def by_neuron(self, layers: Sequence[int], k: int) -> tuple[list[Part], float]:
        """The k neurons that give most, of either sign, as ``mlp.0.n12``, and what these MLPs give in all.
        Raises :class:`ViewError` where a layer's neurons can't be told apart."""
        self._load(hook for layer in layers for hook in _mlp_hooks(layer))
        given = [self._neurons(layer) for layer in layers]
        whole = torch.cat(given)
        largest: list[int] = whole.abs().topk(min(k, len(whole))).indices.tolist()
        places = [
            (layer, n) for layer, of_layer in zip(layers, given, strict=True) for n in range(len(of_layer))
        ]
        added = [self._run[f"blocks.{layer}.hook_mlp_out"][self._at[0]].float() for layer in layers]
        parts = [(f"mlp.{places[i][0]}.n{places[i][1]}", float(whole[i])) for i in largest]
        return parts, sum(float(each @ self.direction) for each in added)

    def by_source(self, layer: int, head: int) -> tuple[Tensor, Tensor, float]:
        """What a head gives by way of each source token, its attention to each, [source] both, and what it
        gives in all. Raises :class:`ViewError` where the head can't be told from its layer."""
        attention, at = self._layers[layer].attention, f"blocks.{layer}.attn"
        self._load([*hooks_of(layer), f"{at}.hook_pattern", f"{at}.hook_v"])
        parts = None if attention is None else by_head(self._held, self._run, attention, self._at)
        out = output_matrix(self._held.shadow.model, layer)
        if attention is None or parts is None or out is None:
            what = f"What L{layer}H{head} gives can't be told from what its layer does."
            raise ViewError("heads_not_apart", what, f"L{layer}H{head}", _WHOLE.format(f"attn.{layer}"))
        pattern = self._run[f"{at}.hook_pattern"][head, self._at[0]].float()
        values = self._run[f"{at}.hook_v"].float()
        values = values.reshape(len(values), -1, attention.d_head)
        mine = values[:, head * values.shape[1] // attention.n_heads]
        read = out[head] @ self._before(f"blocks.{layer}.ln1_post")
        return parts.factor * pattern * (mine @ read), pattern, float(parts.by_head[0, head] @ self.direction)

    def _load(self, hooks: Iterable[str]) -> None:
        """All in one pass, with what the direction needs."""
        self._run.load([*hooks, *final.hooks_read(self._held)])

    def _neurons(self, layer: int) -> Tensor:
        """What each neuron gives [neuron]."""
        block: Any = self._held.shadow.model.get_submodule(f"blocks.{layer}")
        post, total = (self._run.activations.get(hook) for hook in _mlp_hooks(layer)[:2])
        weight = _matrix(block)
        if post is None or total is None or weight is None or post.ndim != 2:
            what = (
                f"The neurons of mlp.{layer} can't be told apart: there is no one matrix by which they write."
            )
            raise ViewError("no_neurons", what, f"mlp.{layer}", "Choose components in place of neurons.")
        here = post[self._at].float()
        bias = getattr(block.mlp, "b_out", None)
        written = here @ weight + (0 if bias is None else bias.detach().float())
        norm = post_norm(self._held, self._run, f"blocks.{layer}.ln2_post", self._at)
        if norm is not None:
            written = norm[0].linear(written, norm[1]) + norm[0].bias
        factor = factor_between(written, total[self._at].float(), slack(total))
        if factor is None:
            what = f"What the neurons of mlp.{layer} give is not what it adds."
            raise ViewError("neurons_not_apart", what, f"mlp.{layer}", _WHOLE.format(f"mlp.{layer}"))
        return factor * here[0] * (weight @ self._before(f"blocks.{layer}.ln2_post"))

    def _before(self, norm: str) -> Tensor:
        """The direction as it is before a norm that follows attention or the MLP, if one does."""
        found = post_norm(self._held, self._run, norm, self._at)
        return self.direction if found is None else found[0].pulled(self.direction, found[1][0])


_WHOLE = "Something acts on {} as a whole, or it is of its architecture's own: look at the layer instead."


def _mlp_hooks(layer: int) -> list[str]:
    return [f"blocks.{layer}.{hook}" for hook in ("mlp.hook_post", "hook_mlp_out", "ln2_post.hook_scale")]


def _matrix(block: Any) -> Tensor | None:
    """By which an MLP's neurons write, [neuron, d_model] in float32."""
    try:
        found: Tensor = block.mlp.W_out
    except (AttributeError, RuntimeError, ValueError, NotImplementedError):
        return None
    return found.detach().float() if found.ndim == 2 else None
