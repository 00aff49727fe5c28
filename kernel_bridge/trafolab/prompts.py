"""Prompts: from what a person gives to what the model receives."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from trafolab_protocol.prompts import IdsSource, Prompt, PromptSource, TextSource, Token
from transformer_lens.model_bridge import TransformerBridge

from .errors import PromptError
from .words import BareWords, Words

PromptLike = str | Sequence[int] | PromptSource
Labels = Mapping[int, str] | Sequence[str] | Callable[[int], str]
CLEAN = "clean"
EACH = "all"
"""In place of a counterfactual's name: one after the other."""
DEFAULT_COUNTERFACTUAL = "corrupt"


def source_of(given: Any) -> PromptSource:
    """A record for what a person gave: text, ids (a list or a tensor [pos] or [1, pos]), a record."""
    if isinstance(given, str):
        return TextSource(text=given)
    if isinstance(given, TextSource | IdsSource):
        return given
    values = given.tolist() if hasattr(given, "tolist") else given
    if isinstance(values, list) and len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    if not isinstance(values, Sequence) or not all(map(_is_id, values)):
        raise PromptError(
            "bad_prompt",
            f"A prompt cannot be made from a {type(given).__name__}.",
            None,
            "Give text, or the token ids of one prompt as a list of integers.",
        )
    return IdsSource(ids=list(values))


def _is_id(value: Any) -> bool:
    # To Python, True is a number.
    return isinstance(value, int) and not isinstance(value, bool)


def counterfactuals_of(given: Any) -> dict[str, PromptSource] | None:
    """Named counterfactuals; a bare prompt is named ``corrupt``, None means *as they were*."""
    if given is None:
        return None
    named: Mapping[str, Any] = given if isinstance(given, Mapping) else {DEFAULT_COUNTERFACTUAL: given}
    return {name: source_of(each) for name, each in named.items()}


def labelled(source: PromptSource, labels: Labels | None) -> PromptSource:
    """Ids with what to show for them: a list for just these, a dictionary or function for any."""
    if labels is None or isinstance(source, TextSource):
        return source
    shown = _shown(source.ids, labels)
    wrong = next((label for label in shown if not isinstance(label, str)), None)
    if wrong is not None:
        advice = "Give text for each id, in a list or by id in a dictionary."
        raise PromptError("bad_label", f"A token can't be labelled {wrong!r}.", None, advice)
    return source.model_copy(update={"labels": shown})


def _shown(ids: list[int], labels: Any) -> list[Any]:
    if callable(labels):
        return [labels(i) for i in ids]
    if isinstance(labels, Mapping):
        return [labels.get(i, str(i)) for i in ids]
    return list(labels) if isinstance(labels, Sequence) else [labels]


def tokenised(
    name: str, source: PromptSource, model: TransformerBridge, words: Words, limit: int | None
) -> Prompt:
    """The prompt with the model's tokens.

    Raises :class:`PromptError` for one that is empty, longer than ``limit`` tokens, has an id out
    of range, or is text where the model has no tokenizer.
    """
    ids = _encoded(name, source, model) if isinstance(source, TextSource) else list(source.ids)
    _check(name, ids, model, limit)
    shown = _labelled(name, source, ids) or words
    return Prompt(name=name, source=source, tokens=[Token(id=i, text=shown.text(i)) for i in ids])


def _encoded(name: str, source: TextSource, model: TransformerBridge) -> list[int]:
    if model.tokenizer is None:
        raise PromptError(
            "no_tokenizer",
            f"The {name} prompt is text, but this model has no tokenizer.",
            name,
            "Give token ids instead, such as lab.prompt([0, 7, 3]).",
        )
    if not source.text:
        raise PromptError("empty_prompt", f"The {name} prompt is empty.", name, "Give at least one token.")
    with _no_length_warning():
        ids = [int(i) for i in model.to_tokens(source.text, truncate=False)[0].tolist()]
    bos = model.tokenizer.bos_token_id
    doubled = len(ids) > 1 and ids[0] == ids[1] == bos and source.text.startswith(model.tokenizer.bos_token)
    return ids[1:] if doubled else ids


def _check(name: str, ids: list[int], model: TransformerBridge, limit: int | None) -> None:
    if not ids:
        raise PromptError("empty_prompt", f"The {name} prompt is empty.", name, "Give at least one token.")
    size: int = model.cfg.d_vocab
    wrong = next((i for i in ids if not 0 <= i < size), None)
    if wrong is not None:
        raise PromptError(
            "id_out_of_range",
            f"The {name} prompt has the token id {wrong}, but the model knows ids 0 to {size - 1}.",
            name,
            f"Use ids below {size}.",
        )
    if limit is not None and len(ids) > limit:
        raise PromptError(
            "prompt_too_long",
            f"The {name} prompt has {len(ids)} tokens, but this model takes at most {limit}.",
            name,
            f"Shorten it by {len(ids) - limit} tokens.",
        )


def _labelled(name: str, source: PromptSource, ids: list[int]) -> Words | None:
    if isinstance(source, TextSource) or source.labels is None:
        return None
    if len(source.labels) != len(ids):
        raise PromptError(
            "labels_do_not_fit",
            f"The {name} prompt has {len(ids)} ids, but {len(source.labels)} labels.",
            name,
            "Give one label for each id.",
        )
    return BareWords(dict(zip(ids, source.labels, strict=True)))


@contextmanager
def _no_length_warning() -> Generator[None]:
    """The tokenizer warns of a prompt longer than the context; ours is an error that says the limit."""
    logger = logging.getLogger("transformers.tokenization_utils_base")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before
