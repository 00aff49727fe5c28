"""Which values go into which run, in the few words of a name: ``Carroll → Hart``."""

from __future__ import annotations

from itertools import zip_longest

from trafolab_protocol.experiments import ExperimentSpec, FaithfulnessSpec, SweepSpec
from trafolab_protocol.prompts import Prompt

from ..core import Core
from ..prompts import CLEAN, EACH


def titled(label: str, core: Core, spec: ExperimentSpec) -> str:
    """The way that values go, where they go from one prompt's run to another's, and a label. A list that has
    no room for all of it shows how it begins: there they are told apart."""
    way = way_of(core, spec)
    if way is None:
        return label
    plain = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return f"{way}: {plain}"


def way_of(core: Core, spec: ExperimentSpec) -> str | None:
    """Donor and changed run, by the tokens in which the prompts differ first, or by their names; None where
    no other prompt's values are put in."""
    if isinstance(spec, FaithfulnessSpec) or (isinstance(spec, SweepSpec) and spec.ablate is not None):
        return None
    clean, other = _called(core, spec)
    if spec.direction == "both":
        return f"{clean} ↔ {other}"
    return f"{other} → {clean}" if spec.direction == "noise" else f"{clean} → {other}"


def _called(core: Core, spec: ExperimentSpec) -> tuple[str, str]:
    if getattr(spec, "over", None) is not None:
        return CLEAN, "corrupt"
    if getattr(spec, "source", None) == EACH:
        return CLEAN, "each"
    other = core.other_prompt(getattr(spec, "source", None))
    return _apart(core.prompt(), other) or (CLEAN, other.name)


def _apart(clean: Prompt, other: Prompt) -> tuple[str, str] | None:
    """The first tokens that differ; None where one of them has no letters to be told by."""
    for ours, theirs in zip_longest(clean.tokens, other.tokens):
        if ours is None or theirs is None:
            return None
        if ours.id != theirs.id:
            words = ours.text.strip(), theirs.text.strip()
            return words if all(word.isprintable() and word for word in words) else None
    return None
