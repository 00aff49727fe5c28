"""The command line: what it makes of arguments, and how it refuses them."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from trafolab_server.cli import main
from trafolab_server.cli import parse as parsed
from trafolab_server.settings import Settings


def test_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = parsed([])
    assert (settings.root, settings.notebook, settings.model) == (tmp_path, "analysis.ipynb", "trafo-2l")
    assert (settings.host, settings.port, settings.device) == ("127.0.0.1", 8123, None)


def test_a_model_that_is_named_is_told_from_the_default(tmp_path: Path) -> None:
    root = ["--root", str(tmp_path)]
    assert not parsed(root).model_named
    named = parsed([*root, "--model", "trafo-2l"])
    assert (named.model, named.model_named) == ("trafo-2l", True)


def test_each_start_has_its_own_secrets(tmp_path: Path) -> None:
    one, two = parsed(["--root", str(tmp_path)]), parsed(["--root", str(tmp_path)])
    secrets = {one.token, one.session, two.token, two.session}
    assert len(secrets) == 4
    assert min(len(secret) for secret in secrets) >= 32
    assert not any(secret in repr(one) for secret in secrets)


def test_the_link_survives_any_token(tmp_path: Path) -> None:
    settings = parsed(["--root", str(tmp_path), "--token", "a b&c#d", "--port", "9"])
    assert settings.link == "http://127.0.0.1:9/?token=a%20b%26c%23d"
    assert Settings(root=tmp_path, host="::1", port=9, token="t").link == "http://[::1]:9/?token=t"
    assert Settings(root=tmp_path, host="0.0.0.0", port=9, token="t").link == "http://127.0.0.1:9/?token=t"


def test_a_models_directory_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models" / "mine").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert parsed(["--model", "models/mine"]).model == str(tmp_path / "models" / "mine")
    assert parsed(["--model", "openai-community/gpt2"]).model == "openai-community/gpt2"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--root", "nowhere"], "--root nowhere: there is no such directory"),
        (["--root", "file"], "--root file: there is no such directory"),
        (["--model", "./nowhere"], "--model ./nowhere: there is no such directory"),
        (["--model", "/no/such/model"], "--model /no/such/model: there is no such directory"),
        (["--notebook", "../a.ipynb"], "--notebook ../a.ipynb: it lies outside"),
        (["--notebook", "/etc/a.ipynb"], "--notebook /etc/a.ipynb: it lies outside"),
        (["--notebook", "a.txt"], "--notebook a.txt: give a file that ends in .ipynb"),
        (["--notebook", "folder.ipynb"], "--notebook folder.ipynb: it is a directory"),
        (["--host", "0.0.0.0"], "add --token SECRET"),
        (["--token", ""], "an empty secret keeps nobody out"),
        (["--host", "no such host"], "cannot listen on no such host"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "folder.ipynb").mkdir()
    token = [] if "--token" in arguments or "0.0.0.0" in arguments else ["--token", "t"]
    assert main([*arguments, *token, "--no-browser"]) == 2
    out, err = capsys.readouterr()
    assert err.startswith("trafolab: ")
    assert message in err
    assert out == ""


@pytest.mark.parametrize("device", ["foo", "cuda:", "gpu", ""])
def test_a_word_that_is_no_device_is_refused(device: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--device", device, "--no-browser"])
    assert "give cpu, cuda, cuda:1 or mps" in capsys.readouterr().err


def test_a_port_in_use_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--root", str(tmp_path), "--port", str(port)]) == 2
    assert f"cannot listen on 127.0.0.1 port {port} (" in capsys.readouterr().err
