"""Each kind of metric once more, out of whole logits of a plain Hugging Face model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

Logits = Callable[[Sequence[int]], Tensor]
"""[pos, vocab] of the prompt and ids that follow it."""


def entropy(logits: Any) -> Any:
    """A person's function: nats, of the last prediction."""
    probs = logits[-1].softmax(-1)
    return -(probs * probs.log()).sum()


METRICS: dict[str, tuple[Any, dict[str, Any]]] = {
    "two sets": ("logit_diff", {"answer": [5, 6], "distractor": [9, 11, 12]}),
    "two sets added up": ("logit_diff", {"answer": [5, 6], "distractor": [9, 11, 12], "over": "logsumexp"}),
    "a difference of phrases": ("logit_diff", {"answer": [[5, 9, 4]], "distractor": [[5, 9, 7], 11]}),
    "a phrase": ("logprob", {"answer": [[5, 9, 4]]}),
    "phrases and a token, added up": ("logprob", {"answer": [[5, 9], 7, [8, 9]], "over": "logsumexp"}),
    "mean probability": ("prob", {"answer": [5, 9], "position": -3}),
    "probability of any": ("prob", {"answer": [[5, 9], 7], "over": "logsumexp"}),
    "mean rank": ("rank", {"answer": [5, 9], "position": 4}),
    "among the first": ("top_k", {"answer": [5, 9], "k": 60}),
    "divergence": ("kl", {"position": -2}),
    "loss": ("loss", {}),
    "loss at some": ("loss", {"positions": [2, -3]}),
    "a function": (entropy, {}),
}


def expected(name: str, ids: Sequence[int], logits: Logits, base: Tensor) -> float:
    """A metric of ``METRICS`` for a prompt. ``base``: logits [pos, vocab] of the run to compare with."""
    kind, asked = METRICS[name]
    row = logits([])[asked.get("position", -1)]
    if kind in ("rank", "top_k"):
        ranks = [int((row > row[i]).sum()) + 1 for i in asked["answer"]]
        return sum(ranks) / len(ranks) if kind == "rank" else float(min(ranks) <= asked["k"])
    if kind == "kl":
        other = base[asked["position"]].softmax(-1)
        return float((other * (other.log() - row.log_softmax(-1))).sum())
    if kind == "loss":
        positions = [i % len(ids) for i in asked.get("positions", range(len(ids) - 1))]
        targets = torch.tensor([ids[i + 1] for i in positions])
        return float(torch.nn.functional.cross_entropy(logits([])[positions], targets))
    if callable(kind):
        return float(kind(logits([])))
    right, wrong = ([_log_prob(a, asked, logits) for a in asked.get(s, [])] for s in ("answer", "distractor"))
    added = asked.get("over") == "logsumexp"
    if kind == "prob":
        probs = torch.tensor(right).exp()
        return float(probs.sum() if added else probs.mean())
    left, against = (
        (torch.tensor(side).logsumexp(0) if added else torch.tensor(side).mean())
        if side
        else torch.tensor(0.0)
        for side in (right, wrong)
    )
    return float(left - against)


def _log_prob(answer: int | list[int], asked: dict[str, Any], logits: Logits) -> float:
    """Word by word, each behind those before it. Of single tokens a difference of log-probabilities is one of
    logits."""
    tokens = answer if isinstance(answer, list) else [answer]
    position, total = asked.get("position", -1), 0.0
    for i, token in enumerate(tokens):
        total += float(logits(tokens[:i])[position].log_softmax(-1)[token])
    return total
