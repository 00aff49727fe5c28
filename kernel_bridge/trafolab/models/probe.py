"""Does a hook do anything? Found out once per model by perturbing each kind of target.

A hook can exist and never fire, fire and change nothing, or raise. All kinds are perturbed in one
forward pass, each in a row of the batch of its own; row 0 is left alone to compare with.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

import torch
from torch import Tensor
from transformer_lens.hook_points import HookPoint
from transformer_lens.model_bridge import TransformerBridge

from ..interventions.passing import with_batch
from .adapter import peculiarity

_KINDS = {
    "pattern": "attn.hook_pattern",
    "scores": "attn.hook_attn_scores",
    "z": "attn.hook_z",
    "q": "attn.hook_q",
    "k": "attn.hook_k",
    "v": "attn.hook_v",
    "attn": "hook_attn_out",
    "mlp": "hook_mlp_out",
    "neuron": "mlp.hook_post",
    "resid_pre": "hook_resid_pre",
    "resid_mid": "hook_resid_mid",
    "resid_post": "hook_resid_post",
    "ln1": "ln1.hook_scale",
    "ln2": "ln2.hook_scale",
    "ln1_post": "ln1_post.hook_scale",
    "ln2_post": "ln2_post.hook_scale",
}
_ENDS = {"embed": "hook_embed", "pos_embed": "hook_pos_embed", "ln_final": "ln_final.hook_scale"}
_N_TOKENS = 4
_EFFECT = 1e-5
"""Largest difference of a logit, relative to the largest logit, that counts as none."""


def probe(model: TransformerBridge, hooks: Mapping[str, HookPoint], device: str) -> dict[str, str]:
    """Kind of target to the reason why it has no effect, for those that exist and have none.

    ``model`` is the shadow: the person's hooks must not be fired for this.
    """
    known = peculiarity(str(model.cfg.architecture)).unsupported
    points = {kind: hook for kind, hook in _hooks_of(hooks).items() if kind not in known}
    found = dict(known)
    try:
        found |= _judged(model, hooks, points, device)
    except Exception:
        # Whatever one hook raises in a shared pass, each is then tried alone to find the culprit.
        for kind, hook in points.items():
            found |= _alone(model, hooks, kind, hook, device)
    return found


def kind_of(hook: str) -> str | None:
    """The kind of target that is probed at a hook point, by its name; None for hooks of other kinds."""
    tail = re.sub(r"^blocks\.\d+\.", "", hook)
    known = {**{each: kind for kind, each in _KINDS.items()}, **{each: kind for kind, each in _ENDS.items()}}
    return known.get(tail)


def probe_hook(
    model: TransformerBridge, hooks: Mapping[str, HookPoint], hook: str, device: str
) -> str | None:
    """Why changing a hook point has no effect; None where it has one. Of hooks that are alike but for their
    layer, the lowest layer's is asked."""
    return _alone(model, hooks, hook, hook, device).get(hook)


def _alone(
    model: TransformerBridge, hooks: Mapping[str, HookPoint], kind: str, hook: str, device: str
) -> dict[str, str]:
    try:
        return _judged(model, hooks, {kind: hook}, device)
    except Exception as error:
        # The library may raise anything here; what it said is the reason shown on the page.
        return {kind: f"Changing {hook} fails on this model: {error}"}


def _hooks_of(hooks: Mapping[str, HookPoint]) -> dict[str, str]:
    """The lowest hook of each kind."""
    out = {kind: hook for kind, hook in _ENDS.items() if hook in hooks}
    layers = sorted({int(name.split(".")[1]) for name in hooks if name.startswith("blocks.")})
    for kind, tail in _KINDS.items():
        hook = next((h for layer in layers if (h := f"blocks.{layer}.{tail}") in hooks), None)
        if hook is not None:
            out[kind] = hook
    return out


def _judged(
    model: TransformerBridge, hooks: Mapping[str, HookPoint], points: Mapping[str, str], device: str
) -> dict[str, str]:
    shape = (len(points) + 1, _N_TOKENS)
    disturbances = {kind: _Disturb(row, shape) for row, kind in enumerate(points, start=1)}
    ids = (torch.arange(_N_TOKENS) % model.cfg.d_vocab).expand(shape)
    with ExitStack() as undo, torch.no_grad(), warnings.catch_warnings():
        # TransformerLens warns of edits that it discards; that is what is to be found out here.
        warnings.simplefilter("ignore")
        for kind, hook in points.items():
            handle = hooks[hook].add_hook(disturbances[kind])
            undo.callback(_remove, hooks[hook], handle)
        logits: Tensor = model(ids.to(device)).float()
    change = (logits - logits[:1]).abs().amax(dim=(1, 2)) / logits[0].abs().max().clamp_min(1e-9)
    return {
        kind: reason
        for kind, hook in points.items()
        if (reason := _reason(hook, disturbances[kind].fired, float(change[disturbances[kind].row])))
    }


def _reason(hook: str, fired: bool, change: float) -> str | None:
    if not fired:
        return f"{hook} never fires on this model."
    return f"Changing {hook} has no effect on this model." if change < _EFFECT else None


class _Disturb:
    """Adds noise to one row of the batch."""

    def __init__(self, row: int, shape: tuple[int, int]) -> None:
        self.row, self._shape = row, shape
        self.fired = False

    def __call__(self, tensor: Any, *, hook: Any) -> Tensor | None:
        if not isinstance(tensor, Tensor) or not tensor.is_floating_point():
            return None
        self.fired = True
        if tensor.shape[0] == 1 and self.row > 0:
            raise ValueError(f"{getattr(hook, 'name', 'a hook')} has one row for the whole batch")
        # A library may have made one axis of batch and position.
        out = with_batch(tensor.clone(), self._shape)
        draw = torch.Generator().manual_seed(self.row)
        noise = torch.rand(out.shape[1:], generator=draw).to(out) + 0.5
        out[self.row] = out[self.row] + noise * (1 + out[self.row].nan_to_num(0, 0, 0).abs().mean())
        return out.reshape(tensor.shape)


def _remove(point: HookPoint, handle: Any) -> None:
    handle.hook.remove()
    point.fwd_hooks = [kept for kept in point.fwd_hooks if kept is not handle]
