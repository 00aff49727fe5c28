"""Acts drawn at random, from both sides: what a person might do in any order."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import torch
from trafolab import LabError
from trafolab_protocol.actions import (
    Clear,
    Forget,
    Intervene,
    LoadState,
    Release,
    Reorder,
    SaveState,
    SetEnabled,
)
from trafolab_protocol.operations import Ablate, Freeze, Patch, Scale

PROMPTS = [
    "Her name was Alex Hart. Tomorrow at lunch time Alex",
    "Her name was Mary Hart. Tomorrow at lunch time Mary",
    "Her name was Alex Hart. Alex",
]
CORRUPT = [
    "Her name was Alex Carroll. Tomorrow at lunch time Alex",
    "Her name was John Hart. Tomorrow at lunch time Mary",
]
TARGETS = ["L0H0", "L1H2", "L0H3", "mlp.0", "attn.1", "resid_pre.1", "resid_mid.0", "mlp.1.n7", "L1H1.q"]
STREAMS = ["resid_pre.1", "resid_post.0", "mlp.0", "attn.1", "embed"]


def halved(value: torch.Tensor) -> torch.Tensor:
    return value / 2


Act = Callable[[Any, random.Random], None]


def _intervene(lab: Any, draw: random.Random) -> None:
    kinds: list[Act] = [
        lambda lab, d: lab.ablate(*d.sample(TARGETS, 2), positions=_where(d)),
        lambda lab, d: lab.ablate(d.choice(TARGETS), mode="mean", source=d.choice([None, "names"])),
        lambda lab, d: lab.ablate(d.choice(TARGETS), mode="resample", source="names", seed=d.randrange(3)),
        lambda lab, d: lab.freeze(
            f"L{d.randrange(2)}H{d.randrange(4)}", what=d.choice([None, "z", "q", "v"])
        ),
        lambda lab, d: lab.freeze(
            d.choice(["mlp.1", "ln1.1", "resid_pre.1"]), donor=d.choice(["live", None])
        ),
        lambda lab, d: lab.patch(d.choice(TARGETS), positions=_where(d), donor=d.choice(["plain", "live"])),
        lambda lab, d: lab.scale(d.choice(TARGETS), d.choice([0.5, 2.0, -1.0])),
        lambda lab, d: lab.steer(d.choice(STREAMS), d.choice(["token", "topic"]), d.choice([1.0, 4.0])),
        lambda lab, d: lab.steer(d.choice(STREAMS), "topic", how=d.choice(["clamp", "remove"])),
        lambda lab, d: lab.knockout(
            f"L{d.randrange(2)}H{d.randrange(4)}", src=[d.randrange(4)], dst=_where(d)
        ),
        lambda lab, d: lab.keep("L1H1", d.choice(["mlp.0", "mlp.1"]), mode=d.choice(["zero", "mean"])),
        lambda lab, d: lab.linearise(),
        lambda lab, d: lab.custom(d.choice(TARGETS), halved),
    ]
    draw.choice(kinds)(lab, draw)


def _head(draw: random.Random) -> str:
    return f"L{draw.randrange(2)}H{draw.randrange(4)}"


def _where(draw: random.Random) -> Any:
    return draw.choice(["all", [1, 3], -1, [2]])


def _click(lab: Any, draw: random.Random) -> None:
    operation = draw.choice([Ablate(), Freeze(), Scale(factor=0.5), Patch()])
    target = draw.choice(["L0H1", "L1H3", "mlp.1"])
    gesture = draw.choice([None, "drag"])
    lab.act(Intervene(targets=[target], operation=operation, gesture=gesture), origin="page")


def _listed(lab: Any, draw: random.Random) -> None:
    ids = [each.id for each in lab.state.interventions]
    if not ids:
        return
    chosen = draw.choice(ids)
    actions = [
        Release(ids=[chosen]),
        SetEnabled(id=chosen, enabled=draw.random() < 0.4),
        Reorder(ids=draw.sample(ids, len(ids))),
    ]
    lab.act(draw.choice(actions), origin=draw.choice(["page", "code"]))


def _named(lab: Any, draw: random.Random) -> None:
    names = lab.saved
    if not names or draw.random() < 0.5:
        lab.act(SaveState(name=draw.choice("abc")), origin="page")
    elif draw.random() < 0.8:
        lab.act(LoadState(name=draw.choice(names)), origin="code")
    else:
        lab.act(Forget(what="saved", name=draw.choice(names)), origin="page")


def _prompt(lab: Any, draw: random.Random) -> None:
    lab.prompt(draw.choice(PROMPTS), corrupt=draw.choice([None, *CORRUPT]))


def _metric(lab: Any, draw: random.Random) -> None:
    lab.metric("logit_diff", answer=" Hart", distractor=" Mary") if draw.random() < 0.7 else lab.metric(None)


def _clear(lab: Any, draw: random.Random) -> None:
    lab.act(Clear(), origin="page")


_ACTS = [*[_intervene] * 12, *[_click] * 4, *[_listed] * 4, _named, _prompt, _metric, _clear]


def prepare(lab: Any) -> None:
    """The sets and directions that the acts refer to."""
    lab.prompt(PROMPTS[0], corrupt=CORRUPT[0])
    lab.reference("names", ["Her name was Mary", "Alex Hart. Alex", "At lunch time Mary and John"])
    lab.direction("token", tokens={" Hart": 1, " Mary": -1})
    lab.direction("topic", positive=["Alex Hart", "Mary Hart"], negative=["lunch time", "at the store"])


def act(lab: Any, draw: random.Random) -> bool:
    """One act; whether it could be carried out."""
    try:
        draw.choice(_ACTS)(lab, draw)
    except LabError:
        return False
    return True
