"""Mails about accounts: a link that works once, and what was changed of how one signs in, by the instance's courier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.account import OrganisationId, Purpose
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.pipeline.identity import Known, Link
from clausewatch.pipeline.moving import Taken
from clausewatch.pipeline.passwords import new_id
from clausewatch.ports import Courier, Delivered
from clausewatch.publish import seen
from clausewatch.publish.letter import Letter, letter_message
from clausewatch.publish.words import moment

_PATHS = {
    Purpose.VERIFY: "/verify/",
    Purpose.RESET: "/reset/new/",
    Purpose.EMAIL: "/account/email/new/",
    Purpose.INVITE: "/sign-up/",
}
_INTO = "<into>"
_ID = "<id>"
# Of each link: subject, words, and what becomes of it if nobody follows it.
_ASKED = {
    Purpose.VERIFY: (
        "Confirm your address",
        (
            "An account was made with this address. To confirm that it is yours, open this page within two days and give the "
            "password that you chose:"
        ),
        "If you made none, do nothing: without this nobody can use the account.",
    ),
    Purpose.RESET: (
        "Set a new password",
        "Somebody asked to set a new password for the account of this address. To do so, open this page within an hour:",
        "If that was not you, do nothing: the link ends by itself, and your password stays as it is.",
    ),
    Purpose.EMAIL: (
        "Confirm your new address",
        (
            "Somebody asked to use this address for their account here, in place of the one it has. If that was you, open this page "
            "within an hour, in a browser in which you are signed in to the account:"
        ),
        "If that was not you, do nothing: the link ends by itself, and is of no use to you.",
    ),
    Purpose.INVITE: (
        "An invitation",
        f"You are invited{_INTO}. To see more and join, open this page within seven days:",
        "If you do not want to, do nothing: the link ends by itself.",
    ),
}
_NOT_YOU = "If that was you, there is nothing to do. If not, set a new password now; it ends every session:"
_NOT_YOUR_MOVE = (
    "If that was you, there is nothing to do: this address signs in no more. If not, tell whoever runs this instance at once; they "
    f"can disable the account, or give it this address back; say that it is the account whose id is {_ID}. The instance:"
)
_NOTHING = "If that was not you, do nothing: nothing was changed."
_THEN = (
    "Then sign in and remove what you did not add: passkeys, linked sign-ins, a second step. If somebody else's second step "
    "keeps you out, ask whoever runs this instance to take it away."
)


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
    EMAIL_ASKED = "Another address was asked for"
    EMAIL = "Your e-mail address was changed"


@dataclass(frozen=True, slots=True)
class Changed:
    """To the owner of an account, at the address that it is known by: that was changed, then and from there. `about` names
    the passkey, the provider, or by its id the account that has another address. It holds no secret and no link that does anything by itself."""

    email: str
    what: Change
    at: datetime
    about: str = ""
    where: str = ""


def link_address(link: Link, base_url: str) -> str:
    """The address of the page that the link leads to."""
    return f"{base_url.rstrip('/')}{_PATHS[link.purpose]}?token={link.token}"


def send_letter(
    courier: Courier, about: Link | Known | Taken | Silenced | Changed, base_url: str, now: datetime
) -> Delivered:
    """Hands the mail over once, and says what became of it."""
    letter = _written(about, base_url)
    receiver = Watch("", letter.subject, Channel.EMAIL, about.email, (), (), Severity.LOW, now)
    return courier.deliver(letter_message(f"account-{new_id()}", letter), receiver)


def _written(about: Link | Known | Taken | Silenced | Changed, base_url: str) -> Letter:
    home = f"{base_url.rstrip('/')}/"
    match about:
        case Silenced():
            listed = "; ".join(f"{name} ({reason})" for name, reason in about.watches)
            words = f"Your organisation has another plan, and nothing is sent any more for: {listed}. See:"
            after = ("The page says which plan holds them, and how to ask for less.",)
            page = f"{home}account/{about.organisation}/"
            return Letter("Watches are paused", (words,), page, after, home)
        case Known():
            words = "Somebody signed up with this address, which has an account already. To use it, sign in:"
            forgotten = "A password that you forgot is set anew from that page."
            return Letter("You have an account", (words,), f"{home}sign-in/", (_NOTHING, forgotten), home)
        case Taken():
            words = "Somebody asked to use this address for another account, but it has one of its own. To use it, sign in:"
            merge = "If that was you: an address has one account. Delete this one first, and then ask for the change again."
            return Letter("You have an account", (words,), f"{home}sign-in/", (merge, _NOTHING), home)
        case Changed(what=Change.EMAIL):
            words = _NOT_YOUR_MOVE.replace(_ID, about.about)
            return Letter(about.what.value, (_when(replace(about, about="")), words), home, (), home)
        case Changed():
            return Letter(about.what.value, (_when(about), _NOT_YOU), f"{home}reset/", (_THEN,), home)
    subject, words, after_it = _ASKED[about.purpose]
    into = f" to join the organisation {about.into}" if about.into else ""
    return Letter(subject, (words.replace(_INTO, into),), link_address(about, base_url), (after_it,), home)


def _when(about: Changed) -> str:
    named = f": {seen(about.about)}" if about.about else ""
    by = f" from {about.where}" if about.where else ""
    return (
        f"{about.what.value}{named}. This was done{by} on {moment(about.at)}, on the account {about.email}."
    )
