"""Addresses without what varies between captures, and links that lead elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.nouns.document import Page
from clausewatch.text import read
from clausewatch.text.links import Turn, anchors, stable_href, varying

SAME = [
    ("http://example.org/terms", "https://example.org/terms"),
    ("https://Example.org:443/terms/", "https://example.org/terms"),
    ("https://example.org/terms?utm_source=mail&utm_medium=x", "https://example.org/terms"),
    ("https://example.org/terms?gclid=Cj0KCQ&a=1", "https://example.org/terms?a=1"),
    ("https://example.org/terms?fbclid=IwAR0", "https://example.org/terms?fbclid=IwAR9"),
    ("https://example.org/terms?_gl=1*abc*_ga*MTIz", "https://example.org/terms"),
    ("https://example.org/terms;jsessionid=0A1B2C3D?a=1", "https://example.org/terms;jsessionid=99FF00?a=1"),
    ("https://example.org/(S(lit3py55t21z5v55vlm25s55))/terms", "https://example.org/terms"),
    ("https://example.org/terms?PHPSESSID=abc", "https://example.org/terms?PHPSESSID=def"),
    ("https://example.org/terms?sid=8841", "https://example.org/terms?sid=9042"),
    (
        "https://files.example.org/a.pdf?X-Amz-Date=20260101T000000Z&X-Amz-Expires=300&X-Amz-Signature=ab12",
        "https://files.example.org/a.pdf?X-Amz-Date=20260102T000000Z&X-Amz-Expires=300&X-Amz-Signature=cd34",
    ),
    (
        "https://files.example.org/a.pdf?Expires=1767225600&Signature=aB3~x&Key-Pair-Id=K1",
        "https://files.example.org/a.pdf?Expires=1767312000&Signature=Zz9~q&Key-Pair-Id=K2",
    ),
    (
        "https://acct.example.org/c/a.pdf?sv=2025-01-05&se=2026-01-01T00%3A00Z&sr=b&sp=r&sig=aaa%3D",
        "https://acct.example.org/c/a.pdf?sv=2025-01-05&se=2026-02-01T00%3A00Z&sr=b&sp=r&sig=bbb%3D",
    ),
    ("https://cdn.example.org/v/1.pdf?_nc_ohc=abc&oh=00_Af&oe=65AA", "https://cdn.example.org/v/1.pdf?_nc_ohc=xyz&oh=00_Bf&oe=65BB"),
    ("https://example.org/terms?x=3f2c9a0b7d1e4f56a8b90c1d", "https://example.org/terms?x=00ffee3f2c9a0b7d1e4f56a8"),
    ("https://example.org/s/0b1f6c1e-8f3a-4f5e-9c55-0f1d2e3c4b5a/terms", "https://example.org/s/aaaa6c1e-8f3a-4f5e-9c55-0f1d2e3c4b5a/terms"),
    ("https://example.org/r/aZ3kQ9xT2mL8vB5nW1pC/terms", "https://example.org/r/Q9xT2mL8vB5nW1pCaZ3k/terms"),
    ("https://example.org/terms?z=1767225600", "https://example.org/terms?z=1767312000"),
    ("https://example.org/terms?b=2&a=1", "https://example.org/terms?a=1&b=2"),
    ("/terms?cb=12", "/terms?cb=13"),
]  # fmt: skip
OTHER = [
    ("https://example.org/terms", "https://example.org/privacy"),
    ("https://example.org/terms", "https://example.com/terms"),
    ("https://example.org/terms-2025", "https://example.org/terms-2026"),
    ("https://example.org/article?id=41", "https://example.org/article?id=42"),
    ("https://example.org/view?doc=3f2c9a0b7d1e4f56a8b90c1d", "https://example.org/view?doc=00ffee3f2c9a0b7d1e4f56a8"),
    ("https://example.org/terms?hl=en", "https://example.org/terms?hl=de"),
    ("https://example.org/terms#notice", "https://example.org/terms#venue"),
    ("https://example.org/how-we-use-your-personal-data-2025", "https://example.org/how-we-share-your-personal-data-2025"),
    ("mailto:legal@example.org", "mailto:privacy@example.org"),
    ("https://example.org/files/General-Terms-v1.pdf", "https://example.org/files/General-Terms-v2.pdf"),
    ("/terms", "/privacy"),
    ("https://example.org:8443/terms", "https://example.org/terms"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two"), SAME)
def test_what_passes_is_left_out(one: str, two: str) -> None:
    assert stable_href(one) == stable_href(two)
    assert varying([("Terms", one)], [("Terms", two)])[0].turn is Turn.NOISE


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_another_page_is_another_target(one: str, two: str) -> None:
    assert stable_href(one) != stable_href(two)
    assert varying([("Terms", one)], [("Terms", two)])[0].turn is Turn.TARGET


@given(st.text(max_size=80))
def test_no_address_makes_it_fail_and_a_stable_one_stays(href: str) -> None:
    once = stable_href(href)
    assert stable_href(once) == stable_href(stable_href(once))
    assert not any(sign.isspace() for sign in once)


@pytest.mark.parametrize(
    "href", ["", "http://[", "https://example.org:port/", "javascript:void(0)", "#top", "tel:+123"]
)
def test_odd_addresses(href: str) -> None:
    assert stable_href(href) == href


def test_a_build_number_that_moves_in_every_link_is_the_pages_doing() -> None:
    names = ("Terms", "Privacy", "Cookies")
    old = [(name, f"https://example.org/b418/{name}") for name in names]
    new = [(name, f"https://example.org/b419/{name}") for name in names]
    assert {each.turn for each in varying(old, new)} == {Turn.NOISE}
    assert varying(old[:1], new[:1])[0].turn is Turn.TARGET
    moved = [(name, f"https://example.com/b418/{name}") for name in names]
    assert {each.turn for each in varying(old, moved)} == {Turn.TARGET}


def test_a_parameter_that_names_nothing_is_no_other_target() -> None:
    assert stable_href("/terms?x=1") != stable_href("/terms?x=2")
    assert varying([("Terms", "/terms?x=1")], [("Terms", "/terms?x=2")])[0].turn is Turn.NOISE


def test_a_session_that_one_link_names_is_known_in_the_paths_of_others() -> None:
    old = [
        ("Console", "https://example.org/?sid=k3rw70"),
        ("Ticket", "https://help.example.org/s/k3rw70/new"),
    ]
    new = [
        ("Console", "https://example.org/?sid=p9lm21"),
        ("Ticket", "https://help.example.org/s/p9lm21/new"),
    ]
    assert [each.turn for each in varying(old, new)] == [Turn.NOISE, Turn.NOISE]
    assert varying(old[1:], new[1:])[0].turn is Turn.TARGET


def test_links_are_paired_by_their_words_in_order() -> None:
    old = [("here", "/a"), ("there", "/b"), ("here", "/c")]
    new = [("there", "/b"), ("here", "/a"), ("here", "/d"), ("new", "/e")]
    found = varying(old, new)
    assert [(each.old, each.new, each.turn) for each in found] == [
        ("/a", "/a", Turn.SAME),
        ("/b", "/b", Turn.SAME),
        ("/c", "/d", Turn.TARGET),
    ]


def test_the_anchors_of_a_text() -> None:
    body = b"<main><h1>T</h1><p>See <a href='https://example.org/a'>our  terms</a> for the rules that we both keep.</p></main>"
    assert anchors(read(Page(body)).text) == (("our terms", "https://example.org/a"),)


@pytest.mark.parametrize("token", ["k9Qz41", "p3Xv08a"])
def test_a_short_session_in_a_path_is_no_target(token: str) -> None:
    assert stable_href(f"https://help.example/s/{token}/new") == stable_href(
        "https://help.example/s/r7Bt20/new"
    )


@pytest.mark.parametrize("name", ["GPT4o", "RFC8058", "iOS17app", "Form10K", "cookiePolicy2"])
def test_a_short_name_with_figures_is_a_target(name: str) -> None:
    assert stable_href(f"https://help.example/s/{name}/new") != stable_href(
        "https://help.example/s/r7Bt20/new"
    )
