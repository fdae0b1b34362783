"""Mails about accounts: a link that works once, by the instance's courier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

from clausewatch.nouns.account import OrganisationId, Purpose
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Message, Watch
from clausewatch.pipeline.identity import Known, Link
from clausewatch.pipeline.passwords import new_id
from clausewatch.ports import Courier, Delivered

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
_IGNORE = "If you did not ask for this, do nothing: the link then ends by itself."


@dataclass(frozen=True, slots=True)
class Silenced:
    """To an owner: these watches of the organisation, by name with why, are told nothing from now on."""

    email: str
    organisation: OrganisationId
    watches: tuple[tuple[str, str], ...]


def link_address(link: Link, base_url: str) -> str:
    """The address of the page that the link leads to."""
    return f"{base_url.rstrip('/')}{_PATHS[link.purpose]}?token={link.token}"


def send_letter(courier: Courier, about: Link | Known | Silenced, base_url: str, now: datetime) -> Delivered:
    """Hands the mail over once, and says what became of it."""
    ending = _IGNORE
    if isinstance(about, Silenced):
        subject, ending = (
            "Watches are paused",
            "The page says which plan holds them, and how to ask for less.",
        )
        listed = "; ".join(f"{name} ({reason})" for name, reason in about.watches)
        words = f"Your organisation has another plan, and nothing is sent any more for: {listed}. See:"
        address = f"{base_url.rstrip('/')}/account/{about.organisation}/"
    elif isinstance(about, Known):
        subject, words = "You have an account", "Somebody signed up with this address, which has an account:"
        address = f"{base_url.rstrip('/')}/sign-in/"
    else:
        subject, words = _SAID[about.purpose]
        address = link_address(about, base_url)
    text = f"{words}\n\n{address}\n\n{ending}\n"
    html = (
        f"<!doctype html><html lang=en><title>{escape(subject)}</title><p>{escape(words)}</p>"
        f'<p><a href="{escape(address)}">{escape(address)}</a></p><p>{escape(ending)}</p></html>'
    )
    message = Message(f"account-{new_id()}", f"Clausewatch: {subject}", text, html, "")
    receiver = Watch("", subject, Channel.EMAIL, about.email, (), (), Severity.LOW, now)
    return courier.deliver(message, receiver)
