"""From an opened model to one that a laboratory holds."""

from __future__ import annotations

from collections.abc import Mapping

from trafolab_protocol.model import ModelInfo

from .condition import Condition, condition_of
from .folding import fold, folded_since, is_folded, signs
from .held import Held
from .identity import weights_hash
from .probe import probe
from .quiet import hush
from .shadow import Shadow
from .size import n_params
from .source import REOPENED, Opened
from .structure import structure_of


def held_of(opened: Opened, *, folded: bool = False) -> Held:
    """The model with its shadow and description, folded first if asked for."""
    hush()
    model = opened.model
    # Before folding, which unties what is tied.
    digest, size, before = weights_hash(model), n_params(model), signs(model)
    if folded and not is_folded(model):
        fold(model)
    shadow, condition = Shadow(model), condition_of(model)
    unsupported = probe(shadow.model, shadow.hooks, condition["device"])
    info = ModelInfo(
        name=opened.name,
        source=opened.source,
        kind=opened.kind,
        architecture=str(model.cfg.architecture or ""),
        hash=digest,
        folded=folded_since(before, model),
        n_params=size,
        has_tokenizer=model.tokenizer is not None,
        hf_difference=None,
        reopens=opened.kind in REOPENED,
        structure=structure_of(model, shadow.hooks, unsupported),
        **condition,
    )
    return Held(model, info, shadow, opened.checkpoint, before)


UNCOMPARED: Mapping[str, object] = {"hf_difference": None, "hf_n_tokens": None, "hf_reason": None}
"""Until the model has been compared with Hugging Face's in the form that it has now."""


def held_anew(held: Held) -> Held | None:
    """The same model described as it computes now; None where its description is still true.

    What hangs on it stays, since a forward pass may be under way.
    """
    condition, info = condition_of(held.model), held.info
    if condition == _told(info):
        return None
    with held.executor.passing():
        held.shadow.renew(converted=condition["mode"] != info.mode)
        unsupported: Mapping[str, str] = info.structure.unsupported
        if condition["mode"] != info.mode:
            unsupported = probe(held.shadow.model, held.shadow.hooks, condition["device"])
        structure = structure_of(held.model, held.shadow.hooks, unsupported)
    folded = folded_since(held.signs, held.model) if condition["mode"] == "folded" else []
    changes = {**condition, "folded": folded, "structure": structure, **UNCOMPARED}
    return held.described(info.model_copy(update=changes))


def _told(info: ModelInfo) -> Condition:
    return Condition(mode=info.mode, dtype=info.dtype, device=info.device)
