"""Named sets of prompts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor
from trafolab_protocol.actions import SetReference
from trafolab_protocol.prompts import Prompt, PromptSource
from trafolab_protocol.references import ReferenceSet

from .core import Core
from .errors import OperationError, PromptError
from .lines import reference_line
from .literals import quoted
from .tensors import TensorStore
from .tools import Tools

_SHOWN = 3
_SHOWN_CHARACTERS = 80
_PAD = -1


def set_reference(core: Core, action: SetReference, tools: Tools) -> Core:
    """The core with a set of prompts under a name. Raises :class:`LabError` for a name that means something
    else, an empty set, and a prompt that the model can't take."""
    refuse_name(action.name, core)
    if action.stored is not None:
        made = _stored(action, action.stored, tools)
    else:
        made = of_prompts(action.name, action.prompts, tools, n=action.n, seed=action.seed)
    return with_reference(core, made)


def with_reference(core: Core, made: ReferenceSet) -> Core:
    """The core with the set, in the place of the one of its name."""
    others = tuple(each for each in core.references if each.name != made.name)
    return replace(core, references=(*others, made))


def of_prompts(
    name: str, prompts: Sequence[PromptSource], tools: Tools, *, n: int | None = None, seed: int = 0
) -> ReferenceSet:
    """The set, tokenised and stored."""
    if not prompts:
        advice = 'Give some: lab.reference("names", ["…", "…"]).'
        raise OperationError("no_prompts", f"The set {name} has no prompts.", name, advice)
    drawn = n is not None and n < len(prompts)
    chosen = random.Random(seed).sample(list(prompts), n) if drawn and n is not None else list(prompts)
    rows = [_prompt(name, i, each, tools) for i, each in enumerate(chosen)]
    tensor = tools.bench.tensors.put(_packed([[token.id for token in row.tokens] for row in rows]))
    return ReferenceSet(
        name=name,
        tensor=tensor,
        n_prompts=len(rows),
        n_tokens=sum(len(row.tokens) for row in rows),
        n_given=len(prompts),
        seed=seed if drawn else None,
        first=["".join(token.text for token in row.tokens)[:_SHOWN_CHARACTERS] for row in rows[:_SHOWN]],
        code=reference_line(name, chosen, tensor),
    )


def prompts_of(reference: ReferenceSet, tensors: TensorStore) -> list[list[int]]:
    """The ids of each prompt."""
    stored = tensors.get(reference.tensor)
    if stored is None:
        what = f"The prompts of {reference.name} are missing."
        raise OperationError("missing_prompts", what, reference.name, "Set the reference set again.")
    return [[i for i in row if i != _PAD] for row in stored.tolist()]


def refuse_name(name: str, core: Core, what: str = "reference set") -> None:
    """Raises :class:`OperationError` for a name that a prompt has: both are named where values come from."""
    if not name.strip() or any(prompt.name == name for prompt in core.prompts):
        told = f"A {what} can't be named {name!r}."
        raise OperationError("bad_name", told, name, "Choose a name that no prompt has.")


def _prompt(name: str, index: int, source: PromptSource, tools: Tools) -> Prompt:
    try:
        return tools.bench.prompt(name, source)
    except PromptError as error:
        raise PromptError(error.code, f"Prompt {index} of it: {error.what}", name, error.advice) from error


def _packed(rows: Sequence[Sequence[int]]) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[_PAD] * (longest - len(row))] for row in rows], dtype=torch.int32)


def _stored(action: SetReference, stored: str, tools: Tools) -> ReferenceSet:
    tensors = tools.bench.tensors
    name = tensors.find(stored)
    rows = [[i for i in row if i != _PAD] for row in tensors[name].tolist()]
    words = tools.bench.held.words
    return ReferenceSet(
        name=action.name,
        tensor=name,
        n_prompts=len(rows),
        n_tokens=sum(map(len, rows)),
        n_given=len(rows),
        seed=None,
        first=["".join(words.text(i) for i in row)[:_SHOWN_CHARACTERS] for row in rows[:_SHOWN]],
        code=f"lab.reference({quoted(action.name)}, stored={quoted(stored)})",
    )
