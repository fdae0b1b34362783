"""What a document states, one passage a statement, as it is compared with others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clausewatch.meaning.analyse import names_of
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.comparison import Passage
from clausewatch.nouns.document import Edition, Statement, StatementKind
from clausewatch.nouns.finding import Asked
from clausewatch.pipeline.analyse import subject_of


def passages_of(edition: Edition, document: Document, platform: Platform) -> Iterator[Passage]:
    """Every statement of the edition, and every lead-in once: a list's opening says the matter as often as its items do."""
    names = names_of(edition, subject_of(document, platform))
    content, version = edition.text.content, edition.version
    seen: set[int] = set()
    for provision in edition.outline.provisions:
        lead_in = provision.lead_in
        opening = lead_in.of(content) if lead_in else ""
        base = Asked("", provision.path, opening, document.type, platform.name, platform.company, names)
        if lead_in is not None and lead_in.start not in seen:
            seen.add(lead_in.start)
            place = Statement(StatementKind.SENTENCE, lead_in.start, lead_in.end)
            yield Passage(
                replace(base, text=opening, lead_in=""),
                *(platform.id, document.id, document.name, version.id, version.observed_at, place),
            )
        for statement in provision.statements:
            yield Passage(
                replace(base, text=statement.of(content)),
                *(platform.id, document.id, document.name, version.id, version.observed_at, statement),
            )
