"""The small instance with accounts at work, one person signed in, so that pictures of its pages can be taken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.web.accounts_kit import House, house
from tests.web.provider_kit import configured, provided

from clausewatch.config import Settings
from clausewatch.nouns.account import Account, Organisation, Proof, Role
from clausewatch.pipeline import identity
from clausewatch.web import create_app, start_server
from clausewatch.web.accounts import DOORS
from clausewatch.wiring.ways import issuers, passkeys


@dataclass(frozen=True, slots=True)
class Accounts:
    """Where the instance is served, the signed-in person's cookie, and pages as path templates with their addresses."""

    url: str
    cookie: dict[str, str]
    inside: dict[str, str]
    outside: dict[str, str]


@contextmanager
def served_accounts(folder: Path) -> Iterator[Accounts]:
    """Served until the end, with a provider to sign in by and passkeys."""
    with house(folder) as made, provided(made.clock.now) as provider:
        of = made.organisation("Legal department")
        who = made.person("ada@example.org", of)
        made.person("reader@example.org", of, Role.READER)
        # Passkeys sign for one origin, port and all, so the port is known before the server is.
        port = _free_port()
        base_url = f"http://localhost:{port}"
        settings = Settings.model_validate(
            {"accounts": {"oidc": [configured(provider)]}, "instance": {"base_url": base_url}}
        )
        members = replace(made.members, issuers=issuers(settings, made.clock), passkeys=passkeys(settings))
        server = start_server(
            create_app(replace(made.site, base_url=base_url, members=members)), "127.0.0.1", port
        )
        try:
            yield _accounts(made, base_url, of, who)
        finally:
            server.stop()


def _accounts(made: House, url: str, of: Organisation, who: Account) -> Accounts:
    proof = Proof(made.clock.at)
    token = identity.begin_session(made.members.people, who, "Chromium", "192.0.2.1", "", proof)
    pages = {
        door.path: door.path.format(organisation=of.id, provider="example", watch="")
        for door in DOORS
        if door.method == "GET" and not door.path.endswith((".json", "/back/")) and "{watch}" not in door.path
    }
    inside = {path: at for path, at in pages.items() if path.startswith("/account/")}
    return Accounts(
        url,
        {"name": "clausewatch-session", "value": token},
        inside,
        {path: at for path, at in pages.items() if path not in inside},
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
