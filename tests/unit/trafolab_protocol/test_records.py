"""Records refuse what they do not know, and cannot be changed."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError
from trafolab_protocol.actions import Action, Intervene
from trafolab_protocol.operations import Ablate

ACTION: TypeAdapter[Action] = TypeAdapter(Action)


def test_an_action_survives_the_wire() -> None:
    action = Intervene(targets=["L1H6"], operation=Ablate(), positions=[5])
    assert ACTION.validate_json(ACTION.dump_json(action)) == action


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "explode"},
        {"kind": "clear", "colour": "red"},
        {"kind": "intervene", "targets": ["L0H0"], "operation": {"op": "ablate", "mode": "half"}},
        {"kind": "intervene", "targets": ["L0H0"]},
        {},
    ],
)
def test_what_is_not_of_the_form_is_refused(message: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ACTION.validate_python(message)


def test_a_record_is_frozen() -> None:
    action = Intervene(targets=["L1H6"], operation=Ablate())
    with pytest.raises(ValidationError):
        action.targets = []
