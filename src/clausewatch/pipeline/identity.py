"""Steps of who is who: invitations, sign-up, verification, sign-in, reset. Each is one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from clausewatch.alert import email_fault
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.account import (
    UNPROVED,
    Account,
    AccountId,
    Deed,
    Membership,
    Organisation,
    OrganisationId,
    Pass,
    Proof,
    Purpose,
    Role,
    Session,
)
from clausewatch.pipeline.enciphered import deciphered, enciphered
from clausewatch.pipeline.passwords import (
    fits,
    hashed,
    key_of,
    new_id,
    new_token,
    password_fault,
    totp_step,
)
from clausewatch.ports import Clock
from clausewatch.storage import Connection, Database, accounts, sessions

IDLE = timedelta(days=7)
"""So long a session may rest."""
LIFETIME = timedelta(days=30)
"""So long a session lasts at most."""
FRESH = timedelta(minutes=10)
"""So long after proving themselves somebody may change how they sign in, or delete the account; then they sign in again first."""
_LASTS = {
    Purpose.VERIFY: timedelta(days=2),
    Purpose.RESET: timedelta(hours=1),
    Purpose.EMAIL: timedelta(hours=1),
    Purpose.INVITE: timedelta(days=7),
}
# A session's use is noted no oftener, so that reading does not write.
_NOTED = timedelta(minutes=5)


class OvertakenError(Exception):
    """Somebody else was sooner; the transaction is to be undone."""


@dataclass(frozen=True, slots=True)
class People:
    """What these steps work with. `key` gives the instance's secret, under which second steps are kept."""

    database: Database
    clock: Clock
    key: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works once, as it is sent: the token is kept nowhere. `into` says what an invitation is to."""

    purpose: Purpose
    email: str
    token: str
    into: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Instead of a link: somebody signed up with an address that has an account, whose owner is told so."""

    email: str


def email_of(given: str) -> str:
    """The address in the one form that is kept. Raises BadInputError for what mail cannot be sent to."""
    address = given.strip().lower()
    if fault := email_fault(address):
        raise BadInputError("The e-mail address", fault, "Write it as in you@example.org")
    return address


def check_password(password: str, email: str) -> None:
    """Raises BadInputError for a password that is too short, too long or obvious."""
    if fault := password_fault(password, email):
        raise BadInputError("The password", fault, "Choose another; a few words in a row are good")


def invite(people: People, email: str, organisation: OrganisationId | None, role: Role, by: Deed) -> Link:
    """A link to join with: into the organisation, or, without one, to an organisation of one's own.

    An earlier invitation of that address into the organisation ends. One by a member works while the member may invite.
    Raises UnknownNameError where the organisation is gone meanwhile, or the member.
    """
    with people.database.write() as connection:
        made = link_made(people.clock.now(), Pass("", Purpose.INVITE, email_of(email), by.at, by.at))
        found = replace(made[1], account=by.account, organisation=organisation, role=role)
        if organisation is not None:
            there, me = accounts.hold(connection, organisation), by.account
            if there is None or (me and accounts.membership(connection, organisation, me) is None):
                raise UnknownNameError(
                    "The organisation", "is not yours any more", "Your account lists those that are"
                )
            sessions.drop_invitations(connection, organisation, found.email)
        sessions.save_pass(connection, found)
        sessions.note(connection, by)
        into = accounts.organisation(connection, organisation) if organisation else None
    return replace(made[0], into=f"“{into.name}”, as {role.value}" if into else "")


def link_made(now: datetime, blank: Pass) -> tuple[Link, Pass]:
    """A fresh link of that purpose and address, and what is kept of it."""
    token = new_token()
    made = replace(blank, key=key_of(token), created_at=now, expires_at=now + _LASTS[blank.purpose])
    return Link(blank.purpose, blank.email, token), made


def sign_up(people: People, email: str, password: str) -> Link | Known:
    """Makes an account that waits for its address to be verified; an address with a verified account is only told so.

    Whoever signs up again before that sets the password anew, and older links end. Both take the same time.
    """
    address = email_of(email)
    check_password(password, address)
    kept = hashed(password)
    now = people.clock.now()
    with people.database.write() as connection:
        found = held_of(connection, address)
        if found is not None and (found.verified_at is not None or found.disabled):
            return Known(address)
        if found is None:
            found = Account(new_id(), address, kept, now)
            if not accounts.add_account(connection, found):
                return Known(address)
        else:
            accounts.change_account(connection, replace(found, password=kept))
        sessions.drop_passes(connection, found.id, Purpose.VERIFY)
        link, made = link_made(now, Pass("", Purpose.VERIFY, address, now, now, found.id))
        sessions.save_pass(connection, made)
        sessions.note(connection, Deed(now, "signed up", account=found.id))
    return link


def held_of(connection: Connection, email: str) -> Account | None:
    """The account of that address, held until the transaction ends."""
    found = accounts.account_of(connection, email)
    fresh = None if found is None else accounts.hold_account(connection, found.id)
    return fresh if fresh is not None and fresh.email == email else None


