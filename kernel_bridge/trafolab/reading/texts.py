"""Prompts over which something is looked for: neutral text, a set's, or those under study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from torch import Tensor

from ..averaging import Rows
from ..errors import ViewError
from ..neutral import NAME
from ..pairs import pairs_of
from ..references import prompts_of
from ..side_effect import texts_of

if TYPE_CHECKING:
    from ..snapshot import Now

PROMPTS: Final = "prompts"
"""Those under study."""
_TOKENS = 2048
"""So many are looked at at most."""
_GROUP = 256


@dataclass(frozen=True, eq=False)
class Activations:
    """What one neuron does over one prompt."""

    ids: list[int]
    values: Tensor
    """[pos] in float32."""
    begin: int
    """Index of the first token that counts: behind BOS, unless there is nothing else."""


class Texts:
    """The sets of prompts that there are, and one neuron's activations over them."""

    def __init__(self, now: Now) -> None:
        self._now = now

    @property
    def names(self) -> list[str]:
        """What can be looked through; the first is the usual one."""
        core = self._now.core
        known = [each.name for each in (*core.references, *core.pairs)]
        neutral = [NAME] if self._now.bench.held.model.tokenizer is not None and NAME not in known else []
        return [*neutral, *known, PROMPTS]

    def ids(self, name: str) -> list[list[int]]:
        """The prompts of a set, as many from the first as have 2,048 tokens together. Raises
        :class:`LabError` for an unknown one, and for one without prompts."""
        if name not in self.names:
            there = ", ".join(self.names)
            raise ViewError("unknown_set", f"There is no set named {name}.", name, f"There are: {there}.")
        rows = self._all(name)
        totals = accumulate(map(len, rows))
        known = enumerate(zip(rows, totals, strict=True))
        kept = [row for i, (row, total) in known if not i or total <= _TOKENS]
        if not kept:
            raise ViewError("no_prompts", f"{name} has no prompts.", name, "Name another set.")
        return kept

    def parts(self, ids: Sequence[list[int]]) -> list[list[list[int]]]:
        """Prompts in groups of few tokens, so that nothing else waits long for one of them."""
        groups: list[list[list[int]]] = []
        room = 0
        for row in ids:
            if not groups or len(row) > room:
                groups.append([])
                room = _GROUP
            groups[-1].append(row)
            room -= len(row)
        return groups

    def activations(self, ids: Sequence[list[int]], hook: str, index: int) -> list[Activations]:
        """One entry of what is at a hook point, for each of these prompts, in plain passes."""
        bench = self._now.bench
        rows = Rows(ids, lambda some: bench.read(some, [hook]), bench.held.bos)
        return [
            Activations(row, values, rows.begin(row))
            for batch, found in rows.batches()
            for row, values in zip(batch, found[hook][..., index].float().clone(), strict=True)
        ]

    def _all(self, name: str) -> list[list[int]]:
        core, tensors = self._now.core, self._now.bench.tensors
        reference = next((each for each in core.references if each.name == name), None)
        if reference is not None:
            return prompts_of(reference, tensors)
        pairs = next((each for each in core.pairs if each.name == name), None)
        if pairs is not None:
            return [list(pair.clean) for pair in pairs_of(pairs, tensors)]
        prompts = core.prompts if name == PROMPTS else texts_of(self._now, None)[1]
        return [[token.id for token in prompt.tokens] for prompt in prompts]
