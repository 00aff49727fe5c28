"""Naming a set of prompt pairs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from trafolab_protocol.actions import SetPairs
from trafolab_protocol.pairs import ListedPairs, PairRecipe, PairSet, Templates

from ..core import Core
from ..errors import OperationError
from ..positions import END
from ..references import refuse_name
from ..tools import Tools
from ..words import Words
from .files import pairs_in
from .lines import pairs_line, stored_line
from .pair import Pair, packed, text_of, unpacked
from .templates import Drafted, filled
from .tokens import Tokeniser, UnequalLengths

_SHOWN = 3
_SHOWN_CHARACTERS = 80
_LONGEST_LINE = 600
"""Characters of a line of code; beyond, pairs are referred to by the tensor that they are stored in."""


def set_pairs(core: Core, action: SetPairs, tools: Tools) -> Core:
    """The core with a set of pairs under a name. Raises :class:`LabError` for a name that means something
    else, an empty set, and a pair that the model can't take."""
    refuse_name(action.name, core, "set of pairs")
    made = _stored(action, tools) if action.recipe is None else _made(action, action.recipe, tools)
    others = tuple(each for each in core.pairs if each.name != made.name)
    return replace(core, pairs=(*others, made))


def pair_set(core: Core, name: str) -> PairSet:
    """The set of this name. Raises :class:`OperationError` where there is none."""
    found = next((each for each in core.pairs if each.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in core.pairs) or "none yet"
        advice = f"There are: {known}. Make one with lab.pairs(…)."
        raise OperationError("unknown_pairs", f"There is no set of pairs named {name}.", name, advice)
    return found


def _made(action: SetPairs, recipe: PairRecipe, tools: Tools) -> PairSet:
    first = isinstance(recipe, Templates) and recipe.first
    tokeniser = Tokeniser(tools.bench, first=first)
    pairs, left_out = list[Pair](), 0
    for index, drafted in enumerate(_drafted(recipe, action.n, action.seed)):
        if len(pairs) == action.n:
            break
        try:
            pairs.append(tokeniser.pair(index, drafted))
        except UnequalLengths:
            if action.unequal == "refuse":
                raise
            left_out += 1
    return _named(action, pairs, left_out, tools)


def _drafted(recipe: PairRecipe, n: int | None, seed: int) -> Iterator[Drafted]:
    if isinstance(recipe, Templates):
        yield from filled(recipe, n, seed)
        return
    given = recipe.pairs if isinstance(recipe, ListedPairs) else pairs_in(recipe.path)
    if n is not None and n < len(given):
        given = random.Random(seed).sample(given, len(given))
    yield from map(Drafted, given)


def _named(action: SetPairs, pairs: Sequence[Pair], left_out: int, tools: Tools) -> PairSet:
    if not pairs:
        what = f"The set {action.name} has no pairs" + (f"; {left_out} were left out." if left_out else ".")
        raise OperationError("no_pairs", what, action.name, "Give pairs of prompts with as many tokens.")
    roles = _roles(pairs)
    tensor = tools.bench.tensors.put(packed(pairs, roles))
    line = pairs_line(action)
    code = line if len(line) <= _LONGEST_LINE else stored_line(action.name, tensor, roles, _width(pairs))
    return _described(action.name, tensor, pairs, roles, left_out, code, tools.bench.held.words)


def _stored(action: SetPairs, tools: Tools) -> PairSet:
    if action.stored is None:
        advice = 'Give templates, a list of pairs, or a file: lab.pairs("names", [("…", "…", " …", " …")]).'
        raise OperationError("no_pairs", f"The set {action.name} has no pairs.", action.name, advice)
    tensors = tools.bench.tensors
    name, roles = tensors.find(action.stored), [*(role for role in action.roles if role != END), END]
    try:
        pairs = unpacked(tensors[name], roles, action.answer_tokens)
    except ValueError as error:
        advice = "Name its roles in their order, and how long its answers are: roles=[…], answer_tokens=…."
        what = f"{action.stored} holds no such pairs: {error}."
        raise OperationError("bad_pairs", what, None, advice) from error
    words = tools.bench.held.words
    return _described(action.name, name, pairs, roles, 0, pairs_line(action), words)


def _described(
    name: str, tensor: str, pairs: Sequence[Pair], roles: list[str], left_out: int, code: str, words: Words
) -> PairSet:
    return PairSet(
        name=name,
        tensor=tensor,
        roles=roles,
        n_pairs=len(pairs),
        n_left_out=left_out,
        answer_tokens=_width(pairs),
        lengths=sorted({pair.n_tokens for pair in pairs}),
        first=[text_of(pair.clean, words)[:_SHOWN_CHARACTERS] for pair in pairs[:_SHOWN]],
        code=code,
    )


def _width(pairs: Sequence[Pair]) -> int:
    return max(pair.answer_tokens for pair in pairs)


def _roles(pairs: Sequence[Pair]) -> list[str]:
    """All roles in the order of their places, as far as the pairs agree; ``end`` behind them."""
    means: dict[str, list[float]] = {}
    for pair in pairs:
        for role, index in pair.roles.items():
            means.setdefault(role, []).append(index / pair.n_tokens)
    named = [role for role in means if role != END]
    return [*sorted(named, key=lambda role: sum(means[role]) / len(means[role])), END]
