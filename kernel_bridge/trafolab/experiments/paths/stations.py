"""Where in a model's order each of its values comes: what may change what."""

from __future__ import annotations

from trafolab_protocol.structure import Structure

from ...targets import Target

Station = tuple[int, float]
"""Layer, and place within it. Of two values the one with the later station may depend on the other; with the
same it does not."""

BEGINNING: Station = (-1, 0)
_STREAMS = {"resid_pre": 0.0, "resid_mid": 2.0, "resid_post": 4.0}
_NORMS = {"ln1": 0.5, "ln1_post": 1.5, "ln2": 2.5, "ln2_post": 3.5}
_ATTENTION, _MLP = 1.0, 3.0


def end(structure: Structure) -> Station:
    """Of the logits."""
    return len(structure.layers), 1.0


def station_of(target: Target, structure: Structure) -> Station:
    """Of what a target writes or, of a head's part, reads. In a parallel block attention and MLP read the
    same stream, and neither the other."""
    if target.layer is None:
        return BEGINNING
    if target.kind == "resid":
        return target.layer, _STREAMS[target.name.split(".")[0]]
    parallel = structure.layers[target.layer].parallel
    mlp = target.kind in ("mlp", "neuron") and not parallel
    return target.layer, _MLP if mlp else _ATTENTION


def writers(structure: Structure, *, mlps: bool) -> dict[str, Station]:
    """The attention layers, and the MLPs too where wanted, by name."""
    found: dict[str, Station] = {}
    for layer in structure.layers:
        if layer.attention is not None:
            found[layer.attention.component] = (layer.index, _ATTENTION)
        if layer.mlp is not None and mlps:
            found[layer.mlp.component] = (layer.index, _ATTENTION if layer.parallel else _MLP)
    return found


def norms(structure: Structure) -> dict[str, Station]:
    """The norms of the stream, by name; those of queries and keys are not among them."""
    found: dict[str, Station] = {}
    for layer in structure.layers:
        for norm in layer.norms:
            kind = norm.component.split(".")[0]
            # In a parallel block both norms come before both parts.
            before = layer.parallel and kind in ("ln1", "ln2")
            found[norm.component] = (layer.index, _NORMS["ln1"] if before else _NORMS[kind])
    if structure.final_norm is not None:
        found[structure.final_norm.component] = (len(structure.layers), 0.0)
    return found
