"""Step: read a version's bytes again by the present recipe. A better reading takes its place and alerts nobody."""

from __future__ import annotations

from dataclasses import replace

from clausewatch import change, structure, text
from clausewatch.nouns.catalog import Document, Source
from clausewatch.nouns.document import Cause, Edition, Text, Version
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.identity import Digest, digest, short_id
from clausewatch.pipeline import recipe
from clausewatch.pipeline.compose import reading_of
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import captures, catalog, records, versions


def reread(instance: Instance, version: Version) -> Version:
    """The version in force once the present recipe has read these bytes: the same one, confirmed, or a better reading.

    (1) The bytes are those of the latest captures that showed this version, so that what only the new recipe can see
    does not look like news at the next capture. (2) They are read and put together. (3) Where text, layout and outline
    come out the same, the version is confirmed. (4) Else a version of cause `reread` takes its place; its record and
    lineage are saved with it. What was published and told stays as it is.
    """
    old = instance.editions.get(version.id)
    if old is None:
        raise LookupError(f"version {version.id} is named by storage but is not there")
    # (1):
    taken = _captures(instance, version)
    # (2):
    texts = tuple(reading_of(instance, capture, source).text for source, capture in taken)
    whole = texts[0] if len(texts) == 1 else text.join(texts)
    state, outline = versions.state_digest(whole), structure.outline(whole)
    # (3):
    with instance.database.read() as connection:
        same = versions.state_of(connection, version.id) == state and old.outline == outline
    if same:
        with instance.database.write() as connection:
            versions.confirm(connection, version.id, recipe.READING)
        return replace(version, recipe=recipe.READING)
    # (4):
    made = Edition(
        _better(instance, version, whole, state, tuple(each.id for _, each in taken)), whole, outline
    )
    compared = change.compare(old, made)
    with instance.database.write() as connection:
        versions.save_version(connection, made.version, whole, outline, state)
        versions.save_lineage(connection, made.version.id, compared.lineage)
        records.save_record(connection, compared.record)
    instance.editions.keep(replace(made, lineage=compared.lineage))
    return made.version


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
