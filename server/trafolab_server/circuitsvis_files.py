"""CircuitsVis's own bundle, found without importing the package, which would import torch."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, files
from pathlib import Path


def circuitsvis_directory() -> Path | None:
    """The folder of the installed package that holds ``iife.js``; None where there is none."""
    try:
        found = files("circuitsvis") or []
    except PackageNotFoundError:
        return None
    for file in found:
        if file.as_posix().endswith("dist/cdn/iife.js"):
            return Path(str(file.locate())).parent
    return None
