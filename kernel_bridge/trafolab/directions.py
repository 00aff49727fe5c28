"""Named directions in the residual stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor
from trafolab_protocol.actions import SetDirection
from trafolab_protocol.directions import Contrast, Direction, Given, Recipe, TokenSum
from trafolab_protocol.prompts import PromptSource
from trafolab_protocol.stamps import Stamp

from .averaging import Rows, mean_of
from .core import Core
from .errors import OperationError
from .lines import given
from .literals import quoted
from .metrics import position_in, token_of
from .prompts import CLEAN
from .references import of_prompts, prompts_of, refuse_name, with_reference
from .targets import Place
from .tools import Tools

_SMALLEST = 1e-6


def set_direction(core: Core, action: SetDirection, tools: Tools) -> Core:
    """The core with a direction under a name. Prompts that a contrast brings along become reference sets.

    Raises :class:`LabError` for a recipe that can't be followed, and for a direction of no length.
    """
    if not action.name.strip():
        raise OperationError("bad_name", "A direction needs a name.", None, 'Such as "royal".')
    core, recipe = _with_sets(core, action, tools)
    stored = tools.bench.tensors
    vector = _made(recipe, core, tools) if action.stored is None else stored[stored.find(action.stored)]
    width = tools.bench.held.info.structure.d_model
    if tuple(vector.shape) != (width,):
        what = f"A direction here has {width} numbers, and this one has the shape {list(vector.shape)}."
        raise OperationError("bad_direction", what, action.name, "Give a vector as wide as the stream.")
    norm = float(vector.float().norm())
    if not norm > _SMALLEST:
        what = f"The direction {action.name} has no length: what it contrasts does not differ."
        raise OperationError("no_direction", what, action.name, "Choose prompts or tokens that differ.")
    made = Direction(
        name=action.name,
        tensor=tools.bench.tensors.put(vector),
        norm=norm,
        recipe=recipe,
        stamp=_stamp(recipe, tools),
        code=direction_line(action.name, recipe, action.stored),
    )
    others = tuple(each for each in core.directions if each.name != made.name)
    return replace(core, directions=(*others, made))


def _with_sets(core: Core, action: SetDirection, tools: Tools) -> tuple[Core, Recipe]:
    recipe = action.recipe
    if not isinstance(recipe, Contrast):
        return core, recipe
    names: list[str] = []
    for side, sign in ((recipe.positive, "+"), (recipe.negative, "−")):
        if isinstance(side, str):
            names.append(side)
            continue
        name = f"{action.name} {sign}"
        refuse_name(name, core)
        core = with_reference(core, of_prompts(name, side, tools))
        names.append(name)
    return core, recipe.model_copy(update={"positive": names[0], "negative": names[1]})


def _made(recipe: Recipe, core: Core, tools: Tools) -> Tensor:
    if isinstance(recipe, Contrast):
        return _mean(recipe, recipe.positive, core, tools) - _mean(recipe, recipe.negative, core, tools)
    if isinstance(recipe, TokenSum):
        return token_sum(recipe, core, tools)
    return tools.bench.tensors[tools.bench.tensors.find(recipe.tensor)]


def _mean(recipe: Contrast, side: str | Sequence[PromptSource], core: Core, tools: Tools) -> Tensor:
    """Mean [d_model] of the stream over one set."""
    reference = next((each for each in core.references if each.name == side), None)
    if reference is None:
        known = ", ".join(each.name for each in core.references) or "none yet"
        what = f"There is no reference set named {side}."
        raise OperationError("unknown_reference", what, str(side), f"There are: {known}.")
    place = _place(recipe.at, tools)
    ids = prompts_of(reference, tools.bench.tensors)

    def read(batch: list[list[int]]) -> dict[str, Tensor]:
        found = tools.bench.read(batch, [place.hook])[place.hook]
        if recipe.position is not None:
            found = found[:, position_in(recipe.position, found.shape[1])][:, None]
        return {place.hook: found}

    # One position of each prompt: there is no BOS among those that are read.
    bos = None if recipe.position is not None else tools.bench.held.bos
    (mean,), _ = mean_of(Rows(ids, read, bos), [place])
    return mean


def _place(at: str, tools: Tools) -> Place:
    (target, *_) = tools.bench.held.catalogue.find(at)
    if target.kind not in ("resid", "embed", "attn", "mlp", "hook"):
        what = f"{at} is not as wide as the residual stream."
        raise OperationError("bad_direction", what, at, "Read at a stream, such as resid_post.0.")
    return tools.bench.held.catalogue.place(target)


def token_sum(recipe: TokenSum, core: Core, tools: Tools) -> Tensor:
    """The weighted sum [d_model] of tokens' rows in the embedding or the unembedding."""
    rows = tools.bench.held.token_vectors(recipe.space)
    words, size = tools.words(core), rows.shape[0]
    total = torch.zeros(rows.shape[1], dtype=torch.float64)
    for term in recipe.terms:
        token = token_of("token", term.token, words, size)
        if token is not None:
            total += term.weight * rows[token.id].detach().cpu().double()
    return total.to(rows.dtype)


def _stamp(recipe: Recipe, tools: Tools) -> Stamp:
    prompt = str(recipe.positive) if isinstance(recipe, Contrast) else CLEAN
    return tools.bench.stamp(prompt, "plain", tools.weights)


def direction_line(name: str, recipe: Recipe, stored: str | None = None) -> str:
    """The line that names a direction."""
    file = "" if stored is None else f", stored={quoted(stored)}"
    if isinstance(recipe, Given):
        return f"lab.direction({quoted(name)}, stored={quoted(stored or recipe.tensor)})"
    if isinstance(recipe, TokenSum):
        terms = ", ".join(f"{_token(term.token)}: {term.weight:g}" for term in recipe.terms)
        space = "" if recipe.space == "unembed" else f", space={quoted(recipe.space)}"
        return f"lab.direction({quoted(name)}, tokens={{{terms}}}{space}{file})"
    sides = f"positive={_side(recipe.positive)}, negative={_side(recipe.negative)}"
    position = "" if recipe.position == -1 else f", position={recipe.position}"
    return f"lab.direction({quoted(name)}, {sides}, at={quoted(recipe.at)}{position}{file})"


def _token(token: str | int) -> str:
    return quoted(token) if isinstance(token, str) else str(token)


def _side(side: str | Sequence[PromptSource]) -> str:
    return quoted(side) if isinstance(side, str) else f"[{', '.join(map(given, side))}]"
