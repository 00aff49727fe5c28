"""A cheap name for a checkpoint's weights."""

from __future__ import annotations

import hashlib

import torch
from torch import Tensor
from transformer_lens.model_bridge import TransformerBridge

_SAMPLES = 256


def weights_hash(model: TransformerBridge) -> str:
    """16 hexadecimal digits that differ between checkpoints.

    Of each tensor its name, shape, type, evenly spaced samples to the bit, and sum: hashing every
    byte of a large model would take seconds, and two checkpoints differ in more than one value.
    """
    digest = hashlib.blake2b(digest_size=8)
    for name, tensor in model.named_parameters():
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(_sampled(tensor.detach()))
    return digest.hexdigest()


def _sampled(tensor: Tensor) -> bytes:
    flat = tensor.reshape(-1)
    if flat.numel() == 0:
        return b""
    picked = flat[:: max(1, flat.numel() // _SAMPLES)].to("cpu", torch.float64)
    total = tensor.sum(dtype=torch.float64).cpu() if tensor.is_floating_point() else tensor.sum().cpu()
    return picked.numpy().tobytes() + total.numpy().tobytes()
