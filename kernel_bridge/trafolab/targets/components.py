"""Which component of the map a hook point, or a parameter, belongs to."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"blocks\.(\d+)(?:\.(.+))?")
_STREAM = {
    "hook_in": "resid_pre",
    "hook_resid_pre": "resid_pre",
    "hook_resid_mid": "resid_mid",
    "hook_out": "resid_post",
    "hook_resid_post": "resid_post",
}
_NORMS = ("ln1_post", "ln2_post", "ln1", "ln2")
_ENDS = ("pos_embed", "unembed", "ln_final", "embed")


def component_of(name: str, *, before: bool = False) -> str:
    """The component that a hook name, canonical or alias, a parameter's or a module's name touches.

    A block as a whole is the stream after it, or that ``before`` it; the whole model is what it
    gives in the end.

    >>> component_of("blocks.1.attn.hook_pattern")
    'attn.1'
    """
    block = _BLOCK.match(name)
    if block is not None:
        return _inside(int(block[1]), block[2] or ("hook_in" if before else "hook_out"))
    bare = name.removeprefix("hook_")
    return next((end for end in _ENDS if bare.startswith(end)), "unembed")


def _inside(layer: int, rest: str) -> str:
    if rest in _STREAM:
        return f"{_STREAM[rest]}.{layer}"
    norm = next((n for n in _NORMS if rest.split(".")[0] == n), None)
    if norm is not None:
        return f"{norm}.{layer}"
    return f"mlp.{layer}" if "mlp" in rest.split(".")[0] else f"attn.{layer}"
