"""The registry of views. To add one: write its module, and its line below; see ``docs/adding-a-view.md``."""

from __future__ import annotations

from typing import Final

from .attention import ATTENTION
from .attention_rollout import ATTENTION_ROLLOUT
from .composition import COMPOSITION
from .embedding_neighbours import EMBEDDING_NEIGHBOURS
from .generation import GENERATION
from .heads import HEADS
from .holds import HOLDS
from .logit_attribution import LOGIT_ATTRIBUTION
from .logit_lens import LOGIT_LENS
from .neuron import NEURON
from .neurons import NEURONS
from .norm_scale import NORM_SCALE
from .ov_circuit import OV_CIRCUIT
from .position_embeddings import POSITION_EMBEDDINGS
from .predictions import PREDICTIONS
from .qk_circuit import QK_CIRCUIT
from .qk_parts import QK_PARTS
from .similar_heads import SIMILAR_HEADS
from .singular_vectors import SINGULAR_VECTORS
from .source_attribution import SOURCE_ATTRIBUTION
from .stream_cosines import STREAM_COSINES
from .stream_norms import STREAM_NORMS
from .token_loss import TOKEN_LOSS
from .view import View
from .weight_matrix import WEIGHT_MATRIX
from .writers import WRITERS

VIEWS: Final[tuple[View, ...]] = (
    ATTENTION,
    OV_CIRCUIT,
    QK_CIRCUIT,
    SOURCE_ATTRIBUTION,
    QK_PARTS,
    HEADS,
    SIMILAR_HEADS,
    PREDICTIONS,
    LOGIT_LENS,
    LOGIT_ATTRIBUTION,
    ATTENTION_ROLLOUT,
    COMPOSITION,
    WEIGHT_MATRIX,
    SINGULAR_VECTORS,
    EMBEDDING_NEIGHBOURS,
    POSITION_EMBEDDINGS,
    TOKEN_LOSS,
    GENERATION,
    STREAM_NORMS,
    STREAM_COSINES,
    WRITERS,
    HOLDS,
    NEURONS,
    NEURON,
    NORM_SCALE,
)
