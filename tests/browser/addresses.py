"""Where the page shows each view, as its address bar says it."""

from __future__ import annotations

import re
from pathlib import Path

from trafolab.views.view import View

COMPONENTS = Path(__file__).parents[2] / "viz_components/src/views"
PLACES = {
    "head": "L1H6",
    "attn": "attn.1",
    "mlp": "mlp.1",
    "norm": "ln1.1",
    "resid": "resid_post.0",
    "embed": "embed",
    "unembed": "unembed",
    "prompt": "prompt",
    "model": "model",
}
"""Something of each kind that views are of."""


def addresses(view: View) -> list[str]:
    """Wherever the page offers it, as its component says."""
    source = (COMPONENTS / f"{view.name}.tsx").read_text(encoding="utf-8")
    subjects = re.search(r"subjects: \[([^\]]*)\]", source)
    if subjects is None:
        raise RuntimeError(f"{view.name}.tsx does not say what it is of")
    named = re.findall(r'"(\w+)"', subjects[1])
    return [f"{PLACES[subject]}/{view.name}" for subject in named if subject in PLACES]
