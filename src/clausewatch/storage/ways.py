"""Links to sign-in providers, passkeys, and what was begun to sign in and not finished."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from clausewatch.nouns.account import AccountId
from clausewatch.nouns.identity import Digest
from clausewatch.nouns.ways import Ceremony, CeremonyKind, Passkey, ProviderLink
from clausewatch.storage.account_tables import ceremony as ceremonies_table
from clausewatch.storage.account_tables import passkey as passkeys_table
from clausewatch.storage.account_tables import provider_link as links_table
from clausewatch.storage.upsert import insert_into


def add_link(connection: Connection, made: ProviderLink) -> bool:
    """Keeps the link; False, and nothing kept, where the issuer's subject is linked already."""
    row = {
        "id": made.id,
        "issuer": made.issuer,
        "subject": made.subject,
        "account": made.account,
        "email": made.email,
        "created_at": made.created_at,
        "used_at": made.used_at,
    }
    kept = (
        insert_into(connection, links_table)
        .values(row)
        .on_conflict_do_nothing(index_elements=["issuer", "subject"])
    )
    return connection.execute(kept, execution_options={"preserve_rowcount": True}).rowcount == 1


def link_of(connection: Connection, issuer: str, subject: str) -> ProviderLink | None:
    """The link of the issuer's subject."""
    table = links_table.c
    query = select(links_table).where(table.issuer == issuer, table.subject == subject)
    row = connection.execute(query).mappings().first()
    return None if row is None else ProviderLink(**row)


def links(connection: Connection, who: AccountId) -> tuple[ProviderLink, ...]:
    """The account's links, oldest first."""
    table = links_table.c
    query = select(links_table).where(table.account == who).order_by(table.created_at, table.id)
    return tuple(ProviderLink(**row) for row in connection.execute(query).mappings())


def used_link(connection: Connection, identifier: str, at: datetime) -> None:
    """Notes when the link was last used."""
    connection.execute(update(links_table).where(links_table.c.id == identifier).values(used_at=at))


def end_link(connection: Connection, who: AccountId, identifier: str) -> None:
    """Ends the account's link."""
    table = links_table.c
    connection.execute(delete(links_table).where(table.account == who, table.id == identifier))


def add_passkey(connection: Connection, made: Passkey) -> bool:
    """Keeps the passkey; False, and nothing kept, where its credential is known."""
    row = {
        "id": made.id,
        "credential": made.credential.hex(),
        "account": made.account,
        "name": made.name,
        "attested": made.attested.hex(),
        "counter": made.counter,
        "created_at": made.created_at,
        "used_at": made.used_at,
    }
    kept = (
        insert_into(connection, passkeys_table)
        .values(row)
        .on_conflict_do_nothing(index_elements=["credential"])
    )
    return connection.execute(kept, execution_options={"preserve_rowcount": True}).rowcount == 1


def passkey_of(connection: Connection, credential: bytes) -> Passkey | None:
    """The passkey of that credential."""
    query = select(passkeys_table).where(passkeys_table.c.credential == credential.hex())
    row = connection.execute(query).mappings().first()
    return None if row is None else _passkey(row)


def passkeys(connection: Connection, who: AccountId) -> tuple[Passkey, ...]:
    """The account's passkeys, oldest first."""
    table = passkeys_table.c
    query = select(passkeys_table).where(table.account == who).order_by(table.created_at, table.id)
    return tuple(_passkey(row) for row in connection.execute(query).mappings())


def used_passkey(connection: Connection, before: Passkey, counter: int, at: datetime) -> bool:
    """Notes the use and its counter; False where another use came between, so that one signature counts once."""
    table = passkeys_table.c
    noted = connection.execute(
        update(passkeys_table)
        .where(table.id == before.id, table.counter == before.counter)
        .values(counter=counter, used_at=at)
    )
    return noted.rowcount == 1


def end_passkey(connection: Connection, who: AccountId, identifier: str) -> None:
    """Ends the account's passkey."""
    table = passkeys_table.c
    connection.execute(delete(passkeys_table).where(table.account == who, table.id == identifier))


def end_all(connection: Connection, who: AccountId) -> None:
    """Ends the account's links and passkeys, and what was begun with them."""
    for table in (links_table, passkeys_table, ceremonies_table):
        connection.execute(delete(table).where(table.c.account == who))


def begin(connection: Connection, made: Ceremony, now: datetime) -> None:
    """Keeps what was begun, and deletes what nobody finished in time."""
    row = {
        "key": made.key,
        "kind": made.kind.value,
        "session": made.session,
        "expires_at": made.expires_at,
        "account": made.account,
        "provider": made.provider,
        "after": made.after,
        "invitation": made.invitation,
    }
    # First this: it waits for who holds the account, who may wait for what is deleted.
    connection.execute(insert(ceremonies_table).values(row))
    connection.execute(delete(ceremonies_table).where(ceremonies_table.c.expires_at <= now))


def begun(
    connection: Connection, key: Digest, kind: CeremonyKind, session: Digest, now: datetime
) -> Ceremony | None:
    """What was begun under that key, of that kind, in that browser, if its time is not over."""
    query = select(ceremonies_table).where(*_open(key, kind, session, now))
    row = connection.execute(query).mappings().first()
    return None if row is None else Ceremony(**{**row, "kind": CeremonyKind(row["kind"])})


def take(
    connection: Connection, key: Digest, kind: CeremonyKind, session: Digest, now: datetime
) -> Ceremony | None:
    """As `begun`, and ends it: of two that take it at once, one gets it."""
    found = begun(connection, key, kind, session, now)
    taken = connection.execute(delete(ceremonies_table).where(*_open(key, kind, session, now)))
    return found if taken.rowcount == 1 else None


def _open(key: Digest, kind: CeremonyKind, session: Digest, now: datetime) -> tuple[ColumnElement[bool], ...]:
    table = ceremonies_table.c
    return (table.key == key, table.kind == kind.value, table.session == session, table.expires_at > now)


def _passkey(row: RowMapping) -> Passkey:
    return Passkey(
        id=row["id"],
        credential=bytes.fromhex(row["credential"]),
        account=row["account"],
        name=row["name"],
        attested=bytes.fromhex(row["attested"]),
        counter=row["counter"],
        created_at=row["created_at"],
        used_at=row["used_at"],
    )
