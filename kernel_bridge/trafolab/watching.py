"""What is found on the model beside the actions: hooks, weights, another model."""

from __future__ import annotations

from trafolab_protocol.findings import Findings, UserHook
from transformer_lens.model_bridge import TransformerBridge

from .conditions import Conditions
from .converting import converted_by_person
from .engine import Engine
from .freed import released_by_person
from .labels import hook_label
from .models.describe import held_of
from .models.foreign import foreign_hooks, replacement
from .models.source import Opened
from .swapping import take


def observe(engine: Engine, findings: Findings, *, moved: bool, of: TransformerBridge | None = None) -> None:
    """Replace the findings; a new revision where they changed, or the weights moved. ``of``: the model that
    they were found on, which may not be the laboratory's any more: then they are nobody's."""
    with engine.changing() as now:
        if of is not None and of is not now.bench.held.model:
            return
        if findings == now.findings and not moved:
            return
        weights = "now" if findings.weights else "loaded"
        conditions = Conditions(now.conditions.epoch + 1, weights, findings.moving)
        told = _news(now.findings, findings)
        if told:
            engine.mark("; ".join(told), findings=findings, conditions=conditions)
        else:
            engine.change(now, findings=findings, conditions=conditions, revision=now.revision + 1)


def adopt(engine: Engine, model: TransformerBridge, name: str) -> None:
    """Another model was bound to a name: it takes the place of the one before."""
    with engine.changing() as now:
        if model is now.bench.held.model:
            return
        held = held_of(Opened(model, "live", name, name))
        take(engine, held, f"{name} is another model now")


def notice_conversion(engine: Engine) -> None:
    """Say it where the model computes in another form than before: precision, device, folding."""
    with engine.changing():
        converted_by_person(engine)


def refresh_hooks(engine: Engine) -> list[UserHook]:
    """The person's hooks, mirrored on the shadow, and the code of the model that they replaced. Notices that
    ours were taken off."""
    with engine.changing() as now:
        held = now.bench.held
        with held.executor.lock:
            held.shadow.sync()
        released_by_person(engine)
        held.installation.use(engine.now.plan)
    found = [hook.told() for hook in foreign_hooks(held.model)]
    named = [hook.model_copy(update={"hook": held.familiar(hook.hook)}) for hook in found]
    return named + [replacement(each) for each in held.shadow.replaced]


def _news(old: Findings, new: Findings) -> list[str]:
    """What appeared or went since the last look; a weight that goes on moving is no news."""
    hooks_old, hooks_new = ({(h.component, h.hook, h.name) for h in f.hooks} for f in (old, new))
    weights_old, weights_new = ({w.component for w in f.weights} for f in (old, new))
    out = [hook_label(name, hook) for _, hook, name in sorted(hooks_new - hooks_old)]
    out += [hook_label(name, hook, gone=True) for _, hook, name in sorted(hooks_old - hooks_new)]
    changed, back = sorted(weights_new - weights_old), sorted(weights_old - weights_new)
    out += [f"weights of {', '.join(changed)} changed"] if changed else []
    out += [f"weights of {', '.join(back)} as loaded again"] if back else []
    return out + [flag for flag in new.flags if flag not in old.flags]
