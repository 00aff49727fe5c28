"""What a person names from Python: reference sets, directions, states."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import torch
from torch import Tensor
from trafolab_protocol.actions import (
    Action,
    Forget,
    LoadState,
    SaveState,
    SetDirection,
    SetGroup,
    SetReference,
)
from trafolab_protocol.directions import Contrast, Direction, Given, Recipe, Space, Term, TokenSum
from trafolab_protocol.references import ReferenceSet

from .arguments import names_in, record
from .engine import Engine
from .errors import OperationError
from .nearest import Nearest, cosines, nearest
from .positions import resolved
from .prompts import PromptLike, source_of
from .reading.detecting import DETECTORS
from .tensors import content_name
from .views.heads import PLACE_COLUMNS

_PROMPTS = 'Give a name and prompts: lab.reference("names", ["…", "…"]).'
_DIRECTION = 'Give tokens={" king": 1, " man": -1}, two sets of prompts, or a vector [d_model].'


class NamingMethods(ABC):
    """Reference sets, directions and saved states as methods of :class:`trafolab.Lab`."""

    _engine: Engine

    @abstractmethod
    def act(self, action: Action, origin: Literal["page", "code"] = "code") -> int:
        """Carry out an action; see :meth:`trafolab.Lab.act`."""

    def reference(
        self,
        name: str,
        prompts: Sequence[PromptLike] = (),
        *,
        n: int | None = None,
        seed: int = 0,
        stored: str | None = None,
    ) -> ReferenceSet:
        """Name a set of prompts to take means over and to draw from: texts, or ids for toy models.

        ``n`` of them are chosen with ``seed``, all where None. Raises :class:`LabError` for a prompt that the
        model can't take.
        """
        given = [source_of(each) for each in ([prompts] if isinstance(prompts, str) else prompts)]
        fields = {"name": name, "prompts": given, "n": n, "seed": seed, "stored": stored}
        self.act(record(SetReference, "lab.reference()", _PROMPTS, fields))
        return next(each for each in self.references if each.name == name)

    def direction(
        self,
        name: str,
        vector: Any = None,
        *,
        tokens: Mapping[str | int, float] | None = None,
        space: Space = "unembed",
        positive: str | Sequence[PromptLike] | None = None,
        negative: str | Sequence[PromptLike] | None = None,
        at: str = "resid_post.0",
        position: int | Literal["end"] | None = -1,
        stored: str | None = None,
    ) -> Direction:
        """Name a direction in the residual stream.

        ``tokens``: a weighted sum of their unembeddings, or with ``space="embed"`` of their embeddings.
        ``positive`` and ``negative``: prompts, which become the reference sets *name +* and *name −*, or
        names of sets; the direction is the difference of the stream's means over them, read ``at`` a target
        and a ``position``, or over all positions but BOS
        where that is None. Else a ``vector`` [d_model]. Raises :class:`LabError` for what makes none.
        """
        with self._kept(vector, stored) as given:
            place = -1 if position == "end" else position
            recipe = self._recipe(tokens, space, (positive, negative), at, place, given)
            fields = {"name": name, "recipe": recipe, "stored": stored}
            self.act(record(SetDirection, "lab.direction()", _DIRECTION, fields))
        return next(each for each in self.directions if each.name == name)

    def group(
        self,
        name: str,
        *targets: str | Sequence[str],
        note: str | None = None,
        replaces: str | None = None,
    ) -> None:
        """Name a group of components, by names or globs: ``lab.group("movers", "L1H6", "L1H2")``. Acts that
        name it, such as ``lab.ablate("movers")``, go to all of them as they are then.

        ``note``: what there is to say of it. ``replaces``: another group, which is renamed. What is not given
        stays as the group of this name, or that one, has it. Raises :class:`LabError` for a name that a
        component has, and for members that there are not.
        """
        fields = {"name": name, "targets": names_in(targets), "note": note, "replaces": replaces}
        self.act(record(SetGroup, "lab.group()", "Give a name and components.", fields))

    def detector(self, name: str, function: Callable[[Tensor, list[str]], Any]) -> None:
        """Name a score of heads for the view ``heads``: ``lab.view("heads", score=name)``.

        ``function`` is given a head's pattern [query, key] and the texts of the tokens, and answers with a
        number. It lives as long as this kernel does. Raises :class:`LabError` for a name that a score of
        Trafolab's has, or another column of the table that leaves.
        """
        taken = (*DETECTORS, *PLACE_COLUMNS)
        if name in taken or not name.strip() or not callable(function):
            what = f"{name!r} can't be set as a detector."
            advice = f"Give a function and a name of your own; taken are {', '.join(taken)}."
            raise OperationError("bad_detector", what, name, advice)
        self._engine.detectors.put(name, function)
        self._engine.tell()

    @property
    def groups(self) -> dict[str, list[str]]:
        """The named groups, each with its members."""
        return {each.name: list(each.targets) for each in self._engine.now.core.groups}

    @property
    def references(self) -> list[ReferenceSet]:
        """The named sets of prompts."""
        return list(self._engine.now.core.references)

    @property
    def directions(self) -> list[Direction]:
        """The named directions."""
        return list(self._engine.now.core.directions)

    def vector(self, direction: Any) -> Tensor:
        """A copy of a direction's vector [d_model]; of a vector itself."""
        if isinstance(direction, str | Direction):
            name = direction if isinstance(direction, str) else direction.name
            return self._engine.tensors[self._named(name).tensor].clone()
        return _vector(direction).clone()

    def nearest(self, direction: Any, k: int = 10, *, space: Space = "unembed") -> list[Nearest]:
        """The tokens whose unembeddings (or embeddings) point most along a direction, by cosine: a saved one
        by name, or a vector [d_model]."""
        now = self._engine.now
        return nearest(self.vector(direction), now.bench.held, k, space)

    def cosine(self, one: Any, other: Any) -> float:
        """The cosine between two directions, -1 to 1: saved ones by name, or vectors."""
        return float(cosines([self.vector(one), self.vector(other)])[0, 1])

    def forget(
        self, name: str, *, what: Literal["reference", "pairs", "direction", "group", "saved"] = "direction"
    ) -> None:
        """Remove a direction, a reference set, a set of pairs, a group or a saved state."""
        self.act(record(Forget, "lab.forget()", "Say what it is.", {"what": what, "name": name}))

    def save(self, name: str) -> None:
        """Remember prompts, metric, interventions, sets and directions as they are under a name."""
        self.act(record(SaveState, "lab.save()", "Give a name.", {"name": name}))

    def load(self, name: str) -> None:
        """Go back to the state that was saved under a name; undo leads back."""
        self.act(record(LoadState, "lab.load()", "Give a name.", {"name": name}))

    @property
    def saved(self) -> list[str]:
        """Names of the saved states."""
        return [each.name for each in self._engine.now.core.saved]

    def name_direction(self, direction: Any) -> str:
        """The name of a direction; a vector is saved under the hash of its values first."""
        if isinstance(direction, str):
            return direction
        if isinstance(direction, Direction):
            return direction.name
        name = f"v{content_name(_vector(direction))[:6]}"
        if all(each.name != name for each in self.directions):
            self.direction(name, direction)
        return name

    def indices(self, positions: Sequence[int | str]) -> list[int]:
        """Positions in the clean prompt by index."""
        found = resolved(positions, self._engine.now.core.clean)
        return [] if isinstance(found, str) else [position.index for position in found]

    def _named(self, name: str) -> Direction:
        found = next((each for each in self.directions if each.name == name), None)
        if found is None:
            known = ", ".join(each.name for each in self.directions) or "none yet"
            raise OperationError(
                "unknown_direction", f"There is no direction named {name}.", name, f"There are: {known}."
            )
        return found

    @contextmanager
    def _kept(self, vector: Any, stored: str | None) -> Generator[str | None]:
        """The stored vector that was given, if one was."""
        if vector is None:
            yield stored
            return
        with self._engine.tensors.pinned(_vector(vector)) as name:
            yield name

    def _recipe(
        self,
        tokens: Mapping[str | int, float] | None,
        space: Space,
        sides: tuple[Any, Any],
        at: str,
        position: int | None,
        given: str | None,
    ) -> Recipe:
        if tokens is not None:
            terms = [Term(token=token, weight=weight) for token, weight in tokens.items()]
            return record(TokenSum, "lab.direction()", _DIRECTION, {"terms": terms, "space": space})
        if sides[0] is not None or sides[1] is not None:
            positive, negative = (_side(side) for side in sides)
            fields = {"positive": positive, "negative": negative, "at": at, "position": position}
            return record(Contrast, "lab.direction()", _DIRECTION, fields)
        if given is not None:
            return Given(tensor=self._engine.tensors.find(given))
        raise OperationError("no_direction", "Nothing was given to make a direction from.", None, _DIRECTION)


def _side(given: Any) -> Any:
    if isinstance(given, str) or given is None:
        return given
    return [source_of(each) for each in given]


def _vector(given: Any) -> Tensor:
    try:
        return torch.as_tensor(given).detach().squeeze().cpu()
    except (TypeError, ValueError, RuntimeError) as error:
        what = f"A {type(given).__name__} is no vector."
        raise OperationError("bad_direction", what, None, _DIRECTION) from error
