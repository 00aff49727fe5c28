"""``python -m trafolab.typegen`` prints the JSON schema of everything a browser meets.

It needs no torch: the views declare their records apart from what computes them.
"""

from __future__ import annotations

import json

from trafolab_protocol.schema import render

from .feeds import FEEDS
from .views import VIEWS


def schema() -> str:
    """The schema as text, the same for the same sources."""
    groups = {"Feed": FEEDS, "View": VIEWS}
    document = render(
        {group: {each.name: (each.params, each.data) for each in feeds} for group, feeds in groups.items()}
    )
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Print the schema to standard output."""
    print(schema(), end="")


if __name__ == "__main__":
    main()
