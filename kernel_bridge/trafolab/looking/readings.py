"""What is read of the model and its runs, each by a module of :mod:`trafolab.reading`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from torch import Tensor
from trafolab_protocol.directions import Space

from ..reading.attention import AttentionReading
from ..reading.attribution import Attribution
from ..reading.circuits import Circuits
from ..reading.contrast import Contrast, Given, contrast_of
from ..reading.final import Directions, logit_directions
from ..reading.held_tokens import token_cosines
from ..reading.lens import LensReading, lens
from ..reading.neurons import Neurons, neurons_of
from ..reading.norm_scales import holding, norm_hooks
from ..reading.stream import Stream
from ..reading.texts import Texts
from ..reading.writes import Writes, writes_of
from ..runs import Run
from .basis import Basis
from .fitting import refuse_other_length


class Readings(Basis):
    """Ways to the sums that several views read."""

    @cached_property
    def circuits(self) -> Circuits:
        """What the weights do to tokens."""
        return Circuits(self._held, self.of_weights)

    @property
    def attention(self) -> AttentionReading:
        """Patterns and what is made of them."""
        return AttentionReading(self, self._named.elsewhere)

    @cached_property
    def residual(self) -> Stream:
        """The residual stream at all of its points."""
        return Stream(self._held)

    def neurons(self, mlp: str) -> Neurons:
        """Those of an MLP by its name, such as ``mlp.1``. Raises :class:`LabError` where there are none."""
        return neurons_of(self._held, mlp, self.of_weights)

    @property
    def norm_hooks(self) -> dict[str, str]:
        """Where each norm's scale is, by the norm's name, bottom to top."""
        return norm_hooks(self._held)

    def holding(self, hook: str) -> Run:
        """The live run with what is at a hook point held at its values in the plain run."""
        return self._named.edited(holding(self._held, hook, self.plain))

    @property
    def texts(self) -> Texts:
        """Prompts over which something is looked for."""
        return self._named.texts

    def writes(
        self, run: Run, until: str, positions: Sequence[int] | None = None, *, heads: bool = True
    ) -> Writes:
        """All that was added into the stream before ``until``. Raises :class:`ViewError` where that can't be
        told."""
        return writes_of(self._held, run, until, positions, heads)

    def logit_directions(self, run: Run, position: int, ids: Sequence[int]) -> Directions:
        """What tokens' logits at a position read from the last stream."""
        return logit_directions(self._held, run, position, ids)

    def contrast(self, run: Run, position: int, answer: Given, distractor: Given) -> Contrast:
        """The tokens whose logits are compared at a position of a run (see ``contrast_of``)."""
        return contrast_of(self, run, position, answer, distractor)

    def attribution(self, run: Run, position: int, contrast: Contrast) -> Attribution:
        """What each part of the stream gives to a difference of logits at a position of a run."""
        return Attribution(self._held, run, position, contrast)

    def lens(
        self, run: Run, streams: Sequence[str], positions: slice, tokens: Tensor | None, k: int
    ) -> LensReading:
        """What streams, by their hooks, say at positions of a run, and of a token at each (see ``lens``)."""
        return lens(self._held, run, streams, positions, tokens, k)

    def lens_beside(
        self, run: Run, beside: Run, streams: Sequence[str], positions: slice, tokens: Tensor
    ) -> LensReading:
        """What another run's streams say of the tokens that were measured in a run (see ``lens``). Raises
        :class:`ViewError` where their positions do not belong together."""
        refuse_other_length(run, beside)
        return lens(self._held, beside, streams, positions, tokens, 1)

    def toward_tokens(self, vector: Tensor, space: Space) -> Tensor:
        """Cosine between a vector of the stream and each token's row, [vocab]."""
        return token_cosines(self._held, self.of_weights, vector, space)
