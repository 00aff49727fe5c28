"""What is generated obeys the interventions, token by token, with a key-value cache and without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
import trafolab
from transformer_lens import utilities as utils

STEPS = 4
EVERYTHING: dict[str, Callable[[Any], None]] = {
    "ablate": lambda lab: lab.ablate("L1H2"),
    "ablate at a position": lambda lab: lab.ablate("L1H2", positions=[3]),
    "mean": lambda lab: lab.ablate("L0H1", mode="mean"),
    "freeze a pattern": lambda lab: lab.freeze("L1H0", source="corrupt"),
    "freeze z": lambda lab: lab.freeze("attn.0", what="z", source="corrupt"),
    "freeze a scale": lambda lab: lab.freeze("ln1.1", source="corrupt"),
    "patch": lambda lab: lab.patch("resid_pre.1", positions=[4, 5]),
    "live patch": lambda lab: (lab.scale("mlp.0", 0.5), lab.patch("resid_post.0", donor="live")),
    "knockout": lambda lab: lab.knockout("L1H1", src=[2]),
    "scale": lambda lab: lab.scale("mlp.0", 0.5),
    "steer": lambda lab: lab.steer("resid_pre.1", _direction(lab), 0.5),
    "steer the prompt": lambda lab: lab.steer("resid_pre.1", _direction(lab), 0.5, on="prompt"),
    "steer what is generated": lambda lab: lab.steer("resid_pre.1", _direction(lab), 0.5, on="generated"),
    "keep": lambda lab: lab.keep("L1H1", "mlp.1"),
    "resid_mid": lambda lab: lab.scale("resid_mid.0", 0.5),
    "draws": lambda lab: _draws(lab),
    "linearise": lambda lab: lab.linearise(source="corrupt"),
}


def _direction(lab: Any) -> torch.Tensor:
    return torch.randn(lab.info.structure.d_model, generator=torch.Generator().manual_seed(0))


def _draws(lab: Any) -> None:
    lab.reference("others", [[1, 5, 6, 7], [2, 9, 8, 7, 6]])
    lab.ablate("mlp.1", mode="resample", source="others")


def greedy(model: Any, ids: torch.Tensor, **options: Any) -> list[int]:
    """What is generated, without the prompt."""
    out = model.generate(
        ids, max_new_tokens=STEPS, do_sample=False, stop_at_eos=False, verbose=False, **options
    )
    return out[0, ids.shape[1] :].tolist()


@pytest.mark.parametrize("what", EVERYTHING)
def test_the_same_with_a_cache_without_one_and_streamed(gpt2_lab: Any, gpt2: Any, what: str) -> None:
    EVERYTHING[what](gpt2_lab)
    model = gpt2_lab.model
    ids = gpt2.tokens(model)
    cached = greedy(model, ids, use_past_kv_cache=True)
    assert greedy(model, ids, use_past_kv_cache=False) == cached
    stream = model.generate_stream(
        ids, max_new_tokens=STEPS, do_sample=False, stop_at_eos=False, verbose=False, max_tokens_per_yield=1
    )
    pieces = list(stream)
    assert torch.cat(pieces, dim=1)[0, -STEPS:].tolist() == cached


@pytest.mark.parametrize("what", EVERYTHING)
def test_each_step_has_the_logits_of_the_pass_over_all_tokens(
    gpt2_lab: Any, gpt2: Any, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first step is the page's own run; the later ones agree between a cache and none."""
    EVERYTHING[what](gpt2_lab)
    model = gpt2_lab.model
    ids = gpt2.tokens(model)
    seen: dict[bool, list[torch.Tensor]] = {True: [], False: []}
    sample = utils.sample_logits
    for cached, logits in seen.items():

        def record(given: torch.Tensor, kept: Any = logits, **options: Any) -> Any:
            kept.append(given[0].clone())
            return sample(given, **options)

        monkeypatch.setattr(utils, "sample_logits", record)
        greedy(model, ids, use_past_kv_cache=cached)
    for one, other in zip(seen[True], seen[False], strict=True):
        torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(seen[True][0], gpt2_lab.run().logits[-1], atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("what", EVERYTHING)
def test_the_page_the_run_and_every_way_to_call_the_model_agree(gpt2_lab: Any, gpt2: Any, what: str) -> None:
    EVERYTHING[what](gpt2_lab)
    model = gpt2_lab.model
    ids = gpt2.tokens(model)
    with torch.no_grad():
        ways = [
            gpt2_lab.run().logits,
            gpt2_lab._engine.look()[1].live.logits,
            model(ids)[0],
            model.run_with_cache(ids)[0][0],
            model.run_with_hooks(ids)[0],
        ]
        with gpt2_lab.plain():
            plain = model(ids)[0]
    for way in ways[1:]:
        torch.testing.assert_close(way, ways[0], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(plain, gpt2_lab.run("plain").logits, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(plain, gpt2.twin()(ids)[0].detach(), atol=1e-5, rtol=1e-5)
    if what != "steer what is generated":
        assert float((ways[0] - plain).abs().max()) > 1e-4


def test_firing_counts_the_prompt_and_the_steps_apart(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate("L1H2")
    gpt2_lab.freeze("L1H0")
    for cached in (True, False):
        greedy(gpt2_lab.model, gpt2.tokens(gpt2_lab.model), use_past_kv_cache=cached)
        ablated, frozen = (each.status.fired for each in gpt2_lab.interventions)
        assert (ablated.cell, ablated.steps) == (1, STEPS - 1)
        # Without a cache the prompt's own rows are computed, and held, at every step.
        assert (frozen.cell, frozen.steps) == (1, 0 if cached else STEPS - 1)
    gpt2_lab.model(gpt2.tokens(gpt2_lab.model))
    assert gpt2_lab.interventions[0].status.fired.steps == 0


def test_hugging_faces_own_generation_obeys_too(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.steer("resid_pre.1", _direction(gpt2_lab), 3.0, on="generated")
    ids = gpt2.tokens(gpt2_lab.model)
    options = {"max_new_tokens": STEPS, "do_sample": False, "eos_token_id": None, "pad_token_id": 0}
    found = gpt2_lab.model.original_model.generate(ids, attention_mask=torch.ones_like(ids), **options)
    expected = greedy(gpt2_lab.model, ids, use_past_kv_cache=True)
    assert found[0, ids.shape[1] :].tolist() == expected
    fired = gpt2_lab.interventions[0].status.fired
    assert (fired.cell, fired.steps) == (0, STEPS - 1)


def test_a_patch_without_a_prompt_to_follow_is_refused_in_words(gpt2: Any) -> None:
    lab = trafolab.open(gpt2.source)
    lab.prompt(gpt2.clean)
    with pytest.raises(trafolab.LabError, match="no other prompt"):
        lab.patch("resid_pre.1")


def test_a_plain_pass_leaves_the_proof_of_the_live_one(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.steer("resid_pre.1", _direction(gpt2_lab), 0.5, on="generated")
    ids = gpt2.tokens(gpt2_lab.model)
    assert gpt2_lab.interventions[0].status.state == "inactive"
    greedy(gpt2_lab.model, ids)
    with gpt2_lab.plain():
        gpt2_lab.model(ids)
    status = gpt2_lab.interventions[0].status
    assert (status.state, status.fired.cell, status.fired.steps) == ("active", 0, STEPS - 1)
    assert "in a cell 0× and 3× while generating" in repr(gpt2_lab.interventions)
