"""Sets of prompt pairs: each a clean prompt, a corrupt one of as many tokens, and what may be answered."""

from __future__ import annotations

from html import escape
from typing import Annotated, Literal

from pydantic import Field

from .prompts import PromptSource
from .record import Record


class GivenPair(Record):
    """One pair as a person gives it."""

    clean: PromptSource
    corrupt: PromptSource
    answer: str | int | list[int]
    """Right after the clean prompt: a text, which may be several tokens, the id of one, or the ids of several
    that follow each other."""
    distractor: str | int | list[int] | None = None
    roles: dict[str, int | str] = {}
    """Places with a name of their own: an index, or the text of a token that stands there alone."""


class Templates(Record):
    """Pairs made by filling in slots, such as ``{name}``, of which each is a role."""

    made_from: Literal["templates"] = "templates"
    clean: list[str]
    corrupt: list[str]
    """One for each clean template, with the same slots."""
    answer: str
    distractor: str | None = None
    slots: dict[str, list[str]]
    """What may stand in each; no value stands in two slots of one pair."""
    first: bool = False
    """The first token of each slot is a role too, beside its last."""


class ListedPairs(Record):
    made_from: Literal["list"] = "list"
    pairs: list[GivenPair]


class PairFile(Record):
    """A CSV or JSONL file, or the folder of a saved ``datasets`` dataset."""

    made_from: Literal["file"] = "file"
    path: str


PairRecipe = Annotated[Templates | ListedPairs | PairFile, Field(discriminator="made_from")]


class PairSet(Record):
    """Pairs under a name, tokenised and stored."""

    name: str
    tensor: str
    """int32 [pair, column] in the tensor store: answer, distractor, the index of each role, the clean and the
    corrupt prompt; −1 where there is none."""
    answer_tokens: int = 1
    """Tokens of the longest answer or distractor: each of the two has so many columns."""
    roles: list[str]
    """``end``, the last token, is one of them always."""
    n_pairs: int
    n_left_out: int = 0
    """Pairs of unequal length, where these were to be left out."""
    lengths: list[int]
    """All numbers of tokens that prompts have, in ascending order."""
    first: list[str]
    """How the first few clean prompts begin."""
    code: str

    def _told(self) -> dict[str, str]:
        left_out = f" ({self.n_left_out} of unequal length left out)" if self.n_left_out else ""
        ends = dict.fromkeys(str(n) for n in (self.lengths[0], self.lengths[-1]))
        return {
            "pairs": f"{self.n_pairs}{left_out}",
            "tokens": " to ".join(ends),
            **({"answers": f"up to {self.answer_tokens} tokens"} if self.answer_tokens > 1 else {}),
            "roles": ", ".join(self.roles),
            "first clean prompts": "\n".join(self.first),
        }

    def __repr__(self) -> str:
        lines = [f"  {what}: {said}".replace("\n", "\n    ") for what, said in self._told().items()]
        return "\n".join([f"Pairs {self.name!r}", *lines])

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        """A small table, where a notebook shows it."""
        left = "style='text-align:left;vertical-align:top'"
        rows = "".join(
            f"<tr><th {left}>{what}</th><td {left}>{escape(said).replace(chr(10), '<br>')}</td></tr>"
            for what, said in self._told().items()
        )
        return f"<table><caption>{escape(self.name)}</caption>{rows}</table>"
