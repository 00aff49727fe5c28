"""The lines of Python that set pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trafolab_protocol.actions import SetPairs
from trafolab_protocol.pairs import GivenPair, ListedPairs, PairFile, PairRecipe, Templates

from ..lines import given
from ..literals import literal, one_or_list, quoted
from ..positions import END


def pairs_line(action: SetPairs) -> str:
    """The call that an action is."""
    if action.recipe is None:
        return stored_line(action.name, action.stored or "", action.roles, action.answer_tokens)
    said = [quoted(action.name), *_recipe(action.recipe)]
    said += [] if action.unequal == "refuse" else [f"unequal={quoted(action.unequal)}"]
    said += [] if action.n is None else [f"n={action.n}", f"seed={action.seed}"]
    return f"lab.pairs({', '.join(said)})"


def stored_line(name: str, tensor: str, roles: Sequence[str], answer_tokens: int) -> str:
    """The call that takes stored pairs."""
    named = [role for role in roles if role != END]
    said = [quoted(name), f"stored={quoted(tensor)}"]
    said += [f"roles=[{', '.join(map(quoted, named))}]"] if named else []
    said += [f"answer_tokens={answer_tokens}"] if answer_tokens > 1 else []
    return f"lab.pairs({', '.join(said)})"


def _recipe(recipe: PairRecipe) -> list[str]:
    if isinstance(recipe, PairFile):
        return [quoted(recipe.path)]
    if isinstance(recipe, ListedPairs):
        return [f"[{', '.join(map(pair_literal, recipe.pairs))}]"]
    return _templates(recipe)


def _templates(recipe: Templates) -> list[str]:
    said = [
        one_or_list(recipe.clean),
        f"corrupt={one_or_list(recipe.corrupt)}",
        f"answer={quoted(recipe.answer)}",
        f"slots={_named(recipe.slots)}",
    ]
    said += [] if recipe.distractor is None else [f"distractor={quoted(recipe.distractor)}"]
    return [*said, "first=True"] if recipe.first else said


def pair_literal(pair: GivenPair) -> str:
    """One pair as Python has it."""
    distractor = "None" if pair.distractor is None else literal(pair.distractor)
    fields = [given(pair.clean), given(pair.corrupt), literal(pair.answer), distractor]
    return f"({', '.join([*fields, _named(pair.roles)] if pair.roles else fields)})"


def _named(values: Mapping[str, Any]) -> str:
    return f"{{{', '.join(f'{quoted(name)}: {literal(value)}' for name, value in values.items())}}}"
