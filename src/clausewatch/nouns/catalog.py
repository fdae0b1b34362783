"""What is watched: platforms, their documents and the addresses those are read from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clausewatch.nouns.identity import DocumentId, PlatformId, SourceId


class Render(StrEnum):
    """How a source is fetched. `auto` is http until a plain capture proves to be a shell."""

    AUTO = "auto"
    HTTP = "http"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Source:
    """One address of a document. `select` and `remove` are optional CSS selectors; most pages need none."""

    id: SourceId
    url: str
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    render: Render = Render.AUTO


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document; with several sources its text is theirs, joined in order."""

    id: DocumentId
    platform: PlatformId
    name: str
    type: str
    sources: tuple[Source, ...]
    audience: str = "everyone"
    jurisdiction: str = ""
    language: str = "en"
    tier: str = ""
    cadence_hours: float = 12.0
    verified: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform and the documents by which it governs its users."""

    id: PlatformId
    name: str
    company: str
    group: str
    documents: tuple[Document, ...]
