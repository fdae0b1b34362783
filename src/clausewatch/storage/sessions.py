"""Who is signed in, links that work once, tokens of programs, and what was done. Secrets are here as digests alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, insert, select, update

from clausewatch.nouns.account import (
    AccountId,
    ApiToken,
    Deed,
    OrganisationId,
    Pass,
    Purpose,
    Role,
    Session,
    TokenScope,
)
from clausewatch.nouns.identity import Digest
from clausewatch.storage import codec
from clausewatch.storage.account_tables import api_token as tokens_table
from clausewatch.storage.account_tables import deed as deeds_table
from clausewatch.storage.account_tables import one_time as passes_table
from clausewatch.storage.account_tables import session as sessions_table


def open_session(connection: Connection, made: Session) -> None:
    """Keeps a new session."""
    row = {
        "key": made.key,
        "account": made.account,
        "created_at": made.created_at,
        "seen_at": made.seen_at,
        "agent": made.agent,
        "proved_at": made.proved_at,
    }
    connection.execute(insert(sessions_table).values(row))


def session(connection: Connection, key: Digest) -> Session | None:
    """The session of that key, whether or not its time is over."""
    row = connection.execute(select(sessions_table).where(sessions_table.c.key == key)).mappings().first()
    return None if row is None else Session(**row)


def sessions(connection: Connection, who: AccountId) -> tuple[Session, ...]:
    """The account's sessions, the one used last first."""
    table = sessions_table.c
    query = select(sessions_table).where(table.account == who).order_by(table.seen_at.desc(), table.key)
    return tuple(Session(**row) for row in connection.execute(query).mappings())


def seen_session(connection: Connection, key: Digest, at: datetime) -> None:
    """Notes when the session was last used."""
    connection.execute(update(sessions_table).where(sessions_table.c.key == key).values(seen_at=at))


def end_session(connection: Connection, key: Digest) -> None:
    """Ends the session, if there is one."""
    connection.execute(delete(sessions_table).where(sessions_table.c.key == key))


def end_sessions(connection: Connection, who: AccountId, but: Digest = "") -> None:
    """Ends every session of the account but that one."""
    table = sessions_table.c
    connection.execute(delete(sessions_table).where(table.account == who, table.key != but))


def drop_stale_sessions(connection: Connection, seen_before: datetime, made_before: datetime) -> None:
    """Deletes sessions last used or made before then."""
    table = sessions_table.c
    connection.execute(
        delete(sessions_table).where((table.seen_at < seen_before) | (table.created_at < made_before))
    )


def drop_stale_passes(connection: Connection, expired: datetime) -> None:
    """Deletes links that expired before then."""
    connection.execute(delete(passes_table).where(passes_table.c.expires_at < expired))


def save_pass(connection: Connection, made: Pass) -> None:
    """Keeps a new link."""
    row = {
        "key": made.key,
        "purpose": made.purpose.value,
        "email": made.email,
        "account": made.account,
        "organisation": made.organisation,
        "role": made.role.value,
        "created_at": made.created_at,
        "expires_at": made.expires_at,
    }
    connection.execute(insert(passes_table).values(row))


def pass_of(connection: Connection, key: Digest, purpose: Purpose, now: datetime) -> Pass | None:
    """The link of that key, if it is for that purpose, was not used, and its time is not over."""
    row = connection.execute(select(passes_table).where(*_usable(key, purpose, now))).mappings().first()
    return None if row is None else _pass(row)


def take_pass(connection: Connection, key: Digest, purpose: Purpose, now: datetime) -> Pass | None:
    """As `pass_of`, and uses it up: of two that take it at once, one gets it."""
    found = pass_of(connection, key, purpose, now)
    taken = connection.execute(update(passes_table).where(*_usable(key, purpose, now)).values(used_at=now))
    return found if taken.rowcount == 1 else None


def drop_passes(connection: Connection, who: AccountId, purpose: Purpose) -> None:
    """Ends the account's links of that purpose."""
    table = passes_table.c
    connection.execute(delete(passes_table).where(table.account == who, table.purpose == purpose.value))


def invitations(connection: Connection, of: OrganisationId, now: datetime) -> tuple[Pass, ...]:
    """The organisation's invitations that can still be taken up, oldest first."""
    table = passes_table.c
    query = (
        select(passes_table)
        .where(table.organisation == of, table.purpose == Purpose.INVITE.value)
        .where(table.used_at.is_(None), table.expires_at > now)
        .order_by(table.created_at, table.key)
    )
    return tuple(_pass(row) for row in connection.execute(query).mappings())


