"""CircuitsVis as a cell displays it. That it draws is seen in the browser's tests."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest
import torch
from trafolab.jupyter import circuitsvis

HOSTILE = "</script><script>alert(1)</script>"


@pytest.fixture
def html(monkeypatch: pytest.MonkeyPatch) -> str:
    """A pattern displayed while every attempt to reach a network fails the test."""
    assert circuitsvis.install()
    from circuitsvis.attention import attention_pattern

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("CircuitsVis looked for a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    shown = attention_pattern(["a", HOSTILE], torch.eye(2))
    assert shown._repr_html_() == shown._repr_html_()
    return shown._repr_html_()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(circuitsvis.URL_VARIABLE, "/circuitsvis/iife.js")


@pytest.mark.usefixtures("served")
def test_with_a_server_the_cell_holds_an_address_and_no_bundle(html: str) -> None:
    assert 'script.src = "/circuitsvis/iife.js"' in html
    assert 'circuitsvis["AttentionPattern"]' in html
    assert len(html) < 2000


@pytest.mark.usefixtures("served")
def test_no_token_can_leave_its_script(html: str) -> None:
    assert html.count("</script>") == 1
    assert r"\u003c/script>\u003cscript>alert(1)" in html


def test_without_a_server_the_cell_holds_the_installed_bundle(
    html: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "unpkg.com/circuitsvis" not in html
    path = circuitsvis.bundle_path()
    assert path is not None
    assert len(html) > path.stat().st_size / 2
    assert html.count("</script>") == 1


def test_the_bundle_is_found_without_reading_torch() -> None:
    code = (
        "import sys; from trafolab.jupyter.circuitsvis import bundle_path; p = bundle_path(); "
        "print(p.name, 'torch' in sys.modules, 'circuitsvis' in sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout.split() == ["iife.js", "False", "False"]
