"""Step within reading: before a text becomes a new version, learn what of it is its site's furniture.

What is learned is archived and named by the versions read without it, so that the same bytes give the same text again. It
never makes a version by itself: the versions before are read again without it first (cause `reread`), so that nothing that
we learned shows between them and the next.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from clausewatch import text
from clausewatch.errors import WithheldObjectError
from clausewatch.nouns.catalog import Source
from clausewatch.nouns.document import Cause, Edition, Text, Version, in_force
from clausewatch.nouns.evidence import Capture, Origin
from clausewatch.nouns.identity import Digest, DocumentId
from clausewatch.pipeline.compare import compare_document
from clausewatch.pipeline.compose import reading_of
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.learned import keep_lesson, lesson_of
from clausewatch.pipeline.reread import reread_version
from clausewatch.storage import captures, catalog, versions

_WITNESSES = 4
"""Pages of other documents that are asked at most: what one of them lacks is rarely in the next."""
_ROUND = timedelta(minutes=30)
_STATES = 3
"""Published states that are looked at together with the new text (see `text.coming_and_going`)."""
_MARKUP = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Sight:
    """A capture that brings a new text: from which source, the version that it would replace, what was learned before."""

    capture: Capture
    source: Source
    current: Version | None
    learned: Digest | None


def learn(instance: Instance, sight: Sight) -> Digest | None:
    """The archived lesson that holds what was learned before and what this page teaches; None when it teaches nothing.

    It depends on archived bytes and earlier versions alone: whatever was read meanwhile, the lesson is the same.
    """
    if sight.capture.origin is Origin.OTA or sight.capture.media_type not in _MARKUP:
        return None
    known = lesson_of(instance, sight.learned)
    raw = reading_of(instance, sight.capture, sight.source).text
    entries = frozenset(text.edge_entries(raw).values()) - known
    edition = instance.editions.left(sight.current.id) if sight.current else None
    standing = edition.text if edition else None
    if not entries or (standing and entries == frozenset(text.edge_entries(standing).values())):
        return None
    shared = text.shared_with_site(raw, standing, _witnesses(instance, sight))
    lesson = known | shared | text.coming_and_going((*_published(instance, sight), raw))
    return keep_lesson(instance, lesson) if lesson > known else None


def _witnesses(instance: Instance, sight: Sight) -> list[Text]:
    """What other documents' pages at the same host said by then."""
    host = urlsplit(sight.source.url).netloc
    if not host:
        return []
    until = sight.capture.observed_at + _ROUND
    with instance.database.read() as connection:
        beside = catalog.sources_beside(connection, sight.capture.document, host, _WITNESSES)
        last = [(each, captures.last_with_body(connection, each.id, until)) for each in beside]
    found = []
    for source, capture in last:
        if capture is not None and capture.media_type in _MARKUP:
            with suppress(WithheldObjectError):
                found.append(reading_of(instance, capture, source).text)
    return found


def _published(instance: Instance, sight: Sight) -> list[Text]:
    """The latest states as they were published, oldest first."""
    with instance.database.read() as connection:
        history = versions.versions(connection, sight.capture.document)
    told = [each for each in history if each.cause is Cause.PUBLISHED][:_STATES]
    if len(told) < _STATES:
        return []
    found = [_edition(instance, each) for each in reversed(told)]
    return [each.text for each in found if each is not None]


def _edition(instance: Instance, version: Version) -> Edition | None:
    """The version's edition; None where its text was withheld."""
    with suppress(WithheldObjectError):
        return instance.editions.get(version.id)
    return None


def adopt(instance: Instance, document: DocumentId, learned: Digest) -> bool:
    """Reads the latest versions again without what was learned, back to one in which none of it stands.

    Earlier ones keep theirs: a version that comes to light between two of them is read as the one before it. Oldest
    first, so that a run that was broken off is taken up by the next. False when the latest cannot be read so.
    """
    compare_document(instance, document)
    lesson = lesson_of(instance, learned)
    with instance.database.read() as connection:
        history = in_force(versions.versions(connection, document))
    touched: list[Version] = []
    for version in history:
        edition = _edition(instance, version)
        if edition is None:
            break
        touched.append(version)
        if text.without_learned(edition.text, lesson) is edition.text:
            break
    outcomes = [reread_version(instance, each, learned) for each in reversed(touched)]
    return not outcomes or outcomes[-1] is not None
