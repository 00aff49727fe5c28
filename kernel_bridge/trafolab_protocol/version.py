"""The protocol's own version: both ends refuse to talk across different ones."""

from __future__ import annotations

from typing import Final

PROTOCOL_VERSION: Final = 3
