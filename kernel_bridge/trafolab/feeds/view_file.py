"""A view's numbers as a file to take away, made when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from trafolab_protocol.record import Record

from ..views import VIEWS
from ..views.asking import asked, named
from ..views.feed import Answer, Feed
from ..views.table import Form

if TYPE_CHECKING:
    from ..look import Look


class ViewFileParams(Record):
    view: str
    params: dict[str, Any]
    """What the view is asked with."""
    form: Form


class ViewFileData(Record):
    """Its bytes are the tensor ``file``, uint8 [byte]."""

    view: str


def compute(look: Look, params: ViewFileParams) -> Answer:
    """The rows of what the view shows now, as it shows them."""
    view = named(VIEWS, params.view)
    given = asked(view, params.params).params
    answer = view.compute(look, given)
    content = view.rows(answer.data, answer.tensors, given).to_file(params.form)
    return Answer(ViewFileData(view=view.name), {"file": np.frombuffer(content, dtype=np.uint8)})


VIEW_FILE = Feed("view_file", ViewFileParams, ViewFileData, compute)
