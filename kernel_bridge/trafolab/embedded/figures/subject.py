"""The model under measurement, loaded from its directory as anybody would load it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor
from transformers import AutoModelForCausalLM, AutoTokenizer, GPT2LMHeadModel


@dataclass(frozen=True)
class Subject:
    """Model and tokenizer. The tokenizer is untyped because transformers does not type its classes' calls."""

    model: GPT2LMHeadModel
    tokenizer: Any

    @classmethod
    def load(cls, directory: Path) -> Subject:
        """The model of a directory, with eager attention so that its patterns can be read."""
        model = AutoModelForCausalLM.from_pretrained(directory, attn_implementation="eager")
        if not isinstance(model, GPT2LMHeadModel):
            raise TypeError(
                f"{directory} holds a {type(model).__name__}; the figures are those of a GPT-2 model"
            )
        return cls(model.eval(), AutoTokenizer.from_pretrained(directory))

    def ids(self, prompts: Sequence[str]) -> Int[Tensor, "prompt pos"]:
        """Token ids of prompts of the same length, BOS first."""
        return torch.tensor([self.tokenizer.encode(prompt) for prompt in prompts])

    def word(self, word: str) -> int:
        """The id of a word with its leading space; an error when it is more than one token."""
        (token,) = self.tokenizer.encode(f" {word}", add_special_tokens=False)
        return token

    def words(self, words: Sequence[str]) -> Int[Tensor, " word"]:
        """The ids of words with their leading spaces."""
        return torch.tensor([self.word(word) for word in words])

    @torch.no_grad()
    def last_logits(self, prompts: Sequence[str]) -> Float[Tensor, "prompt token"]:
        """The logits at the last position of each prompt; all prompts have the same length."""
        return self.model(self.ids(prompts)).logits[:, -1]
