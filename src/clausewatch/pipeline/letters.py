"""Mails about accounts: a link that works once, and what was changed of how one signs in, by the instance's courier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from html import escape

from clausewatch.nouns.account import OrganisationId, Purpose
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Message, Watch
from clausewatch.pipeline.identity import Known, Link
from clausewatch.pipeline.passwords import new_id
from clausewatch.ports import Courier, Delivered
from clausewatch.publish import seen
from clausewatch.publish.words import moment

_PATHS = {Purpose.VERIFY: "/verify/", Purpose.RESET: "/reset/new/", Purpose.INVITE: "/sign-up/"}
_SAID = {
    Purpose.VERIFY: (
        "Confirm your address",
        "An account was made with this address. To confirm it, open this page within two days:",
    ),
    Purpose.RESET: (
        "Set a new password",
        "Somebody asked to set a new password for the account of this address. To do so, open this page within an hour:",
    ),
    Purpose.INVITE: (
        "An invitation",
        "You are invited to use this instance of Clausewatch. To do so, open this page within seven days:",
    ),
}
_NOT_YOU = "If that was you, there is nothing to do. If not, set a new password now; it ends every session:"
_THEN = (
    "Then sign in and remove what you did not add: passkeys, linked sign-ins, a second step. If somebody else's second step "
    "keeps you out, ask whoever runs this instance to take it away."
)
_IGNORE = "If you did not ask for this, do nothing: the link then ends by itself."


@dataclass(frozen=True, slots=True)
class Silenced:
    """To an owner: these watches of the organisation, by name with why, are told nothing from now on."""

    email: str
    organisation: OrganisationId
    watches: tuple[tuple[str, str], ...]


class Change(StrEnum):
    """What was changed of how somebody signs in. The value is the subject of the mail."""

    PASSWORD = "Your password was changed"  # noqa: S105 (words about one)
    SECOND_STEP = "A second step was set up"
    NO_SECOND_STEP = "Your second step was given up"
    PASSKEY = "A passkey was added"
    NO_PASSKEY = "A passkey was removed"
    PROVIDER = "A sign-in was linked"
    NO_PROVIDER = "A sign-in was unlinked"


@dataclass(frozen=True, slots=True)
class Changed:
    """To the owner of an account, at the address that it is known by: that was changed, then and from there. `about` names
    the passkey or the provider. It holds no secret and no link that does anything by itself."""

    email: str
    what: Change
    at: datetime
    about: str = ""
    where: str = ""


def link_address(link: Link, base_url: str) -> str:
    """The address of the page that the link leads to."""
    return f"{base_url.rstrip('/')}{_PATHS[link.purpose]}?token={link.token}"


Letter = Link | Known | Silenced | Changed


@dataclass(frozen=True, slots=True)
class _Words:
    """What a letter says: paragraphs, the address of a page, and a paragraph below it."""

    subject: str
    before: tuple[str, ...]
    address: str
    after: str


def send_letter(courier: Courier, about: Letter, base_url: str, now: datetime) -> Delivered:
    """Hands the mail over once, and says what became of it."""
    words = _words(about, base_url)
    text = "\n\n".join((*words.before, words.address, words.after)) + "\n"
    before = "".join(f"<p>{escape(each)}</p>" for each in words.before)
    address = escape(words.address)
    html = (
        f"<!doctype html><html lang=en><title>{escape(words.subject)}</title>{before}"
        f'<p><a href="{address}">{address}</a></p><p>{escape(words.after)}</p></html>'
    )
    message = Message(f"account-{new_id()}", f"Clausewatch: {words.subject}", text, html, "")
    receiver = Watch("", words.subject, Channel.EMAIL, about.email, (), (), Severity.LOW, now)
    return courier.deliver(message, receiver)


def _words(about: Letter, base_url: str) -> _Words:
    base = base_url.rstrip("/")
    match about:
        case Silenced():
            listed = "; ".join(f"{name} ({reason})" for name, reason in about.watches)
            words = f"Your organisation has another plan, and nothing is sent any more for: {listed}. See:"
            after = "The page says which plan holds them, and how to ask for less."
            return _Words("Watches are paused", (words,), f"{base}/account/{about.organisation}/", after)
        case Known():
            words = "Somebody signed up with this address, which has an account:"
            return _Words("You have an account", (words,), f"{base}/sign-in/", _IGNORE)
        case Changed():
            return _Words(about.what.value, (_when(about), _NOT_YOU), f"{base}/reset/", _THEN)
    subject, words = _SAID[about.purpose]
    return _Words(subject, (words,), link_address(about, base_url), _IGNORE)


def _when(about: Changed) -> str:
    named = f": {seen(about.about)}" if about.about else ""
    by = f" from {about.where}" if about.where else ""
    return (
        f"{about.what.value}{named}. This was done{by} on {moment(about.at)}, on the account {about.email}."
    )
