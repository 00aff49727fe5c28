"""The wire between the server and a Jupyter kernel: no torch, no FastAPI."""

from __future__ import annotations

from .endpoint import Endpoint
from .errors import KernelUnavailable, NotALaboratory
from .jupyter_link import JupyterLink
from .jupyter_rest import JupyterRest
from .link import Ending, KernelLink, LinkListener

__all__ = [
    "Ending",
    "Endpoint",
    "JupyterLink",
    "JupyterRest",
    "KernelLink",
    "KernelUnavailable",
    "LinkListener",
    "NotALaboratory",
]
