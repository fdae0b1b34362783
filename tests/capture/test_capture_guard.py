"""The guard: which addresses are let through, and how they are read."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.capture.capture_kit import Names, Server, answer, fetch, settings

from clausewatch.capture import Target, check_address, check_url
from clausewatch.capture.guard import Route, follow, pin
from clausewatch.errors import BadInputError
from clausewatch.nouns.evidence import Failure, Problem

REFUSED = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2606:4700::5efe:a00:1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
    "no address",
]


@pytest.mark.parametrize("address", REFUSED)
def test_special_addresses_are_refused(address: str) -> None:
    assert check_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
def test_public_addresses_are_let_through(address: str) -> None:
    assert check_address(address) is None


@pytest.mark.parametrize(
    ("address", "network", "through"),
    [
        ("10.1.2.3", "10.0.0.0/8", True),
        ("10.1.2.3", "192.168.0.0/16", False),
        ("127.0.0.1", "127.0.0.1/32", True),
        ("::ffff:127.0.0.1", "127.0.0.0/8", False),
        ("64:ff9b::808:808", "64:ff9b::/96", True),
        ("169.254.169.254", "169.254.0.0/16", False),
        ("169.254.169.254", "0.0.0.0/0", False),
        ("169.254.169.254", "169.254.169.254/32", True),
        ("100.100.100.200", "100.64.0.0/10", False),
        ("fe80::1%eth0", "fe80::/10", False),
    ],
)
def test_allowed_networks_open_only_themselves(address: str, network: str, through: bool) -> None:
    assert (check_address(address, (ip_network(network),)) is None) is through


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6), st.ip_addresses(network="2000::/3")))
def test_whatever_is_let_through_is_public_unicast(ip: IPv4Address | IPv6Address) -> None:
    if check_address(str(ip)) is None:
        assert ip.is_global
        assert not (ip.is_multicast)
        assert not (ip.is_private)
        assert not (ip.is_loopback)
        assert not (ip.is_link_local)
        assert not (ip.is_reserved)
        assert not (ip.is_unspecified)
        assert not (isinstance(ip, IPv6Address) and (ip.ipv4_mapped or ip.sixtofour or ip.teredo))


@given(st.ip_addresses(v=4))
def test_ipv4_is_refused_only_for_a_reason(ip: IPv4Address) -> None:
    ours = ("192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24", "168.63.129.16/32")
    also = ("192.0.0.0/24", "224.0.0.0/4")
    if check_address(str(ip)):
        assert not ip.is_global or any(ip in ip_network(net) for net in ours + also)


@given(st.ip_addresses(v=4))
def test_no_ipv6_form_smuggles_an_ipv4_address(ip: IPv4Address) -> None:
    low = int(ip)
    forms = [
        low,
        0xFFFF << 32 | low,
        0x64FF9B << 96 | low,
        0x2002 << 112 | low << 80,
        0x20010000 << 96 | (low ^ 0xFFFFFFFF),
        0x26064700 << 96 | 0x5EFE << 32 | low,
    ]
    assert all(check_address(str(IPv6Address(form))) for form in forms)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "javascript:alert(1)",
        "//example.com/",
        "example.com/terms",
        "http:///terms",
        "http://",
        "http://user@example.com/",
        "http://user:secret@example.com/",
        "http://example.com@127.0.0.1/",
        "http://127.0.0.1\\@example.com/",
        "http://example.com\\terms",
        "http://exam\nple.com/",
        "http://example.com/\tterms",
        "http://exa mple.com/",
        "http://%31%32%37.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.1/",
        "http://127.0.0.01/",
        "http://1.2.3.4.0x",
        "http://[::1",
        "http://[::1]evil.example/",
        "http://evil.example[::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[1.2.3.4]/",
        "http://example.com:99999/",
        "http://example.com:0/",
        "http://example.com:-1/",
        "http://example.com:8a/",
        "http://example..com/",
        "http://straße.example/",
        "http://a\u200db.example/",
        "http://example.com/" + "a" * 9_000,
        "http://" + "a" * 64 + ".example/",
    ],
)
def test_unreadable_addresses_are_refused(url: str) -> None:
    found = check_url(url)
    assert isinstance(found, Problem)
    assert found.failure is Failure.BAD_URL


@pytest.mark.parametrize(
    ("url", "host", "normal"),
    [
        ("HTTP://Example.COM", "example.com", "http://example.com/"),
        ("http://example.com./a", "example.com", "http://example.com/a"),
        ("https://example.com:443/a?b=c#d", "example.com", "https://example.com/a?b=c"),
        ("https://example.com:8443/", "example.com", "https://example.com:8443/"),
        ("https://bücher.example/", "xn--bcher-kva.example", "https://xn--bcher-kva.example/"),
        ("http://127。0。0。1/", "127.0.0.1", "http://127.0.0.1/"),
        ("http://１２７.0.0.1/", "127.0.0.1", "http://127.0.0.1/"),
        ("http://[0:0::1]:8080/x", "::1", "http://[::1]:8080/x"),
        (
            "https://example.com/términos y más",
            "example.com",
            "https://example.com/t%C3%A9rminos%20y%20m%C3%A1s",
        ),
        ("https://example.com/a%2Fb?x=%20", "example.com", "https://example.com/a%2Fb?x=%20"),
        ("https://a_b.example/", "a_b.example", "https://a_b.example/"),
    ],
)
def test_addresses_are_read_like_browsers_read_them(url: str, host: str, normal: str) -> None:
    found = check_url(url)
    assert isinstance(found, Target)
    assert (found.host, found.url) == (host, normal)


@given(st.text(max_size=60))
def test_reading_an_address_never_raises(text: str) -> None:
    for url in (text, f"http://{text}", f"http://{text}/", f"https://a.example/{text}"):
        found = check_url(url)
        if isinstance(found, Target):
            assert found.url.isascii()
            assert check_url(found.url) == found
            follow(found, text)


def _pinned(names: Names, url: str, **changes: object) -> Route | Problem:
    target = check_url(url)
    assert isinstance(target, Target)
    return pin(target, names, settings(**{"allowed_networks": (), **changes}))


def test_a_name_is_resolved_once_and_pinned() -> None:
    names = Names({"a.example": [("8.8.8.8", "2606:4700::1"), ("127.0.0.1",)]})
    route = _pinned(names, "http://a.example/")
    assert isinstance(route, Route)
    assert route.addresses == ("8.8.8.8", "2606:4700::1")
    assert names.asked == ["a.example"]


def test_a_name_with_one_private_address_is_refused_whole() -> None:
    found = _pinned(Names({"a.example": [("8.8.8.8", "10.0.0.1")]}), "http://a.example/")
    assert isinstance(found, Problem)
    assert found.failure is Failure.REFUSED_ADDRESS
    assert "10.0.0.1" in found.detail


def test_a_name_without_addresses_is_a_dns_problem() -> None:
    for names in (Names({}), Names({"a.example": [()]})):
        found = _pinned(names, "http://a.example/")
        assert isinstance(found, Problem)
        assert found.failure is Failure.DNS
        assert found.retry_after_seconds


def test_connect_to_is_guarded_too() -> None:
    sent = (("a.example:80", "127.0.0.1:8080"),)
    refused = _pinned(Names({}), "http://a.example/", connect_to=sent)
    assert isinstance(refused, Problem)
    assert refused.failure is Failure.REFUSED_ADDRESS
    names = Names({})
    route = _pinned(
        names, "http://a.example/", connect_to=sent, allowed_networks=(ip_network("127.0.0.1/32"),)
    )
    assert isinstance(route, Route)
    assert (route.addresses, route.port, names.asked) == (("127.0.0.1",), 8080, [])


@pytest.mark.parametrize("to", ["localhost:80", "127.0.0.1", "127.0.0.1:0", "127.1:80", "nonsense"])
def test_connect_to_must_be_numeric(to: str) -> None:
    with pytest.raises(BadInputError):
        fetch("http://a.example/", connect_to=(("a.example:80", to),))


@pytest.mark.parametrize(
    ("location", "failure"),
    [
        ("http://169.254.169.254/latest/meta-data/", Failure.REFUSED_ADDRESS),
        ("http://127.0.0.2/", Failure.REFUSED_ADDRESS),
        ("http://[::1]/", Failure.REFUSED_ADDRESS),
        ("http://2130706433/", Failure.BAD_URL),
        ("file:///etc/passwd", Failure.BAD_URL),
        ("/\\evil.example", Failure.BAD_URL),
        ("http://user:pw@example.com/", Failure.BAD_URL),
        ("http://inside.example/", Failure.REFUSED_ADDRESS),
    ],
)
def test_every_redirect_hop_is_guarded(location: str, failure: Failure) -> None:
    names = Names({"inside.example": [("10.0.0.5",)]})
    with Server({"/": answer(status=302, Location=location)}) as server:
        fetched = fetch(server.url(), resolver=names, allowed_networks=(ip_network("127.0.0.1/32"),))
    problem = fetched.exchange.problem
    assert problem
    assert problem.failure is failure
    assert server.url() in problem.detail or "inside" in problem.detail or "http://" in problem.detail
    assert fetched.exchange.status == 302
    assert fetched.body is None
    assert len(server.requests) == 1


def test_rebinding_between_check_and_connection_has_no_effect() -> None:
    # The second answer would be the server on loopback; it is never asked for.
    with Server({"/": answer(b"secret")}) as server:
        names = Names({"rebind.example": [("192.0.2.1",), ("127.0.0.1",)]})
        first = fetch(
            f"http://rebind.example:{server.port}/",
            resolver=names,
            allowed_networks=(ip_network("192.0.2.0/24"),),
            connect_seconds=0.3,
            quick_retries=0,
        )
        again = fetch(f"http://rebind.example:{server.port}/", resolver=names, allowed_networks=())
    assert names.asked == ["rebind.example", "rebind.example"]
    assert first.exchange.problem
    assert first.exchange.problem.failure in (Failure.TIMEOUT, Failure.CONNECT)
    assert again.exchange.problem
    assert again.exchange.problem.failure is Failure.REFUSED_ADDRESS
    assert server.requests == []


def test_environment_proxies_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server({}) as proxy, Server({"/": answer(b"direct")}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert fetch(server.url()).body == b"direct"
        assert proxy.requests == []


def test_refused_addresses_are_told_with_a_mend() -> None:
    problem = fetch("http://127.0.0.1:1/", allowed_networks=()).exchange.problem
    assert problem
    assert problem.failure is Failure.REFUSED_ADDRESS
    assert "a loopback address" in problem.detail
    assert "allowed networks" in problem.detail
    assert ip_address("127.0.0.1").is_loopback
