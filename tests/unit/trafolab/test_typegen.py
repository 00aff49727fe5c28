"""The page's types come without torch, and always the same."""

from __future__ import annotations

import json
import subprocess
import sys

from trafolab.feeds import FEEDS
from trafolab.typegen import schema
from trafolab.views import VIEWS


def test_the_schema_holds_every_view_and_is_the_same_each_time() -> None:
    document = json.loads(schema())
    assert schema() == schema()
    assert list(document["$defs"]["FeedParams"]["properties"]) == [feed.name for feed in FEEDS]
    assert list(document["$defs"]["ViewParams"]["properties"]) == [view.name for view in VIEWS]
    for view in (*FEEDS, *VIEWS):
        assert {view.params.__name__, view.data.__name__} <= set(document["$defs"])


def test_neither_the_package_nor_the_types_import_torch() -> None:
    check = "import sys, trafolab, trafolab.views, trafolab.typegen; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check]).returncode == 0