def verify(people: People, token: str, password: str) -> Account | None:
    """The account whose address the link proves, now verified and with an organisation; None where link or password is wrong.

    The password is asked because the account may have been made by somebody else with this address.
    """
    now = people.clock.now()
    with people.database.read() as connection:
        found = sessions.pass_of(connection, key_of(token), Purpose.VERIFY, now)
        owner = accounts.account(connection, found.account or "") if found else None
    if not fits(owner, password) or owner is None:
        return None
    with people.database.write() as connection:
        fresh = accounts.hold_account(connection, owner.id)
        if fresh is None or fresh.disabled or fresh.password != owner.password:
            return None
        if sessions.take_pass(connection, key_of(token), Purpose.VERIFY, now) is None:
            return None
        verified = replace(fresh, verified_at=fresh.verified_at or now)
        accounts.change_account(connection, verified)
        if not accounts.memberships(connection, owner.id):
            own_organisation(connection, verified, now)
        sessions.note(connection, Deed(now, "verified the address", account=owner.id))
    return verified


def own_organisation(connection: Connection, owner: Account, now: datetime) -> None:
    """Makes the organisation that a new account begins with, named after its address."""
    made = Organisation(new_id(), accounts.organisation_name(owner.email), now)
    accounts.add_organisation(connection, made)
    accounts.save_member(connection, Membership(made.id, owner.id, Role.OWNER, now))


def invitation(people: People, token: str) -> Pass | None:
    """What the link of an invitation is for; None for one that no longer works."""
    with people.database.read() as connection:
        found = sessions.pass_of(connection, key_of(token), Purpose.INVITE, people.clock.now())
        return found if found is not None and may_invite(connection, found) else None


def may_invite(connection: Connection, found: Pass) -> bool:
    """Whether who made the invitation could make it today."""
    if found.account is None or found.organisation is None:
        return True
    by = accounts.account(connection, found.account)
    held = accounts.membership(connection, found.organisation, found.account)
    return by is not None and not by.disabled and held is not None and held.role.covers(Role.OWNER)


def join(people: People, token: str, password: str) -> Account | None:
    """The account that takes up the invitation: made now with that password, or known and of that password.

    None for an invitation that no longer works, a wrong password, and an account that is disabled. An account that never
    proved its address is not the invited person's, so its password is set anew.
    """
    now = people.clock.now()
    found = invitation(people, token)
    if found is None:
        return None
    with people.database.read() as connection:
        known = accounts.account_of(connection, found.email)
    if known is not None and (
        known.disabled or (known.verified_at is not None and not fits(known, password))
    ):
        return None
    if known is None or known.verified_at is None:
        check_password(password, found.email)
    kept = known.password if known and known.verified_at else hashed(password)
    try:
        with people.database.write() as connection:
            accounts.hold(connection, found.organisation or "")
            member = renewed(connection, known, Account(new_id(), found.email, kept, now, now))
            admit(connection, member, _taken(connection, token, now), now)
    except OvertakenError:
        return None
    return member


def _taken(connection: Connection, token: str, now: datetime) -> Pass:
    taken = sessions.take_pass(connection, key_of(token), Purpose.INVITE, now)
    if taken is None or not may_invite(connection, taken):
        raise OvertakenError
    return taken


def renewed(connection: Connection, known: Account | None, made: Account) -> Account:
    """The account as kept from now on: the one made, or the known one of that address with the password of the one made.

    Raises OvertakenError where it is not any more what it was.
    """
    if known is None:
        if not accounts.add_account(connection, made):
            raise OvertakenError
        return made
    fresh = accounts.hold_account(connection, known.id)
    if fresh is None or fresh.disabled:
        raise OvertakenError
    if (fresh.password, fresh.verified_at) != (known.password, known.verified_at):
        raise OvertakenError
    again = replace(fresh, password=made.password, verified_at=fresh.verified_at or made.verified_at)
    accounts.change_account(connection, again)
    return again


def admit(connection: Connection, member: Account, by: Pass, now: datetime) -> None:
    """Gives the account what the invitation is for, unless it has that or more already."""
    if by.organisation is None:
        if not accounts.memberships(connection, member.id):
            own_organisation(connection, member, now)
    else:
        held = accounts.membership(connection, by.organisation, member.id)
        if held is None or not held.role.covers(by.role):
            accounts.save_member(connection, Membership(by.organisation, member.id, by.role, now))
    sessions.note(connection, Deed(now, "took up an invitation", member.email, member.id, by.organisation))


def sign_in(people: People, email: str, password: str, code: str) -> Account | None:
    """The account of that address and password, and of that code where it uses a second step; else None.

    Which of them was wrong is not told, and takes the same time.
    """
    with people.database.read() as connection:
        found = accounts.account_of(connection, email.strip().lower()[:300])
    if not fits(found, password) or found is None or found.disabled:
        return None
    if not found.totp:
        return found
    with people.database.write() as connection:
        passed = pass_second_step(people, connection, found.id, code)
        return passed if passed is not None and passed.password == found.password else None


