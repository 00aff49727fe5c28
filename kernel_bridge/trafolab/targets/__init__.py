"""Names of everything in a model that can be looked at or acted on."""

from __future__ import annotations

from .catalogue import Catalogue
from .components import component_of
from .target import Kind, Place, Target

__all__ = ["Catalogue", "Kind", "Place", "Target", "component_of"]
