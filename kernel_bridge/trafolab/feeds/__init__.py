"""What the page's own panels read; what a person looks at by itself is in :mod:`trafolab.views`."""

from __future__ import annotations

from typing import Final

from ..views.feed import Feed
from .circuit import CIRCUIT
from .compare import COMPARE
from .contrasts import CONTRASTS
from .directions import DIRECTIONS
from .draws import DRAWS
from .experiment import EXPERIMENT
from .experiment_file import EXPERIMENT_FILE
from .head_scores import HEAD_SCORES
from .lens import LENS
from .metric import METRIC
from .mlps import MLPS
from .paint import PAINT
from .pairs import PAIRS
from .patterns import PATTERNS
from .repair import REPAIR
from .side_effect import SIDE_EFFECT
from .tokens import TOKENS
from .view_file import VIEW_FILE

FEEDS: Final[tuple[Feed, ...]] = (
    METRIC,
    TOKENS,
    PATTERNS,
    HEAD_SCORES,
    MLPS,
    LENS,
    COMPARE,
    CONTRASTS,
    DIRECTIONS,
    DRAWS,
    EXPERIMENT,
    CIRCUIT,
    EXPERIMENT_FILE,
    SIDE_EFFECT,
    PAINT,
    PAIRS,
    REPAIR,
    VIEW_FILE,
)
