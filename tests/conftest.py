"""Models that many tests share, made once a session."""

from __future__ import annotations

import os

# Before torch is imported anywhere: tests run beside each other on few cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True, scope="session")
def tensors_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where a laboratory without a server writes the values that its code refers to."""
    os.environ["TRAFOLAB_TENSORS"] = str(tmp_path_factory.mktemp("tensors"))


@dataclass(frozen=True)
class Shape:
    """A model to open, a second one that Trafolab never touches, and prompts for both."""

    name: str
    source: Any
    """What ``trafolab.open`` takes."""
    clean: str | list[int]
    corrupt: str | list[int]
    n_heads: int
    has_mlp: bool
    parallel: bool
    groups: int

    def twin(self) -> Any:
        """A plain ``TransformerBridge`` of the same weights, fresh each time."""
        from transformer_lens.model_bridge import TransformerBridge
        from transformer_lens.model_bridge.sources.native import boot

        if isinstance(self.source, str):
            return TransformerBridge.boot_transformers(self.source, device="cpu")
        return boot(self.source)

    def tokens(self, model: Any, prompt: str | list[int] | None = None) -> Any:
        """The prompt's ids [1, pos], as plain TransformerLens makes them."""
        import torch

        given = self.clean if prompt is None else prompt
        return model.to_tokens(given) if isinstance(given, str) else torch.tensor([given])


@pytest.fixture(scope="session")
def shape_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Shape]:
    """Shapes by name: ``gpt2``, ``llama``, ``neox``, ``toy``."""
    made: dict[str, Shape] = {}

    def make(name: str) -> Shape:
        from . import models

        if name == "toy":
            return Shape(
                name, models.attn_only_config(), models.IDS, [*models.IDS[:-1], 8], 4, False, False, 4
            )
        path: Path = getattr(models, name)(tmp_path_factory.mktemp(name))
        groups = 2 if name == "llama" else 4
        return Shape(name, str(path), models.HART, models.CARROLL, 4, True, name == "neox", groups)

    def shape(name: str) -> Shape:
        if name not in made:
            made[name] = make(name)
        return made[name]

    return shape


@pytest.fixture(params=["gpt2", "llama", "neox", "toy"])
def shape(request: pytest.FixtureRequest, shape_of: Callable[[str], Shape]) -> Shape:
    """Each of the shapes in turn."""
    return shape_of(request.param)


@pytest.fixture
def gpt2(shape_of: Callable[[str], Shape]) -> Shape:
    """GPT-2's shape alone, for what does not depend on the architecture."""
    return shape_of("gpt2")


@pytest.fixture
def lab(shape: Shape) -> Any:
    """A laboratory on each shape, with its prompts set."""
    import trafolab

    lab = trafolab.open(shape.source)
    lab.prompt(shape.clean, corrupt=shape.corrupt)
    return lab


@pytest.fixture
def gpt2_lab(gpt2: Shape) -> Any:
    """A laboratory on GPT-2's shape, with its prompts set."""
    import trafolab

    lab = trafolab.open(gpt2.source)
    lab.prompt(gpt2.clean, corrupt=gpt2.corrupt)
    return lab
