"""Comparing the model with Hugging Face's own, in the background."""

from __future__ import annotations

import threading

from .engine import Engine
from .models.foreign import foreign_hooks
from .models.numerics import largest_difference, log_probs, probe_ids

_LARGEST_BYTES = 2 * 10**9
"""The reference is a second copy of the model in memory; larger ones are not compared."""


def measure(engine: Engine) -> None:
    """Find the largest difference of log-probabilities. The state has it when it is there, without a
    new revision; it stays None for a model that ``transformers`` can't load."""
    held = engine.now.bench.held
    checkpoint = held.checkpoint
    if checkpoint is None or held.info.hf_difference is not None:
        return
    tensors = list(held.model.parameters())
    if sum(tensor.numel() * tensor.element_size() for tensor in tensors) > _LARGEST_BYTES:
        return
    # What a person changed is no difference between the libraries.
    if engine.now.findings.weights or foreign_hooks(held.model) or held.shadow.replaced:
        return
    structure = held.info.structure
    ids = probe_ids(structure.d_vocab, structure.n_ctx)
    with held.executor.lock:
        ours = log_probs(held.shadow.model, ids)

    def compare() -> None:
        difference = largest_difference(ours, checkpoint, ids, held.info.dtype)
        engine.describe(held, hf_difference=difference)

    threading.Thread(target=compare, name="trafolab-numerics", daemon=True).start()
