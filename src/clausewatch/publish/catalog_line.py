"""Platforms, documents and versions as JSON-ready values."""

from __future__ import annotations

from collections.abc import Iterable

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.document import Version
from clausewatch.nouns.evidence import Capture
from clausewatch.publish.record_line import instant


def platform_line(platform: Platform) -> dict[str, object]:
    """The platform with its documents by name."""
    return {
        "id": platform.id,
        "name": platform.name,
        "company": platform.company,
        "group": platform.group,
        "documents": [{"id": each.id, "name": each.name, "type": each.type} for each in platform.documents],
    }


def document_line(document: Document) -> dict[str, object]:
    """The document as it is declared, with the addresses it is read from."""
    return {
        "id": document.id,
        "platform": document.platform,
        "name": document.name,
        "type": document.type,
        "audience": document.readers_named,
        "jurisdiction": document.jurisdiction,
        "language": document.language,
        "sources": [{"id": each.id, "url": each.url} for each in document.sources],
    }


def version_line(version: Version) -> dict[str, object]:
    """The version's facts: when it was observed, its hashes, how long it is, and the dates it prints about itself."""
    return {
        "id": version.id,
        "document": version.document,
        "observed_at": instant(version.observed_at),
        "cause": version.cause.value,
        "title": version.title,
        "language": version.language,
        "words": version.words,
        "text_sha256": version.text,
        "words_sha256": version.fingerprint,
        "dates": [
            {
                "kind": each.kind.value,
                "value": each.value.isoformat(),
                "exact": each.exact,
                "span": [each.start, each.end],
            }
            for each in version.dates
        ],
        "captures": list(version.captures),
        "recipe": version.recipe,
        "replaces": version.replaces,
    }


def capture_lines(captures: Iterable[Capture]) -> list[dict[str, object]]:
    """Where the version's bytes came from: address, moment, answer and the hash of the body."""
    return [
        {
            "id": each.id,
            "source": each.source,
            "url": each.exchange.final_url,
            "observed_at": instant(each.observed_at),
            "origin": each.origin.value,
            "origin_ref": each.origin_ref,
            "status": each.exchange.status,
            "media_type": each.media_type,
            "body_sha256": each.body,
            "body_bytes": each.body_bytes,
        }
        for each in captures
    ]
