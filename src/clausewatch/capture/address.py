"""Which IP addresses a fetch may connect to: public unicast ones, and what the operator allows.

The tables follow the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and successors). They are our own
because `ipaddress` judges differently from one Python patch release to the next.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from clausewatch.capture.settings import Network

_V4 = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a carrier-grade NAT address"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "an address reserved for protocols"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.31.196.0/24", "an AS112 address"),
        ("192.52.193.0/24", "a multicast relay address"),
        ("192.88.99.0/24", "a 6to4 relay address"),
        ("192.168.0.0/16", "a private address"),
        ("192.175.48.0/24", "an AS112 address"),
        ("198.18.0.0/15", "a benchmarking address"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")
_V6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::/128", "an unspecified address"),
        ("::1/128", "a loopback address"),
        ("::ffff:0:0/96", "an IPv4 address mapped into IPv6"),
        ("::/96", "an IPv4 address written as IPv6"),
        ("64:ff9b::/96", "an IPv4 address behind NAT64"),
        ("64:ff9b:1::/48", "an IPv4 address behind NAT64"),
        ("2001::/32", "an IPv4 address inside Teredo"),
        ("2001::/23", "an address reserved for protocols"),
        ("2001:db8::/32", "a documentation address"),
        ("2002::/16", "an IPv4 address inside 6to4"),
        ("2620:4f:8000::/48", "an AS112 address"),
        ("3fff::/20", "a documentation address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a site-local address"),
        ("ff00::/8", "a multicast address"),
    )
)
_METADATA = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254",  # most clouds
        "169.254.170.2",  # container credentials (ECS)
        "169.254.170.23",  # pod credentials (EKS)
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",  # Google, IPv6
        "100.100.100.200",  # Alibaba
        "168.63.129.16",  # Azure, in public address space
        "192.0.0.192",  # Oracle
        "fd00:c1::a9fe:a9fe",  # Oracle, IPv6
    )
)
_ISATAP = (0x00005EFE, 0x02005EFE)


@lru_cache(maxsize=4096)
def check_address(address: str, allowed: tuple[Network, ...] = ()) -> str | None:
    """None when connecting to `address` is allowed, else what it is ("a loopback address").

    Promise: whatever is let through is a public unicast address or lies in an `allowed` network. Metadata addresses of
    clouds are let through only by a network that holds nothing else; IPv6 addresses that carry an IPv4 address only by
    a network of their own family, whatever the address inside.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return "not an IP address"
    if ip in _METADATA:
        return None if any(net.num_addresses == 1 and ip in net for net in allowed) else "a metadata address"
    reason = _special_v4(ip) if isinstance(ip, IPv4Address) else _special_v6(ip)
    if reason and _within(ip, allowed):
        return None
    return reason


def _within(ip: IPv4Address | IPv6Address, allowed: tuple[Network, ...]) -> bool:
    if isinstance(ip, IPv6Address) and ip.scope_id:
        return False
    return any(ip in net for net in allowed)


def _special_v4(ip: IPv4Address) -> str | None:
    return next((what for net, what in _V4 if ip in net), None)


def _special_v6(ip: IPv6Address) -> str | None:
    if ip.scope_id:
        return "an address of one network interface"
    known = next((what for net, what in _V6 if ip in net), None)
    if known:
        return known
    if ip not in _GLOBAL_V6:
        return "a reserved address"
    # ISATAP (RFC 5214, 6.1) hides an IPv4 address in the interface part of any prefix.
    if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "an IPv4 address inside ISATAP"
    return None
