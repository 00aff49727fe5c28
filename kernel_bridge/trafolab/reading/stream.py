"""The residual stream at all of its points.

Of a long prompt on a large model the whole stream would fill the memory: then no more of it is kept than what
is read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ..errors import ViewError
from ..looking.fitting import refuse_beyond, refuse_other_length

if TYPE_CHECKING:
    from ..models.held import Held
    from ..runs import Run

_WHOLE = 2**29
"""Bytes up to which a run keeps all of its stream, to be there with the next live run from the start."""


class Stream:
    """Where a model's stream can be read, and what is read there of a run."""

    def __init__(self, held: Held) -> None:
        self._held = held

    @cached_property
    def hooks(self) -> dict[str, str]:
        """Hook names by the points' own names, bottom to top: before layer 0, then inside each layer that has
        such a place, and after it."""
        points = {"resid_pre.0": "blocks.0.hook_resid_pre"}
        for layer in self._held.info.structure.layers:
            for place in ("resid_mid", "resid_post"):
                points[f"{place}.{layer.index}"] = f"blocks.{layer.index}.hook_{place}"
        return {name: hook for name, hook in points.items() if hook in self._held.shadow.hooks}

    @property
    def between_layers(self) -> dict[str, str]:
        """The same without those inside layers."""
        return {name: hook for name, hook in self.hooks.items() if "mid" not in name}

    @property
    def points(self) -> list[str]:
        """Their names."""
        return list(self.hooks)

    def norms(self, run: Run) -> Tensor:
        """[point, pos] in float32."""
        return self._read(run, "norms", _norm)

    def changes(self, run: Run, base: Run) -> Tensor:
        """The norm of the difference of two runs, [point, pos]. Raises :class:`ViewError` where their
        positions do not belong together."""
        refuse_other_length(run, base)
        hooks = list(self.hooks.values())
        run.load(hooks)
        base.load(hooks)
        return torch.stack([_norm(run[hook].float() - base[hook].float()) for hook in hooks])

    def rows(self, run: Run, position: int) -> Tensor:
        """The stream at one position, [point, d_model] in float32. Raises :class:`ViewError` where the run
        has none such."""
        refuse_beyond(run, position)
        return self._read(run, ("row", position), lambda stream: stream[position].float().clone())

    def row(self, run: Run, point: str, position: int) -> Tensor:
        """The stream at one point, such as ``resid_pre.1``, and position, [d_model] in float32. Raises
        :class:`LabError` where there is none such."""
        refuse_beyond(run, position)
        (target, *_) = self._held.catalogue.find(point)
        if target.kind != "resid" or target.hook is None:
            what = f"{point} is no point of the residual stream."
            raise ViewError("no_stream", what, point, f"There are {', '.join(self.points)}.")
        return run[target.hook][position].float()

    def _read(self, run: Run, key: object, read: Callable[[Tensor], Tensor]) -> Tensor:
        hooks = list(self.hooks.values())
        if run[hooks[0]].nbytes * len(hooks) <= _WHOLE:
            run.load(hooks)
            return torch.stack([read(run[hook]) for hook in hooks])
        found = run.reduced(("stream", key), hooks, read)
        return torch.stack([found[hook] for hook in hooks])


def _norm(stream: Tensor) -> Tensor:
    return torch.linalg.vector_norm(stream.float(), dim=-1)
