"""What norms divide by, and holding it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..interventions.donors import Stored
from ..interventions.edit import Edit
from ..operations.means import taken
from ..targets import Place

if TYPE_CHECKING:
    from ..models.held import Held
    from ..runs import Run


def norm_hooks(held: Held) -> dict[str, str]:
    """Where each norm's scale is, by the norm's name, bottom to top."""
    structure = held.info.structure
    norms = [norm for layer in structure.layers for norm in layer.norms]
    norms = norms if structure.final_norm is None else [*norms, structure.final_norm]
    found = [held.catalogue.find(norm.component)[0] for norm in norms]
    return {target.name: target.hook for target in found if target.hook is not None}


def holding(held: Held, hook: str, run: Run) -> Edit:
    """What holds a hook point at its values in a run."""
    place = held.at_canonical(Place(hook))
    return Edit(f"held {hook}", place, taken, Stored(run[hook][None]), positional=True)
