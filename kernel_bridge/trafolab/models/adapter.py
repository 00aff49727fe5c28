"""The one table in which an architecture may be named.

Everything else is derived from a model's own hook points and configuration, which TransformerLens
names alike for every architecture. A line here says what can't be found out that way. It is empty
as long as that suffices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Peculiarity:
    """What has to be known of an architecture beforehand."""

    unsupported: Mapping[str, str] = field(default_factory=dict[str, str])
    """Kinds of target that must not even be probed, with the reason."""


ARCHITECTURES: Final[Mapping[str, Peculiarity]] = {}


def peculiarity(architecture: str) -> Peculiarity:
    """What the table says; nothing for the architectures that need no line."""
    return ARCHITECTURES.get(architecture, Peculiarity())
