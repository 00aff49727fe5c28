"""The kinds of experiment. To add one: its specification in the protocol, its module, and a line below."""

from __future__ import annotations

from typing import Final

from .attribution.attributing import ATTRIBUTION
from .edges.edging import EDGES
from .edges.faithfulness import FAITHFULNESS
from .over.ways import either
from .paths.pathing import PATH
from .recipe import Recipe
from .sweeps.sweeps import SWEEP

RECIPES: Final[dict[str, Recipe]] = {
    "sweep": either(SWEEP),
    "path": either(PATH),
    "attribution": either(ATTRIBUTION),
    "edges": either(EDGES),
    "faithfulness": either(FAITHFULNESS),
}
