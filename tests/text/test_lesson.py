"""Only entries of menus in doubtful places may be learned as furniture, whatever a site's documents have in common."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page, Text
from clausewatch.text import edge_entries, read, shared_with_site, without_learned

OWN = "<p>You may use the service only as these terms allow, and we may change them when we must.</p>"
OTHER = "<p>We collect what you send us and keep it for thirty days, after which it is deleted for good.</p>"


def text(own: str, before: str = "", after: str = "", title: str = "Terms") -> Text:
    return read(Page(f"<body>{before}<h1>{title}</h1>{own}{after}</body>".encode())).text


def learned(before: str = "", after: str = "") -> frozenset[str]:
    """What a site's two documents, which share these parts, teach."""
    return shared_with_site(text(OWN, before, after), None, [text(OTHER, before, after, "Privacy")])


@pytest.mark.parametrize("menu", ["<p><a href=/c>Careers</a></p>", "<ul><li><a href=/c>Careers</a></ul>"])
def test_shared_links_at_both_ends_are_learned(menu: str) -> None:
    assert learned(after=menu) == learned(before=menu) == {"careers"}
    assert "Careers" not in without_learned(text(OWN, menu, menu), frozenset({"careers"})).content


@pytest.mark.parametrize(
    "clause",
    [
        "<p>You and we settle disputes by arbitration.</p>",
        "<p><a href=/a>You must settle disputes by arbitration.</a></p>",
        "<ol><li><a href=/a>Arbitration rules</a></ol>",
        "<h2>Further rules</h2><ul><li><a href=/a>Arbitration rules</a></ul>",
        "<p>Part of this agreement are:</p><ul><li><a href=/a>Arbitration rules</a></ul>",
        "<table><tr><td><a href=/a>Arbitration</a><td><a href=/b>Rules</a></table>",
        "<p><a href=mailto:a@example.org>a@example.org</a></p>",
        "<p><a href=tel:5550199>Call 555 0199</a></p>",
        "<p>Example Ltd, Harbour Street</p>",
        "<p><a href=/v>Last updated 3 May 2024</a></p>",
    ],
)
def test_shared_clauses_lists_of_policies_addresses_and_dates_are_not(clause: str) -> None:
    assert learned(after=clause) == frozenset()


def test_what_one_document_has_alone_and_another_edition_of_it_teach_nothing() -> None:
    menu = "<p><a href=/c>Careers</a></p>"
    assert shared_with_site(text(OWN, after=menu), None, [text(OTHER, title="Privacy")]) == frozenset()
    assert (
        shared_with_site(text(OWN, after=menu), None, [text(OWN, after=menu, title="Terms EU")])
        == frozenset()
    )


def test_what_was_learned_goes_in_doubtful_places_only() -> None:
    link = "<p><a href=/c>Careers</a></p>"
    found = without_learned(text(OWN + link + OWN, after=link), frozenset({"careers"}))
    assert found.content.count("Careers") == 1
    assert found.blocks[-1].of(found.content).startswith("You may use")
    assert edge_entries(found) == {}
