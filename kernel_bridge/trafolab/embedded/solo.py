"""One head of layer 1 plays solo for a while, so that copying settles in it.

Left alone, all eight heads of layer 1 become induction heads, each moving an eighth of the answer, and no
picture shows which head does it. So once induction is there, the head that does best alone has to do the
work of all for some hundred steps, which it soon can. Then the others start again from nothing, and from
there on pay a little for what they write: where they are needed (indirect objects, pronouns) the price is
small beside what they earn; where they would only echo the soloist, it is not. To have one head alone from
the start does not do: induction begins much later then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from transformers import GPT2LMHeadModel

Loss = Callable[[GPT2LMHeadModel, Int[Tensor, "batch pos"]], Tensor]

FROM: Final = 0.36
UNTIL: Final = 0.42
"""The shares of the training between which it plays alone."""

PRICE: Final = 0.01
"""Nats, from then on, for a head that writes a vector as long as the residual stream, mean over positions."""

_LAYER: Final = 1


class Solo:
    """Hooks on the heads of layer 1 of a model in training; `end` takes them off.

    Args:
        model: The model.
        loss: Its loss on some tokens, by which the soloist is chosen: the head that alone does best.
    """

    def __init__(self, model: GPT2LMHeadModel, loss: Loss) -> None:
        self._model, self._loss = model, loss
        block = f"transformer.h.{_LAYER}"
        self._heads = model.config.n_head
        self._projection = model.get_submodule(f"{block}.attn.c_proj")
        self._done = 0.0
        self._soloist = 0
        self._alone = False
        self._values, self._residual = torch.empty(0), torch.empty(0)
        self._hooks = (
            self._projection.register_forward_pre_hook(self._silence),
            model.get_submodule(f"{block}.ln_2").register_forward_pre_hook(self._see),
        )

    def at(self, done: float, tokens: Int[Tensor, "batch pos"]) -> None:
        """Tell, before each step, which share of the training is over, and the tokens of the step."""
        if self._done < FROM <= done:
            self._choose(tokens)
        if self._done < UNTIL <= done:
            self._restart_others()
        self._done, self._alone = done, FROM <= done < UNTIL

    def cost(self) -> Float[Tensor, ""] | float:
        """What the others pay for the last forward pass, in nats."""
        return PRICE * self._shares() if self._done >= UNTIL else 0.0

    def end(self) -> None:
        """Take the hooks off."""
        for hook in self._hooks:
            hook.remove()

    def _silence(self, module: nn.Module, args: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        """During the solo, zero what the other heads would bring into the projection."""
        del module
        self._values = args[0].unflatten(-1, (self._heads, -1))
        if not self._alone:
            return args
        solo = torch.zeros_like(self._values)
        solo[..., self._soloist, :] = self._values[..., self._soloist, :]
        return (solo.flatten(-2),)

    def _see(self, module: nn.Module, args: tuple[Tensor, ...]) -> None:
        del module
        self._residual = args[0]

    @torch.no_grad()
    def _choose(self, tokens: Int[Tensor, "batch pos"]) -> None:
        losses = [self._loss_alone(head, tokens) for head in range(self._heads)]
        self._soloist = losses.index(min(losses))
        print(f"L{_LAYER}H{self._soloist} plays solo: loss {min(losses):.3f}", flush=True)

    def _loss_alone(self, head: int, tokens: Int[Tensor, "batch pos"]) -> float:
        self._soloist, self._alone = head, True
        return float(self._loss(self._model, tokens))

    @torch.no_grad()
    def _restart_others(self) -> None:
        weight = self._by_head()
        kept = weight[self._soloist].clone()
        weight.zero_()
        weight[self._soloist] = kept

    def _shares(self) -> Float[Tensor, ""]:
        """The lengths of what the others wrote over that of the stream, summed over heads, mean over
        positions.

        Shares and not lengths, for the layer norms make the model blind to the scale of the whole stream.
        """
        weight = self._by_head()
        # |z W|² = z (W Wᵀ) zᵀ, which spares the outputs themselves.
        gram = weight @ weight.transpose(1, 2)
        squares = torch.einsum("bphi,hij,bphj->bph", self._values, gram, self._values)
        shares = (squares.clamp_min(0) + 1e-8).sqrt() / self._residual.norm(dim=-1, keepdim=True)
        return (shares.sum(-1) - shares[..., self._soloist]).mean()

    def _by_head(self) -> Float[Tensor, "head d_head width"]:
        """The output projection's weight, head by head; a view of it."""
        return self._projection.get_parameter("weight").unflatten(0, (self._heads, -1))
