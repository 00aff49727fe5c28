"""The ``trafolab`` command."""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import structlog

from .gate import is_loopback
from .serving import CannotListen, listen, serve
from .settings import Settings, new_secret


class UsageError(Exception):
    """What was asked for cannot be done; the message says what to do instead."""


def main(arguments: list[str] | None = None) -> int:
    """Run the laboratory until it is interrupted; the process's exit status."""
    options = _parser().parse_args(arguments)
    try:
        settings = settings_from(options)
        listener = listen(settings.host, settings.port)
    except (UsageError, CannotListen) as error:
        print(f"trafolab: {error}", file=sys.stderr)
        return 2
    settings = replace(settings, port=listener.getsockname()[1])
    _log_to_stderr(verbose=options.verbose)
    return serve(settings, listener, browser=options.browser)


def parse(arguments: list[str]) -> Settings:
    """The settings that these arguments mean; raises :class:`UsageError`."""
    return settings_from(_parser().parse_args(arguments))


def settings_from(options: argparse.Namespace) -> Settings:
    """Checked settings; raises :class:`UsageError`."""
    root = Path(options.root).expanduser().resolve()
    if not root.is_dir():
        raise UsageError(f"--root {options.root}: there is no such directory. Create it, or name another.")
    if not os.access(root, os.W_OK | os.X_OK):
        raise UsageError(f"--root {options.root}: nothing can be written there. Name a directory of yours.")
    if options.token == "":
        raise UsageError("--token: an empty secret keeps nobody out. Give one, or leave --token out.")
    if options.token is None and not is_loopback(options.host):
        raise UsageError(
            f"--host {options.host} lets others run code on this machine, so it needs a secret of your "
            "choice: add --token SECRET, or leave --host out."
        )
    return Settings(
        root=root,
        notebook=_notebook(root, options.notebook),
        model=_model(options.model or Settings.model),
        model_named=options.model is not None,
        device=options.device,
        host=options.host,
        port=options.port,
        token=options.token or new_secret(),
    )


def _notebook(root: Path, name: str) -> str:
    path = (root / name).resolve()
    if path.suffix != ".ipynb":
        raise UsageError(f"--notebook {name}: give a file that ends in .ipynb; it is created where missing.")
    if path.is_dir():
        raise UsageError(f"--notebook {name}: it is a directory. Give a file that ends in .ipynb.")
    if not path.is_relative_to(root):
        raise UsageError(f"--notebook {name}: it lies outside {root}. Name the directory with --root.")
    return path.relative_to(root).as_posix()


def _model(name: str) -> str:
    """A path is made absolute here, where the shell's directory is known."""
    path = Path(name).expanduser()
    if path.is_dir():
        return str(path.resolve())
    if name.startswith(("/", "./", "../", "~")) or name.count("/") > 1:
        raise UsageError(
            f"--model {name}: there is no such directory. Give a Hugging Face directory, a Hub name, "
            "or leave it out for the embedded model."
        )
    return name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trafolab", description="Look into a live transformer and change it, by hand and by code."
    )
    add = parser.add_argument
    add("--model", help="embedded model (trafo-2l), Hugging Face directory or Hub name")
    add("--notebook", default="analysis.ipynb", help="notebook inside the root; created where missing")
    add("--root", default=".", help="directory with the notebooks; nothing outside it is opened")
    add("--host", default="127.0.0.1", help="address to listen on; another than this machine's needs --token")
    add("--port", type=int, default=8123, help="0 takes any free one")
    add("--token", help="secret in the link; a random one at every start where left out")
    add("--device", type=_device, help="where the model lives: cpu, cuda, cuda:1, mps")
    add("--no-browser", dest="browser", action="store_false", help="only print the link")
    add("--verbose", action="store_true", help="log what the server does")
    add("--version", action="version", version=version("trafolab"))
    return parser


def _is_true(record: logging.LogRecord) -> bool:
    """False for what uvicorn 0.54 says of every websocket that was refused in full, as an old tab's is every
    few seconds."""
    return record.getMessage() != "ASGI callable returned without completing handshake."


def _device(text: str) -> str:
    if not re.fullmatch(r"cpu|mps|cuda(:\d+)?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no device; give cpu, cuda, cuda:1 or mps")
    return text


def _log_to_stderr(*, verbose: bool) -> None:
    """Warnings of ours and of the libraries in one format, on standard error."""
    level = logging.INFO if verbose else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    shared = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper("%H:%M:%S", utc=False)]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            # Plain tracebacks: prettier ones print local variables, and with them the secrets.
            processor=structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[handler], level=level)
    # One line for every request to the notebook server tells nobody anything.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_is_true)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
