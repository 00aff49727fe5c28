"""What views are computed from, at one moment of the laboratory."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt

from .experiments.results import exported
from .look import Look
from .looking.named import Named
from .other_states import n_draws
from .painting import painted
from .pairs import pairs_of
from .pairs.setting import pair_set
from .reading.elsewhere import Elsewhere
from .reading.texts import Texts
from .repairing import repair
from .runs import Run
from .side_effect import side_effect
from .snapshot import Now
from .statuses import in_force

if TYPE_CHECKING:
    from .engine import Engine


def look_of(engine: Engine, now: Now, *, fresh: bool) -> Look:
    """The look at ``now``. ``fresh``: on the weights of this moment."""
    made: dict[tuple[str, bool], Run] = {}
    read: dict[Hashable, Any] = {}

    def run(prompt: Prompt, live: bool) -> Run:
        if not fresh:
            return engine.run(now, prompt, live)
        key = (prompt.name, live)
        if key not in made:
            made[key] = engine.run(now, prompt, live, fresh=True)
        return made[key]

    def reading(key: Hashable, make: Callable[[], Any]) -> Any:
        """On the weights of this moment nothing from before may stand in, but what this look has read may."""
        if not fresh:
            return now.bench.reading(key, now.conditions, make)
        if key not in read:
            read[key] = make()
        return read[key]

    def drawn(draw: int) -> Run:
        return engine.run(now, now.core.prompt(), True, draw=draw)

    core = now.core
    found = {each.name: engine.tensors.get(each.tensor) for each in core.directions}
    directions = {name: vector for name, vector in found.items() if vector is not None}
    others, book = engine.others, engine.experiments
    named = Named(
        compared=lambda name: others.of(name, now),
        directions=directions,
        in_force=lambda: in_force(now, run(core.prompt(), True).tally),
        n_draws=n_draws(core, now.plan),
        drawn=drawn,
        experiments=book,
        experiment_file=lambda id, form: exported(book[id], form, now.bench),
        side_effect=lambda: side_effect(now),
        pairs=lambda name: pairs_of(pair_set(core, name), engine.tensors),
        repair=lambda prompt: repair(prompt, core.prompt(), now.bench),
        overall=lambda: engine.overall.seen(now, core.metric or Metric()),
        overall_version=lambda: engine.overall.version,
        reading=reading,
        elsewhere=Elsewhere(now, engine.detectors),
        paint=lambda: painted(core, now.bench),
        texts=Texts(now),
        generated=lambda prompt, sampling, wait: engine.generations.seen(now, prompt, sampling, wait),
        generated_version=lambda: engine.generations.version,
        edited=lambda edit: now.bench.once(
            core.prompt(), now.plan.with_edit(edit), core.metric, now.conditions
        ),
    )
    return Look(now.bench.held, core.prompts, core.metric, core.metric_problem, run, named)
