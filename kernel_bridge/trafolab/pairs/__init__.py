"""Sets of prompt pairs: made from templates, lists and files, tokenised, and stored."""

from ..positions import END
from .pair import Pair, pairs_of

__all__ = ["END", "Pair", "pairs_of"]