def end_invitation(connection: Connection, of: OrganisationId, key: Digest) -> bool:
    """Ends the organisation's invitation; False where it has none of that key."""
    table = passes_table.c
    ended = connection.execute(
        delete(passes_table).where(
            table.organisation == of, table.key == key, table.purpose == Purpose.INVITE.value
        )
    )
    return ended.rowcount == 1


def drop_invitations(connection: Connection, of: OrganisationId, email: str) -> None:
    """Ends the organisation's invitations to that address."""
    table = passes_table.c
    connection.execute(
        delete(passes_table).where(
            table.organisation == of, table.email == email, table.purpose == Purpose.INVITE.value
        )
    )


def add_token(connection: Connection, made: ApiToken) -> None:
    """Keeps a new token of the API."""
    row = {
        "id": made.id,
        "key": made.key,
        "organisation": made.organisation,
        "account": made.account,
        "name": made.name,
        "scopes": codec.dumps(made.scopes),
        "created_at": made.created_at,
        "expires_at": made.expires_at,
    }
    connection.execute(insert(tokens_table).values(row))


def token(connection: Connection, key: Digest) -> ApiToken | None:
    """The token of that key, whether or not its time is over."""
    row = connection.execute(select(tokens_table).where(tokens_table.c.key == key)).mappings().first()
    return None if row is None else _token(row)


def tokens(connection: Connection, of: OrganisationId) -> tuple[ApiToken, ...]:
    """The organisation's tokens, newest first."""
    table = tokens_table.c
    query = select(tokens_table).where(table.organisation == of).order_by(table.created_at.desc(), table.id)
    return tuple(_token(row) for row in connection.execute(query).mappings())


def tokens_by(connection: Connection, who: AccountId) -> tuple[ApiToken, ...]:
    """The tokens that the account made, newest first."""
    table = tokens_table.c
    query = select(tokens_table).where(table.account == who).order_by(table.created_at.desc(), table.id)
    return tuple(_token(row) for row in connection.execute(query).mappings())


def used_token(connection: Connection, identifier: str, at: datetime) -> None:
    """Notes when the token was last used."""
    connection.execute(update(tokens_table).where(tokens_table.c.id == identifier).values(used_at=at))


def end_token(connection: Connection, of: OrganisationId, identifier: str) -> bool:
    """Ends the organisation's token; False where it has none of that id."""
    table = tokens_table.c
    ended = connection.execute(delete(tokens_table).where(table.organisation == of, table.id == identifier))
    return ended.rowcount == 1


def end_tokens_by(connection: Connection, who: AccountId) -> None:
    """Ends the tokens that the account made."""
    connection.execute(delete(tokens_table).where(tokens_table.c.account == who))


def note(connection: Connection, done: Deed) -> None:
    """Adds a line to the audit log."""
    row = {
        "at": done.at,
        "what": done.what,
        "about": done.about,
        "account": done.account,
        "organisation": done.organisation,
        "place": done.where,
    }
    connection.execute(insert(deeds_table).values(row))


def deeds(connection: Connection, of: OrganisationId, limit: int) -> tuple[Deed, ...]:
    """What was done in the organisation, newest first."""
    query = select(deeds_table).where(deeds_table.c.organisation == of)
    return _deeds(connection, query.order_by(deeds_table.c.number.desc()).limit(limit))


def deeds_by(connection: Connection, who: AccountId) -> tuple[Deed, ...]:
    """What the account did, newest first."""
    query = select(deeds_table).where(deeds_table.c.account == who)
    return _deeds(connection, query.order_by(deeds_table.c.number.desc()))


def _deeds(connection: Connection, query: Select[Any]) -> tuple[Deed, ...]:
    return tuple(
        Deed(row["at"], row["what"], row["about"], row["account"], row["organisation"], row["place"])
        for row in connection.execute(query).mappings()
    )


def _usable(key: Digest, purpose: Purpose, now: datetime) -> tuple[ColumnElement[bool], ...]:
    table = passes_table.c
    return (
        table.key == key,
        table.purpose == purpose.value,
        table.used_at.is_(None),
        table.expires_at > now,
    )


def _pass(row: RowMapping) -> Pass:
    return Pass(
        key=row["key"],
        purpose=Purpose(row["purpose"]),
        email=row["email"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        account=row["account"],
        organisation=row["organisation"],
        role=Role(row["role"]),
    )


def _token(row: RowMapping) -> ApiToken:
    return ApiToken(
        id=row["id"],
        key=row["key"],
        organisation=row["organisation"],
        account=row["account"],
        name=row["name"],
        scopes=codec.loads(tuple[TokenScope, ...], row["scopes"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
    )
