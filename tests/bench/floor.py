"""How long the matrix products alone take that a sweep can't do without."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import torch
from torch import nn
from transformer_lens.model_bridge import TransformerBridge

MOST_TOKENS = 512
REPEATS = 3
_MATRIX = 2


def floor_seconds(model: TransformerBridge, tokens_by_layer: Sequence[int]) -> float:
    """Seconds for so many tokens times the weight matrices of each layer, in pieces; of the last layer, of
    which one position is read, keys and values alone."""
    wrapped: Any = model.original_model
    blocks = [_matrices(block) for block in wrapped.transformer.h]
    width = blocks[-1][0].shape[0]
    blocks[-1] = [blocks[-1][0][:, width:]]
    return min(_once(blocks, tokens_by_layer) for _ in range(REPEATS))


def _matrices(block: nn.Module) -> list[torch.Tensor]:
    """[in, out] each, queries, keys and values first."""
    # The bridge splits queries, keys and values, and keeps them joined too.
    split = {f"attn.{name}.weight" for name in "qkv"}
    found = {name.replace("_original_component.", ""): value for name, value in block.named_parameters()}
    matrices = {n: v.detach() for n, v in found.items() if v.ndim == _MATRIX and n not in split}
    return sorted(matrices.values(), key=lambda each: each is not matrices["attn.qkv.weight"])


def _once(blocks: list[list[torch.Tensor]], tokens_by_layer: Sequence[int]) -> float:
    seconds = 0.0
    for matrices, tokens in zip(blocks, tokens_by_layer, strict=True):
        for matrix in matrices:
            sizes = [min(MOST_TOKENS, tokens - done) for done in range(0, tokens, MOST_TOKENS)]
            pieces = [matrix.new_ones(size, matrix.shape[0]) for size in sizes]
            _wait(matrix)
            started = time.perf_counter()
            for piece in pieces:
                torch.mm(piece, matrix)
            _wait(matrix)
            seconds += time.perf_counter() - started
    return seconds


def _wait(matrix: torch.Tensor) -> None:
    if matrix.is_cuda:
        torch.cuda.synchronize()
