"""An intervention's source in a few words."""

from __future__ import annotations

from trafolab_protocol.interventions import Intervention


def source_in_words(each: Intervention) -> str:
    """Where its values come from, such as `` from corrupt``; empty where that goes without saying."""
    source = each.source
    if source.kind == "prompt":
        return f" from {source.prompt}" + (", live" if source.donor == "live" else "")
    if source.kind == "constant":
        return f" over {source.reference}, n = {source.n}"
    return f" of {source.run.prompt}" if source.kind == "snapshot" and source.run.prompt != "clean" else ""
