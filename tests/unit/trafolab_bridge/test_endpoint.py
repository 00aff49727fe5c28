"""Addresses and credentials."""

from __future__ import annotations

import httpx
from trafolab_bridge.endpoint import Endpoint, forgetful_cookies

ENDPOINT = Endpoint(url="https://gpu.example:8443/jupyter/", cookie="trafolab-1=s")


def test_addresses() -> None:
    assert ENDPOINT.origin == "https://gpu.example:8443"
    assert ENDPOINT.websocket_url("api/x") == "wss://gpu.example:8443/jupyter/api/x"
    assert Endpoint(url="http://localhost:1/", cookie="").websocket_url("x") == "ws://localhost:1/x"


def test_the_cookie_and_the_header_that_jupyter_compares_agree() -> None:
    headers = ENDPOINT.headers
    assert headers["Cookie"] == f"trafolab-1=s; _xsrf={headers['X-XSRFToken']}"
    assert headers["Origin"] == ENDPOINT.origin


def test_no_visitors_cookie_is_kept() -> None:
    cookies = httpx.Cookies(forgetful_cookies())
    request = httpx.Request("GET", "http://localhost/")
    cookies.extract_cookies(httpx.Response(200, headers={"Set-Cookie": "a=b"}, request=request))
    assert dict(cookies) == {}
