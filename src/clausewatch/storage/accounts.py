"""Accounts, organisations, who belongs to which, and the plan of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from clausewatch.nouns.account import (
    MOVED,
    Account,
    AccountId,
    Membership,
    Organisation,
    OrganisationId,
    Role,
)
from clausewatch.storage import codec
from clausewatch.storage.account_tables import account as accounts_table
from clausewatch.storage.account_tables import (
    api_token,
    ceremony,
    deed,
    one_time,
    passkey,
    plan_grant,
    provider_link,
    session,
)
from clausewatch.storage.account_tables import membership as memberships_table
from clausewatch.storage.account_tables import organisation as organisations_table
from clausewatch.storage.upsert import insert_into, upsert
from clausewatch.storage.watch_tables import watch as watches_table

UNNAMED = "An organisation"
"""What an organisation is called whose namesake left."""
_NAME_CHARS = 120


def organisation_name(email: str) -> str:
    """What somebody's own organisation is called."""
    return email[:_NAME_CHARS]


def add_account(connection: Connection, account: Account) -> bool:
    """Keeps the account; False, and nothing kept, where its e-mail address is known."""
    row = {
        "id": account.id,
        "email": account.email,
        "password": account.password,
        "totp": account.totp,
        "totp_step": account.totp_step,
        "recovery": codec.dumps(account.recovery),
        "created_at": account.created_at,
        "verified_at": account.verified_at,
        "disabled": account.disabled,
    }
    made = (
        insert_into(connection, accounts_table).values(row).on_conflict_do_nothing(index_elements=["email"])
    )
    return connection.execute(made, execution_options={"preserve_rowcount": True}).rowcount == 1


def account(connection: Connection, identifier: AccountId) -> Account | None:
    """The account of that id."""
    query = select(accounts_table).where(accounts_table.c.id == identifier)
    row = connection.execute(query).mappings().first()
    return None if row is None else _account(row)


def account_of(connection: Connection, email: str) -> Account | None:
    """The account of that address, which must be in lower case."""
    query = select(accounts_table).where(accounts_table.c.email == email)
    row = connection.execute(query).mappings().first()
    return None if row is None else _account(row)


def accounts_before(connection: Connection, email: str) -> tuple[Account, ...]:
    """The accounts that had that address, which must be in lower case, before they had the one that they have."""
    moved = select(deed.c.account).where(deed.c.what == MOVED, deed.c.about == email)
    table = accounts_table.c
    query = select(accounts_table).where(table.id.in_(moved), table.email != email).order_by(table.id)
    return tuple(_account(row) for row in connection.execute(query).mappings())


def hold_account(connection: Connection, identifier: AccountId) -> Account | None:
    """As `account`, and nobody else holds it until the transaction ends, so that what is changed of it was not stale."""
    query = select(accounts_table).where(accounts_table.c.id == identifier).with_for_update()
    row = connection.execute(query).mappings().first()
    return None if row is None else _account(row)


def accounts(connection: Connection) -> tuple[Account, ...]:
    """Every account in the order they were made."""
    query = select(accounts_table).order_by(accounts_table.c.created_at, accounts_table.c.id)
    return tuple(_account(row) for row in connection.execute(query).mappings())


def second_steps(connection: Connection, but: str) -> tuple[AccountId, ...]:
    """Accounts that use a second step whose secret is kept in another form than the one that begins so."""
    table = accounts_table.c
    query = select(table.id).where(table.totp != "", table.totp.not_like(f"{but}%")).order_by(table.id)
    return tuple(connection.execute(query).scalars())


def change_account(connection: Connection, changed: Account) -> None:
    """Renews what may change of an account: password, second step, verification and whether it is disabled.

    All of these at once, so it must have been held (`hold_account`) in this transaction.
    """
    connection.execute(
        update(accounts_table)
        .where(accounts_table.c.id == changed.id)
        .values(
            password=changed.password,
            totp=changed.totp,
            totp_step=changed.totp_step,
            recovery=codec.dumps(changed.recovery),
            verified_at=changed.verified_at,
            disabled=changed.disabled,
        )
    )


def move_account(connection: Connection, before: Account, email: str) -> bool:
    """Gives the account that address in place of the one before, and the name that follows from it to those of its organisations
    that are named after it; False, and nothing changed, where another account has it."""
    try:
        with connection.begin_nested():
            mine = accounts_table.c.id == before.id
            connection.execute(update(accounts_table).where(mine).values(email=email))
    except IntegrityError:
        return False
    # Another's organisation may be named so as well, and is not to learn the new address.
    own = select(memberships_table.c.organisation).where(memberships_table.c.account == before.id)
    named = (organisations_table.c.name == organisation_name(before.email)) & organisations_table.c.id.in_(
        own
    )
    connection.execute(update(organisations_table).where(named).values(name=organisation_name(email)))
    return True


