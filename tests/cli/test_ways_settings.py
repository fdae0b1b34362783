"""Settings of ways to sign in: what is taken, what is refused with its reason, and secrets from the environment."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from tests.delivery.delivery_kit import NowClock

from clausewatch.config import load_settings
from clausewatch.errors import BadInputError
from clausewatch.pipeline.passkeys import RelyingParty
from clausewatch.wiring import ways

ONE = """
[instance]
base_url = "https://watch.example"
[[accounts.oidc]]
id = "my-login"
issuer = "https://login.example/realm"
client_id = "clausewatch"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "clausewatch.toml").write_text(text)
    return folder


def test_a_secret_comes_from_the_environment(tmp_path: Path) -> None:
    environment = {"CLAUSEWATCH_OIDC_SECRET_MY_LOGIN": "hush"}
    settings = load_settings(written(tmp_path, ONE + 'client_secret = "from the file"\n'), environment)
    (issuer,) = ways.issuers(settings, NowClock())
    assert issuer.provider.client_secret == "hush"
    assert (issuer.provider.name, issuer.provider.trust_email) == ("my-login", False)
    assert "hush" not in f"{settings!r} {issuer.provider!r}"
    assert ways.passkeys(settings) == RelyingParty("watch.example", "https://watch.example")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ('issuer = "http://login.example"', "issuer"),
        ('issuer = "http://127.0.0.1.evil.example"', "issuer"),
        ('issuer = "https://"', "issuer"),
        ('id = "My Login"', "id"),
        ('client_id = ""', "client_id"),
        ('networks = ["10.0.0.0/33"]', "networks"),
        ('secret = "x"', "secret"),
        ('[[accounts.oidc]]\nid = "my-login"\nissuer = "https://b.example"\nclient_id = "x"', "one id"),
        (
            '[[accounts.oidc]]\nid = "b"\nissuer = "https://login.example/realm"\nclient_id = "x"',
            "one issuer",
        ),
    ],
)
def test_settings_that_cannot_work_are_told(tmp_path: Path, change: str, told: str) -> None:
    key = change.partition(" = ")[0]
    kept = "\n".join(line for line in ONE.splitlines() if not line.startswith(f"{key} ="))
    with pytest.raises(BadInputError, match=told):
        load_settings(written(tmp_path, f"{kept}\n{change}\n"), {})


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that is configured cannot be checked, which is told; passkeys are not offered, and all else works."""
    settings = load_settings(written(tmp_path, ONE), {})
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(BadInputError, match=r"clausewatch\[accounts\]"):
        ways.issuers(settings, NowClock())
    assert ways.passkeys(settings) is None
    plain = load_settings(written(tmp_path, "[accounts]\npasskeys = false\n"), {})
    assert ways.issuers(plain, NowClock()) == ()
