"""From what a person names to a live ``TransformerBridge``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from trafolab_protocol.model import SourceKind
from transformer_lens.model_bridge import TransformerBridge

from ..errors import ModelError
from .quiet import quiet

_TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "tokenizer.model", "vocab.json", "vocab.txt")
_WEIGHTS = ("*.safetensors", "*.bin")
REOPENED: frozenset[SourceKind] = frozenset(("embedded", "directory", "hub", "legacy"))
"""Kinds of models whose source says where to find them again."""


@dataclass(frozen=True)
class Opened:
    """A model with where it came from."""

    model: TransformerBridge
    kind: SourceKind
    name: str
    source: str
    checkpoint: str | None = None
    """What ``transformers`` can load the same checkpoint from; None where it has no such form."""


def resolve(source: Any, *, trust_remote_code: bool = False, device: str | None = None) -> Opened:
    """The model that ``source`` means: the embedded model's name, a directory, a Hub name, a native
    configuration, or a live ``TransformerBridge``.

    Nothing that executes code from a checkpoint is done unless ``trust_remote_code``.
    Raises :class:`ModelError` when there is no such model, or its files are broken.
    """
    if isinstance(source, TransformerBridge):
        name = str(getattr(source.cfg, "model_name", None) or "model")
        return Opened(source, "live", Path(name).name, "model")
    with quiet():
        if not isinstance(source, str | Path):
            return _native(source, device)
        return _named(str(source), trust_remote_code, device)


def _named(text: str, trust_remote_code: bool, device: str | None) -> Opened:
    embedded = _embedded(text)
    if embedded is not None:
        return Opened(_directory(embedded, False, device), "embedded", text, text, str(embedded))
    path = Path(text).expanduser()
    if path.is_dir():
        model = _directory(path, trust_remote_code, device)
        return Opened(model, "directory", path.resolve().name, text, str(path))
    if _looks_like_path(text) or path.exists():
        raise _no_directory(text, path)
    return _hub(text, trust_remote_code, device)


def _embedded(name: str) -> Path | None:
    from .. import embedded

    return embedded.path() if name == embedded.NAME else None


def _native(source: Any, device: str | None) -> Opened:
    from transformer_lens.model_bridge.sources.native import boot

    try:
        model = boot(source, device=device)
    except (TypeError, ValueError) as error:
        what = f"No model can be made from a {type(source).__name__}: {error}."
        advice = "Give a name, a directory, a TransformerBridge, or a native configuration."
        raise ModelError("bad_source", what, None, advice) from error
    return Opened(model, "native", "native", "native configuration")


def _looks_like_path(text: str) -> bool:
    return text.startswith((".", "/", "~")) or text.count("/") > 1 or "\\" in text


def _no_directory(text: str, path: Path) -> ModelError:
    what = f"{text} is a file, not a directory." if path.exists() else f"There is no directory {text}."
    advice = "Give a directory that holds config.json and safetensors, a Hub name, or trafo-2l."
    return ModelError("missing_model", what, text, advice)


def _directory(path: Path, trust_remote_code: bool, device: str | None) -> TransformerBridge:
    _check_config(path)
    if not any(next(path.glob(pattern), None) for pattern in _WEIGHTS):
        advice = "Save the model with save_pretrained, which writes model.safetensors."
        raise ModelError("no_weights", f"{path} holds no weights.", str(path), advice)
    options = {"device": device, "dtype": torch.float32, "trust_remote_code": trust_remote_code}
    try:
        if any((path / name).exists() for name in _TOKENIZER_FILES):
            return TransformerBridge.boot_transformers(str(path), **options)
        return _without_tokenizer(path, trust_remote_code, device)
    except Exception as error:
        # Loading a checkpoint may fail in any of three libraries, each with errors of its own.
        raise _broken(path, error) from error


def _check_config(path: Path) -> None:
    config = path / "config.json"
    if not config.is_file():
        advice = "Give the directory of a Hugging Face checkpoint."
        raise ModelError("no_config", f"{path} has no config.json.", str(path), advice)
    try:
        json.loads(config.read_text())
    except ValueError as error:
        what = f"{config} is not valid JSON: {error}."
        advice = "Copy or download the checkpoint again."
        raise ModelError("broken_checkpoint", what, str(path), advice) from error


def _without_tokenizer(path: Path, trust_remote_code: bool, device: str | None) -> TransformerBridge:
    from transformer_lens.model_bridge.sources._bridge_builder import build_bridge_from_module
    from transformers import AutoConfig, AutoModelForCausalLM

    config: Any = AutoConfig.from_pretrained(path, trust_remote_code=trust_remote_code)
    module: Any = AutoModelForCausalLM.from_pretrained(
        path,
        config=config,
        dtype=torch.float32,
        attn_implementation="eager",
        trust_remote_code=trust_remote_code,
    )
    return build_bridge_from_module(
        module.eval().to(device or "cpu"),
        architecture=type(module).__name__,
        hf_config=config,
        model_name=path.name,
    )


def _hub(name: str, trust_remote_code: bool, device: str | None) -> Opened:
    from transformer_lens.model_bridge.sources.tl_legacy import TL_LEGACY_PREFIXES, boot

    try:
        if name.startswith(TL_LEGACY_PREFIXES):
            return Opened(boot(name, device=device), "legacy", name.split("/")[-1], name)
        bridge = TransformerBridge.boot_transformers(
            name, device=device, dtype=torch.float32, trust_remote_code=trust_remote_code
        )
    except Exception as error:
        # The Hub client, the cache and the loaders each raise errors of their own.
        what = f"The model {name} could not be loaded: {_first_line(error)}"
        advice = "Check the name and the network, or give a local directory; trafo-2l is always there."
        raise ModelError("missing_model", what, name, advice) from error
    return Opened(bridge, "hub", name.split("/")[-1], name, name)


def _broken(path: Path, error: Exception) -> ModelError:
    advice = "Copy or download the checkpoint again, or save it with save_pretrained."
    return ModelError(
        "broken_checkpoint", f"{path} could not be read: {_first_line(error)}", str(path), advice
    )


def _first_line(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return f"{text[0] if text else type(error).__name__}".rstrip(".") + "."
