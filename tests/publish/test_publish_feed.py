"""The Atom feed, parsed back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from tests.publish.publish_kit import BASE, DOCUMENT, HOSTILE, PLATFORM, change, record

from clausewatch.publish import DISCLAIMER, INDEPENDENCE, FeedEntry, atom_feed, feed_entry

ATOM = "{http://www.w3.org/2005/Atom}"
URL = f"{BASE}/feed.atom"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def entry(number: int) -> FeedEntry:
    told = replace(
        record(headline=f"Number {number}"),
        id=f"r{number}",
        observed_at=record().observed_at + timedelta(hours=number),
    )
    return feed_entry(told, DOCUMENT, PLATFORM, BASE)


def parsed(*entries: FeedEntry, title: str = "Changes", base: str = BASE) -> ET.Element:
    return ET.fromstring(atom_feed(title, f"{base}/feed.atom", base, entries, LONG_AGO))


def texts(feed: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in feed.iterfind(path.replace("/", f"/{ATOM}").join([ATOM, ""]))]


def test_a_feed_has_what_the_standard_asks_for() -> None:
    feed = parsed(entry(1), entry(3), entry(2))
    assert feed.tag == f"{ATOM}feed"
    assert texts(feed, "title") == ["Changes"]
    assert texts(feed, "subtitle") == [f"{DISCLAIMER} {INDEPENDENCE}"]
    assert texts(feed, "updated") == ["2026-03-09T12:05:00Z"]
    assert texts(feed, "author/name") == ["Clausewatch"]
    assert {(link.get("rel"), link.get("href")) for link in feed.iterfind(f"{ATOM}link")} == {
        ("self", URL),
        ("alternate", BASE),
    }
    titles = texts(feed, "entry/title")
    assert titles == [f"Lumen Assistant: Usage Policy - Number {number}" for number in (3, 2, 1)]
    assert texts(feed, "entry/updated")[0] == "2026-03-09T12:05:00Z"
    link = feed.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{BASE}/change/r3/"
    content = feed.find(f"{ATOM}entry/{ATOM}content")
    summary = feed.find(f"{ATOM}entry/{ATOM}summary")
    assert content is not None
    assert summary is not None
    assert (content.get("type"), summary.get("type")) == ("html", "text")
    assert "<blockquote" in (content.text or "")
    assert "[-30-]{+90+}" in (summary.text or "")


def test_ids_are_unique_and_stay_when_the_instance_moves() -> None:
    here = parsed(entry(1), entry(2))
    there = parsed(entry(1), entry(2), base="https://other.example")
    ids = texts(here, "entry/id")
    assert ids == texts(there, "entry/id")
    assert len(set(ids) | set(texts(here, "id"))) == 3
    assert all(each.startswith("urn:uuid:") for each in ids)


def test_an_empty_feed_is_a_feed() -> None:
    feed = parsed()
    assert texts(feed, "updated") == ["2020-01-01T00:00:00Z"]
    assert texts(feed, "entry/id") == []


def test_hostile_text_stays_text() -> None:
    told = feed_entry(record(change(new=HOSTILE), headline=HOSTILE), DOCUMENT, PLATFORM, BASE)
    feed = parsed(told, title=HOSTILE)
    assert texts(feed, "title") == [HOSTILE]
    assert {found.tag.removeprefix(ATOM) for found in feed.iter()} == {
        "feed",
        "id",
        "title",
        "subtitle",
        "updated",
        "link",
        "author",
        "name",
        "generator",
        "entry",
        "published",
        "summary",
        "content",
    }
    content = texts(feed, "entry/content")[0]
    assert "<script" not in content
    assert "&lt;script" in content


@given(text=st.text(), title=st.text())
def test_any_text_makes_well_formed_xml(text: str, title: str) -> None:
    told = feed_entry(record(change(new=text), headline=title), DOCUMENT, PLATFORM, BASE)
    assert len(texts(parsed(told, title=title), "entry/id")) == 1
