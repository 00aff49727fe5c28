"""The rules on every HTTP request and websocket, in process. No kernel is started: the
application's lifespan does not run here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from trafolab_server.app import create_app
from trafolab_server.settings import Settings

pytestmark = pytest.mark.anyio
GUARDED = ["/", "/index.html", "/ws", "/circuitsvis/iife.js", "/jupyter/api", "/jupyter/tree", "/nonsense"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(root=tmp_path, port=8123, token="a b&c")


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> FastAPI:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<title>the page</title>")
    (static / "assets" / "page.js").write_text("export {}")
    return create_app(settings, static=static)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8123") as client:
        yield client


async def _log_in(client: httpx.AsyncClient, settings: Settings) -> httpx.Response:
    return await client.get(settings.link.replace("127.0.0.1", "localhost"))


async def test_health_needs_no_session(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/health")
    assert response.status_code == 200
    assert response.json()["status"] == "ok"


@pytest.mark.parametrize("path", GUARDED)
async def test_everything_else_does(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 401
    assert response.json()["problem"]["code"] == "no_session"


async def test_people_get_a_page_that_says_where_the_link_is(client: httpx.AsyncClient) -> None:
    response = await client.get("/", headers={"Accept": "text/html,*/*"})
    assert response.status_code == 401
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "Trafolab is ready" in response.text


async def test_the_link_is_exchanged_for_a_cookie(client: httpx.AsyncClient, settings: Settings) -> None:
    response = await _log_in(client, settings)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert response.headers["set-cookie"].startswith(f"{settings.cookie_name}={settings.session};")
    assert settings.token not in response.headers["set-cookie"]
    page = await client.get("/")
    assert (page.status_code, page.text) == (200, "<title>the page</title>")
    assert (await client.get("/assets/page.js")).status_code == 200


@pytest.mark.parametrize("path", ["/?token=wrong", "/?token=", "/?token", "/assets/page.js?token=a%20b%26c"])
async def test_a_wrong_token_or_place_opens_nothing(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 401
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("path", ["/api/health", "/", "/jupyter/tree"])
@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}]
)
async def test_foreign_hosts_and_origins_are_refused_even_with_the_cookie(
    client: httpx.AsyncClient, settings: Settings, path: str, headers: dict[str, str]
) -> None:
    await _log_in(client, settings)
    cookie = {"Cookie": f"{settings.cookie_name}={settings.session}"}
    assert (await client.get(path, headers={**cookie, **headers})).status_code == 403


async def test_two_hosts_are_no_host(client: httpx.AsyncClient) -> None:
    headers = [("Host", "localhost:8123"), ("Host", "evil.example")]
    assert (await client.get("/api/health", headers=headers)).status_code == 403


@pytest.mark.parametrize("path", ["/assets/../../secret", "/assets/%2e%2e/%2e%2e/secret", "/..%2fsecret"])
async def test_files_outside_are_not_served(
    client: httpx.AsyncClient, settings: Settings, tmp_path: Path, path: str
) -> None:
    (tmp_path / "secret").write_text("secret")
    await _log_in(client, settings)
    assert (await client.get(path)).status_code == 404


async def test_every_response_carries_a_policy(client: httpx.AsyncClient, settings: Settings) -> None:
    await _log_in(client, settings)
    for path in ("/", "/api/health", "/nonsense"):
        policy = (await client.get(path)).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "unsafe-eval" not in policy
    assert (await client.get("/")).headers["referrer-policy"] == "same-origin"


async def test_a_page_that_was_never_built_says_so(settings: Settings, tmp_path: Path) -> None:
    app = create_app(settings, static=tmp_path / "nothing")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://localhost:8123"
    ) as client:
        await _log_in(client, settings)
        response = await client.get("/")
        assert response.status_code == 503
        assert "make build" in response.text


async def test_circuitsvis_is_served_from_the_installed_package(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    await _log_in(client, settings)
    response = await client.get("/circuitsvis/iife.js")
    assert response.status_code == 200
    assert len(response.content) > 1_000_000


@pytest.mark.parametrize("path", ["/ws", "/jupyter/api/kernels/x/channels"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({b"origin": b"http://evil.example"}, 403),
        ({b"host": b"evil.example"}, 403),
        ({b"cookie": b"trafolab-8123=wrong"}, 401),
    ],
)
async def test_websockets_are_refused_before_they_open(
    app: FastAPI, settings: Settings, path: str, headers: dict[bytes, bytes], status: int
) -> None:
    cookie = f"{settings.cookie_name}={settings.session}".encode()
    offered = {b"host": b"localhost:8123", b"origin": b"http://localhost:8123", b"cookie": cookie, **headers}
    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": list(offered.items()),
        "extensions": {"websocket.http.response": {}},
    }
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    assert sent[0]["type"] == "websocket.http.response.start"
    assert sent[0]["status"] == status
