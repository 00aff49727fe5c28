"""What a model's weights do to tokens, head by head, without any prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import torch
from torch import Tensor
from trafolab_protocol.directions import Space

from ..errors import ViewError
from ..models.held import Held
from .composition import Composition, Head, Kind, by_chance, composition
from .copying import Copying
from .eigenvalues import eigenvalues_of, positive_share
from .head_weights import HeadWeights, head_weights, layer_weights
from .matrices import Matrix, matrices_of
from .neighbours import Neighbours, neighbours
from .once import Once
from .rotation import Rotation
from .singular_tokens import SingularTokens, singular_tokens
from .token_circuit import Found, TokenCircuit
from .token_vectors import Embedding, TokenVectors
from .vocabulary import ReadBy

Across = Callable[[Tensor, Tensor], Tensor]
Made = TypeVar("Made")
Side = Callable[[Tensor], Tensor]


class Circuits:
    """Reads the weights as they are now. Norms are passed on the way, with each token's own scale."""

    def __init__(self, held: Held, of_weights: Callable[[object, Callable[[], Any]], Any]) -> None:
        self._held = held
        self._of_weights = of_weights
        self._model: Any = held.shadow.model
        self.tokens = TokenVectors(held, self.kept)

    def kept(self, key: object, make: Callable[[], Made]) -> Made:
        """What ``make`` finds, made once for each value of the weights, while passes go on."""
        once: Once[Made] = self._of_weights(key, lambda: Once(make))
        return once.value

    def named(self, head: str) -> tuple[int, int]:
        """Layer and index of a head by its name. Raises :class:`LabError` for anything else."""
        return self._held.catalogue.head(head)

    def head(self, layer: int, head: int) -> HeadWeights:
        """The matrices of a head."""
        return head_weights(self._model, layer, head)

    @property
    def heads(self) -> list[tuple[int, int]]:
        """Layer and index of every head, from the bottom up."""
        layers = self._held.info.structure.layers
        return [(each.index, i) for each in layers if each.attention for i in range(each.attention.n_heads)]

    def block(self, component: str) -> Any:
        """The block that a head, an MLP or an attention layer is in."""
        return self._model.blocks[self._held.catalogue.find(component)[0].layer]

    @property
    def components(self) -> list[str]:
        """Those that have weight matrices, but for single heads, from the bottom up."""
        structure = self._held.info.structure
        halves = [
            half.component
            for each in structure.layers
            for half in (each.attention, each.mlp)
            if half is not None
        ]
        return [*structure.embeddings, *halves, "unembed"]

    def matrices(self, component: str) -> tuple[str, Mapping[str, Matrix]]:
        """A component's own name, and its weight matrices by theirs. Raises :class:`LabError` for none."""
        return matrices_of(self._model, self._held.catalogue, component)

    def neighbours(
        self, plus: list[int], minus: list[int], space: Space, k: int, *, centred: bool
    ) -> Neighbours:
        """The tokens nearest to a sum and difference of tokens' vectors."""
        return neighbours(self, plus, minus, space, k, centred=centred)

    def singular(self, component: str, matrix: str, part: slice, k: int, by: ReadBy) -> SingularTokens:
        """Singular vectors of a head's OV circuit or of an MLP's matrix, as tokens."""
        return singular_tokens(self, component, matrix, part, k, by)

    def composition(self, senders: Sequence[Head], receivers: Sequence[Head], kind: Kind) -> Composition:
        """How much of what the senders write the receivers read."""
        count = self._count
        return composition(
            lambda layer: layer_weights(self._model, layer, range(count[layer])), senders, receivers, kind
        )

    @property
    def chance(self) -> float:
        """The composition score of heads that have nothing to do with each other."""
        return by_chance(self._held.info.structure.d_model)

    @property
    def model(self) -> Any:
        """The model's own weights under TransformerLens's names."""
        return self._model

    def ov(self, layer: int, head: int, embedding: Embedding = "raw") -> TokenCircuit:
        """From a token that is attended to, to the logits that this adds: before the division by the final
        norm's scale, and centred over the vocabulary."""
        own = self.head(layer, head)
        return self._circuit(
            lambda ids: own.values(self.tokens.embedded(ids, embedding)),
            lambda ids: self.tokens.logits(own.writes, ids).T,
            lambda left, ids: self.tokens.logits(left @ own.writes, ids),
            (embedding != "raw", False),
            (lambda: self._copying.product(own)) if embedding == "raw" else None,
        )

    def copying(self, layer: int) -> Tensor:
        """[head]: how much each head of a layer copies what it looks at, from −1 to 1; see
        :func:`~trafolab.reading.eigenvalues.positive_share`."""

        def make() -> Tensor:
            heads = layer_weights(self._model, layer, range(self._count[layer]))
            shares = [positive_share(eigenvalues_of(self._copying.product(own))) for own in heads]
            return torch.tensor(shares)

        return self.kept(("copying", layer), make)

    def copies_at_once(self, layer: int) -> bool:
        """Whether :meth:`copying` of a layer can be told, and takes no more than a moment."""
        try:
            heads = layer_weights(self._model, layer, range(1))
        except ViewError:
            return False
        return self._copying.at_once(heads[0], self._is_kept)

    def _is_kept(self, key: object) -> bool:
        def unknown() -> Once[None]:
            raise LookupError

        try:
            self._of_weights(key, unknown)
        except LookupError:
            return False
        return True

    @property
    def _copying(self) -> Copying:
        return Copying(self.tokens, self._d_vocab, self.kept)

    @property
    def _count(self) -> dict[int, int]:
        """Heads of each layer."""
        return {layer: head + 1 for layer, head in self.heads}

    @property
    def _d_vocab(self) -> int:
        """Tokens that can be read and answered."""
        return min(len(self._model.W_E), self._model.W_U.shape[-1])

    def qk(self, layer: int, head: int, distance: int = 0, embedding: Embedding = "raw") -> TokenCircuit:
        """From a query's token to a key's, so many positions before it: the attention score."""
        own = self.head(layer, head)
        distance = distance if self.turns else 0
        turn = Rotation.of(self._model, distance) if distance else None

        def queries(ids: Tensor) -> Tensor:
            found = own.queries(self.tokens.embedded(ids, embedding))
            return found if turn is None else turn.turned(found)

        def keys(ids: Tensor) -> Tensor:
            return own.keys(self.tokens.embedded(ids, embedding))

        dear = embedding != "raw"
        return self._circuit(queries, keys, lambda left, ids: left @ keys(ids).T, (dear, dear))

    def _circuit(
        self,
        left: Side,
        right: Side,
        across: Across,
        dear: tuple[bool, bool],
        product: Callable[[], Tensor] | None = None,
    ) -> TokenCircuit:
        return TokenCircuit(left, right, across, self._d_vocab, self.tokens.device, dear, product)

    def found(self, key: object, circuit: Callable[[], TokenCircuit], k: int) -> Found:
        """What a circuit does over the vocabulary, kept."""
        return self.kept((key, k), lambda: circuit().found(k))

    @property
    def turns(self) -> bool:
        """Whether positions turn queries and keys."""
        return self._held.info.structure.position == "rotary"

    @torch.no_grad()
    def positions(self, layer: int, head: int) -> Tensor:
        """Scores [query, key] between learnt positions that are alone in the stream.

        Raises :class:`ViewError` where there are none.
        """
        vectors, own = self.tokens.positions(), self.head(layer, head)
        return own.queries(vectors) @ own.keys(vectors).T
