"""Values inside a plain Hugging Face model, read and changed by plain PyTorch hooks.

What interventions through TransformerLens are measured against: a second way to the same places that
shares no code with them. The sites, with ``L`` a layer's number, all with a batch axis of one:

- ``embed`` (as the model scales it), ``pos_embed`` (learned positions), ``embed_normed`` (behind a norm
  that follows the embedding, as in BLOOM): [batch, pos, d_model]
- ``resid_pre.L``, ``resid_mid.L``, ``resid_post.L``: the residual stream, skip connection included;
  ``resid_mid`` in sequential blocks only. ``ln2_in.L`` is what the second norm alone reads.
- ``attn.L``, ``mlp.L``: what is added to the stream, after a norm behind the part where there is one
- ``q.L``, ``k.L``, ``v.L`` [batch, pos, head, d_head]: the projections, before norms of their own and
  before rotary positions, keys and values in their own number of heads; ``rot_q.L``, ``rot_k.L``: behind
  both, where transformers hands them to an attention function; ``z.L``: what the output projection reads
- ``scores.L``, ``pattern.L`` [batch, head, query, key]: what the softmax reads (scaled, soft-capped,
  masked) and what it gives
- ``pre.L``, ``post.L`` [batch, pos, neuron]: what the non-linearity reads (of the gate, where there is
  one), and what the MLP's second projection reads
- ``ln1.L``, ``ln2.L``, ``ln1_post.L``, ``ln2_post.L``, ``ln_final``, ``embed_ln`` [batch, pos, 1]: what a
  norm divides by; with ``_normalized`` behind the norm's name: the quotient, before weight and bias
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import Tensor

from .attention import tapped_attention, tapped_softmax
from .loading import load
from .parts import parts_of
from .places import attention_sites, places
from .taps import Edit, Taps

__all__ = ["Edit", "logits", "sites", "values"]


def logits(directory: str, ids: Sequence[int], edits: Sequence[Edit] = ()) -> Tensor:
    """``[pos, vocab]`` logits under the edits."""
    return _run(directory, ids, Taps(edits))


def values(
    directory: str, ids: Sequence[int], sites: Sequence[str], edits: Sequence[Edit] = ()
) -> dict[str, Tensor]:
    """Values at the sites, with a batch axis of one, as the edits leave them."""
    taps = Taps(edits, sites)
    _run(directory, ids, taps)
    return {site: taps.kept[site] for site in sites}


def sites(directory: str) -> list[str]:
    """All sites of the model."""
    config = load(str(directory)).config
    return [*places(config), *attention_sites(config)]


@torch.no_grad()
def _run(directory: str, ids: Sequence[int], taps: Taps) -> Tensor:
    model = load(str(directory))
    if unknown := taps.sites - set(sites(directory)):
        raise KeyError(f"no such site: {sorted(unknown)}")
    with _tapped(model, taps):
        return model(torch.tensor([list(ids)]), use_cache=False).logits[0].float()


@contextmanager
def _tapped(model: Any, taps: Taps) -> Iterator[None]:
    with ExitStack() as stack:
        # In the table's order: hooks on one module run in the order of their registration.
        for site, place in places(model.config).items():
            if site in taps.sites:
                module = model.get_submodule(place.path)
                stack.callback(place.hook(module, site, taps, place.view).remove)
        stack.enter_context(tapped_attention(taps))
        if parts_of(model.config).own_attention:
            stack.enter_context(tapped_softmax(taps))
        yield
