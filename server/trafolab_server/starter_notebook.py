"""The notebook that a person finds when there was none."""

from __future__ import annotations

from typing import Any

from .jupyter_home import KERNEL_NAME

_WELCOME = """# A look into a transformer

The map on the left and this notebook hold the same live model. `lab` is the laboratory and
`model` the model: what you do here shows on the map, and what you click there changes `model` here."""

_MODEL = 'print(model.cfg.n_layers, "layers with", model.cfg.n_heads, "heads each")'


def starter_notebook() -> dict[str, Any]:
    """A notebook in nbformat 4.5."""
    return {
        "cells": [
            {"cell_type": "markdown", "id": "welcome", "metadata": {}, "source": _WELCOME},
            _code("lab", "lab"),
            _code("model", _MODEL),
        ],
        "metadata": {
            "kernelspec": {"display_name": "Trafolab", "language": "python", "name": KERNEL_NAME},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _code(name: str, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": source,
    }
