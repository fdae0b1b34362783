"""Steps of signing in by a provider: begun in a browser, finished there once, and whose account it then is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clausewatch.errors import BadInputError
from clausewatch.nouns.account import Account, AccountId, Deed, Purpose
from clausewatch.nouns.identity import Digest, digest_of
from clausewatch.nouns.ways import Ceremony, CeremonyKind, Provider, ProviderLink
from clausewatch.pipeline.identity import (
    OvertakenError,
    People,
    admit,
    email_of,
    held_of,
    may_invite,
    own_organisation,
    pass_second_step,
    renewed,
)
from clausewatch.pipeline.oidc_issuer import Asked, Issuer
from clausewatch.pipeline.oidc_tokens import LEEWAY_SECONDS, Fault, Vouched
from clausewatch.pipeline.passwords import key_of, new_id, new_token
from clausewatch.pipeline.ways import CEREMONY_LASTS, Browser, still_signed_in
from clausewatch.storage import Connection, accounts, sessions, ways


class Stranger(StrEnum):
    """Why somebody whom a provider vouches for has no account here. The value is a sentence, with what to do."""

    UNLINKED = "No account here is linked to this sign-in. Sign in as you did before and link it on your account page."
    CLOSED = "No account here is linked to this sign-in, and accounts here are made by invitation."
    TAKEN = "This sign-in is linked to another account here."
    INVITED = "The invited address has an account that this sign-in is not linked to. Open the invitation again: its page says how that account takes it up."
    OVERTAKEN = "Your account was made or changed meanwhile. Sign in again."
    OVER = "The invitation works once, and not for ever. Ask for another one."


@dataclass(frozen=True, slots=True)
class Purposes:
    """What a sign-in was begun for: an account to link, or a page to go to, or an invitation (its digest). With `anew` the
    account is not to be linked, but its owner to sign in again."""

    account: AccountId | None = None
    after: str = ""
    invitation: Digest = ""
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """What the browser brought back from the provider, as it stood in the address."""

    state: str
    code: str
    error: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """Who is let in. With a `ticket` only after the account's second step; `linked` where the sign-in became one of the
    ways of an account that was there. `proved_at` is when the provider asked them, where it was to ask and says that it did."""

    account: Account
    after: str
    ticket: str = ""
    linked: bool = False
    proved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """The sign-in is one of the account's ways; `new` where it was none before."""

    link: ProviderLink
    new: bool = True


def redirect_uri(base_url: str, provider: Provider) -> str:
    """Where the provider sends browsers back to. Each has its own, so that none can pass for another."""
    return f"{base_url.rstrip('/')}/sign-in/with/{provider.id}/back/"


def begin(people: People, issuer: Issuer, base_url: str, browser: Browser, wanted: Purposes) -> str | Fault:
    """The provider's address to go to. Only that browser can come back from there, once, within ten minutes."""
    state = new_token()
    asked = _asked(state, browser, redirect_uri(base_url, issuer.provider))
    address = issuer.address(replace(asked, anew=wanted.anew))
    if isinstance(address, Fault):
        return address
    now = people.clock.now()
    made = Ceremony(
        key_of(state),
        CeremonyKind.PROVIDER_LINK if wanted.account and not wanted.anew else CeremonyKind.PROVIDER_SIGN_IN,
        key_of(browser.token),
        now + CEREMONY_LASTS,
        wanted.account,
        issuer.provider.id,
        wanted.after,
        wanted.invitation,
    )
    with people.database.write() as connection:
        ways.begin(connection, made, now)
    return address


def _asked(state: str, browser: Browser, back: str) -> Asked:
    """Nonce and verifier follow from the state and the browser's secret, so neither need be kept, and neither can be
    made by who sees the address alone."""
    return Asked(
        state,
        digest_of("nonce of a sign-in", state, browser.token),
        digest_of("verifier of a sign-in", state, browser.token),
        back,
    )


def finish(
    people: People, issuer: Issuer, base_url: str, browser: Browser, brought: Brought
) -> tuple[Ceremony, Vouched] | Fault:
    """Whom the provider vouches for, and what that was begun for; it is used up whatever comes of it.

    Who was to sign in anew, and did so at the provider before they were sent there, is refused: whoever is at the browser can
    take out of the address that the provider is to ask, and its answer alone tells.
    """
    now = people.clock.now()
    with people.database.write() as connection:
        key, session = key_of(brought.state), key_of(browser.token)
        begun = ways.take(connection, key, CeremonyKind.PROVIDER_SIGN_IN, session, now) or ways.take(
            connection, key, CeremonyKind.PROVIDER_LINK, session, now
        )
    if begun is None or begun.provider != issuer.provider.id:
        return Fault.STATE
    if brought.error or not brought.code:
        return Fault.DECLINED
    asked = _asked(brought.state, browser, redirect_uri(base_url, issuer.provider))
    found = issuer.redeem(brought.code, brought.issuer, asked)
    if isinstance(found, Fault):
        return found
    if _anew(begun) and found.signed_in is not None:
        sent_at = (begun.expires_at - CEREMONY_LASTS).timestamp()
        if found.signed_in < sent_at - LEEWAY_SECONDS:
            return Fault.OLD
        if found.signed_in > now.timestamp() + LEEWAY_SECONDS:
            return Fault.TIME
    return begun, found


