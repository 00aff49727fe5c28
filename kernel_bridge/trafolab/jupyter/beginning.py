"""What a laboratory without a prompt begins with, so that there is something to see at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trafolab_protocol.prompts import IdsSource, Prompt, PromptSource, TextSource

if TYPE_CHECKING:
    from trafolab_protocol.model import ModelInfo

    from ..lab import Lab

TEXT: Final = "Her name was Alex Hart. Tomorrow at lunch time Alex"
COUNTERFACTUAL: Final = "Her name was Alex Carroll. Tomorrow at lunch time Alex"
N_IDS: Final = 8
"""Length of the first prompt of a model that has no tokenizer."""


def begin(lab: Lab, former: Lab | None = None) -> None:
    """Give a laboratory that has no prompt those of the one before it, else the model's first ones.

    A cell may set a prompt at this very moment: the laboratory itself decides who was first.
    """
    state = lab.state
    if state.clean is not None or state.model is None:
        return
    before = None if former is None else former.state
    if before is not None and before.clean is not None and _readable(before.clean.source, state.model):
        lab.begin([before.clean, *before.counterfactuals])
    else:
        lab.begin(_first(state.model))


def _readable(source: PromptSource, model: ModelInfo) -> bool:
    return model.has_tokenizer or source.kind == "ids"


def _first(model: ModelInfo) -> list[Prompt]:
    if model.has_tokenizer:
        return [_untold("clean", TextSource(text=TEXT)), _untold("corrupt", TextSource(text=COUNTERFACTUAL))]
    structure = model.structure
    length = min(N_IDS, structure.d_vocab, structure.n_ctx or N_IDS)
    return [_untold("clean", IdsSource(ids=list(range(length))))]


def _untold(name: str, source: PromptSource) -> Prompt:
    """A prompt whose tokens the laboratory fills in."""
    return Prompt(name=name, source=source, tokens=[])
