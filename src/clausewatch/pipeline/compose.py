"""The text of a source's capture, and a document's whole text from all its sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urldefrag

from clausewatch import text
from clausewatch.nouns.catalog import Document, Source
from clausewatch.nouns.document import Page, Reading, Text, Version
from clausewatch.nouns.evidence import Capture, Origin
from clausewatch.nouns.identity import CaptureId, Digest
from clausewatch.pipeline import apart
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.learned import lesson_of
from clausewatch.storage import captures, catalog

_ROUND = timedelta(minutes=30)
"""Captures of one document that are unread and lie no further apart are one look at it: the last of them composes."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A document's text with the captures it was read from, first the one that brought what is new."""

    text: Text
    captures: tuple[CaptureId, ...]


def page_of(instance: Instance, capture: Capture, source: Source) -> Page:
    """The archived bytes of a capture, as the reader wants them."""
    assert capture.body is not None
    came_from = capture.exchange.final_url or capture.exchange.url
    # The fragment of the declared address never travels, but says which of a page's documents is meant.
    fragment = urldefrag(source.url).fragment
    with instance.database.read() as connection:
        document = catalog.document(connection, capture.document)
    return Page(
        body=instance.bodies.get(capture.body),
        media_type=capture.media_type,
        charset=capture.charset,
        url=f"{urldefrag(came_from).url}#{fragment}" if fragment else came_from,
        status=capture.exchange.status if not capture.exchange.not_modified else 200,
        select=source.select,
        remove=source.remove,
        title=document.name if document is not None and is_alone(document, capture) else "",
    )


def is_alone(document: Document, capture: Capture) -> bool:
    """Whether the capture's text is the whole document: it has one source, or the capture was imported."""
    return capture.origin is not Origin.LIVE or len(document.sources) == 1


def reading_of(instance: Instance, capture: Capture, source: Source, page: Page | None = None) -> Reading:
    """The reading of a capture's body, from memory when the same bytes were read just before."""
    key = (capture.body or "", source)
    reading = instance.readings.take(key) or apart.read(page or page_of(instance, capture, source))
    instance.readings.put(key, reading)
    return reading


def text_of(instance: Instance, capture: Capture, source: Source, learned: Digest | None) -> Text:
    """The text of a capture's body without what was learned as furniture."""
    return text.without_learned(reading_of(instance, capture, source).text, lesson_of(instance, learned))


def compose(
    instance: Instance, document: Document, capture: Capture, current: Version | None, learned: Digest | None
) -> Whole | str:
    """The texts of all sources in declared order, as of this good capture; or why they make no version now.

    While one source is bad nothing is composed. Nothing is lost by that: the capture by which it is good again composes
    what all sources say by then, and a capture that brought nothing new composes as well.
    """
    with instance.database.read() as connection:
        if captures.unread_beside(connection, capture, capture.observed_at + _ROUND):
            return "the document is put together when its other sources' captures of this round are read"
    parts: list[Text] = []
    taken: list[Capture] = []
    for source in document.sources:
        good = capture if source.id == capture.source else _good_now(instance, source, capture)
        if isinstance(good, str):
            return good
        parts.append(text_of(instance, good, source, learned))
        taken.append(good)
    whole = text.join(tuple(parts), document.sources)
    return Whole(whole, _newest_news_first(instance, taken, current))


def _good_now(instance: Instance, source: Source, capture: Capture) -> Capture | str:
    """The other source's last good capture, if its latest verdict is good."""
    with instance.database.read() as connection:
        latest = captures.last_reading(connection, source.id, capture.observed_at, inclusive=True)
        good = captures.last_good(connection, source.id, capture.observed_at, inclusive=True)
    if good is None:
        return "the document is not complete yet: another of its sources has no good capture"
    if latest is not None and not latest.verdict.good:
        return (
            f"the document is not put together while another of its sources is bad ({latest.verdict.value}: "
            f"{source.url}); this text counts as soon as that one is good again"
        )
    return good


def _newest_news_first(
    instance: Instance, taken: list[Capture], current: Version | None
) -> tuple[CaptureId, ...]:
    """Captures whose bytes the current version does not rest on come first, newer before older."""
    with instance.database.read() as connection:
        known = [captures.capture(connection, each) for each in (current.captures if current else ())]
    bodies = {each.body for each in known if each is not None}
    ordered = sorted(taken, key=lambda each: each.observed_at, reverse=True)
    ordered.sort(key=lambda each: each.body in bodies)
    return tuple(each.id for each in ordered)
