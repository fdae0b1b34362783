"""Where a request may go: the address is read strictly, its host resolved once, and every answer checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, urljoin, urlsplit

from clausewatch.capture.address import check_address
from clausewatch.capture.resolver import Resolver
from clausewatch.capture.settings import FetchSettings
from clausewatch.errors import BadInputError
from clausewatch.nouns.evidence import Failure, Problem

_PORTS = {"http": 80, "https": 443}
_LONGEST = 8_000
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")
_NETLOC = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:@/?#]+))(?::(?P<port>[0-9]{0,5}))?")
_LABELS = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*")
_NUMERIC = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
# IDNA 2003, which the standard library speaks, maps these to other letters than browsers do (UTS 46, 1.3).
_DEVIANT = re.compile("[ßς\u200c\u200d]")
_KEPT = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>')
_MEND = "Give the document's public http or https address"


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address, taken apart. `host` is ASCII, lowercase, without brackets or final dot; `path` has the query."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port: what a Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"


@dataclass(frozen=True, slots=True)
class Route:
    """A target and the addresses, already checked, to one of which the connection must go."""

    target: Target
    addresses: tuple[str, ...]
    port: int


@lru_cache(maxsize=1024)
def check_url(url: str) -> Target | Problem:
    """The address taken apart, or why it cannot be fetched.

    Promise: only http and https, no credentials, no second reading: whatever parsers disagree about (backslashes,
    control characters, percent-encoded or oddly spelt hosts, IPv4 as decimal, octal, hexadecimal or short) is refused.
    """
    if len(url) > _LONGEST or _FORBIDDEN.search(url):
        return _bad(url, f"it has control characters or backslashes, or more than {_LONGEST} characters")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        return _bad(url, f"it cannot be read ({error})")
    if parts.scheme not in _PORTS:
        return _bad(
            url, f"only http and https are fetched, not {parts.scheme or 'an address without scheme'!r}"
        )
    if "@" in parts.netloc:
        return _bad(url, "it carries a user name or password")
    found = _NETLOC.fullmatch(parts.netloc)
    if not found:
        return _bad(url, f"its host {parts.netloc!r} cannot be read")
    host, reason = _six(found["six"]) if found["six"] else _named(found["name"])
    port = int(found["port"] or _PORTS[parts.scheme])
    if reason or not 0 < port < 65_536:
        return _bad(url, reason or f"there is no port {port}")
    path = quote(parts.path or "/", safe=_KEPT) + (
        f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    )
    bare = Target("", parts.scheme, host, port, path)
    return Target(bare.origin + path, parts.scheme, host, port, path)


def follow(target: Target, location: str) -> Target | Problem:
    """Where a Location header leads from `target`, checked like any address (RFC 9110, 10.2.2)."""
    raw = location.encode("latin-1", "replace")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = quote(raw, safe=_KEPT)
    try:
        joined = urljoin(target.url, text.strip())
    except ValueError as error:
        return _bad(text, f"it cannot be read ({error})")
    return check_url(joined)


def pin(target: Target, resolver: Resolver, settings: FetchSettings) -> Route | Problem:
    """The addresses to connect to, each checked; or why there is none.

    A name is resolved here and nowhere else, so what was checked is what is connected to (no DNS rebinding). A name
    with a single refused address is refused whole: it is either an attack or a mistake its owner should see.
    """
    port = target.port
    key = f"[{target.host}]:{port}" if ":" in target.host else f"{target.host}:{port}"
    sent_to = next((to for name, to in settings.connect_to if name.lower() == key), None)
    if sent_to is not None:
        address, port = split_address(sent_to)
        addresses: tuple[str, ...] = (address,)
    elif _is_ip(target.host):
        addresses = (target.host,)
    else:
        try:
            addresses = resolver.resolve(target.host)
        except (OSError, UnicodeError) as error:
            return Problem(
                Failure.DNS,
                f"{target.url}: the name {target.host} cannot be resolved ({error}). "
                "Check its spelling and this machine's name server",
                settings.transient_wait_seconds,
            )
    if not addresses:
        return Problem(
            Failure.DNS,
            f"{target.url}: the name {target.host} has no address. Check its spelling",
            settings.transient_wait_seconds,
        )
    for address in addresses:
        reason = check_address(address, settings.allowed_networks)
        if reason:
            return Problem(
                Failure.REFUSED_ADDRESS,
                f"{target.url}: {target.host} leads to {address}, {reason}, which is not fetched. "
                "If this is your own network, add it to the allowed networks",
            )
    return Route(target, tuple(dict.fromkeys(addresses)), port)


def split_address(text: str) -> tuple[str, int]:
    """The numeric address and port of "127.0.0.1:8080" or "[::1]:8080". Raises BadInputError for anything else."""
    address, _, port = text.rpartition(":")
    bare = address[1:-1] if address.startswith("[") and address.endswith("]") else address
    if not _is_ip(bare) or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise BadInputError(text, "this is not a numeric address and port", "Write it like 127.0.0.1:8080")
    return bare, int(port)


def _is_ip(host: str) -> bool:
    try:
        IPv6Address(host) if ":" in host else IPv4Address(host)
    except ValueError:
        return False
    return True


def _six(text: str) -> tuple[str, str]:
    try:
        return IPv6Address(text).compressed, ""
    except ValueError:
        return "", f"its host [{text}] is no IPv6 address"


def _named(text: str) -> tuple[str, str]:
    """The host in ASCII and no reason, or why it cannot be used."""
    if "%" in text:
        return "", f"its host {text!r} is percent-encoded"
    if _DEVIANT.search(text):
        return "", f"its host {text!r} means different hosts to different programs; write it in its xn-- form"
    try:
        host = text.lower() if text.isascii() else text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return "", f"its host {text!r} is no international domain name"
    host = host.removesuffix(".")
    if not _LABELS.fullmatch(host):
        return "", f"its host {text!r} is no host name"
    # The WHATWG URL standard (host parsing, "ends in a number") reads such a host as IPv4, others as a name.
    if _NUMERIC.fullmatch(host.rpartition(".")[2]) and not _is_ip(host):
        return "", f"its host {text!r} is an odd spelling of an IPv4 address; write four decimal numbers"
    return host, ""


def _bad(url: str, reason: str) -> Problem:
    shown = url if len(url) <= 200 else url[:200] + "…"
    return Problem(Failure.BAD_URL, f"{shown!r}: {reason}. {_MEND}")
