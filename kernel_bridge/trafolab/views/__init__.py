"""The registry of views. To add one: write its module, and its line below."""

from __future__ import annotations

from typing import Final

from .attention import ATTENTION
from .compare import COMPARE
from .contrasts import CONTRASTS
from .directions import DIRECTIONS
from .draws import DRAWS
from .experiment import EXPERIMENT
from .experiment_file import EXPERIMENT_FILE
from .lens import LENS
from .metric import METRIC
from .mlps import MLPS
from .pairs import PAIRS
from .patterns import PATTERNS
from .predictions import PREDICTIONS
from .repair import REPAIR
from .side_effect import SIDE_EFFECT
from .tokens import TOKENS
from .view import View

VIEWS: Final[tuple[View, ...]] = (
    METRIC,
    PREDICTIONS,
    TOKENS,
    PATTERNS,
    ATTENTION,
    MLPS,
    LENS,
    COMPARE,
    CONTRASTS,
    DIRECTIONS,
    DRAWS,
    EXPERIMENT,
    EXPERIMENT_FILE,
    SIDE_EFFECT,
    PAIRS,
    REPAIR,
)
