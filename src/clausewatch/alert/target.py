"""Whether a message could be sent to a target: the form of an e-mail or webhook address, not who answers there."""

from __future__ import annotations

import re
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
