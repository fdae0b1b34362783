"""Names and identifiers: slugs for people, digests for everything a program made.

An identifier made here depends on its inputs alone, so a step that runs twice makes the same one twice.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

PlatformId = str
"""Slug of a platform: `claude-ai`."""
DocumentId = str
"""`<platform slug>/<document slug>`: `claude-ai/acceptable-use-policy`."""
SourceId = str
"""`<document id>#<digest of the address>`."""
CaptureId = str
VersionId = str
RecordId = str
ProvisionId = str
"""Address of a provision inside its document, unique there: `do-not-develop-or-design-weapons`."""
LineageId = str
"""Identity of a provision across the versions of its document."""
WatchId = str
AlertId = str
Digest = str
"""SHA-256 in lowercase hexadecimal, 64 characters."""

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(name: str, limit: int = 80) -> str:
    """`name` as lowercase ASCII letters, digits and single hyphens, at most `limit` long; never empty.

    Names without any Latin letter or digit (for example Chinese titles) become a short digest of the name.
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = _NOT_SLUG.sub("-", folded).strip("-")
    if len(plain) > limit:
        cut = plain[: limit + 1].rfind("-")
        plain = plain[: cut if cut > limit // 2 else limit].strip("-")
    return plain or "x" + digest_of(name)[:8]


def digest(data: bytes) -> Digest:
    """SHA-256 of `data`, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of(*parts: str) -> Digest:
    """SHA-256 over the parts, each preceded by its length so that no two lists of parts collide."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        sha.update(len(data).to_bytes(8, "big"))
        sha.update(data)
    return sha.hexdigest()


def short_id(*parts: str) -> str:
    """First 20 hexadecimal digits (80 bits) of `digest_of(*parts)`: unique within an instance."""
    return digest_of(*parts)[:20]


def document_id(platform: PlatformId, name: str) -> DocumentId:
    """The document's identifier from its platform's slug and its name."""
    return f"{platform}/{slug(name)}"


def source_id(document: DocumentId, url: str) -> SourceId:
    """The identifier of one address of a document."""
    return f"{document}#{digest_of(url)[:12]}"
