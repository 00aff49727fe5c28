"""Sets of pairs in a script, pair by pair: what runs elsewhere finds no stored tensors there."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trafolab_protocol.pairs import GivenPair

from ..bench import Bench
from ..errors import LabError
from ..literals import quoted
from ..positions import END
from .lines import pair_literal
from .pair import Pair, unpacked
from .tokens import prompt_of


def written_out(script: str, bench: Bench) -> str:
    """A script with the pairs themselves in place of each line that takes stored ones, as far as they are
    still stored. Prompts and answers are texts, or ids where a text has other tokens. ``bench``: of the model
    that they are tokens of."""
    lines = [_line(line, bench) if line.startswith("lab.pairs(") else line for line in script.splitlines()]
    return "\n".join(lines)


def _line(line: str, bench: Bench) -> str:
    (call,) = (node for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call))
    said: dict[str, Any] = {each.arg: ast.literal_eval(each.value) for each in call.keywords if each.arg}
    if "stored" not in said:
        return line
    try:
        name = bench.tensors.find(Path(said["stored"]).stem)
        roles = [*said.get("roles", []), END]
        pairs = unpacked(bench.tensors[name], roles, said.get("answer_tokens", 1))
    except (LabError, ValueError):
        return line
    rows = "".join(f"    {pair_literal(_given(pair, bench))},\n" for pair in pairs)
    return f"lab.pairs({quoted(ast.literal_eval(call.args[0]))}, [\n{rows}])"


def _given(pair: Pair, bench: Bench) -> GivenPair:
    return GivenPair(
        clean=prompt_of(pair.clean, bench),
        corrupt=prompt_of(pair.corrupt, bench),
        answer=_answer(pair.answer, bench),
        distractor=None if pair.distractor is None else _answer(pair.distractor, bench),
        roles={role: index for role, index in pair.roles.items() if role != END},
    )


def _answer(ids: Sequence[int], bench: Bench) -> str | int | list[int]:
    words = bench.held.words
    text = "".join(map(words.text, ids))
    # What a prompt called the ids of a model without a tokenizer is known here alone.
    if bench.held.info.has_tokenizer and words.ids(text) == list(ids):
        return text
    return ids[0] if len(ids) == 1 else list(ids)
