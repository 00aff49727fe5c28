"""The private directory of our jupyter_server: configuration, kernelspec, sockets.

It is a fresh one at every start, so that neither a person's own Jupyter settings change how the
notebook behaves here, nor ours theirs."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from .gate import is_loopback
from .settings import Settings

KERNEL_NAME = "trafolab"
# A Unix socket's path holds about 107 bytes (103 on macOS), and the kernels' own are the longest.
_LONGEST_ROOM = 40
_MESSAGE_LIMIT = 1 << 30
# A server that dies must not take two minutes of somebody's work with it, Jupyter's own interval.
_AUTOSAVE_S = 5
_DOCUMENTS = "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings"


class JupyterHome:
    """A directory that only this user can enter."""

    def __init__(self) -> None:
        base = tempfile.gettempdir()
        short = base if len(base) <= _LONGEST_ROOM else "/tmp"
        self.path = Path(tempfile.mkdtemp(prefix="trafolab-", dir=short))
        self.socket = self.path / "jupyter.sock"
        self.log = self.path / "jupyter.log"

    def furnish(self, settings: Settings) -> None:
        """Write configuration and kernelspec for ``settings``."""
        _write(self.path / "config" / "jupyter_server_config.json", self._configuration(settings))
        _write(self.path / "config" / "labconfig" / "page_config.json", {"disabledExtensions": _UNUSED})
        _write(self.path / "config" / "lab" / "user-settings" / _DOCUMENTS, {"autosaveInterval": _AUTOSAVE_S})
        _write(self.path / "data" / "kernels" / KERNEL_NAME / "kernel.json", _kernelspec(settings))

    def environment(self) -> dict[str, str]:
        """The process's environment, with variables that make Jupyter live here and nowhere else."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")},
            "JUPYTER_DATA_DIR": str(self.path / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.path / "run"),
            "JUPYTER_CONFIG_DIR": str(self.path / "config"),
            # The same again, since this one ranks above a virtual environment's own settings.
            "JUPYTER_CONFIG_PATH": str(self.path / "config"),
            "TRAFOLAB_PRIVATE_DIR": str(self.path),
        }

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def _configuration(self, settings: Settings) -> dict[str, Any]:
        return {
            "ServerApp": {
                "sock": str(self.socket),
                "sock_mode": "0600",
                "base_url": "/jupyter/",
                "root_dir": str(settings.root),
                # Whoever runs us as root, in a container say, has decided that already.
                "allow_root": True,
                "open_browser": False,
                "answer_yes": True,
                "identity_provider_class": "trafolab_server.identity.SessionIdentity",
                # Our own gate has checked the name before; Jupyter knows loopback names only.
                "allow_remote_access": not is_loopback(settings.host),
                "jpserver_extensions": _EXTENSIONS,
                "tornado_settings": {"websocket_max_message_size": _MESSAGE_LIMIT},
            },
            "IdentityProvider": {"token": ""},
            "SessionIdentity": {
                "session_cookie": settings.cookie_name,
                "session_secret": settings.session,
            },
            "KernelManager": {"transport": "ipc", "shutdown_wait_time": 1.0},
            # New ports after an early death would strand every websocket that is open.
            "KernelRestarter": {"time_to_dead": 0.5, "random_ports_until_alive": False},
            "MultiKernelManager": {"default_kernel_name": KERNEL_NAME},
            "ZMQChannelsWebsocketConnection": {"iopub_msg_rate_limit": 10_000},
            "LabApp": {
                "news_url": None,
                "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            },
            "JupyterNotebookApp": {"expose_app_in_browser": True},
        }


_EXTENSIONS = {
    "notebook": True,
    "trafolab_server.lifeline": True,
    "jupyterlab": False,
    "jupyter_lsp": False,
    "jupyter_server_terminals": False,
    "notebook_shim": False,
}

# Parts of the notebook's page whose other half we do not run.
_UNUSED = {
    "@jupyterlab/lsp-extension": True,
    "@jupyterlab/terminal-extension": True,
    "@jupyter-notebook/terminal-extension": True,
    "@jupyterlab/apputils-extension:announcements": True,
}


def _kernelspec(settings: Settings) -> dict[str, Any]:
    env = {
        "TRAFOLAB_MODEL": settings.model,
        "TRAFOLAB_CIRCUITSVIS_URL": "/circuitsvis/iife.js",
        # A kernel runs in its notebook's folder; its code refers to stored values by paths from there.
        "TRAFOLAB_TENSORS": f".trafolab/{Path(settings.notebook).stem}/tensors",
    }
    if settings.device is not None:
        env["TRAFOLAB_DEVICE"] = settings.device
    return {
        "argv": [*settings.kernel, "-f", "{connection_file}"],
        "display_name": "Trafolab",
        "language": "python",
        "interrupt_mode": "signal",
        "metadata": {"debugger": True},
        "env": env,
    }


def _write(path: Path, document: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2), encoding="utf-8")
