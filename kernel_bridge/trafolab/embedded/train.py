"""Train the embedded model, measure it and write its card: ``python -m trafolab.embedded.train [--seed N]``.

Plain PyTorch: AdamW with a warm-up, a level and a decline, no dropout. The seed decides the text and the
first weights; on one thread, the default, the same seed gives the same weights again.
"""

from __future__ import annotations

import argparse
import math
import platform
import time
from pathlib import Path
from typing import Final

import torch
import transformers
from jaxtyping import Float, Int
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import GPT2Config, GPT2LMHeadModel

from trafolab.embedded import card, path
from trafolab.embedded.batches import batches
from trafolab.embedded.measure import figures, table
from trafolab.embedded.record import Record, Training
from trafolab.embedded.solo import Solo
from trafolab.embedded.tokenizer import BOS, CONTEXT, PAD, build, save

STEPS: Final = 9000
_WARM_UP: Final = 200
_LEARNING_RATE: Final = 2e-3
_LEVEL_UNTIL: Final = 0.7
_LAST_RATE: Final = 0.05
_PROGRESS_EVERY: Final = 250


def configuration(tokenizer: Tokenizer) -> GPT2Config:
    """Two layers of eight heads, width 128, MLP 512, context 256, embedding and unembedding of their own."""
    bos = tokenizer.token_to_id(BOS)
    return GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=CONTEXT,
        n_embd=128,
        n_layer=2,
        n_head=8,
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        activation_function="gelu_new",
        bos_token_id=bos,
        eos_token_id=bos,
        pad_token_id=tokenizer.token_to_id(PAD),
        tie_word_embeddings=False,
    )


def train(seed: int, out: Path, steps: int = STEPS) -> Training:
    """Train with this seed and write the model and its tokenizer to ``out``."""
    start = time.monotonic()
    tokenizer = build()
    torch.manual_seed(seed)
    model = GPT2LMHeadModel(configuration(tokenizer))
    loss = _fit(model, tokenizer, seed, steps)
    training = Training(
        command=f"python -m trafolab.embedded.train --seed {seed}",
        seed=seed,
        steps=steps,
        threads=torch.get_num_threads(),
        seconds=round(time.monotonic() - start, 1),
        loss=round(loss, 4),
        parameters=model.num_parameters(),
        versions=_versions(),
    )
    out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(out)
    save(tokenizer, out)
    return training


def _fit(model: GPT2LMHeadModel, tokenizer: Tokenizer, seed: int, steps: int) -> float:
    """Train in place; the mean loss of the last steps that were reported together."""
    optimizer = torch.optim.AdamW(model.parameters(), _LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps))
    solo = Solo(model, next_token_loss)
    losses, start, mean = list[float](), time.monotonic(), math.nan
    for step, tokens in enumerate(batches(tokenizer, seed, steps), 1):
        solo.at(step / steps, tokens)
        loss = next_token_loss(model, tokens)
        optimizer.zero_grad(set_to_none=True)
        (loss + solo.cost()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % _PROGRESS_EVERY == 0 or step == steps:
            mean = sum(losses) / len(losses)
            losses.clear()
            print(f"step {step} of {steps}: loss {mean:.3f}, {time.monotonic() - start:.0f} s", flush=True)
    solo.end()
    return mean


def rate(step: int, steps: int) -> float:
    """The learning rate's factor: up in a line, level, and down in a line to a twentieth.

    Level for so long because indirect objects are learned only after the solo.
    """
    if step < _WARM_UP:
        return (step + 1) / _WARM_UP
    declined = (step / steps - _LEVEL_UNTIL) / (1 - _LEVEL_UNTIL)
    return 1 - (1 - _LAST_RATE) * max(0.0, declined)


def next_token_loss(model: GPT2LMHeadModel, tokens: Int[Tensor, "batch pos"]) -> Float[Tensor, ""]:
    """Mean cross-entropy of every next token, in nats."""
    # Cutting the input and not the logits spares a copy of the largest tensor, a tenth of a step.
    hidden = model.transformer(tokens[:, :-1], use_cache=False).last_hidden_state
    return cross_entropy(model.lm_head(hidden).flatten(0, 1), tokens[:, 1:].flatten())


def _versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Train the embedded model trafo-2l.")
    parser.add_argument("--seed", type=int, default=0, help="of the text and the first weights")
    parser.add_argument(
        "--out", type=Path, default=path(), help="the directory to write; the shipped one by default"
    )
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=1, help="more are faster, and round otherwise")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    training = train(given.seed, given.out, given.steps)
    print(f"{training.parameters:,} parameters in {training.seconds / 60:.1f} minutes: {given.out}")
    found = figures(given.out)
    print(table(found))
    Record(training, tuple(found)).write(given.out)
    card.write(given.out)


if __name__ == "__main__":
    main()
