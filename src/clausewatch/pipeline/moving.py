"""Steps of another e-mail address for an account: a link to the new one, the move once its owner followed it, and the way
back for who lost the account by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from clausewatch import alert
from clausewatch.errors import BadInputError, UnknownNameError
from clausewatch.nouns.account import MOVED, Account, AccountId, Deed, OrganisationId, Pass, Purpose
from clausewatch.nouns.identity import Digest
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.pipeline.identity import Link, People, email_of, held_of, link_made
from clausewatch.pipeline.passwords import key_of
from clausewatch.pipeline.ways import Browser, still_signed_in
from clausewatch.storage import Connection, accounts, sessions, subscriptions, ways


@dataclass(frozen=True, slots=True)
class Taken:
    """Instead of a link: the address has an account of its own, whose owner is told that another one was to have it."""

    email: str


class Unmoved(StrEnum):
    """Why the account keeps its address. The value is a sentence, with what to do."""

    OVER = "The link works once, for an hour, and only while you have the password that you had. Ask for another one."
    TAKEN = (
        "The address has an account of its own meanwhile. Delete that one first, or choose another address."
    )
    OVERTAKEN = "Your account was changed meanwhile. Sign in again and open the link once more."


@dataclass(frozen=True, slots=True)
class Moved:
    """The account under its new address, and its organisations' watches that mailed the old one: each as it was and as it goes on.
    What waits for the first of the two is to be handed on (`inherit_all`)."""

    account: Account
    watches: tuple[tuple[Watch, Watch], ...]


def new_address(given: str, who: Account) -> str:
    """The address in the one form that is kept. Raises BadInputError for none, and for the one that the account has."""
    address = email_of(given)
    if address == who.email:
        raise BadInputError("The new address", "is the one that you have", "Write another one")
    return address


def ask_move(people: People, who: Account, address: str, browser: Browser, by: Deed) -> Link | Taken | None:
    """A link to the new address, which whoever is signed in to the account can follow; earlier ones end. None where the browser
    is signed in to it no more, or it has another address meanwhile."""
    now = people.clock.now()
    with people.database.write() as connection:
        if _as_shown(connection, who, browser) is None:
            return None
        sessions.note(connection, by)
        sessions.drop_passes(connection, who.id, Purpose.EMAIL)
        if _is_taken(accounts.account_of(connection, address), who):
            return Taken(address)
        link, made = link_made(now, Pass("", Purpose.EMAIL, address, now, now, who.id))
        sessions.save_pass(connection, made)
    return link


def asked_address(people: People, token: str, who: Account) -> str | None:
    """Which address the link gives to that account; None for one that does not work, or is another account's."""
    with people.database.read() as connection:
        found = sessions.pass_of(connection, key_of(token), Purpose.EMAIL, people.clock.now())
    return found.email if found is not None and found.account == who.id else None


def move(people: People, token: str, who: Account, browser: Browser, by: Deed) -> Moved | Unmoved:
    """The account under its new address, which the link proves; its other sessions and its links end, and mail of its
    watches goes to the new address from now on.

    Whoever began an account with the new address and never proved it has lost it.
    """
    now, key = people.clock.now(), key_of(token)
    with people.database.write() as connection:
        held = {each.organisation for each in accounts.hold_memberships(connection, who.id)}
        fresh = _as_shown(connection, who, browser)
        if fresh is None or not held.issuperset(_organisations(connection, fresh)):
            return Unmoved.OVERTAKEN
        asked = sessions.pass_of(connection, key, Purpose.EMAIL, now)
        if asked is None or asked.account != fresh.id or asked.email == fresh.email:
            return Unmoved.OVER
        other = held_of(connection, asked.email)
        if _is_taken(other, who):
            return Unmoved.TAKEN
        if sessions.take_pass(connection, key, Purpose.EMAIL, now) is None:
            return Unmoved.OVER
        return _moved(connection, fresh, asked.email, other, by, key_of(browser.token))


def give_back(people: People, who: AccountId, address: str, by: Deed) -> Moved | Unmoved:
    """The account under an address that it had before, as its operator says; only who reads mail there gets in from now on.

    Whatever let somebody in ends, for it may be theirs who took the account: password, passkeys, linked sign-ins, second
    step, tokens, sessions and links, with those by which others were invited. Organisations and watches stay, as in `move`. Raises UnknownNameError for an address
    that it did not have.
    """
    with people.database.write() as connection:
        held = {each.organisation for each in accounts.hold_memberships(connection, who)}
        fresh = accounts.hold_account(connection, who)
        if fresh is None or not held.issuperset(_organisations(connection, fresh)):
            return Unmoved.OVERTAKEN
        if who not in {each.id for each in accounts.accounts_before(connection, address)}:
            raise UnknownNameError(
                f"address {address!r}", "the account did not have it before", "Its log says which it had"
            )
        other = held_of(connection, address)
        if _is_taken(other, fresh):
            return Unmoved.TAKEN
        bare = replace(fresh, password="", totp="", recovery=())
        accounts.change_account(connection, bare)
        ways.end_all(connection, who)
        sessions.end_tokens_by(connection, who)
        sessions.drop_passes(connection, who, Purpose.INVITE)
        return _moved(connection, bare, address, other, replace(by, what=MOVED, about=fresh.email))


def _moved(
    connection: Connection, before: Account, email: str, other: Account | None, by: Deed, but: Digest = ""
) -> Moved | Unmoved:
    """The account, which is held, under the address; `other` never proved that it is theirs. All sessions end `but` that one."""
    if other is not None and other.id != before.id:
        accounts.forget_account(connection, other, address=False)
    moved = replace(before, email=email)
    if not accounts.move_account(connection, before, email):
        return Unmoved.TAKEN
    watches = _moved_watches(connection, before, moved)
    for purpose in (Purpose.EMAIL, Purpose.RESET, Purpose.VERIFY):
        sessions.drop_passes(connection, moved.id, purpose)
    sessions.end_sessions(connection, moved.id, but)
    sessions.note(connection, by)
    return Moved(moved, watches)


def _as_shown(connection: Connection, who: Account, browser: Browser) -> Account | None:
    """The account, which is held, if the browser is signed in to it and its address is the one that was shown."""
    if not still_signed_in(connection, who.id, browser):
        return None
    fresh = accounts.account(connection, who.id)
    return fresh if fresh is not None and fresh.email == who.email else None


def _is_taken(other: Account | None, who: Account) -> bool:
    return other is not None and other.id != who.id and (other.disabled or other.verified_at is not None)


def _organisations(connection: Connection, who: Account) -> tuple[OrganisationId, ...]:
    return tuple(each.organisation for each in accounts.memberships(connection, who.id))


def _moved_watches(
    connection: Connection, before: Account, moved: Account
) -> tuple[tuple[Watch, Watch], ...]:
    """Another watch goes on for each, as when its target is changed: links in old mail are nothing to the new one."""
    found = []
    for organisation in _organisations(connection, moved):
        for watch in subscriptions.watches_of(connection, organisation):
            if watch.channel is Channel.EMAIL and watch.target.lower() == before.email:
                wanted = replace(watch, target=moved.email)
                wanted = replace(wanted, id=alert.watch_id(wanted))
                subscriptions.become(connection, watch, wanted)
                found.append((watch, wanted))
    return tuple(found)
