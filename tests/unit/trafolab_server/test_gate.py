"""Who may come in."""

from __future__ import annotations

import socket

import pytest
from trafolab_server.gate import Gate, is_loopback


def gate(host: str = "127.0.0.1") -> Gate:
    return Gate(host=host, cookie_name="trafolab-1", token="t", session="s")


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1:1", "[::1]:1", "LOCALHOST", "127.8.9.1"])
def test_loopback_names_are_ours(host: str) -> None:
    assert gate().check_address(host, None) is None


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example",
        "evil.example:1",
        "localhost.evil.example",
        "192.168.1.2:1",
        "[::1",
        "@",
        "evil@localhost:1",
        "localhost:1, evil.example",
        "localhost:x",
        "localhost/x",
    ],
)
def test_other_names_are_not(host: str | None) -> None:
    refusal = gate().check_address(host, None)
    assert refusal is not None
    assert (refusal.status, refusal.problem.code) == (403, "foreign_host")


def test_a_server_for_other_machines_answers_to_addresses_and_its_own_names() -> None:
    open_gate = gate("0.0.0.0")
    assert open_gate.check_address("192.168.1.2:1", None) is None
    assert open_gate.check_address(f"{socket.gethostname()}:1", None) is None
    assert open_gate.check_address("evil.example:1", None) is not None


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [
        (None, True),
        ("http://localhost:1", True),
        ("http://localhost:2", False),
        ("javascript://localhost:1", False),
        ("//localhost:1", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_our_own_page_may_ask(origin: str | None, welcome: bool) -> None:
    refusal = gate().check_address("localhost:1", origin)
    assert (refusal is None) is welcome
    if refusal is not None:
        assert (refusal.status, refusal.problem.code) == (403, "foreign_origin")


@pytest.mark.parametrize(
    ("cookie", "welcome"),
    [
        ("trafolab-1=s", True),
        ("other=1; trafolab-1=s", True),
        (None, False),
        ("trafolab-1=", False),
        ("trafolab-1=t", False),
        ("trafolab-2=s", False),
        ("trafolab-1=ß", False),
    ],
)
def test_the_session_opens(cookie: str | None, welcome: bool) -> None:
    refusal = gate().check_session(cookie)
    assert (refusal is None) is welcome
    if refusal is not None:
        assert refusal.status == 401
        assert "Trafolab is ready" in (refusal.problem.advice or "")


def test_the_token_is_compared_whole() -> None:
    assert gate().accepts_token("t")
    assert not gate().accepts_token("")
    assert not gate().accepts_token("tt")


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites() -> None:
    assert gate().set_cookie == "trafolab-1=s; HttpOnly; SameSite=Strict; Path=/"


@pytest.mark.parametrize(
    ("host", "only_us"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("gpu", False),
    ],
)
def test_is_loopback(host: str, only_us: bool) -> None:
    assert is_loopback(host) is only_us
