"""The few calls of Jupyter's REST interface that we need."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from .endpoint import Endpoint
from .errors import KernelUnavailable


class JupyterRest:
    """Sessions and kernels of one jupyter_server."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._client = endpoint.client()

    async def answers(self) -> bool:
        """Whether the server is up."""
        try:
            return (await self._client.get("api")).status_code == 200
        except httpx.TransportError:
            return False

    async def open_session(self, notebook: str, kernel_name: str) -> str:
        """The id of the kernel behind ``notebook``, which is started where there is none."""
        body = {
            "path": notebook,
            "name": notebook.rsplit("/", 1)[-1],
            "type": "notebook",
            "kernel": {"name": kernel_name},
        }
        session = await self._call("POST", "api/sessions", json=body)
        return str(session["kernel"]["id"])

    async def execution_state(self, kernel_id: str) -> str:
        """``starting``, ``idle``, ``busy``, ``dead`` …; ``gone`` when there is no such kernel."""
        response = await self._send("GET", _kernel(kernel_id))
        if response.status_code == 404:
            return "gone"
        return str(_checked(response).json()["execution_state"])

    async def interrupt(self, kernel_id: str) -> None:
        # By this road alone: an interrupt by control channel and REST together loses a reply.
        await self._call("POST", f"{_kernel(kernel_id)}/interrupt")

    async def restart(self, kernel_id: str) -> None:
        await self._call("POST", f"{_kernel(kernel_id)}/restart")

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _call(self, method: str, path: str, **options: Any) -> Any:
        response = _checked(await self._send(method, path, **options))
        return response.json() if response.content else None

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return await self._client.request(method, path, **options)
        except httpx.TransportError as error:
            raise KernelUnavailable(f"The notebook server does not answer ({error!r}).") from error


def _kernel(kernel_id: str) -> str:
    return f"api/kernels/{quote(kernel_id, safe='')}"


def _checked(response: httpx.Response) -> httpx.Response:
    if response.is_error:
        what = f"{response.request.method} {response.request.url.path}"
        raise KernelUnavailable(
            f"The notebook server refused {what}: {response.status_code} {response.text[:500]}"
        )
    return response
