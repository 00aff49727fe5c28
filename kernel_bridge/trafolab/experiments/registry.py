"""The kinds of experiment. To add one: its specification in the protocol, its module, and a line below."""

from __future__ import annotations

from typing import Final

from .attributing import ATTRIBUTION
from .edging import EDGES
from .faithfulness import FAITHFULNESS
from .kinds import kind_of
from .over import attributing, neurons, recipe
from .over.recipe import either
from .pathing import PATH
from .recipe import Recipe
from .sweeps import SWEEP

RECIPES: Final[dict[str, Recipe]] = {
    "sweep": either(
        either(SWEEP, recipe.check, recipe.prepare),
        neurons.check,
        neurons.prepare,
        lambda spec: spec.over is not None and kind_of(spec.what).ranked,
    ),
    "path": PATH,
    "attribution": either(ATTRIBUTION, attributing.check, attributing.prepare),
    "edges": EDGES,
    "faithfulness": FAITHFULNESS,
}
