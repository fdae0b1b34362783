"""Step: read a capture, judge it, and publish a version when the document's text is in a new state."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch import change, structure, text
from clausewatch.nouns.catalog import Document, Source
from clausewatch.nouns.document import Cause, Edition, Judgement, Page, Reading, Text, Version
from clausewatch.nouns.evidence import Capture, Collection, Failure, Origin, Verdict
from clausewatch.nouns.identity import CaptureId, Digest, DocumentId, digest, short_id
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import captures, catalog, records, versions
from clausewatch.storage.captures import CaptureVerdict

RECIPE = f"{text.RECIPE} {structure.RECIPE}"

_REFUSALS = {
    Failure.BAD_URL: Verdict.REFUSED,
    Failure.REFUSED_ADDRESS: Verdict.REFUSED,
    Failure.ROBOTS: Verdict.REFUSED,
    Failure.TOO_LARGE: Verdict.TOO_LARGE,
    Failure.NEEDS_BROWSER: Verdict.SHELL,
}


@dataclass(frozen=True, slots=True)
class _Outcome:
    judgement: Judgement
    edition: Edition | None = None
    state: Digest = ""
    collection: Collection | None = None


def read_some(instance: Instance, document: DocumentId, batch: int) -> int:
    """Reads up to `batch` of the document's unread captures in the order they were observed; gives how many."""
    with instance.database.read() as connection:
        waiting = captures.unread(connection, document, batch)
    for capture in waiting:
        read_capture(instance, capture)
    return len(waiting)


def read_capture(instance: Instance, capture: Capture) -> CaptureVerdict:
    """Judges the capture and saves verdict, version and, where a good run ends, the record of that, together."""
    with instance.database.read() as connection:
        before = captures.last_reading(connection, capture.source, capture.observed_at)
        current = versions.version_before(connection, capture.document, capture.observed_at)
    outcome = _same_as_before(capture, before) or _outcome(instance, capture, current)
    version = outcome.edition.version if outcome.edition else current
    verdict = CaptureVerdict(
        capture=capture.id,
        document=capture.document,
        source=capture.source,
        observed_at=capture.observed_at,
        verdict=outcome.judgement.verdict,
        reasons=outcome.judgement.reasons,
        version=version.id if version else None,
        body=capture.body,
        recipe=RECIPE,
        collection=outcome.collection,
    )
    went_bad = current and not verdict.verdict.good and (before is None or before.verdict.good)
    with instance.database.write() as connection:
        if outcome.edition is not None:
            made = outcome.edition
            versions.save_version(connection, made.version, made.text, made.outline, outcome.state)
        captures.save_reading(connection, verdict)
        if current is not None and went_bad:
            record = change.capture_record(
                capture.document, current, capture.id, capture.observed_at, outcome.judgement
            )
            records.save_record(connection, record)
    if outcome.edition is not None:
        instance.editions.keep(outcome.edition)
    return verdict


def _same_as_before(capture: Capture, before: CaptureVerdict | None) -> _Outcome | None:
    """The same bytes read by the same recipe deserve the same verdict."""
    if before is None or capture.body is None or before.body != capture.body or before.recipe != RECIPE:
        return None
    if capture.exchange.problem is not None:
        return None
    # A bad verdict is worked out anew: it may have come of the answer's status and not of the bytes.
    if not before.verdict.good:
        return None
    return _Outcome(Judgement(Verdict.UNCHANGED, ("the same bytes as at the previous capture",)))


def _outcome(instance: Instance, capture: Capture, current: Version | None) -> _Outcome:
    """(1) failures without a body, (2) reading, (3) verdict, (4) the document's whole text, (5) its version."""
    # (1):
    problem = capture.exchange.problem
    if capture.body is None:
        failure = problem.failure if problem else Failure.PROTOCOL
        verdict = _REFUSALS.get(failure, Verdict.ERROR)
        return _Outcome(Judgement(verdict, (problem.detail if problem else "no body came",)))
    # (2):
    with instance.database.read() as connection:
        document = catalog.document(connection, capture.document)
        source = catalog.source(connection, capture.source)
        last_good = captures.last_good(connection, capture.source, capture.observed_at)
    if document is None or source is None:
        raise LookupError(f"capture {capture.id} names a document or source that is not stored")
    page = _page(instance, capture, source)
    reading = _read(instance, capture, source, page)
    # (3):
    alone = capture.origin is not Origin.LIVE or len(document.sources) == 1
    previous = _previous_text(instance, current, last_good, source, alone=alone)
    judgement = text.judge(reading, page, previous)
    if judgement.verdict.good and problem is not None:
        judgement = Judgement(Verdict.ERROR, (problem.detail,))
    if not judgement.verdict.good:
        return _Outcome(judgement)
    # (4):
    whole = (reading.text, (capture.id,)) if alone else _compose(instance, document, capture, reading)
    if whole is None:
        missing = "the document is not complete yet: another of its sources has no good capture"
        return _Outcome(Judgement(judgement.verdict, (*judgement.reasons, missing)))
    # (5):
    state = versions.state_digest(whole[0])
    made = _new_edition(instance, capture, current, whole, state)
    return _Outcome(judgement, made, state, _collection(document, capture))


