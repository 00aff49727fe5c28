from __future__ import annotations

from typing import Any

import pytest
import torch

from tests.unit.trafolab.interventions.hooks import zero_head


@pytest.fixture
def ablated(gpt2_lab: Any, gpt2: Any) -> torch.Tensor:
    """Logits [1, pos, vocab] of the plain twin with L1H2 zeroed, which the laboratory has ablated."""
    gpt2_lab.ablate("L1H2")
    twin = gpt2.twin()
    with torch.no_grad():
        return twin.run_with_hooks(gpt2.tokens(twin), fwd_hooks=[("blocks.1.attn.hook_z", zero_head)])