def forget_account(connection: Connection, gone: Account, *, address: bool = True) -> None:
    """Deletes the account with all that names the person; organisations that nobody else is in go with it.

    Their watches end and lose name, target and secret: what was told of them stays on record without saying to whom. An
    organisation with others in it that was named after the person gets a name that tells nothing. So it goes for addresses that
    the account had before, but for those that are another's now. Without `address` what names the address stays: it is about
    who has it now.
    """
    # Held, so that nobody signs in, or links something, between what is deleted here and the account itself.
    hold_account(connection, gone.id)
    addresses = (gone.email, *_former_addresses(connection, gone.id)) if address else ()
    for each in memberships(connection, gone.id):
        if len(members(connection, each.organisation)) == 1:
            _forget_organisation(connection, each.organisation)
    connection.execute(
        update(watches_table)
        .where(watches_table.c.organisation.is_not(None), func.lower(watches_table.c.target).in_(addresses))
        .values(active=False, target="", name="", secret="")
    )
    named = organisations_table.c.name.in_([organisation_name(each) for each in addresses])
    connection.execute(update(organisations_table).where(named).values(name=UNNAMED))
    for table in (session, api_token, memberships_table, provider_link, passkey, ceremony):
        connection.execute(delete(table).where(table.c.account == gone.id))
    connection.execute(
        delete(one_time).where(or_(one_time.c.account == gone.id, one_time.c.email.in_(addresses)))
    )
    # What was done in no organisation was about the person's own things, such as the names of passkeys.
    own = (deed.c.account == gone.id) & deed.c.organisation.is_(None)
    connection.execute(update(deed).where(own).values(about=""))
    connection.execute(update(deed).where(deed.c.account == gone.id).values(account=None, place=""))
    connection.execute(update(deed).where(deed.c.about.in_((*addresses, gone.id))).values(about=""))
    connection.execute(delete(accounts_table).where(accounts_table.c.id == gone.id))


def _former_addresses(connection: Connection, who: AccountId) -> tuple[str, ...]:
    moved = (deed.c.account == who) & (deed.c.what == MOVED) & (deed.c.about != "")
    query = select(deed.c.about).where(moved, deed.c.about.not_in(select(accounts_table.c.email)))
    return tuple(connection.execute(query.distinct()).scalars())


def _forget_organisation(connection: Connection, gone: OrganisationId) -> None:
    connection.execute(
        update(watches_table)
        .where(watches_table.c.organisation == gone)
        .values(active=False, target="", name="", secret="")
    )
    for table in (api_token, one_time, memberships_table, plan_grant, deed):
        connection.execute(delete(table).where(table.c.organisation == gone))
    connection.execute(delete(organisations_table).where(organisations_table.c.id == gone))


def add_organisation(connection: Connection, made: Organisation) -> None:
    """Keeps a new organisation."""
    row = {"id": made.id, "name": made.name, "created_at": made.created_at}
    connection.execute(insert(organisations_table).values(row))


def organisation(connection: Connection, identifier: OrganisationId) -> Organisation | None:
    """The organisation of that id."""
    query = select(organisations_table).where(organisations_table.c.id == identifier)
    row = connection.execute(query).mappings().first()
    return None if row is None else Organisation(row["id"], row["name"], row["created_at"])


def organisations(connection: Connection) -> tuple[Organisation, ...]:
    """Every organisation in the order they were made."""
    query = select(organisations_table).order_by(organisations_table.c.created_at, organisations_table.c.id)
    return tuple(
        Organisation(row["id"], row["name"], row["created_at"])
        for row in connection.execute(query).mappings()
    )


def hold(connection: Connection, identifier: OrganisationId) -> Organisation | None:
    """As `organisation`, and nobody else holds it until the transaction ends, so that what it has can be counted.

    Whoever holds several things does so in one order, or two would wait for each other: organisations by their ids, then
    accounts, then what is theirs: links, sessions, watches. To make a row that names one of them holds that one a little, too.
    """
    query = select(organisations_table).where(organisations_table.c.id == identifier).with_for_update()
    row = connection.execute(query).mappings().first()
    return None if row is None else Organisation(row["id"], row["name"], row["created_at"])


def membership(connection: Connection, of: OrganisationId, who: AccountId) -> Membership | None:
    """What the account may do in the organisation; None for who is no member."""
    table = memberships_table.c
    query = select(memberships_table).where(table.organisation == of, table.account == who)
    row = connection.execute(query).mappings().first()
    return None if row is None else _membership(row)


def memberships(connection: Connection, who: AccountId) -> tuple[Membership, ...]:
    """Where the account belongs, oldest first."""
    table = memberships_table.c
    query = select(memberships_table).where(table.account == who).order_by(table.since, table.organisation)
    return tuple(_membership(row) for row in connection.execute(query).mappings())


