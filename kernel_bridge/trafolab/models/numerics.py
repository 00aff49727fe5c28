"""How far a model is from Hugging Face's own forward pass of the same checkpoint.

The reference runs in a process of its own (``python -m trafolab.models.numerics``): while
``transformers`` loads a checkpoint it changes how every thread makes modules, so that a person
loading a model in a cell at that moment would get an empty one. It keeps the model for the next
prompt, and goes when nobody has asked for a while: it is a second copy in memory.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, Any

import numpy as np
import torch
from torch import Tensor
from transformer_lens.model_bridge import TransformerBridge

_IDLE_S = 600.0


def log_probs(model: TransformerBridge, ids: list[int]) -> Tensor:
    """Log-probabilities [pos, vocab] of the bridge in float32."""
    with torch.no_grad():
        logits: Tensor = model(torch.tensor([ids], device=model.cfg.device))
    return logits[0].float().log_softmax(-1).cpu()


class Reference:
    """A checkpoint as ``transformers`` runs it. Safe to use from any thread."""

    def __init__(self, checkpoint: str, dtype: str) -> None:
        self.of = (checkpoint, dtype)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def difference(self, ours: Tensor, ids: list[int]) -> float | None:
        """Largest |difference| of log-probabilities to ``ours`` [pos, vocab]; None when the checkpoint
        can't be run."""
        with self._lock:
            theirs = self._asked(ids, ours.shape)
        return None if theirs is None else float((ours - theirs).abs().max())

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                # What was written to a process that had gone is flushed in vain.
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()

    def _asked(self, ids: list[int], shape: torch.Size) -> Tensor | None:
        # It may have gone since it was asked before: then it is started again, once.
        for _ in range(2):
            data = self._exchange(ids, 4 * shape.numel())
            if data is not None:
                return torch.from_numpy(np.frombuffer(data, dtype="<f4").reshape(shape).copy())
        return None

    def _exchange(self, ids: list[int], size: int) -> bytes | None:
        process = self._started()
        if process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(json.dumps(ids).encode() + b"\n")
            process.stdin.flush()
            data = process.stdout.read(size)
        except OSError:
            data = b""
        if len(data) == size:
            return data
        self.close()
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            checkpoint, dtype = self.of
            self._process = subprocess.Popen(
                [sys.executable, "-m", "trafolab.models.numerics", checkpoint, dtype],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
                # Interrupting a cell signals the kernel's whole group.
                process_group=0,
            )
        return self._process


def _answer(model: Any, ids: list[int], out: IO[bytes]) -> None:
    with torch.no_grad():
        values = model(torch.tensor([ids])).logits[0].float().log_softmax(-1)
    out.write(values.numpy().astype("<f4").tobytes())
    out.flush()


def main(arguments: list[str]) -> None:
    """For each line of ids on standard input, log-probabilities [pos, vocab] as little-endian float32."""
    _be_gentle()
    checkpoint, dtype = arguments
    from transformers import AutoModelForCausalLM

    model: Any = AutoModelForCausalLM.from_pretrained(
        checkpoint, dtype=getattr(torch, dtype), attn_implementation="eager"
    )
    model.eval()
    # Not a text stream: it would read ahead of what select knows.
    while select.select([0], [], [], _IDLE_S)[0]:
        line = _line()
        if not line:
            return
        _answer(model, json.loads(line), sys.stdout.buffer)


def _be_gentle() -> None:
    """Nobody waits for this process: it gets what no other one wants."""
    os.nice(19)
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _line() -> bytes:
    """One line of standard input; empty at its end."""
    read = bytearray()
    while not read.endswith(b"\n"):
        piece = os.read(0, 65536)
        if not piece:
            return b""
        read += piece
    return bytes(read)


if __name__ == "__main__":
    main(sys.argv[1:])
