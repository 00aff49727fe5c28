"""Whether an intervention can act on this model and prompt, and the words for why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trafolab_protocol.interventions import Constant, Intervention, PromptDonor, Snapshot
from trafolab_protocol.model import ModelInfo
from trafolab_protocol.operations import Ablate, Knockout, Patch
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.stamps import Stamp

from ..errors import LabError
from ..operations import row_of
from .compiling import places_of

if TYPE_CHECKING:
    from ..core import Core
    from ..functions import Functions
    from ..models.held import Held
    from ..tensors import TensorStore


def model_misfit(
    each: Intervention, core: Core, held: Held, tensors: TensorStore, functions: Functions
) -> str | None:
    """Why it can't be carried out here, whatever the prompt; None when it can."""
    try:
        places = places_of(each, held)
    except LabError as error:
        return error.what
    found = next(_reasons(each, core, held.info, tensors, functions), None)
    if found is not None:
        return found
    source = each.source
    if isinstance(source, Snapshot | Constant) and len(source.parts) != len(places):
        return f"Its stored values are of {len(source.parts)} places, and it acts at {len(places)} here."
    return None


def _reasons(
    each: Intervention, core: Core, info: ModelInfo, tensors: TensorStore, functions: Functions
) -> Iterator[str]:
    source, operation = each.source, each.operation
    if isinstance(source, Snapshot | Constant):
        yield from _foreign(each.stamp, info, "Its stored values")
        missing = [part.tensor for part in source.parts if part.tensor not in tensors]
        if missing:
            yield f"Its stored values {missing[0]} are missing; set it again."
    if isinstance(source, PromptDonor) and all(prompt.name != source.prompt for prompt in core.prompts):
        yield f"It takes its values from the prompt {source.prompt}, and there is none of that name."
    named = row_of(operation).direction(operation)
    if named is not None:
        yield from _direction(named, core, info, tensors)
    if operation.op == "custom" and operation.key not in functions:
        name = "Your function" if operation.function == "function" else f"The function {operation.function}"
        yield f"{name} is gone with the kernel that knew it: run its cell again."


def _direction(name: str, core: Core, info: ModelInfo, tensors: TensorStore) -> Iterator[str]:
    found = next((each for each in core.directions if each.name == name), None)
    if found is None:
        yield f"There is no direction named {name}."
    elif found.tensor not in tensors:
        yield f"The values of the direction {name} are missing; set it again."
    else:
        yield from _foreign(found.stamp, info, f"The direction {name}")


def _foreign(made: Stamp, info: ModelInfo, what: str) -> Iterator[str]:
    several = what.endswith("values")
    were, are, come = ("were", "are", "come") if several else ("was", "is", "comes")
    if made.model_hash != info.hash:
        yield f"{what} {come} from another model than this one."
    elif made.mode != info.mode:
        yield f"{what} {were} taken from the {made.mode} model, and this one is {info.mode}."
    elif made.dtype != info.dtype:
        yield f"{what} {are} {made.dtype}, the model computes in {info.dtype}."


def prompt_misfit(each: Intervention, core: Core) -> str | None:
    """Why it can't act on the prompt under study; None when it can."""
    prompt = core.clean
    if prompt is None:
        return "There is no prompt yet."
    n = len(prompt.tokens)
    source, positions = each.source, each.positions
    if isinstance(source, Snapshot | Constant) and source.n_tokens not in (None, n):
        return f"It holds values of {_count(source.n_tokens or 0)}, and the prompt has {_count(n)}."
    if isinstance(source, PromptDonor):
        donor = len(core.prompt(source.prompt).tokens)
        if donor != n:
            return f"The prompt {source.prompt} has {_count(donor)}, and the clean one has {_count(n)}."
    if positions != "all" and all(position.index >= n for position in positions):
        last = max(position.index for position in positions)
        return f"It acts at position {last}, and the prompt has {_count(n)}."
    if each.operation.op == "knockout" and all(index >= n for index in each.operation.src):
        last = max(each.operation.src)
        return f"It knocks out attention to position {last}, and the prompt has {_count(n)}."
    return None


def remark(each: Intervention, core: Core, info: ModelInfo) -> str | None:
    """What a person should know of an intervention that acts all the same."""
    notes, prompt, source = list[str](), core.clean, each.source
    if isinstance(source, Constant) and source.over not in (None, core.content(source.reference)):
        what = f"{source.reference} as it was (n = {source.n})"
        notes.append(f"Its values are those of {what}; set it again to take those of now.")
    if each.source.kind == "none" and each.stamp.model_hash != info.hash:
        notes.append("It was made on another model.")
    if prompt is not None:
        for index, token in _remembered(each):
            notes += _moved(index, token, prompt)
    return " ".join(notes) or None


def _remembered(each: Intervention) -> Iterator[tuple[int, str]]:
    if each.positions != "all":
        yield from ((position.index, position.token) for position in each.positions)
    if isinstance(each.operation, Knockout | Ablate | Patch):
        yield from zip(each.operation.src, each.operation.tokens, strict=False)


def _moved(index: int, token: str, prompt: Prompt) -> list[str]:
    if index >= len(prompt.tokens):
        return [f"The prompt has no position {index} any more (it was {token!r})."]
    now = prompt.tokens[index].text
    return [] if now == token else [f"At position {index} stands {now!r} now, not {token!r}."]


def _count(n: int) -> str:
    return f"{n} token{'s' * (n != 1)}"
