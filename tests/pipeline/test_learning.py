"""Menus learned from a site's other pages and from earlier captures: left out of texts, told to nobody, and reproducible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pipeline.live_kit import DOCUMENT, Live, live

from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.document import Cause, in_force
from clausewatch.nouns.identity import source_id
from clausewatch.pipeline.replay import replay
from clausewatch.pipeline.verify import verify_instance
from clausewatch.storage import catalog, records
from clausewatch.storage.records import RecordFilter

TERMS, PRIVACY = "https://birchwood.example/terms", "https://birchwood.example/privacy"
SHARED = "You and we agree to settle every dispute by binding arbitration and to waive any trial by jury."


def page(title: str, clause: str, *menu: str, after: str = "") -> bytes:
    """A page that ends with a menu in plain paragraphs, which reading alone cannot tell from the document."""
    said = "".join(
        f"<h2>{topic}</h2><p>{clause} This is what we have to say on {topic.lower()} in our {title.lower()}.</p>"
        for topic in ("Scope", "Payment", "Ending")
    )
    links = "".join(f"<p><a href=/{entry.split()[0]}>{entry}</a></p>" for entry in menu)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><h1>{title}</h1>{said}"
        f"<h2>Disputes</h2><p>{SHARED}</p>{after}{links}</body></html>"
    ).encode()


def terms(
    *menu: str, clause: str = "You may use the service only as these rules allow.", after: str = ""
) -> bytes:
    return page("Terms of Service", clause, *menu, after=after)


def privacy(*menu: str, after: str = "") -> bytes:
    return page(
        "Privacy Policy", "We collect what you send us and delete it after thirty days.", *menu, after=after
    )


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Live]:
    with live(tmp_path, "terms") as made:
        yield made


def watch_privacy(site: Live) -> None:
    """From now on the site's other document is captured too."""
    beside = Source(source_id("birchwood/privacy", PRIVACY), PRIVACY)
    other = Document("birchwood/privacy", "birchwood", "Privacy", "Privacy Policy", (beside,))
    with site.instance.database.write() as connection:
        owner = Platform("birchwood", "Birchwood", "Birchwood Ltd", "test", (site.document, other))
        catalog.save_platforms(connection, (owner,), watched=True)


def turn(site: Live, here: bytes, there: bytes = b"") -> None:
    site.answers.pages = {TERMS: here, PRIVACY: there}
    site.round()
    site.clock.advance(hours=13)


def told(site: Live) -> list[str]:
    """What the published records of the document quote."""
    with site.instance.database.read() as connection:
        found = records.records(connection, RecordFilter(document=DOCUMENT))
    return [str(one.old or "") + "|" + str(one.new or "") for record in found for one in record.changes]


def test_entries_that_another_document_of_the_site_has_are_no_text(site: Live) -> None:
    watch_privacy(site)
    turn(site, terms("Careers here", "Press room"), privacy("Careers here", "Press room"))
    (text,) = site.texts()
    assert "Careers here" not in text
    assert SHARED in text
    assert text.endswith("by jury.")


def test_a_new_entry_of_the_menu_makes_no_version(site: Live) -> None:
    watch_privacy(site)
    turn(site, terms("Careers here"), privacy("Careers here"))
    turn(site, terms("Careers here", "Press room"), privacy("Careers here", "Press room"))
    turn(site, terms("Press room"), privacy("Press room"))
    assert len(site.versions()) == 1
    assert told(site) == []


def test_what_is_learned_late_is_read_again_and_told_to_nobody(site: Live) -> None:
    turn(site, terms("Careers here"))
    watch_privacy(site)
    turn(
        site,
        terms(
            "Press room", "Careers here", clause="You must not use the service at all without our consent."
        ),
        privacy("Careers here", "Press room"),
    )
    versions = site.versions()
    (better,) = (each for each in versions if each.cause is Cause.REREAD)
    first, second = (each for each in versions if each.cause is Cause.PUBLISHED)
    assert better.replaces == first.id
    assert better.learned == second.learned is not None
    for each in (better, second):
        assert "Careers" not in site.instance.bodies.get(each.text).decode()
    assert any("without our consent" in each for each in told(site))
    assert not any("Careers" in each or "Press" in each for each in told(site))


def test_the_same_bytes_give_the_same_text_whatever_the_site_says_now(site: Live) -> None:
    watch_privacy(site)
    turn(site, terms("Careers here"), privacy("Careers here"))
    turn(site, terms("Careers here", clause="You must leave at once when we ask."), privacy("Another menu"))
    before = site.texts()
    proof = replay(site.instance, again=True)
    assert proof.proved
    assert site.texts() == before
    assert verify_instance(site.instance, lambda _done, _all: None).findings == ()


def test_lists_that_a_sentence_or_heading_leads_in_stay_though_the_site_repeats_them(site: Live) -> None:
    watch_privacy(site)
    led = "<p>These policies are part of the agreement:</p>"
    turn(site, terms("Community rules", after=led), privacy("Community rules", after=led))
    turn(
        site,
        terms("Community rules", "Refund rules", after=led),
        privacy("Community rules", "Refund rules", after=led),
    )
    assert [text.count("rules") - 3 for text in site.texts()] == [1, 2]


def test_what_stood_in_the_body_is_never_learned(site: Live) -> None:
    watch_privacy(site)
    body = "<p><a href=/Refund>Refund rules</a></p><p>The rules linked above bind you as much as all that is said on this page.</p>"
    turn(site, terms(after=body), privacy())
    turn(site, terms("Refund rules", "Careers here"), privacy("Refund rules", "Careers here"))
    assert site.texts()[-1].endswith("Refund rules")
    assert "Careers" not in site.texts()[-1]


def test_entries_that_come_and_go_are_learned_from_earlier_captures(site: Live) -> None:
    for entry in ("Garden news", "Winter sale", "Summer fair", "Autumn walk", "Spring clean"):
        turn(site, terms("Press room", entry))
    assert len([each for each in site.versions() if each.cause is Cause.PUBLISHED]) == 3
    with site.instance.database.read() as connection:
        assert not any(
            each.alert for each in records.records(connection, RecordFilter(document=DOCUMENT, rereads=True))
        )
    current = in_force(list(reversed(site.versions())))[0]
    assert site.instance.bodies.get(current.text).decode().endswith("Press room")


def test_a_list_that_only_grows_is_not_learned(site: Live) -> None:
    entries = ("Garden rules", "Winter rules", "Summer rules", "Autumn rules", "Spring rules")
    for count in range(1, 6):
        turn(site, terms(*entries[:count]))
    assert len(site.versions()) == 5
