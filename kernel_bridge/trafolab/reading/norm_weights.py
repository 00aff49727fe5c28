"""A norm as a reader of weights meets it: what it makes of a vector, and what a matrix behind it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor


@dataclass(frozen=True)
class NormWeights:
    """A LayerNorm or RMSNorm. Without its scale it is linear: that part can be folded into a matrix."""

    centres: bool
    gain: Tensor | None
    bias: Tensor | None
    epsilon: float

    def of(self, vectors: Tensor) -> Tensor:
        """[..., d] of vectors that are all there is in the stream: each is divided by its own scale."""
        centred = vectors - vectors.mean(-1, keepdim=True) if self.centres else vectors
        scaled = centred / (centred.square().mean(-1, keepdim=True) + self.epsilon).sqrt()
        scaled = scaled if self.gain is None else scaled * self.gain
        return scaled if self.bias is None else scaled + self.bias

    def unbiased(self, vectors: Tensor) -> Tensor:
        """The same without its bias."""
        return NormWeights(self.centres, self.gain, None, self.epsilon).of(vectors)

    def bare(self, vectors: Tensor) -> Tensor:
        """The same without its weights: for directions that these are folded into."""
        return NormWeights(self.centres, None, None, self.epsilon).of(vectors)

    def before(self, matrix: Tensor) -> Tensor:
        """What a matrix [d, out] behind the norm reads of the stream, but for the norm's scale and bias."""
        gained = matrix if self.gain is None else self.gain[:, None] * matrix
        return gained - gained.mean(0, keepdim=True) if self.centres else gained

    def behind(self, matrix: Tensor) -> Tensor:
        """What a matrix [in, d] before the norm writes through it, but for the norm's scale and bias."""
        centred = matrix - matrix.mean(-1, keepdim=True) if self.centres else matrix
        return centred if self.gain is None else centred * self.gain


def centred_for(norm: NormWeights | None, writes: Tensor) -> Tensor:
    """What is written [..., d], without what all directions share: it is never read where norms centre."""
    return writes - writes.mean(-1, keepdim=True) if norm is not None and norm.centres else writes


def norm_weights(module: Any) -> NormWeights | None:
    """Those of a norm of TransformerLens; None where there is no norm at that place."""
    if module is None or not hasattr(module, "uses_rms_norm"):
        return None
    centres = not module.uses_rms_norm
    gain = _own(module, "weight")
    if gain is not None and module.uses_weight_offset:
        gain = gain + 1
    bias = _own(module, "bias") if centres else None
    return NormWeights(centres, gain, bias, epsilon_of(module))


def _own(module: Any, name: str) -> Tensor | None:
    found = getattr(module.original_component, name, None)
    return found.detach().float() if isinstance(found, Tensor) else None


def epsilon_of(module: Any) -> float:
    """What a norm of TransformerLens adds below its root; norms name it differently."""
    own = module.original_component
    names = ("eps", "variance_epsilon")
    found = next((getattr(own, name) for name in names if getattr(own, name, None) is not None), None)
    return float(getattr(module.config, "eps", 1e-5) if found is None else found)
