"""What is watched: platforms, their documents and the addresses those are read from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clausewatch.nouns.audience import Audience, audience_of
from clausewatch.nouns.identity import DocumentId, PlatformId, SourceId


class Render(StrEnum):
    """How a source is fetched. `auto` is http until a plain capture proves to be a shell."""

    AUTO = "auto"
    HTTP = "http"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Source:
    """One address of a document. `select` and `remove` are optional CSS selectors; most pages need none.

    `language` is the document's, a BCP 47 tag, filled in when a capture is due: a browser asks for the page in it.
    """

    id: SourceId
    url: str
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    render: Render = Render.AUTO
    language: str = ""


CADENCE_HOURS = 6.0
"""How often a document is captured whose declaration does not say: four times a day tells of a change on the same day."""


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document; with several sources its text is theirs, joined in order.

    `audience` is what its declaration says, `everyone` where it says nothing: see `readers`.
    """

    id: DocumentId
    platform: PlatformId
    name: str
    type: str
    sources: tuple[Source, ...]
    audience: str = "everyone"
    jurisdiction: str = ""
    language: str = "en"
    tier: str = ""
    cadence_hours: float = CADENCE_HOURS
    verified: bool = True
    note: str = ""

    @property
    def readers(self) -> Audience:
        """Whom it addresses, by its declaration, its name and its kind."""
        return audience_of(self.type, self.name, self.audience)

    @property
    def readers_named(self) -> str:
        """Whom it addresses, in the declaration's own words where it has some."""
        return self.readers.value if self.audience in ("", Audience.EVERYONE) else self.audience


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform and the documents by which it governs its users."""

    id: PlatformId
    name: str
    company: str
    group: str
    documents: tuple[Document, ...]
