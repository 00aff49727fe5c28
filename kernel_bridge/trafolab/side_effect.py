"""What the interventions do to text that they are not about: how much worse it is predicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trafolab_protocol.metric import Metric
from trafolab_protocol.prompts import Prompt
from trafolab_protocol.stamps import Stamp

from .errors import LabError, MetricError, PromptError
from .experiments.sweeps.recording import recorded
from .interventions.fit import prompt_misfit
from .interventions.plan import EMPTY, Plan
from .neutral import NAME, neutral_texts
from .prompts import source_of
from .references import prompts_of

if TYPE_CHECKING:
    from .snapshot import Now

_ADVICE = 'Give some: lab.side_effect(["…"]), or a reference set by its name.'


@dataclass(frozen=True)
class SideEffect:
    """Mean cross entropy of the next token in nats, over all tokens of all texts but the first of each."""

    live: float
    plain: float
    n_texts: int
    n_tokens: int
    texts: str
    """Which they are."""
    idle: tuple[str, ...]
    """Lines of the interventions that act on none of the texts, such as those with values of one length."""
    stamp: Stamp

    @property
    def change(self) -> float:
        """How much is lost."""
        return self.live - self.plain

    def __repr__(self) -> str:
        count = f"{self.n_tokens} tokens of {self.n_texts} texts ({self.texts})"
        lines = [
            f"loss on {count}: {self.live:.4f} live, {self.plain:.4f} plain, {self.change:+.4f}",
            *(f"  acts on none of them: {line}" for line in self.idle),
        ]
        return "\n".join(lines)


def side_effect(now: Now, given: Sequence[object] | str | None = None) -> SideEffect:
    """Of the interventions in force, on these texts, on those of a reference set, or on neutral ones.

    Raises :class:`LabError` where there is no such set, where the model can't take a text, and where
    nothing is to be predicted.
    """
    name, prompts = texts_of(now, given)
    if not prompts:
        raise MetricError("no_texts", "There is no text of two tokens or more.", None, _ADVICE)
    live, plain = ([_loss(now, prompt, plan) for prompt in prompts] for plan in (now.plan, EMPTY))
    counts = [len(prompt.tokens) - 1 for prompt in prompts]
    return SideEffect(
        live=_mean(live, counts),
        plain=_mean(plain, counts),
        n_texts=len(prompts),
        n_tokens=sum(counts),
        texts=name,
        idle=tuple(_idle(now, prompts)),
        stamp=now.bench.stamp(name, "live" if now.plan else "plain", now.conditions.weights),
    )


def texts_of(now: Now, given: Sequence[object] | str | None) -> tuple[str, list[Prompt]]:
    """Prompts of two tokens or more: those given, those of a reference set, or neutral ones where None; and
    what they are called. Raises :class:`LabError` where there are none such."""
    bench, core = now.bench, now.core
    wanted = NAME if given is None else given
    reference = next((each for each in core.references if each.name == wanted), None)
    if reference is not None:
        name, sources = reference.name, list[object](prompts_of(reference, bench.tensors))
    elif isinstance(given, str):
        raise LabError("unknown_reference", f"There is no reference set named {given}.", given, _ADVICE)
    elif given is not None:
        name, sources = "given", list(given)
    elif bench.held.model.tokenizer is None:
        raise MetricError("no_tokenizer", "This model has no tokenizer to read neutral text.", None, _ADVICE)
    else:
        name, sources = NAME, list[object](neutral_texts(bench.held.info.name))
    ours = name == NAME and reference is None
    made = [_prompt(now, f"text {i}", each, skip=ours) for i, each in enumerate(sources)]
    return name, [prompt for prompt in made if prompt is not None and len(prompt.tokens) > 1]


def _prompt(now: Now, name: str, given: object, *, skip: bool) -> Prompt | None:
    """``skip``: None for one that is longer than the model takes."""
    try:
        return now.bench.prompt(name, source_of(given))
    except PromptError as error:
        if skip and error.code == "prompt_too_long":
            return None
        raise


def _loss(now: Now, prompt: Prompt, plan: Plan) -> float:
    measure = now.bench.measure(Metric(kind="loss"), prompt)
    return float(measure.of(recorded(now.bench, prompt, plan, (), measure, cached=False).found))


def _mean(losses: Sequence[float], counts: Sequence[int]) -> float:
    return sum(loss * n for loss, n in zip(losses, counts, strict=True)) / sum(counts)


def _idle(now: Now, prompts: Sequence[Prompt]) -> list[str]:
    acting = [each for each in now.core.interventions if each.id in now.plan.keys]
    cores = [replace(now.core, clean=prompt) for prompt in prompts]
    return [each.code for each in acting if all(prompt_misfit(each, core) is not None for core in cores)]
