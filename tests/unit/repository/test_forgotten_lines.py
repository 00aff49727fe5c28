"""Whoever forgets a line of a new view is told so by the compiler."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
REGISTRY = "views/index.ts"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The components' sources beside the same libraries."""
    for name in ("node_modules", "tsconfig.base.json"):
        (tmp_path / name).symlink_to(ROOT / name)
    folder = tmp_path / "viz_components"
    folder.mkdir()
    shutil.copy(ROOT / "viz_components/tsconfig.json", folder)
    shutil.copytree(ROOT / "viz_components/src", folder / "src", ignore=shutil.ignore_patterns("*.test.*"))
    (folder / "gallery").mkdir()
    return folder


def complaints(folder: Path) -> str:
    """What the compiler says of the sources."""
    command = [str(ROOT / "node_modules/.bin/tsc"), "--noEmit", "--project", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder).stdout


def test_a_component_that_is_not_registered_does_not_compile(copied: Path) -> None:
    registry = copied / "src" / REGISTRY
    text = registry.read_text(encoding="utf-8")
    assert complaints(copied) == ""
    registry.write_text(re.sub(r"^  predictions,\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    assert "'predictions' is missing" in complaints(copied)


def test_a_component_without_a_kernel_side_does_not_compile(copied: Path) -> None:
    types = copied / "src/protocol/gen.ts"
    text = types.read_text(encoding="utf-8")
    # As if the line in trafolab.views, or `make gen`, had been forgotten.
    types.write_text(re.sub(r"^  predictions: \w+;\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    assert "'predictions' does not exist in type" in complaints(copied)
