"""How far a model is from Hugging Face's own forward pass of the same checkpoint.

The reference runs in a process of its own (``python -m trafolab.models.numerics``): while
``transformers`` loads a checkpoint it changes how every thread makes modules, so that a person
loading a model in a cell at that moment would get an empty one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformer_lens.model_bridge import TransformerBridge

_N_TOKENS = 16
_GENTLE = 10
"""Niceness of the process: nobody waits for it."""


def probe_ids(d_vocab: int, n_ctx: int | None) -> list[int]:
    """The fixed probe input: ids spread over the vocabulary."""
    draw = torch.Generator().manual_seed(0)
    return torch.randint(d_vocab, (min(_N_TOKENS, n_ctx or _N_TOKENS),), generator=draw).tolist()


def log_probs(model: TransformerBridge, ids: list[int]) -> Tensor:
    """Log-probabilities [pos, vocab] of the bridge in float32."""
    with torch.no_grad():
        logits: Tensor = model(torch.tensor([ids], device=model.cfg.device))
    return logits[0].float().log_softmax(-1).cpu()


def largest_difference(ours: Tensor, checkpoint: str, ids: list[int], dtype: str) -> float | None:
    """Largest |difference| of log-probabilities between ``ours`` [pos, vocab] and the checkpoint
    run by ``transformers`` alone; None when that can't be run."""
    command = [sys.executable, "-m", "trafolab.models.numerics", checkpoint, dtype, *map(str, ids)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    if done.returncode != 0:
        return None
    theirs = torch.from_numpy(np.frombuffer(done.stdout, dtype="<f4").reshape(ours.shape).copy())
    return float((ours - theirs).abs().max())


def reference(checkpoint: str, ids: list[int], dtype: str) -> Tensor:
    """Log-probabilities [pos, vocab] of the checkpoint as ``transformers`` runs it."""
    from transformers import AutoModelForCausalLM

    model: Any = AutoModelForCausalLM.from_pretrained(
        checkpoint, dtype=getattr(torch, dtype), attn_implementation="eager"
    )
    with torch.no_grad():
        return model.eval()(torch.tensor([ids])).logits[0].float().log_softmax(-1)


def main(arguments: list[str]) -> None:
    """Write the reference to standard output, little-endian float32."""
    os.nice(_GENTLE)
    checkpoint, dtype, *ids = arguments
    values = reference(checkpoint, [int(i) for i in ids], dtype)
    sys.stdout.buffer.write(values.numpy().astype("<f4").tobytes())


if __name__ == "__main__":
    main(sys.argv[1:])
