"""How the network is asked: limits, manners and what the operator allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from clausewatch import __version__
from clausewatch.errors import BadInputError

PRODUCT = "Clausewatch"
"""The product token by which robots.txt files may name us (RFC 9309, 2.2.1)."""

Network = IPv4Network | IPv6Network

_SENDABLE = re.compile(r"[\x20-\x7e]+")
_POSITIVE = ("connect_seconds", "read_seconds", "total_seconds", "max_bytes")


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """What an operator decides about fetching. Raises BadInputError for values that cannot work.

    `contact` is an address or page by which a host's owner reaches the operator; it is sent in the User-Agent.
    `total_seconds` bounds the time one fetch spends on the network, redirects and retries included, waiting for the
    host's turn not; `read_seconds` the silence between two pieces of an answer. `max_bytes` bounds a body both as sent
    and decoded. `gap_seconds` lies between two requests to one host; a host's Crawl-delay may lengthen it up to
    `max_crawl_delay_seconds`. A failure is tried again within the fetch at most `quick_retries` times and only if the
    wait is at most `quick_wait_seconds`; otherwise the problem says how long to wait, `transient_wait_seconds` where
    the host does not say. `allowed_networks` are reachable although not public; a metadata address only if it is named
    alone (/32, /128). `connect_to` sends "host:port" to "address:port", which is guarded all the same. `tls_roots` is a
    PEM file of further certificate authorities.
    """

    contact: str
    accept_language: str = "en,*;q=0.5"
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    max_bytes: int = 20_000_000
    max_redirects: int = 10
    gap_seconds: float = 2.0
    quick_retries: int = 2
    quick_wait_seconds: float = 3.0
    transient_wait_seconds: float = 900.0
    max_retry_after_seconds: float = 86_400.0
    obey_robots: bool = True
    robots_ttl_seconds: float = 86_400.0
    robots_retry_seconds: float = 600.0
    max_crawl_delay_seconds: float = 30.0
    allowed_networks: tuple[Network, ...] = ()
    connect_to: tuple[tuple[str, str], ...] = ()
    tls_roots: str = ""

    def __post_init__(self) -> None:
        for name in ("contact", "accept_language"):
            if not _SENDABLE.fullmatch(getattr(self, name)):
                raise BadInputError(
                    name,
                    f"{getattr(self, name)!r} cannot be sent in a request header",
                    "Write it in printable ASCII, for example https://example.org/about-our-crawler",
                )
        for name in _POSITIVE:
            if getattr(self, name) <= 0:
                raise BadInputError(
                    name, f"{getattr(self, name)} leaves nothing to fetch", "Give more than 0"
                )

    @property
    def user_agent(self) -> str:
        """The User-Agent as sent: product, version, contact. Records of the log blank the contact by this form."""
        return f"{PRODUCT}/{__version__} (+{self.contact})"
