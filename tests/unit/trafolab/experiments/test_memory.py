"""What is read of the logits counts where passes are cut to the memory."""

from __future__ import annotations

from typing import Any

from trafolab.experiments.memory import most_tokens

N = 12


def test_reading_the_whole_vocabulary_everywhere_leaves_room_for_fewer_tokens(gpt2_lab: Any) -> None:
    structure = gpt2_lab.info.structure.model_copy(update={"d_vocab": 256_000})
    few, one, every = (most_tokens(structure, gpt2_lab.model, N, share) for share in (0, 1 / N, 1))
    assert few > one > every
    assert every * 2 * 4 * 256_000 <= 64 * 2**20
    assert most_tokens(structure, gpt2_lab.model, 1000, 1) == 1000
