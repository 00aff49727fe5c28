"""A model that a laboratory holds, with everything that is known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from torch import Tensor
from trafolab_protocol.directions import Space
from trafolab_protocol.model import ModelInfo
from transformer_lens.hook_points import HookPoint
from transformer_lens.model_bridge import TransformerBridge

from ..executor import Executor
from ..interventions.installation import Installation
from ..targets import Catalogue, Place
from ..words import Words, words_of
from .aside import Aside
from .folding import Signs
from .probe import kind_of, probe_hook
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
        self._aside = Aside() if former is None else former._aside
        self.words: Words = words_of(model.tokenizer)
        self.catalogue = Catalogue(info.structure, shadow.hooks)
        self._probed: dict[str, str | None] = {} if former is None else former._probed
        self._points: tuple[int, Mapping[str, HookPoint]] = (shadow.version, model.hook_dict)
        self.installation = Installation(model.original_model) if former is None else former.installation
        self.installation.find_points_by(self.points)

    def described(self, info: ModelInfo) -> Held:
        """The same model and shadow under another description; hooks on it stay where they are."""
        return Held(self.model, info, self.shadow, self.checkpoint, self.signs, self)

    @property
    def aside(self) -> Executor:
        """What experiments run on: a shadow of their own, so that they and views never wait for each other's
        passes."""
        return self._aside.of(self.shadow, self.info.device)

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

    def at_canonical(self, place: Place) -> Place:
        """A place at hook points by their canonical names."""
        carry = None if place.carry is None else self.canonical(place.carry)
        return place.at(self.canonical(place.hook), carry)

    def familiar(self, hook: str) -> str:
        """The name of a hook point that TransformerLens users know, such as ``hook_z``."""
        return self._familiar.get(self.canonical(hook), hook)

    @cached_property
    def _canonical(self) -> dict[str, str]:
        # Read once: another thread may make the copy anew meanwhile, with other points.
        first, hooks = dict[int, str](), self.shadow.hooks
        for name, point in hooks.items():
            first.setdefault(id(point), name)
        return {name: first[id(point)] for name, point in hooks.items()}

    @cached_property
    def _familiar(self) -> dict[str, str]:
        out: dict[str, str] = {}
        for name, canonical in self._canonical.items():
            last = name.rsplit(".", 1)[-1]
            if name == canonical or last not in ("hook_in", "hook_out"):
                out[canonical] = name
        return out

    def without_effect(self, hook: str) -> str | None:
        """Why changing a hook point has no effect on this model; None where it has one. Each kind is tried
        once per model, by a small perturbation."""
        kind = kind_of(hook)
        if kind is not None:
            return self.info.structure.unsupported.get(kind)
        alike = re.sub(r"^blocks\.\d+\.", "", hook)
        with self.executor.passing():
            if alike not in self._probed:
                model, points = self.shadow.model, self.shadow.hooks
                self._probed[alike] = probe_hook(model, points, hook, str(self.executor.device))
        return self._probed[alike]

    @property
    def bos(self) -> int | None:
        """The token that begins a prompt without meaning anything."""
        found = None if self.model.tokenizer is None else self.model.tokenizer.bos_token_id
        return None if found is None else int(found)

    def token_vectors(self, space: Space) -> Tensor:
        """Rows [vocab, d_model] of the embedding, or of the unembedding turned round."""
        model: Any = self.shadow.model
        return (model.W_E if space == "embed" else model.W_U.T).detach()

    def rename(self, **changes: Any) -> None:
        """Replace fields of the model's description."""
        self.info = self.info.model_copy(update=changes)
