"""The names ``lab`` and ``model`` in the person's namespace, kept true in both directions.

A cell that binds ``lab`` to another laboratory makes that one the kernel's; one that binds
``model`` to another ``TransformerBridge`` has it adopted; a model opened on the page is bound to
``model``.
"""

from __future__ import annotations

import threading
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from transformer_lens.model_bridge import TransformerBridge

from ..lab import Lab
from .beginning import begin

if TYPE_CHECKING:
    from .holder import Holder

_HOW_TO_WRAP = (
    "`model` is now a {kind}, which Trafolab cannot look into; the page stays with {name}. "
    "Wrap a Hugging Face model with TransformerBridge.boot_transformers(name, hf_model=...), or give "
    "trafolab.open() a name or a path; then bind the result to `model`."
)

_STILL_HELD = (
    "The name `model` is gone, but the laboratory still holds {name}, as `lab.model`, and the page shows "
    "it. Bind the name again with `model = lab.model`, or bind another TransformerBridge to it."
)

_NOT_TAKEN = (
    "Trafolab could not look into the new `model`: {error}. The page stays with {name}; "
    "bind another TransformerBridge to `model`, or open one with lab.open()."
)


class Bindings:
    """Compares the namespace with the laboratory; safe to use from any thread."""

    def __init__(self, namespace: MutableMapping[str, Any], holder: Holder) -> None:
        self._namespace = namespace
        self._holder = holder
        self._lock = threading.RLock()
        self._seen: Any = None
        self._message: str | None = None
        self._unlisten = lambda: None
        holder.follow(self._bind)

    def close(self) -> None:
        """Leave the names as they are from now on."""
        self._unlisten()

    def look(self) -> None:
        """Take over what the namespace holds now."""
        with self._lock:
            named = self._namespace.get("lab")
            if isinstance(named, Lab) and named is not self._holder.lab:
                self._replace(named)
            if self._holder.lab is not None:
                self._look_at_model(self._holder.lab)

    def message(self) -> str | None:
        """What the person is to be told, once."""
        with self._lock:
            message, self._message = self._message, None
            return message

    def gone(self) -> str | None:
        """What to tell as long as no name ``model`` leads to the laboratory's model any more."""
        lab = self._holder.lab
        if lab is None or self._namespace.get("model") is not None:
            return None
        return _STILL_HELD.format(name=_name(lab))

    def _replace(self, lab: Lab) -> None:
        before = self._namespace.get("model")
        untouched = before is self._seen
        former = self._holder.lab
        begin(lab, former)
        if former is not None:
            # Revisions only ever grow for those who follow this kernel, whichever laboratory it holds.
            lab.overtake(former.revision)
            lab.inherit(former)
        self._holder.replace(lab)
        if not untouched:
            # The same cell bound both names; what it bound to `model` is judged by itself.
            self._namespace["model"] = before

    def _look_at_model(self, lab: Lab) -> None:
        found = self._namespace.get("model")
        if found is self._seen:
            return
        self._seen = found
        if isinstance(found, TransformerBridge):
            if found is not lab.model:
                self._adopt(lab, found)
        elif found is None:
            self._message = self.gone()
        else:
            self._message = _HOW_TO_WRAP.format(kind=type(found).__name__, name=_name(lab))

    def _adopt(self, lab: Lab, model: TransformerBridge) -> None:
        try:
            lab.adopt(model, "model")
            begin(lab)
        # Any model may come along; why it does not fit is for the person to read, once.
        except Exception as error:
            self._message = _NOT_TAKEN.format(error=f"{type(error).__name__}: {error}", name=_name(lab))

    def _bind(self, lab: Lab) -> None:
        with self._lock:
            self._unlisten()
            self._namespace["lab"] = lab
            self._namespace["model"] = self._seen = lab.model
            self._unlisten = lab.listen(self._show)

    def _show(self) -> None:
        """A model opened on the page takes the name, unless the person has given it another use."""
        with self._lock:
            lab = self._holder.lab
            untouched = self._namespace.get("model") is self._seen
            if lab is not None and untouched and isinstance(self._seen, TransformerBridge):
                self._namespace["model"] = self._seen = lab.model


def _name(lab: Lab) -> str:
    model = lab.state.model
    return "the model it has" if model is None else model.name