def kept_secret(people: People, of: AccountId, secret: str) -> str:
    """The shared secret of one-time passwords as the account keeps it."""
    return enciphered(people.key(), of, secret)


def pass_second_step(people: People, connection: Connection, who: AccountId, code: str) -> Account | None:
    """The account, if the code is its one-time password of now or one of its recovery codes, which is then used up."""
    # Read again and held: of two that bring the same code at once, one is let in.
    fresh = accounts.hold_account(connection, who)
    usable = fresh is not None and not fresh.disabled
    passed = _second_step(people, fresh, "".join(code.split())) if fresh is not None and usable else None
    if passed is not None:
        accounts.change_account(connection, passed)
    return passed


def _second_step(people: People, found: Account, code: str) -> Account | None:
    # One that was enciphered under a key that is lost is nobody's any more: recovery codes are left.
    secret = deciphered(people.key(), found.id, found.totp)
    step = None if secret is None else totp_step(secret, code, people.clock.now(), found.totp_step)
    if step is not None:
        return replace(found, totp_step=step)
    key = key_of(code)
    if key in found.recovery:
        return replace(found, recovery=tuple(each for each in found.recovery if each != key))
    return None


def begin_session(
    people: People, account: Account, agent: str, where: str, old: str, proof: Proof = UNPROVED
) -> str:
    """The token of a fresh session; one of the token `old` ends, so that nobody can choose another's token beforehand."""
    token, now = new_token(), people.clock.now()
    with people.database.write() as connection:
        sessions.open_session(connection, Session(key_of(token), account.id, now, now, agent[:200], proof.at))
        sessions.end_session(connection, key_of(old))
        sessions.note(connection, Deed(now, "signed in", proof.how, account.id, where=where))
    # Each for itself: what is stale is anybody's, and whoever ends theirs holds it in an order of their own.
    with people.database.write() as connection:
        sessions.drop_stale_sessions(connection, now - IDLE, now - LIFETIME)
    with people.database.write() as connection:
        sessions.drop_stale_passes(connection, now - LIFETIME)
    return token


def signed_in(people: People, token: str) -> tuple[Account, Session] | None:
    """Whose session the token is of, if its time is not over and the account may be used."""
    now = people.clock.now()
    with people.database.read() as connection:
        found = sessions.session(connection, key_of(token))
        who = None if found is None else accounts.account(connection, found.account)
    if found is None or who is None or who.disabled or who.verified_at is None:
        return None
    if now - found.seen_at > IDLE or now - found.created_at > LIFETIME:
        return None
    if now - found.seen_at > _NOTED:
        with people.database.write() as connection:
            sessions.seen_session(connection, found.key, now)
    return who, found


def verify_again(people: People, account: Account) -> Link | None:
    """A fresh link to verify the account's address with; older ones end. None where it is disabled, or has another address
    meanwhile."""
    return _fresh(people, account, Purpose.VERIFY)


def ask_reset(people: People, email: str) -> Link | None:
    """A link to set a new password with; None for an address without an account, or one that is disabled."""
    with people.database.read() as connection:
        found = accounts.account_of(connection, email.strip().lower()[:300])
    return None if found is None else _fresh(people, found, Purpose.RESET)


def _fresh(people: People, account: Account, purpose: Purpose) -> Link | None:
    now = people.clock.now()
    with people.database.write() as connection:
        fresh = accounts.hold_account(connection, account.id)
        if fresh is None or fresh.disabled or fresh.email != account.email:
            return None
        sessions.drop_passes(connection, account.id, purpose)
        link, made = link_made(now, Pass("", purpose, account.email, now, now, account.id))
        sessions.save_pass(connection, made)
    return link


def reset(people: People, token: str, password: str) -> Account | None:
    """The account whose password is set by the link, which proves the address as well; every session ends, and a second
    step stays. None for a link that no longer works."""
    now = people.clock.now()
    with people.database.read() as connection:
        found = sessions.pass_of(connection, key_of(token), Purpose.RESET, now)
    if found is None:
        return None
    check_password(password, found.email)
    kept = hashed(password)
    with people.database.write() as connection:
        owner = accounts.hold_account(connection, found.account or "")
        if owner is None or owner.disabled or owner.email != found.email:
            return None
        if sessions.take_pass(connection, key_of(token), Purpose.RESET, now) is None:
            return None
        anew = replace(owner, password=kept, verified_at=owner.verified_at or now)
        accounts.change_account(connection, anew)
        if not accounts.memberships(connection, owner.id):
            own_organisation(connection, owner, now)
        sessions.end_sessions(connection, owner.id)
        sessions.drop_passes(connection, owner.id, Purpose.EMAIL)
        sessions.note(connection, Deed(now, "set a new password", account=owner.id))
    return anew
