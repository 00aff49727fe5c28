"""The metric over a whole set of pairs: live and plain, each pair by answers of its own."""

from __future__ import annotations

from .reading import Mean, SetReading
from .sets import checked, reading_of, readings

__all__ = ["Mean", "SetReading", "checked", "reading_of", "readings"]