def _anew(begun: Ceremony) -> bool:
    """Whether somebody who is signed in was to sign in once more."""
    return begun.kind is CeremonyKind.PROVIDER_SIGN_IN and begun.account is not None


def _proved_at(begun: Ceremony, vouched: Vouched, now: datetime) -> datetime | None:
    """When the provider asked who is there; None where it was not to ask, or does not say that it did."""
    if vouched.signed_in is None or not _anew(begun):
        return None
    return min(now, datetime.fromtimestamp(vouched.signed_in, now.tzinfo))


def link(
    people: People, provider: Provider, vouched: Vouched, who: Account, browser: Browser
) -> Linked | Stranger:
    """Makes the sign-in one of the account's ways, if the browser's session is still the account's: the provider was asked
    meanwhile."""
    now = people.clock.now()
    with people.database.write() as connection:
        if not still_signed_in(connection, who.id, browser):
            return Stranger.OVERTAKEN
        before = ways.link_of(connection, provider.issuer, vouched.subject)
        made = _link(connection, provider, vouched, who.id, Deed(now, "", where=browser.where))
    return Stranger.TAKEN if made.account != who.id else Linked(made, new=before is None)


def enter(
    people: People,
    provider: Provider,
    vouched: Vouched,
    begun: Ceremony,
    browser: Browser,
    *,
    anybody: bool,
) -> Entered | Stranger | Fault:
    """Whose account it is: the one linked; else that of the address, if the provider is trusted with addresses; else a
    new one, by the invitation, or, with `anybody`, for whoever has a trusted address. Who signs in again has to be who they
    were, and to be known to have been asked: by the provider, or for the second step. Where it is refused nothing was linked."""
    try:
        return _entered(people, (provider, vouched), begun, browser, anybody=anybody)
    except OvertakenError:
        return Stranger.OVERTAKEN
    except _RefusedError as refused:
        return refused.why


class _RefusedError(Exception):
    """Ends the transaction, with all that was written in it."""

    def __init__(self, why: Stranger | Fault) -> None:
        super().__init__(why.value)
        self.why = why


def _entered(
    people: People,
    by: tuple[Provider, Vouched],
    begun: Ceremony,
    browser: Browser,
    *,
    anybody: bool,
) -> Entered:
    provider, vouched = by
    now = people.clock.now()
    at = Deed(now, "", where=browser.where)
    with people.database.write() as connection:
        invited = (
            sessions.pass_of(connection, begun.invitation, Purpose.INVITE, now) if begun.invitation else None
        )
        if invited is not None:
            accounts.hold(connection, invited.organisation or "")
        before = ways.link_of(connection, provider.issuer, vouched.subject)
        found = _known(connection, provider, vouched, at)
        linked = before is None and isinstance(found, Account)
        if begun.invitation:
            found = _invited(connection, provider, vouched, found, (begun.invitation, at))
        elif found is None:
            found = _new(connection, provider, vouched, at) if anybody else Stranger.CLOSED
        if isinstance(found, Stranger):
            raise _RefusedError(found)
        if begun.account not in (None, found.id):
            raise _RefusedError(Fault.OTHER)
        proved_at = _proved_at(begun, vouched, now)
        if _anew(begun) and proved_at is None and not found.totp:
            raise _RefusedError(Fault.UNSAID)
        ticket = new_token() if found.totp else ""
        if ticket:
            waiting = Ceremony(
                key_of(ticket),
                CeremonyKind.SECOND_STEP,
                key_of(browser.token),
                now + CEREMONY_LASTS,
                found.id,
                provider.id,
                begun.after,
            )
            ways.begin(connection, waiting, now)
    return Entered(found, begun.after, ticket, linked, proved_at)


def second_step(people: People, ticket: str, code: str, browser: Browser) -> tuple[Account, Ceremony] | None:
    """Who passed the second step after a provider; None for a wrong code or a ticket that is over. The ticket may be
    tried again until it is over; whoever asks counts the tries."""
    now = people.clock.now()
    key, session = key_of(ticket), key_of(browser.token)
    with people.database.write() as connection:
        begun = ways.begun(connection, key, CeremonyKind.SECOND_STEP, session, now)
        if begun is None or begun.account is None:
            return None
        passed = pass_second_step(people, connection, begun.account, code)
        if passed is None or ways.take(connection, key, CeremonyKind.SECOND_STEP, session, now) is None:
            return None
    return passed, begun