def _collection(document: Document, capture: Capture) -> Collection:
    """As the archive told of an imported capture; of a live one, what the document's declaration says now.

    Our own reader is part of the method: a text read better has not been changed by its publisher.
    """
    if capture.origin is not Origin.LIVE:
        told = capture.collection
        return Collection(told.sources, f"{told.method} {RECIPE}".strip())
    rules = [part for each in document.sources for part in (each.id, *each.select, "-", *each.remove, ";")]
    return Collection(len(document.sources), f"{short_id('method', *rules)} {RECIPE}")


def _page(instance: Instance, capture: Capture, source: Source) -> Page:
    assert capture.body is not None
    return Page(
        body=instance.bodies.get(capture.body),
        media_type=capture.media_type,
        charset=capture.charset,
        url=capture.exchange.final_url or capture.exchange.url,
        status=capture.exchange.status if not capture.exchange.not_modified else 200,
        select=source.select,
        remove=source.remove,
    )


def _read(instance: Instance, capture: Capture, source: Source, page: Page) -> Reading:
    """The reading of a capture's body, from memory when the same bytes were read just before."""
    key = (capture.body or "", source)
    reading = instance.readings.take(key) or text.read(page)
    instance.readings.put(key, reading)
    return reading


def _previous_text(
    instance: Instance, current: Version | None, last_good: Capture | None, source: Source, *, alone: bool
) -> Text | None:
    """The source's last good text: the document's current text when it has one source, else read again."""
    if alone:
        edition = instance.editions.get(current.id) if current else None
        return edition.text if edition else None
    if last_good is None:
        return None
    return _read(instance, last_good, source, _page(instance, last_good, source)).text


def _compose(
    instance: Instance, document: Document, capture: Capture, reading: Reading
) -> tuple[Text, tuple[CaptureId, ...]] | None:
    """The texts of all sources in declared order and their captures, newest first; None when one is missing."""
    parts: list[Text] = []
    taken: list[Capture] = [capture]
    for source in document.sources:
        if source.id == capture.source:
            parts.append(reading.text)
            continue
        with instance.database.read() as connection:
            good = captures.last_good(connection, source.id, capture.observed_at, inclusive=True)
        if good is None:
            return None
        parts.append(_read(instance, good, source, _page(instance, good, source)).text)
        taken.append(good)
    newest_first = sorted(taken[1:], key=lambda each: each.observed_at, reverse=True)
    return text.join(tuple(parts)), (capture.id, *(each.id for each in newest_first))


def _new_edition(
    instance: Instance,
    capture: Capture,
    current: Version | None,
    parts: tuple[Text, tuple[CaptureId, ...]],
    state: Digest,
) -> Edition | None:
    """A new version when the text is in another state than the current one; its content is archived here."""
    whole, taken = parts
    if current is not None:
        with instance.database.read() as connection:
            if versions.state_of(connection, current.id) == state:
                return None
    before = instance.editions.get(current.id) if current else None
    # Where only links moved, what depends on words and blocks alone stands as it was worked out last time.
    alike = before if before and _reads_alike(before.text, whole) else None
    content = whole.content.encode("utf-8")
    stored = instance.bodies.put(content, like=current.text if current else None)
    assert stored == digest(content)
    version = Version(
        id=short_id("version", capture.document, capture.id, state),
        document=capture.document,
        observed_at=capture.observed_at,
        captures=taken,
        cause=Cause.PUBLISHED,
        text=stored,
        fingerprint=alike.version.fingerprint if alike else text.fingerprint(whole),
        title=whole.title,
        language=whole.language,
        words=len(whole.content.split()),
        dates=alike.version.dates if alike else text.find_dates(whole),
        recipe=RECIPE,
    )
    return Edition(version, whole, alike.outline if alike else structure.outline(whole))


def _reads_alike(old: Text, new: Text) -> bool:
    return old.content == new.content and old.blocks == new.blocks and old.marks == new.marks
