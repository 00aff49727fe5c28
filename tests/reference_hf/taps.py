"""What passes a site: changed, kept, or left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from torch import Tensor

Edit = tuple[str, Callable[[Tensor], Tensor]]
"""A site, and a function from its old values to new ones. It gets a copy, so it may work in place."""


class Taps:
    """What a run changes, and what it keeps."""

    def __init__(self, edits: Sequence[Edit] = (), wanted: Sequence[str] = ()) -> None:
        self.edits: dict[str, list[Callable[[Tensor], Tensor]]] = defaultdict(list)
        for site, edit in edits:
            self.edits[site].append(edit)
        self.wanted = set(wanted)
        self.kept: dict[str, Tensor] = {}

    @property
    def sites(self) -> set[str]:
        return self.wanted | set(self.edits)

    def __call__(self, site: str, value: Tensor) -> Tensor:
        """The site's new value; the very same tensor where nothing changes it."""
        for edit in self.edits.get(site, ()):
            new = edit(value.clone())
            if new.shape != value.shape:
                raise ValueError(f"{site}: {tuple(value.shape)} became {tuple(new.shape)}")
            value = new
        if site in self.wanted:
            self.kept[site] = value.clone()
        return value
