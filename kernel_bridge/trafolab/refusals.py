"""What a laboratory refuses before it looks at the thing itself."""

from __future__ import annotations

import json

from trafolab_protocol.actions import Action

from .errors import OperationError
from .executor import Executor


def refuse_half_characters(action: Action) -> None:
    """Raises :class:`OperationError` for text that no file and no message can hold."""
    try:
        # Not pydantic's own JSON: it lets them pass in the keys of a dictionary.
        json.dumps(action.model_dump(), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        what = "The text holds half a character (a surrogate such as U+D83E without its other half)."
        joined = "text.encode('utf-16', 'surrogatepass').decode('utf-16')"
        advice = f"Remove it; {joined} joins halves that belong together."
        raise OperationError("half_a_character", what, None, advice) from error


def refuse_inside_a_pass(executor: Executor) -> None:
    """Raises :class:`OperationError` for a person's hook that asks in the middle of the page's own pass.

    It would wait for another thread, which may wait for this pass: both for ever.
    """
    if executor.inside:
        what = "A hook on the model called the laboratory while this was running the model for the page."
        advice = "In hooks, only read lab.state and lab.model; act and run outside of them."
        raise OperationError("inside_a_pass", what, None, advice)
