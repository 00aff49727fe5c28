"""A laboratory beside the reference: operations at every kind of target, held against plain hooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
import torch
import trafolab
from torch import Tensor

from tests import reference_hf
from tests.unit.trafolab.operations.sites import Change, Site, sites_of

CLEAN = [0, 7, 3, 9, 3, 7, 11, 5]
"""Longer than Mistral's window here; 0 is BOS."""
CORRUPT = [0, 7, 4, 9, 3, 8, 11, 2]
OTHERS = [[0, 5, 6, 7], [0, 9, 8, 7, 6, 5, 4, 3, 2], [0, 12, 13, 14]]
CLOSE = 1e-4
WITHOUT = {("opt", "pattern"), ("opt", "scores"), ("gptj", "pattern"), ("gptj", "scores")}
"""Where TransformerLens leaves attention to Hugging Face, and drops what a hook changes."""
PLACES = [2, 5]

Act = Callable[..., None]


@dataclass
class Bench:
    """One architecture: a laboratory, and the directory for the reference."""

    name: str
    source: str

    @cached_property
    def lab(self) -> Any:
        lab = trafolab.open(self.source)
        lab.prompt(CLEAN, corrupt=CORRUPT)
        lab.reference("others", OTHERS)
        draw = torch.Generator().manual_seed(1)
        lab.direction("d", torch.randn(lab.info.structure.d_model, generator=draw))
        return lab

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        return tuple(sites_of(self.name, self.lab.info.structure))

    @property
    def of_any_length(self) -> list[Site]:
        """Sites whose values have means and draws."""
        return [site for site in self.sites if not site.stored_whole]

    @property
    def direction(self) -> Tensor:
        return self.lab.vector("d")

    def has_effect(self, kind: str) -> bool:
        """Whether the model uses what a hook makes of such values."""
        return (self.name, kind) not in WITHOUT

    def check(self, what: str, edits: list[reference_hf.Edit]) -> None:
        """The laboratory's logits are the reference's, and the intervention says that it fired."""
        expected = reference_hf.logits(self.source, CLEAN, edits)
        found = self.lab.run().logits
        difference = float((found - expected).abs().max())
        assert difference <= CLOSE, f"{self.name}: {what}: {difference}"
        status = self.lab.interventions[0].status
        assert status.state == "active", f"{self.name}: {what}: {status.reason}"
        assert status.fired.page >= 1

    def each(
        self, sites: Sequence[Site], act: Act, change: Callable[[Site], Change], **options: Any
    ) -> list[Site]:
        """Apply an operation to each target, everywhere and at some positions; those that have no effect
        are refused, and tell so. The others."""
        acted: list[Site] = []
        for site in sites:
            if self.has_effect(site.kind):
                self._both(site, act, change, options)
                acted.append(site)
            else:
                self._refused(site, act, options)
        return acted

    def _both(self, site: Site, act: Act, change: Callable[[Site], Change], options: dict[str, Any]) -> None:
        for positions in (None, PLACES):
            self.lab.clear()
            act(site.target, positions="all" if positions is None else positions, **options)
            self.check(f"{act.__name__} {site.target} at {positions}", [site.edit(change(site), positions)])

    def _refused(self, site: Site, act: Act, options: dict[str, Any]) -> None:
        self.lab.clear()
        with pytest.raises(trafolab.LabError, match="has no effect on this model"):
            act(site.target, positions="all", **options)
        assert len(self.lab.interventions) == 0
