"""The reference by plain PyTorch hooks, held against Hugging Face itself and against TransformerLens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
import torch
from torch import Tensor
from transformer_lens.model_bridge import TransformerBridge
from transformers import AutoModelForCausalLM

from tests import models, reference_hf

ARCHITECTURES = ["gpt2", "llama", "neox", "opt", "gemma2", "mistral", "qwen3", "bloom", "gptj"]
IDS = [0, 7, 3, 9, 3, 7, 11, 5]
"""Longer than Mistral's window here."""

HOOKS = {
    "embed": "hook_embed",
    "pos_embed": "hook_pos_embed",
    "resid_pre": "hook_resid_pre",
    "resid_mid": "hook_resid_mid",
    "ln2_in": "ln2.hook_in",
    "resid_post": "hook_resid_post",
    "attn": "hook_attn_out",
    "mlp": "hook_mlp_out",
    "pre": "mlp.hook_pre",
    "post": "mlp.hook_post",
    "scores": "attn.hook_attn_scores",
} | {name: f"attn.hook_{name}" for name in ("q", "k", "v", "z", "rot_q", "rot_k", "pattern")}
"""TransformerLens's name of a site, inside its block where it has one. Norms: `hook_of`."""

ELSEWHERE = {
    # TransformerLens's `hook_embed` is the norm behind BLOOM's embedding.
    ("bloom", "embed"): "embed.hook_out",
    ("bloom", "embed_normed"): "hook_embed",
}

_NEVER = "the hook point is there, but the bridge's code for a joint projection never calls it"
_PATTERN = "the bridge leaves attention to Hugging Face and hands the pattern to both hook points"
VALUES_UNLIKE = {
    ("neox", "rot_q"): _NEVER,
    ("neox", "rot_k"): _NEVER,
    ("opt", "scores"): _PATTERN,
    ("gptj", "scores"): _PATTERN,
}
"""Where the bridge has no such value, or another, and why."""

_USED = "the bridge calls the hook when Hugging Face has already used the value, and drops an edit"
_NORM = "hook_resid_mid is the second norm's input: the skip connection keeps the old value"
EDITS_UNLIKE = (
    VALUES_UNLIKE
    | {(name, "pattern"): _USED for name in ("opt", "gptj")}
    | {(name, "scores"): _USED for name in ("opt", "gptj")}
    | {(name, "resid_mid"): _NORM for name in ARCHITECTURES if name not in ("neox", "gptj")}
)
"""Where an edit at the bridge's hook has another effect than the same edit at the site, and why."""

FLAT = {("opt", "ln2"), ("opt", "ln2_normalized")}
"""OPT lays batch and positions on one axis around its MLP, and the bridge shows these two like that."""


@dataclass
class Pair:
    """A model's directory, and TransformerLens's view of it."""

    name: str
    directory: str

    @cached_property
    def bridge(self) -> TransformerBridge:
        return TransformerBridge.boot_transformers(self.directory, device="cpu")

    @cached_property
    def sites(self) -> list[str]:
        return reference_hf.sites(self.directory)

    @cached_property
    def plain(self) -> Tensor:
        return reference_hf.logits(self.directory, IDS)

    def edited(self, *edits: reference_hf.Edit) -> Tensor:
        return reference_hf.logits(self.directory, IDS, edits)

    def hook_of(self, site: str) -> str:
        kind, _, layer = site.partition(".")
        block = f"blocks.{layer}." if layer else ""
        norm = kind.removesuffix("_normalized")
        if norm in ("ln1", "ln2", "ln1_post", "ln2_post", "ln_final", "embed_ln"):
            return f"{block}{norm}.hook_{'normalized' if kind != norm else 'scale'}"
        return block + ELSEWHERE.get((self.name, kind), HOOKS.get(kind, ""))


@pytest.fixture(scope="module", params=ARCHITECTURES)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    path = tmp_path_factory.mktemp(request.param) / "model"
    return Pair(request.param, str(getattr(models, request.param)(path)))


def shaken(value: Tensor) -> Tensor:
    """Each entry by a factor of its own, as norms and softmaxes undo common factors and sums."""
    draw = torch.Generator().manual_seed(1)
    return value * (0.5 + torch.rand(value.shape, generator=draw))


def distance(one: Tensor, other: Tensor) -> float:
    return float((one - other).abs().max())


def kind_of(site: str) -> str:
    return site.partition(".")[0]


def test_without_edits_it_is_the_model_itself(pair: Pair) -> None:
    model = AutoModelForCausalLM.from_pretrained(pair.directory, attn_implementation="eager").eval()
    with torch.no_grad():
        own = model(torch.tensor([IDS])).logits[0]
    torch.testing.assert_close(pair.plain, own, rtol=0, atol=1e-6)


def test_values_are_those_of_the_bridge(pair: Pair) -> None:
    _, held = pair.bridge.run_with_cache(torch.tensor([IDS]))
    values = reference_hf.values(pair.directory, IDS, pair.sites)
    unlike = {kind_of(site) for site in pair.sites if not _same(pair, site, values[site], held)}
    assert unlike == {kind for name, kind in VALUES_UNLIKE if name == pair.name}


