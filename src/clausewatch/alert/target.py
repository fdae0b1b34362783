"""Whether a message could be sent to a target: the form of an e-mail or webhook address, not who answers there."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import urlsplit

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\\\]\x00-\x1f\x7f]+")
_PRINTED = re.compile(r"[\x21-\x7e]+")


def email_fault(address: str) -> str | None:
    """What is wrong with an e-mail address (RFC 5321, 4.1.2, without quoted local parts); None when it can be used."""
    local, at, host = address.rpartition("@")
    if not at:
        return "has no @"
    if not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        return f"has {local!r} before the @, which is no mailbox name"
    if len(local.encode("utf-8", "replace")) > 64 or len(address) > 254:
        return "is longer than mail servers take"
    return _host_fault(host)


def webhook_fault(address: str) -> str | None:
    """What is wrong with a webhook's address; None when a request can be made of it."""
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        return f"is no address ({error})"
    if parts.scheme not in {"http", "https"}:
        return "does not begin with https:// or http://"
    if parts.username is not None or parts.password is not None:
        return "carries a user name or password, which would be written to logs"
    if port == 0:
        return "names port 0"
    if fault := None if ":" in host and parts.netloc.startswith("[") else _host_fault(host):
        return fault
    if not _PRINTED.fullmatch(address):
        return "holds a space, a control character or a letter that must be percent-encoded"
    return None if len(address) <= 2000 else "is longer than 2,000 characters"


class ChatService(StrEnum):
    """Chat services whose incoming webhooks stand at hosts of their own, so that an address says whose it is."""

    SLACK = "slack"
    DISCORD = "discord"
    TELEGRAM = "telegram"
    TEAMS = "teams"


# What a service gives out when an incoming webhook is made: https, its host, and a path that no other use of the host has.
_SERVICES = (
    (ChatService.SLACK, re.compile(r"hooks\.slack(?:-gov)?\.com/services/.+")),
    (
        ChatService.DISCORD,
        re.compile(r"(?:(?:ptb|canary)\.)?discord(?:app)?\.com/api/(?:v[0-9]+/)?webhooks/[0-9]+/.+"),
    ),
    (ChatService.TELEGRAM, re.compile(r"api\.telegram\.org/bot[0-9]+:[\w-]+/sendMessage\?chat_id=[@\w-]+")),
    (
        ChatService.TEAMS,
        re.compile(
            r"[a-z0-9.-]+\.(?:logic\.azure\.com|api\.powerplatform\.com|webhook\.office\.com)(?::443)?/.+"
        ),
    ),
)
CHAT_FORMS = (
    "the address that the service gave: https://hooks.slack.com/services/..., https://discord.com/api/webhooks/..., that of a "
    "Teams workflow, or https://api.telegram.org/bot<token>/sendMessage?chat_id=<room>"
)


def chat_service(address: str) -> ChatService | None:
    """The service whose incoming webhook the address is; None for every other address."""
    if chat_fault(address):
        return None
    rest = address.removeprefix("https://")
    return next(service for service, form in _SERVICES if form.fullmatch(rest))


def chat_fault(address: str) -> str | None:
    """What is wrong with the address of a chat service's incoming webhook, without repeating it: it is a secret."""
    if not address.startswith("https://"):
        return "does not begin with https://"
    if not _PRINTED.fullmatch(address) or len(address) > 2000:
        return "holds a space or sign that no address has, or is too long"
    if not any(form.fullmatch(address.removeprefix("https://")) for _, form in _SERVICES):
        return "is no incoming webhook of Slack, Discord, Microsoft Teams or Telegram"
    return None


def _host_fault(host: str) -> str | None:
    if not host:
        return "names no host"
    if host.isascii():
        fits = _HOST.fullmatch(host) and len(host) <= 253
        return None if fits else f"names the host {host!r}, which is no host name"
    try:
        plain = host.encode("idna").decode("ascii")
    except UnicodeError:
        return f"names the host {host!r}, which is no host name"
    return f"names the host {host!r}, which must be written as {plain!r}"
