"""The fictional platforms as the catalogue's nouns."""

from __future__ import annotations

from clausewatch.demo.story import Story, StoryDocument, StoryPlatform
from clausewatch.nouns.catalog import Document, Platform, Render, Source
from clausewatch.nouns.identity import source_id

CADENCE_HOURS = 24.0


def platforms(story: Story) -> tuple[Platform, ...]:
    """The story's platforms with one plain-HTTP source per document: `http://<host><path>`.

    Where a document has moved, the source names the former path, as a catalogue written before the move would.
    """
    return tuple(
        Platform(
            id=platform.id,
            name=platform.name,
            company=platform.company,
            group=platform.company,
            documents=tuple(_document(platform, document) for document in platform.documents),
        )
        for platform in story.platforms
    )


def _document(platform: StoryPlatform, document: StoryDocument) -> Document:
    url = f"http://{platform.host}{document.former_path or document.path}"
    return Document(
        id=document.id,
        platform=platform.id,
        name=document.name,
        type=document.type,
        sources=(Source(source_id(document.id, url), url, render=Render.HTTP),),
        jurisdiction=platform.country,
        language=document.language,
        cadence_hours=CADENCE_HOURS,
        note="Fictional, for the demonstration.",
    )
