"""A model that a laboratory holds, with everything that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from trafolab_protocol.model import ModelInfo
from transformer_lens.hook_points import HookPoint
from transformer_lens.model_bridge import TransformerBridge

from ..executor import Executor
from ..interventions.installation import Installation
from ..targets import Catalogue
from ..words import Words, words_of
from .folding import Signs
from .shadow import Shadow


class Held:
    """The person's model, its shadow, its names, and our hooks on it."""

    def __init__(
        self,
        model: TransformerBridge,
        info: ModelInfo,
        shadow: Shadow,
        checkpoint: str | None,
        signs: Signs,
        former: Held | None = None,
    ) -> None:
        """``checkpoint``: what ``transformers`` can load the same weights from, if anything. ``signs``:
        what looked folded before anything was. ``former``: held the same model and shadow."""
        self.model = model
        self.info = info
        self.shadow = shadow
        self.checkpoint = checkpoint
        self.signs = signs
        self.executor = Executor(shadow, info.device) if former is None else former.executor
        self.words: Words = words_of(model.tokenizer)
        self.catalogue = Catalogue(info.structure, shadow.hooks)
        self._points: tuple[int, Mapping[str, HookPoint]] = (shadow.version, model.hook_dict)
        self.installation = Installation(model.original_model) if former is None else former.installation
        self.installation.find_points_by(self.points)

    def described(self, info: ModelInfo) -> Held:
        """The same model and shadow under another description; hooks on it stay where they are."""
        return Held(self.model, info, self.shadow, self.checkpoint, self.signs, self)

    @property
    def limit(self) -> int | None:
        """Longest input in tokens."""
        return self.info.structure.n_ctx

    def points(self) -> Mapping[str, HookPoint]:
        """The model's own hook points by every name, found again after a module was replaced."""
        version, points = self._points
        if version != self.shadow.version:
            points = self.model.hook_dict
            self._points = (self.shadow.version, points)
        return points

    def canonical(self, hook: str) -> str:
        """The one name under which a hook point that has several is known."""
        return self._canonical.get(hook, hook)

    def familiar(self, hook: str) -> str:
        """The name of a hook point that TransformerLens users know, such as ``hook_z``."""
        return self._familiar.get(self.canonical(hook), hook)

    @cached_property
    def _canonical(self) -> dict[str, str]:
        first: dict[int, str] = {}
        for name, point in self.shadow.hooks.items():
            first.setdefault(id(point), name)
        return {name: first[id(point)] for name, point in self.shadow.hooks.items()}

    @cached_property
    def _familiar(self) -> dict[str, str]:
        out: dict[str, str] = {}
        for name, canonical in self._canonical.items():
            last = name.rsplit(".", 1)[-1]
            if name == canonical or last not in ("hook_in", "hook_out"):
                out[canonical] = name
        return out

    def rename(self, **changes: Any) -> None:
        """Replace fields of the model's description."""
        self.info = self.info.model_copy(update=changes)
