"""Step: read a document's versions again by the present recipe. A better reading takes the place of an earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from clausewatch import change, structure, text
from clausewatch.errors import WithheldObjectError
from clausewatch.nouns.catalog import Document, Source
from clausewatch.nouns.document import Cause, Edition, Page, Reading, Text, Version, in_force
from clausewatch.nouns.evidence import Capture, Origin
from clausewatch.nouns.identity import Digest, DocumentId, LineageId, digest, short_id
from clausewatch.pipeline import recipe
from clausewatch.pipeline.compare import compare_document
from clausewatch.pipeline.compose import page_of, reading_of
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.learned import lesson_of
from clausewatch.storage import captures, catalog, records, versions


@dataclass(frozen=True, slots=True)
class Rereading:
    """How many versions the present recipe read the same, how many better, and how many it could not read as good texts."""

    confirmed: int = 0
    better: int = 0
    refused: int = 0


def reread_document(instance: Instance, document: DocumentId, *, again: bool = False) -> Rereading:
    """Reads the versions in force that another recipe read, oldest first; `again` all of them.

    What was published and told stays as it is. Versions that wait to be compared are compared first, as they were read
    when they were published.
    """
    compare_document(instance, document)
    with instance.database.read() as connection:
        everything = versions.versions(connection, document)
    waiting = [each for each in reversed(in_force(everything)) if again or each.recipe != recipe.READING]
    outcomes = [_reread_if_there(instance, each) for each in waiting]
    return Rereading(
        confirmed=sum(made is version for made, version in zip(outcomes, waiting, strict=True)),
        better=sum(
            made is not None and made is not version for made, version in zip(outcomes, waiting, strict=True)
        ),
        refused=outcomes.count(None),
    )


def _reread_if_there(instance: Instance, version: Version) -> Version | None:
    """As `reread_version`; what was withheld cannot be read again, and keeps nothing else from it."""
    with suppress(WithheldObjectError):
        return reread_version(instance, version, version.learned)
    return None


def reread_version(instance: Instance, version: Version, learned: Digest | None) -> Version | None:
    """The version itself where the present recipe confirms it, a better reading in its place, or None.

    It is read without the furniture that `learned` names: what the version itself names, or what was learned since.
    (1) The bytes are those of the latest captures that showed this version, so that what only the new recipe can see
    does not look like news at the next capture. (2) They are read; what is judged to be no document replaces nothing.
    (3) Where text, layout and outline come out the same, the version is confirmed. (4) Else a version of cause `reread`
    takes its place; its record and lineage are saved with it.
    """
    old = instance.editions.get(version.id)
    if old is None:
        raise LookupError(f"version {version.id} is named by storage but is not there")
    # (1):
    taken = _captures(instance, version)
    # (2):
    texts = tuple(_good_texts(instance, old.text, taken, learned))
    if len(texts) < len(taken):
        return None
    live = all(capture.origin is Origin.LIVE for _, capture in taken)
    whole = text.join(texts, tuple(source for source, _ in taken) if live else ())
    state, outline = versions.state_digest(whole), structure.outline(whole)
    # (3):
    with instance.database.read() as connection:
        same = versions.state_of(connection, version.id) == state and old.outline == outline
    if same:
        with instance.database.write() as connection:
            versions.confirm(connection, version.id, recipe.READING, learned)
        return version
    # (4):
    better = _better(instance, version, whole, state, tuple(each.id for _, each in taken))
    made = Edition(replace(better, learned=learned), whole, outline)
    compared = change.compare(old, made)
    lineage = _lineage(instance, old, made, compared.lineage)
    with instance.database.write() as connection:
        versions.save_version(connection, made.version, whole, outline, state)
        versions.save_lineage(connection, made.version.id, lineage)
        records.save_record(connection, compared.record)
    instance.editions.keep(replace(made, lineage=lineage))
    return made.version


def _good_texts(
    instance: Instance, old: Text, taken: list[tuple[Source, Capture]], learned: Digest | None
) -> Iterator[Text]:
    lesson = lesson_of(instance, learned)
    for source, capture in taken:
        page = page_of(instance, capture, source)
        reading = reading_of(instance, capture, source, page)
        if _is_good(reading, page, old if len(taken) == 1 else text.stretch_of(old, reading.text, source.id)):
            yield text.without_learned(reading.text, lesson)


def _is_good(reading: Reading, page: Page, before: Text | None) -> bool:
    """By itself, or as what the version showed of this source before: what was once accepted as familiar still is."""
    by_itself = text.judge(reading, page).verdict.good
    return by_itself or (before is not None and text.judge(reading, page, before).verdict.good)


def _lineage(
    instance: Instance, old: Edition, made: Edition, carried: tuple[LineageId, ...]
) -> tuple[LineageId, ...]:
    """What the better reading's provisions inherit of the earlier reading; those it found anew, of the version before."""
    known = set(old.lineage)
    if known.issuperset(carried):
        return carried
    with instance.database.read() as connection:
        before = versions.version_before(connection, made.version.document, made.version.observed_at)
    earlier = instance.editions.get(before.id) if before is not None else None
    if earlier is None or not earlier.lineage:
        return carried
    inherited = change.compare(earlier, made).lineage
    taken = known.intersection(carried)
    return tuple(
        own if own in known or other in taken else other
        for own, other in zip(carried, inherited, strict=True)
    )


def _captures(instance: Instance, version: Version) -> list[tuple[Source, Capture]]:
    """The latest capture that showed the version for each source it was read from, in the document's order."""
    with instance.database.read() as connection:
        document = catalog.document(connection, version.document)
        first = [captures.capture(connection, each) for each in version.captures]
        shown = captures.last_shown(connection, version.id)
        found = [shown.get(each.source, each) for each in first if each is not None]
        sources = {each.source: catalog.source(connection, each.source) for each in found}
    known = [(source, each) for each in found if (source := sources[each.source]) is not None]
    if document is None or not known or len(known) < len(version.captures):
        raise LookupError(f"version {version.id} names a document, source or capture that is not stored")
    return sorted(known, key=lambda pair: _place(document, pair[0]))


def _place(document: Document, source: Source) -> int:
    """Where the source stands in the document; one that was taken out of it stands last."""
    places = {each.id: place for place, each in enumerate(document.sources)}
    return places.get(source.id, len(places))


def _better(
    instance: Instance, version: Version, whole: Text, state: Digest, taken: tuple[str, ...]
) -> Version:
    content = whole.content.encode("utf-8")
    stored = instance.bodies.put(content, like=version.text)
    assert stored == digest(content)
    return Version(
        id=short_id("version", version.document, version.id, recipe.READING, state),
        document=version.document,
        observed_at=version.observed_at,
        captures=taken,
        cause=Cause.REREAD,
        text=stored,
        fingerprint=text.fingerprint(whole),
        title=whole.title,
        language=whole.language,
        words=len(whole.content.split()),
        dates=text.find_dates(whole),
        recipe=recipe.READING,
        replaces=version.id,
    )
