"""What is kept of a person, as they take it along: everything but digests of secrets."""

from __future__ import annotations

from datetime import datetime

from clausewatch.nouns.account import Account
from clausewatch.pipeline.ways import Ways, ways_of
from clausewatch.publish import watch_line
from clausewatch.storage import Connection, accounts, sessions, subscriptions

Lines = list[dict[str, object]]


def kept_of(connection: Connection, who: Account) -> dict[str, object]:
    """All of it by its kind, ready for JSON."""
    held, ways = accounts.memberships(connection, who.id), ways_of(connection, who.id)
    return {
        "account": {
            "email": who.email,
            "created_at": who.created_at.isoformat(),
            "verified_at": _told(who.verified_at),
            "second_step": bool(who.totp),
            "password": ways.password,
        },
        **_signing_in(ways),
        "organisations": [
            {"id": each.organisation, "role": each.role.value, "since": each.since.isoformat()}
            for each in held
        ],
        "watches": [
            watch_line(watch)
            for each in held
            for watch in subscriptions.watches_of(connection, each.organisation)
        ],
        "tokens": _tokens(connection, who),
        "sessions": [
            {
                "created_at": each.created_at.isoformat(),
                "seen_at": each.seen_at.isoformat(),
                "agent": each.agent,
                "proved_at": _told(each.proved_at),
            }
            for each in sessions.sessions(connection, who.id)
        ],
        "log": [
            {"at": each.at.isoformat(), "what": each.what, "about": each.about, "where": each.where}
            for each in sessions.deeds_by(connection, who.id)
        ],
    }


def _signing_in(ways: Ways) -> dict[str, Lines]:
    return {
        "providers": [
            {
                "issuer": each.issuer,
                "subject": each.subject,
                "email": each.email,
                "created_at": each.created_at.isoformat(),
                "used_at": _told(each.used_at),
            }
            for each in ways.links
        ],
        "passkeys": [
            {
                "name": each.name,
                "credential": each.credential.hex(),
                "created_at": each.created_at.isoformat(),
                "used_at": _told(each.used_at),
            }
            for each in ways.passkeys
        ],
    }


def _tokens(connection: Connection, who: Account) -> Lines:
    return [
        {
            "organisation": each.organisation,
            "name": each.name,
            "scopes": [scope.value for scope in each.scopes],
            "created_at": each.created_at.isoformat(),
            "expires_at": each.expires_at.isoformat(),
            "used_at": _told(each.used_at),
        }
        for each in sessions.tokens_by(connection, who.id)
    ]


def _told(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
