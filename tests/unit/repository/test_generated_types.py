"""The committed TypeScript types are those that the Python records make today."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from trafolab_protocol.version import PROTOCOL_VERSION

ROOT = Path(__file__).parents[3]
TYPES = ROOT / "viz_components/src/protocol/gen.ts"


def test_the_generated_types_are_not_stale() -> None:
    schema = subprocess.run(
        [sys.executable, "-m", "trafolab.typegen"], check=True, capture_output=True
    ).stdout
    written = subprocess.run(
        ["node", "scripts/gen-types.mjs"], input=schema, check=True, capture_output=True, cwd=ROOT
    ).stdout.decode()
    assert written == TYPES.read_text(encoding="utf-8"), "run `make gen` and commit the result"


def test_generating_types_needs_no_torch() -> None:
    heavy = "sorted({'torch', 'transformers'} & set(sys.modules))"
    code = f"import sys, trafolab.typegen as t; t.schema(); print({heavy})"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert json.loads(found.replace("'", '"')) == []


def test_the_page_speaks_the_same_protocol() -> None:
    source = (ROOT / "frontend/src/transport/socket.ts").read_text(encoding="utf-8")
    assert f"PROTOCOL_VERSION = {PROTOCOL_VERSION};" in source
