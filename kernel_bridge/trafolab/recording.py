"""``python -m trafolab.recording FOLDER`` records every view's example on the embedded model.

The gallery, the components' tests and the pictures of the documentation show these answers.
"""

from __future__ import annotations

import argparse
import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .views import VIEWS

if TYPE_CHECKING:
    from .lab import Lab
    from .views.feed import Array
    from .views.view import View

CLEAN = "Her name was Alex Hart. Tomorrow at lunch time Alex"
CORRUPT = "Her name was Alex Carroll. Tomorrow at lunch time Alex"


def laboratory() -> Lab:
    """The one that examples are recorded in: the embedded model, with prompts and a direction."""
    import trafolab

    lab = trafolab.open("trafo-2l")
    lab.prompt(CLEAN, corrupt=CORRUPT)
    lab.metric("logit_diff", answer=" Hart", distractor=" Carroll")
    lab.direction("surname", tokens={" Hart": 1, " Carroll": -1})
    return lab


def recorded(view: View, lab: Lab) -> dict[str, Any]:
    """What a view is asked with and what it answers, as JSON."""
    params = view.example.model_dump(mode="json")
    result = lab.compute(view.name, params)
    return {
        "view": view.name,
        "params": params,
        "data": result.data.model_dump(mode="json"),
        "tensors": [_packed(name, array) for name, array in result.tensors.items()],
    }


def _packed(name: str, array: Array) -> Mapping[str, Any]:
    shape, dtype = list(array.shape), array.dtype.name
    return {"name": name, "dtype": dtype, "shape": shape, "base64": b64encode(array.tobytes()).decode()}


def main() -> None:
    """Write a file for each view."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    lab = laboratory()
    for view in VIEWS:
        text = json.dumps(recorded(view, lab), ensure_ascii=False, separators=(",", ":"))
        (folder / f"{view.name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
