"""The eigenvalues of a circuit, and how many directions it keeps rather than turns round."""

from __future__ import annotations

import torch
from torch import Tensor
from transformer_lens import FactoredMatrix


def eigenvalues_of(product: Tensor) -> Tensor:
    """[n, real and imaginary part] of a square matrix, largest first."""
    eye = torch.eye(len(product), device=product.device)
    values = FactoredMatrix(eye, product).eigenvalues
    return torch.view_as_real(values[values.abs().argsort(descending=True)])


def positive_share(eigenvalues: Tensor) -> float:
    """Σλ / Σ|λ|: 1 where every direction is kept, −1 where every one is turned round (Elhage et al. 2021)."""
    size = eigenvalues.norm(dim=-1).sum().clamp_min(1e-30)
    return float(eigenvalues[:, 0].sum() / size)
