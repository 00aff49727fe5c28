"""The neurons of one MLP: what they read of a token's embedding, and what they write to tokens' logits.

Both are read off the weights as they are, with the norms' own weights between: nothing is folded. What a
neuron reads is put through the norm before the MLP, what it writes through the norms behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from ..errors import TargetError, ViewError
from .norm_weights import epsilon_of
from .norms import Gain, gain_of

if TYPE_CHECKING:
    from ..models.held import Held
    from ..runs import Run

Keep = Callable[[object, Callable[[], Tensor]], Tensor]
"""Keeps what depends on the weights alone."""

_ROWS = 8192
"""So many embeddings are put into float32 at once."""


@dataclass(frozen=True, eq=False)
class Neurons:
    """Those of the MLP of one layer."""

    held: Held
    layer: int
    keep: Keep
    gated: bool
    W_in: Tensor
    """[d_model, neuron]."""
    W_gate: Tensor | None
    W_out: Tensor
    """[neuron, d_model]."""

    @property
    def hook(self) -> str:
        """Where their activations are, behind the non-linearity and times what a gate lets through."""
        return f"blocks.{self.layer}.mlp.hook_post"

    def __len__(self) -> int:
        return len(self.W_out)

    def name(self, neuron: int) -> str:
        """``mlp.1.n7``."""
        return f"mlp.{self.layer}.n{neuron}"

    def refuse_missing(self, neuron: int) -> None:
        """Raises :class:`ViewError` where there is none of that number."""
        if not 0 <= neuron < len(self):
            what = f"mlp.{self.layer} has {len(self)} neurons, and no neuron {neuron}."
            raise ViewError("no_neuron", what, self.name(neuron), f"They go from 0 to {len(self) - 1}.")

    def inputs(self, neurons: Sequence[int], *, gate: bool) -> Tensor:
        """What a token's embedding alone would give them before the non-linearity, [neuron, vocab], without
        biases; ``gate``: through the gate's matrix in place of the input's."""
        matrix = self.W_gate if gate and self.W_gate is not None else self.W_in
        directions = matrix[:, list(neurons)].detach().T.float()
        gain, embedded = self._gain(self._norm_before), self.held.token_vectors("embed")
        read = directions if gain is None else gain.pulled(directions, directions.new_ones(1))
        found = (embedded @ read.T.to(embedded)).T.float()
        return found if gain is None else found / self._scales(gain.centred)

    def outputs(self, neurons: Sequence[int], run: Run, position: int) -> Tensor:
        """What one unit of each adds to every token's logit, [neuron, vocab], less the mean over all tokens,
        which no probability depends on: on the straight way, at the scales that the norms behind the MLP have
        at a position of a run."""
        written = self.W_out[list(neurons)].detach().float()
        for norm in (f"blocks.{self.layer}.ln2_post", "ln_final"):
            gain = self._gain(norm)
            if gain is not None:
                written = gain.linear(written, run[f"{norm}.hook_scale"][position].float())
        rows = self.held.token_vectors("unembed")
        found = (rows @ written.T.to(rows)).T.float()
        return found - found.mean(-1, keepdim=True)

    @property
    def _norm_before(self) -> str:
        """Parallel layers may have one norm for both halves."""
        own = f"blocks.{self.layer}.ln2"
        return own if f"{own}.hook_scale" in self.held.shadow.hooks else f"blocks.{self.layer}.ln1"

    def _gain(self, norm: str) -> Gain | None:
        if f"{norm}.hook_scale" not in self.held.shadow.hooks:
            return None
        return gain_of(self.held.shadow.model.get_submodule(norm), self.held.info.structure.d_model)

    def _scales(self, centred: bool) -> Tensor:
        """What the norm before the MLP divides each token's embedding by, [vocab]."""
        epsilon = epsilon_of(self.held.shadow.model.get_submodule(self._norm_before))

        def made() -> Tensor:
            parts = self.held.token_vectors("embed").split(_ROWS)
            return torch.cat([_scale(part.float(), epsilon, centred=centred) for part in parts])

        return self.keep(("embedding scales", centred, epsilon), made)


def neurons_of(held: Held, name: str, keep: Keep) -> Neurons:
    """Those of an MLP by its name. Raises :class:`LabError` where it is none, or they can't be told apart."""
    (target, *_) = held.catalogue.find(name)
    if target.kind != "mlp" or target.layer is None:
        raise TargetError("not_an_mlp", f"{name} is no MLP.", name, "Name one, such as mlp.0.")
    block: Any = held.shadow.model.get_submodule(f"blocks.{target.layer}")
    width, mlp = held.info.structure.d_model, held.info.structure.layers[target.layer].mlp
    shape = (0, 0) if mlp is None else (width, mlp.n_neurons)
    try:
        w_in, w_out = block.mlp.W_in, block.mlp.W_out
        w_gate = block.mlp.W_gate
    except (AttributeError, RuntimeError, ValueError, NotImplementedError) as error:
        raise _untold(name) from error
    if tuple(w_in.shape) != shape or tuple(w_out.shape) != shape[::-1]:
        raise _untold(name)
    return Neurons(held, target.layer, keep, w_gate is not None, w_in, w_gate, w_out)


def _untold(name: str) -> ViewError:
    what = f"The neurons of {name} can't be told apart: it has no one matrix in and one out."
    return ViewError(
        "no_neurons", what, name, "Look at what the whole MLP writes, or at its experts by code."
    )


def _scale(rows: Tensor, epsilon: float, *, centred: bool) -> Tensor:
    own = rows - rows.mean(-1, keepdim=True) if centred else rows
    return (own.pow(2).mean(-1) + epsilon).sqrt()
