"""Texts of tokens, so that nothing in them can be overlooked or change how what is around them reads."""

from __future__ import annotations

import unicodedata

_MARKS = {" ": "·", "\n": "↵", "\r": "␍", "\t": "⇥", "\u00a0": "⍽", "\u200b": "∅"}
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def visible(text: str, longest: int | None = None) -> str:
    """With whitespace and invisible characters marked as the page marks them; cut with an ellipsis."""
    shown = "".join(_mark(character) for character in text)
    return shown if longest is None or len(shown) <= longest else f"{shown[: longest - 1]}…"


def _mark(character: str) -> str:
    if character in _MARKS:
        return _MARKS[character]
    invisible = unicodedata.category(character) in _INVISIBLE
    return f"‹{ord(character):04x}›" if invisible else character