def _same(pair: Pair, site: str, value: Tensor, held: Any) -> bool:
    if pair.hook_of(site) not in held:
        return False
    own = held[pair.hook_of(site)]
    assert (own.shape == value.shape) == ((pair.name, kind_of(site)) not in FLAT), site
    return torch.allclose(own.reshape(value.shape), value, rtol=0, atol=1e-5)


# The bridge warns of edits that it drops, and of norms that it works out itself once they are edited.
@pytest.mark.filterwarnings("ignore:A hook on:UserWarning", "ignore:A forward hook edited:UserWarning")
def test_an_edit_acts_as_at_the_bridge(pair: Pair) -> None:
    unlike = {kind_of(site) for site in pair.sites if not _acts_alike(pair, site)}
    assert unlike == {kind for name, kind in EDITS_UNLIKE if name == pair.name}


def _acts_alike(pair: Pair, site: str) -> bool:
    hooks = [(pair.hook_of(site), lambda value, hook: shaken(value))]
    with torch.no_grad():
        own = pair.bridge.run_with_hooks(torch.tensor([IDS]), fwd_hooks=hooks)[0]
    return distance(own, pair.edited((site, shaken))) <= 1e-5


def test_an_edit_to_the_same_changes_nothing(pair: Pair) -> None:
    moved = {site: distance(pair.edited((site, torch.clone)), pair.plain) for site in pair.sites}
    assert not {site: much for site, much in moved.items() if much > 1e-6}


def test_an_edit_changes_the_logits(pair: Pair) -> None:
    moved = {site: distance(pair.edited((site, shaken)), pair.plain) for site in pair.sites}
    assert not {site: much for site, much in moved.items() if not much > 1e-2}


def test_an_edit_in_the_stream_reaches_the_skip_connection(pair: Pair) -> None:
    if "resid_mid.0" not in pair.sites:
        assert pair.name in ("neox", "gptj")
        return
    wanted = ["resid_mid.0", "ln2_in.0", "mlp.0", "resid_post.0"]
    for site, stream in (("resid_mid.0", "resid_mid.0"), ("ln2_in.0", "resid_mid.0")):
        kept = reference_hf.values(pair.directory, IDS, wanted, [(site, shaken)])
        torch.testing.assert_close(kept[stream] + kept["mlp.0"], kept["resid_post.0"], rtol=0, atol=1e-5)
    assert distance(pair.edited(("resid_mid.0", shaken)), pair.edited(("ln2_in.0", shaken))) > 1e-2


def test_no_query_sees_what_follows_it(pair: Pair) -> None:
    kept = reference_hf.values(pair.directory, IDS, ["scores.0", "pattern.0"])
    later = torch.ones(len(IDS), len(IDS), dtype=torch.bool).triu(1)
    assert (kept["scores.0"][..., later] < -1e30).all()
    assert (kept["pattern.0"][..., later] == 0).all()
    torch.testing.assert_close(kept["scores.0"].softmax(-1), kept["pattern.0"])


def test_a_halved_scale_doubles_the_quotient(pair: Pair) -> None:
    for norm in ("ln1.0", "ln_final"):
        quotient = norm.replace("ln1", "ln1_normalized").replace("ln_final", "ln_final_normalized")
        before = reference_hf.values(pair.directory, IDS, [quotient])[quotient]
        edits = [(norm, lambda scale: scale / 2)]
        after = reference_hf.values(pair.directory, IDS, [quotient], edits)[quotient]
        torch.testing.assert_close(after, 2 * before, rtol=0, atol=1e-5)


def test_edits_follow_each_other(pair: Pair) -> None:
    twice = pair.edited(("z.0", lambda z: z * 3), ("z.0", lambda z: z + 1), ("mlp.1", torch.zeros_like))
    once = pair.edited(("mlp.1", torch.zeros_like), ("z.0", lambda z: z * 3 + 1))
    torch.testing.assert_close(twice, once, rtol=0, atol=0)


def test_an_edit_in_place_is_the_same_edit(pair: Pair) -> None:
    for site in ("embed", "q.0", "pattern.0", "ln1.0", "resid_pre.1"):
        in_place = pair.edited((site, lambda value: value.mul_(1.5)))
        torch.testing.assert_close(in_place, pair.edited((site, lambda value: value * 1.5)), rtol=0, atol=0)


def test_nothing_of_a_run_stays(pair: Pair) -> None:
    for site in pair.sites:
        pair.edited((site, shaken))
    assert torch.equal(reference_hf.logits(pair.directory, IDS), pair.plain)


def test_a_site_that_is_not_there(pair: Pair) -> None:
    with pytest.raises(KeyError, match=r"q\.9"):
        pair.edited(("q.9", torch.clone))
    with pytest.raises(ValueError, match=r"z\.0"):
        pair.edited(("z.0", lambda z: z[:, :1]))
