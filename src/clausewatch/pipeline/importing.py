"""Step: take over another archive's captures, as captures of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.evidence import Capture, Exchange, Origin
from clausewatch.nouns.identity import (
    CaptureId,
    Digest,
    DocumentId,
    SourceId,
    document_id,
    short_id,
    slug,
    source_id,
)
from clausewatch.pipeline.instance import Instance
from clausewatch.ports import Imported, Importer
from clausewatch.storage import captures, catalog

Progress = Callable[[int], None]


@dataclass(slots=True)
class _Seen:
    """What this import already made sure of: declared documents and their latest body."""

    known: frozenset[CaptureId]
    declared: set[SourceId] = field(default_factory=set)
    bodies: dict[DocumentId, Digest] = field(default_factory=dict)
    moments: dict[DocumentId, datetime] = field(default_factory=dict)

    def moment(self, document: DocumentId, told: datetime) -> datetime:
        """When a capture counts as observed: as told, or just after the one before it where they share an instant.

        Archives keep whole seconds and may record twice in one; history has an order all the same.
        """
        last = self.moments.get(document)
        at = told if last is None or told > last else last + timedelta(microseconds=1)
        self.moments[document] = at
        return at


def import_captures(instance: Instance, importer: Importer, origin: Origin, progress: Progress) -> int:
    """Keeps every capture of the archive that is not here yet and gives how many were new.

    A capture's identifier depends on its reference alone, so an import that was interrupted or is repeated
    finds its own work again. `progress` is told how many captures were looked at.
    """
    with instance.database.read() as connection:
        seen = _Seen(captures.known_of(connection, origin))
    new = 0
    for imported in importer:
        new += _take(instance, imported, origin, seen)
        progress(1)
    return new


def _take(instance: Instance, imported: Imported, origin: Origin, seen: _Seen) -> bool:
    platform = slug(imported.platform)
    document = document_id(platform, imported.document)
    source = source_id(document, imported.url or f"{origin.value}:{imported.document}")
    identifier = short_id("capture", origin.value, imported.reference)
    observed_at = seen.moment(document, imported.observed_at)
    if identifier in seen.known:
        return False
    if document not in seen.bodies:
        with instance.database.read() as connection:
            last = captures.last_with_body(connection, source)
        if last is not None and last.body is not None:
            seen.bodies[document] = last.body
    body = instance.bodies.put(imported.body, like=seen.bodies.get(document))
    seen.bodies[document] = body
    media_type, _, parameters = imported.media_type.partition(";")
    capture = Capture(
        id=identifier,
        document=document,
        source=source,
        observed_at=observed_at,
        origin=origin,
        origin_ref=imported.reference,
        origin_parent=imported.parent,
        collection=imported.collection,
        media_type=media_type.strip(),
        charset=parameters.partition("charset=")[2].strip() or None,
        body=body,
        body_bytes=len(imported.body),
        exchange=Exchange(
            url=imported.url,
            final_url=imported.url,
            request_headers=(),
            status=None,
            headers=(),
            hops=(),
            tls=None,
            elapsed_ms=0,
        ),
    )
    with instance.database.write() as connection:
        if source not in seen.declared:
            declared = Source(id=source, url=imported.url)
            catalog.add_imported(connection, _declare(imported, platform, document, declared))
            seen.declared.add(source)
        return captures.save_capture(connection, capture)


def _declare(imported: Imported, platform: str, document: DocumentId, source: Source) -> Platform:
    return Platform(
        id=platform,
        name=imported.platform,
        company="",
        group="",
        documents=(
            Document(
                id=document,
                platform=platform,
                name=imported.document,
                type=imported.document_type,
                sources=(source,),
            ),
        ),
    )
