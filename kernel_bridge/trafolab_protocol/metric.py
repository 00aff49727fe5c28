"""The number under study."""

from __future__ import annotations

from typing import Any, Literal, cast

from pydantic import model_validator

from .record import Record

MetricKind = Literal["logit_diff", "logprob", "prob", "rank", "top_k", "kl", "loss", "function"]

Over = Literal["mean", "logsumexp"]
"""How a set of answers becomes one number: by the mean, or by ``logsumexp``, which adds up probabilities."""


class AnswerToken(Record):
    """One token of the vocabulary."""

    id: int
    text: str


class AnswerText(Record):
    """An answer: one token, or several that follow each other."""

    tokens: list[AnswerToken]
    """At least one."""
    by_text: bool = True
    """Whether its text alone names it, so that code may say it so."""

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(token.text for token in self.tokens)


class MetricFunction(Record):
    """A person's function of the logits."""

    name: str
    source: str
    needs: list[str] = []
    """Names that its text alone does not bring along."""
    key: str
    """Names the living function in the kernel; a fresh kernel has none under it."""


class Metric(Record):
    """What is measured, at which position, of which answers."""

    kind: MetricKind = "logit_diff"
    answers: list[AnswerText] = []
    """The right ones; empty for ``kl``, ``loss`` and ``function``."""
    distractors: list[AnswerText] = []
    """The wrong ones, needed by ``logit_diff`` only."""
    over: Over = "mean"
    k: int | None = None
    """Of ``top_k``."""
    position: int = -1
    """Index into the prompt's tokens; negative counts from the end."""
    positions: list[int] | None = None
    """Of ``loss``: where the next token is predicted; None for all but the last."""
    function: MetricFunction | None = None
    pairs: str | None = None
    """A set of pairs, over whose clean prompts the mean is taken, each with answers of its own; None for the
    prompt under study."""
    minus: str | None = None
    """Another one, whose mean is taken off: the gap between both."""
    automatic: bool = False
    """Chosen by Trafolab (the plain run's first against its second prediction) and fixed when
    the prompt was set."""

    @property
    def answer(self) -> AnswerToken | None:
        """The first token of the first answer."""
        return self.answers[0].tokens[0] if self.answers else None

    @property
    def distractor(self) -> AnswerToken | None:
        """The first token of the first wrong answer."""
        return self.distractors[0].tokens[0] if self.distractors else None

    @model_validator(mode="before")
    @classmethod
    def _of_one_token(cls, given: Any) -> Any:
        """Metrics were stored with one token for an answer before there were sets of them."""
        if not isinstance(given, dict) or not ({"answer", "distractor"} & given.keys()):
            return given
        fields = dict(cast("dict[str, Any]", given))
        for one, several in (("answer", "answers"), ("distractor", "distractors")):
            token = fields.pop(one, None)
            fields.setdefault(several, [] if token is None else [_alone(token)])
        return fields


def _alone(token: dict[str, Any]) -> dict[str, Any]:
    # The pieces of a character have no text that would name them.
    return {"tokens": [token], "by_text": not str(token.get("text", "")).startswith("\\")}
