"""Change records as an Atom feed (RFC 4287)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.identity import RecordId
from clausewatch.publish.html import html_change
from clausewatch.publish.plain import plain_change
from clausewatch.publish.record_line import instant
from clausewatch.publish.sheet import sheet
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE, one_line, sendable

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "clausewatch")


_MOST_CHANGES, _MOST_QUOTED = 6, 3_000
"""Changes of an entry and characters quoted in it: readers fetch the whole feed again and again. A message has room for more. Thirty
entries of the imported archive took 833 kB as messages, 326 kB so."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One record of a feed: its page, when it was observed, and what is told, as text and as HTML."""

    id: RecordId
    title: str
    url: str
    updated: datetime
    text: str
    html: str


def feed_entry(record: ChangeRecord, document: Document, platform: Platform, base_url: str) -> FeedEntry:
    """The record as an entry; the same whenever it is made again. Of many changes the gravest, and how many more there are."""
    told = sheet(record, document, platform, base_url, _MOST_CHANGES, _MOST_QUOTED)
    return FeedEntry(
        id=record.id,
        title=one_line(f"{told.platform}: {told.document} - {told.headline}", 180),
        url=told.link,
        updated=record.observed_at,
        text=plain_change(told),
        html=html_change(told),
    )


def atom_feed(
    title: str, feed_url: str, base_url: str, entries: tuple[FeedEntry, ...], updated: datetime
) -> bytes:
    """The feed document, newest entry first. `updated` is when there was something new at last, if nothing is newer.

    An entry's id is a `urn:uuid` of its record, whatever the address of the instance, so moving an instance shows no
    reader an entry twice; the feed's own id comes from its address.
    """
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _add(feed, "id", _urn("feed", feed_url))
    _add(feed, "title", one_line(title, 300))
    _add(feed, "subtitle", f"{DISCLAIMER} {INDEPENDENCE}")
    _add(feed, "updated", instant(max([updated, *(entry.updated for entry in entries)])))
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": sendable(feed_url)})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": sendable(base_url)})
    _add(SubElement(feed, "author"), "name", "Clausewatch")
    _add(feed, "generator", "Clausewatch")
    for entry in newest_first(entries):
        _entry(feed, entry)
    data: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return data


def newest_first(entries: tuple[FeedEntry, ...]) -> tuple[FeedEntry, ...]:
    """The entries as feeds list them."""
    return tuple(sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True))


def entry_urn(entry: FeedEntry) -> str:
    """What names the entry in every feed, wherever the instance is."""
    return _urn("record", entry.id)


def _entry(feed: Element, entry: FeedEntry) -> None:
    element = SubElement(feed, "entry")
    _add(element, "id", entry_urn(entry))
    _add(element, "title", one_line(entry.title, 300))
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": sendable(entry.url)})
    _add(element, "published", instant(entry.updated))
    _add(element, "updated", instant(entry.updated))
    _add(element, "summary", entry.text).set("type", "text")
    _add(element, "content", entry.html).set("type", "html")


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = sendable(text)
    return element


def _urn(kind: str, name: str) -> str:
    return uuid.uuid5(_NAMESPACE, f"{kind}:{sendable(name)}").urn
