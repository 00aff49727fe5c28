"""Whether an intervention can act on this model and prompt, and the words for why not."""

from __future__ import annotations

from trafolab_protocol.interventions import Intervention, Snapshot
from trafolab_protocol.model import ModelInfo
from trafolab_protocol.prompts import Prompt

from ..errors import TargetError
from ..targets import Catalogue


def model_misfit(intervention: Intervention, info: ModelInfo, catalogue: Catalogue) -> str | None:
    """Why the model can't take it, whatever the prompt; None when it can."""
    try:
        for name in intervention.targets:
            catalogue.find(name)
    except TargetError as error:
        return error.what
    made, source = intervention.stamp, intervention.source
    if source.kind == "none":
        return None
    if made.model_hash != info.hash:
        return "Its stored values come from another model than this one."
    if made.mode != info.mode:
        return f"Its stored values were taken from the {made.mode} model, and this one is {info.mode}."
    if made.dtype != info.dtype:
        return f"Its stored values are {made.dtype}, the model computes in {info.dtype}."
    return None


def prompt_misfit(intervention: Intervention, prompt: Prompt | None) -> str | None:
    """Why it can't act on the prompt under study; None when it can."""
    if prompt is None:
        return "There is no prompt yet."
    n = len(prompt.tokens)
    source, positions = intervention.source, intervention.positions
    if isinstance(source, Snapshot) and source.n_tokens != n:
        return f"It holds values of {_count(source.n_tokens)}, and the prompt has {_count(n)}."
    if positions != "all" and all(position.index >= n for position in positions):
        last = max(position.index for position in positions)
        return f"It acts at position {last}, and the prompt has {_count(n)}."
    return None


def remark(intervention: Intervention, info: ModelInfo, prompt: Prompt | None) -> str | None:
    """What a person should know of an intervention that acts all the same."""
    notes: list[str] = []
    if intervention.source.kind == "none" and intervention.stamp.model_hash != info.hash:
        notes.append("It was made on another model.")
    if prompt is not None and intervention.positions != "all":
        for position in intervention.positions:
            notes += _moved(position.index, position.token, prompt)
    return " ".join(notes) or None


def _moved(index: int, token: str, prompt: Prompt) -> list[str]:
    if index >= len(prompt.tokens):
        return [f"The prompt has no position {index} any more (it was {token!r})."]
    now = prompt.tokens[index].text
    return [] if now == token else [f"At position {index} stands {now!r} now, not {token!r}."]


def _count(n: int) -> str:
    return f"{n} token{'s' * (n != 1)}"
