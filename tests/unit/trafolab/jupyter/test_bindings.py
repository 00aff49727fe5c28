"""What a cell makes of the name ``model``."""

from __future__ import annotations

from typing import Any

import pytest
from trafolab.jupyter.bindings import Bindings
from trafolab.jupyter.holder import Holder


@pytest.mark.parametrize("how", ["deleted", "None"])
def test_a_name_that_is_gone_is_told_of_once(gpt2_lab: Any, how: str) -> None:
    holder, names = Holder(), dict[str, Any]()
    bindings = Bindings(names, holder)
    holder.replace(gpt2_lab)
    bindings.look()
    assert bindings.message() is None
    if how == "deleted":
        del names["model"]
    else:
        names["model"] = None
    bindings.look()
    bindings.look()
    message = bindings.message()
    assert message is not None
    assert "still holds" in message
    assert "`model = lab.model`" in message
    assert bindings.gone() == message
    names["model"] = gpt2_lab.model
    bindings.look()
    assert bindings.message() is None
    assert bindings.gone() is None
