"""The metric over pairs is tried on every architecture, as operations are."""

from __future__ import annotations

from tests.unit.trafolab.operations.conftest import bench, bench_of, shared

__all__ = ["bench", "bench_of", "shared"]