def hold_memberships(connection: Connection, who: AccountId) -> tuple[Membership, ...]:
    """As `memberships`, and nobody else holds those organisations until the transaction ends, nor those that are named after the
    account; which it joined meanwhile is not among them. Whoever is to hold the account as well does so after them (`hold`), and
    looks whether there are others then."""
    found = account(connection, who)
    named = () if found is None else _named_after(connection, found)
    held = {each.organisation for each in memberships(connection, who)} | set(named)
    for each in sorted(held):
        hold(connection, each)
    return tuple(each for each in memberships(connection, who) if each.organisation in held)


def _named_after(connection: Connection, who: Account) -> tuple[OrganisationId, ...]:
    names = [organisation_name(each) for each in (who.email, *_former_addresses(connection, who.id))]
    query = select(organisations_table.c.id).where(organisations_table.c.name.in_(names))
    return tuple(connection.execute(query).scalars())


def members(connection: Connection, of: OrganisationId) -> tuple[tuple[Account, Membership], ...]:
    """Who belongs to the organisation, oldest first."""
    table = memberships_table.c
    query = select(memberships_table).where(table.organisation == of).order_by(table.since, table.account)
    found = [_membership(row) for row in connection.execute(query).mappings()]
    people = [(account(connection, each.account), each) for each in found]
    return tuple((person, each) for person, each in people if person is not None)


def save_member(connection: Connection, member: Membership) -> None:
    """Keeps or renews what the account may do in the organisation."""
    row = {
        "organisation": member.organisation,
        "account": member.account,
        "role": member.role.value,
        "since": member.since,
    }
    upsert(connection, memberships_table, row)


def remove_member(connection: Connection, of: OrganisationId, who: AccountId) -> None:
    """Ends the membership, the tokens that the account made there, and invitations by the account and to it."""
    gone = account(connection, who)
    for each in (memberships_table, api_token, one_time):
        connection.execute(delete(each).where(each.c.organisation == of, each.c.account == who))
    if gone is not None:
        connection.execute(
            delete(one_time).where(one_time.c.organisation == of, one_time.c.email == gone.email)
        )


def owners(connection: Connection, of: OrganisationId, but: AccountId) -> int:
    """How many beside that account own the organisation and can sign in."""
    member, person = memberships_table.c, accounts_table.c
    query = (
        select(func.count())
        .select_from(memberships_table.join(accounts_table, member.account == person.id))
        .where(member.organisation == of, member.role == Role.OWNER.value, member.account != but)
        .where(person.verified_at.is_not(None), person.disabled.is_(False))
    )
    return int(connection.execute(query).scalar_one())


def grant_plan(connection: Connection, of: OrganisationId, plan: str, at: datetime) -> None:
    """Gives the organisation the plan of that id in place of the one it had."""
    upsert(connection, plan_grant, {"organisation": of, "plan": plan, "granted_at": at})


def granted_plan(connection: Connection, of: OrganisationId) -> str | None:
    """The id of the plan that the organisation was granted; None where it was granted none."""
    found: str | None = connection.execute(
        select(plan_grant.c.plan).where(plan_grant.c.organisation == of)
    ).scalar()
    return found


def granted_plans(connection: Connection) -> dict[OrganisationId, str]:
    """The id of the plan of each organisation that was granted one."""
    query = select(plan_grant.c.organisation, plan_grant.c.plan)
    return {row[0]: row[1] for row in connection.execute(query)}


def reachable(
    connection: Connection, of: OrganisationId | None = None
) -> dict[OrganisationId, frozenset[str]]:
    """The addresses of each organisation's members who can sign in: verified and not disabled; or of that one's."""
    member, person = memberships_table.c, accounts_table.c
    query = (
        select(member.organisation, person.email)
        .join_from(memberships_table, accounts_table, member.account == person.id)
        .where(person.verified_at.is_not(None), person.disabled.is_(False))
    )
    if of is not None:
        query = query.where(member.organisation == of)
    found: dict[OrganisationId, set[str]] = {}
    for organisation_, email in connection.execute(query):
        found.setdefault(organisation_, set()).add(email)
    return {key: frozenset(value) for key, value in found.items()}


def granted_at(connection: Connection, of: OrganisationId) -> datetime | None:
    """When the organisation was granted its plan."""
    found: datetime | None = connection.execute(
        select(plan_grant.c.granted_at).where(plan_grant.c.organisation == of)
    ).scalar()
    return found


def _account(row: RowMapping) -> Account:
    return Account(
        id=row["id"],
        email=row["email"],
        password=row["password"],
        created_at=row["created_at"],
        verified_at=row["verified_at"],
        disabled=row["disabled"],
        totp=row["totp"],
        totp_step=row["totp_step"],
        recovery=codec.loads(tuple[str, ...], row["recovery"]),
    )


def _membership(row: RowMapping) -> Membership:
    return Membership(row["organisation"], row["account"], Role(row["role"]), row["since"])