def waiting_for(people: People, ticket: str, browser: Browser) -> AccountId | None:
    """Whose second step the ticket waits for; None for one that is over."""
    with people.database.read() as connection:
        begun = ways.begun(
            connection, key_of(ticket), CeremonyKind.SECOND_STEP, key_of(browser.token), people.clock.now()
        )
    return None if begun is None else begun.account


def _known(
    connection: Connection, provider: Provider, vouched: Vouched, at: Deed
) -> Account | Stranger | None:
    linked = ways.link_of(connection, provider.issuer, vouched.subject)
    if linked is not None:
        who = accounts.hold_account(connection, linked.account)
        again = ways.link_of(connection, provider.issuer, vouched.subject)
        if again is None or again.account != linked.account:
            raise OvertakenError
        ways.used_link(connection, linked.id, at.at)
        return Stranger.UNLINKED if who is None or who.disabled or who.verified_at is None else who
    email = _trusted(provider, vouched)
    before = accounts.account_of(connection, email)
    if before is None or before.verified_at is None:
        return None
    who = held_of(connection, email)
    if who is None:
        raise OvertakenError
    # A provider that hands out addresses must not do away with somebody's second step.
    if who.disabled or who.totp:
        return Stranger.UNLINKED
    _bound(connection, provider, vouched, who.id, at)
    return who


def _trusted(provider: Provider, vouched: Vouched) -> str:
    """The address that the provider may stand for, in the one form that is kept; empty where there is none."""
    if not (provider.trust_email and vouched.email_verified):
        return ""
    try:
        return email_of(vouched.email)
    except BadInputError:
        return ""


def _new(connection: Connection, provider: Provider, vouched: Vouched, at: Deed) -> Account | Stranger:
    """An account without a password. Somebody may have begun one with that address and never proved it: their
    password goes."""
    email = _trusted(provider, vouched)
    before = accounts.account_of(connection, email)
    if not email or (before is not None and before.disabled):
        return Stranger.UNLINKED
    if before is not None and before.verified_at is not None:
        raise OvertakenError
    made = renewed(connection, before, Account(new_id(), email, "", at.at, at.at))
    if not accounts.memberships(connection, made.id):
        own_organisation(connection, made, at.at)
    sessions.note(connection, Deed(at.at, "signed up", f"with {provider.name}", made.id, where=at.where))
    _bound(connection, provider, vouched, made.id, at)
    return made


def _invited(
    connection: Connection,
    provider: Provider,
    vouched: Vouched,
    found: Account | Stranger | None,
    by: tuple[Digest, Deed],
) -> Account | Stranger:
    """The account that takes up the invitation: the one that signs in, if the invitation is for its address, or a new one."""
    invitation, at = by
    asked = sessions.pass_of(connection, invitation, Purpose.INVITE, at.at)
    if asked is None or not may_invite(connection, asked):
        return Stranger.OVER
    if isinstance(found, Stranger):
        return found
    before = accounts.account_of(connection, asked.email)
    if found is not None and (before is None or before.id != found.id):
        return Stranger.TAKEN
    if found is None and before is not None and (before.disabled or before.verified_at is not None):
        return Stranger.INVITED
    member = found or renewed(connection, before, Account(new_id(), asked.email, "", at.at, at.at))
    if sessions.take_pass(connection, invitation, Purpose.INVITE, at.at) is None:
        return Stranger.OVER
    if found is None:
        _bound(connection, provider, vouched, member.id, at)
    admit(connection, member, asked, at.at)
    return member


def _bound(connection: Connection, provider: Provider, vouched: Vouched, who: AccountId, at: Deed) -> None:
    """Links the subject to the account. Raises OvertakenError where it was linked to another meanwhile."""
    if _link(connection, provider, vouched, who, at).account != who:
        raise OvertakenError


def _link(
    connection: Connection, provider: Provider, vouched: Vouched, who: AccountId, at: Deed
) -> ProviderLink:
    """The link of that subject: the one there is, or a new one of that account."""
    made = ProviderLink(new_id(), provider.issuer, vouched.subject, who, vouched.email[:300], at.at)
    if ways.add_link(connection, made):
        sessions.note(connection, Deed(at.at, "linked a sign-in", f"of {provider.name}", who, where=at.where))
        return made
    there = ways.link_of(connection, provider.issuer, vouched.subject)
    assert there is not None, "what stands in the way of a link is a link"
    return there
