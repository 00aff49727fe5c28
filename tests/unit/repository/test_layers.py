"""Imports point one way: protocol ← bridge ← server, protocol ← trafolab; only trafolab knows torch;
the widgets know nobody."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = {
    "trafolab_protocol": ROOT / "kernel_bridge/trafolab_protocol",
    "trafolab_bridge": ROOT / "kernel_bridge/trafolab_bridge",
    "trafolab_server": ROOT / "server/trafolab_server",
    "trafolab": ROOT / "kernel_bridge/trafolab",
    "trafolab_viz": ROOT / "viz_components/trafolab_viz",
}
MODEL = {"torch", "transformer_lens", "transformers", "circuitsvis", "numpy"}
OUTSIDE = {"fastapi", "starlette", "uvicorn", "websockets", "httpx", "jupyter_server"}
FORBIDDEN = {
    "trafolab_protocol": {"trafolab_bridge", "trafolab_server", "trafolab"} | MODEL | OUTSIDE,
    "trafolab_bridge": {"trafolab_server", "trafolab", "fastapi", "starlette", "uvicorn"} | MODEL,
    "trafolab_server": {"trafolab"} | MODEL,
    "trafolab": {"trafolab_bridge", "trafolab_server"} | OUTSIDE,
    "trafolab_viz": {"trafolab_protocol", "trafolab_bridge", "trafolab_server", "trafolab"} | MODEL | OUTSIDE,
}


def imported(path: Path) -> set[str]:
    """Top-level names of all packages that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_a_package_imports_only_what_it_may(package: str) -> None:
    files = sorted(PACKAGES[package].rglob("*.py"))
    assert files
    wrong = {str(f.relative_to(ROOT)): found for f in files if (found := imported(f) & FORBIDDEN[package])}
    assert wrong == {}


LOWER = ("reading", "looking", "experiments", "models", "interventions", "metrics", "targets", "pairs")
"""Parts of the laboratory on which views and feeds rest."""


def relatives(path: Path, root: Path) -> set[str]:
    """Names of the parts of a package that a file in it imports by dots, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1].relative_to(root).parts
            found.add((*base, *(node.module or "").split("."))[0])
    return found


@pytest.mark.parametrize("part", LOWER)
def test_what_views_rest_on_knows_no_view(part: str) -> None:
    root = PACKAGES["trafolab"]
    files = sorted((root / part).rglob("*.py"))
    assert files
    assert [str(f.relative_to(ROOT)) for f in files if relatives(f, root) & {"views", "feeds"}] == []
