"""The embedded model ``trafo-2l``: two layers, trained here, shipped with the package, loaded without a
network.

``path()`` is its Hugging Face directory. The other modules make it: `corpus` writes the text, `tokenizer` the
vocabulary, `train` the weights, `measure` the figures and `card` the model card.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAME: Final = "trafo-2l"
"""The name under which Trafolab offers the embedded model."""


def path() -> Path:
    """The directory of the shipped model: configuration, safetensors, tokenizer and model card."""
    return Path(__file__).parent / NAME
