"""The outline of a text: its provisions, in order."""

from __future__ import annotations

from clausewatch.nouns.document import BlockKind, Outline, Provision, Text
from clausewatch.structure.address import Addresses, title_from
from clausewatch.structure.clauselists import open_lists
from clausewatch.structure.numbering import numbered
from clausewatch.structure.openings import Reader
from clausewatch.structure.sections import Section, sections
from clausewatch.structure.statements import statements

RECIPE = "structure/2"
"""Names these rules; outlines of different recipes are not compared. Raised with whatever may give some text another outline."""


def outline(text: Text) -> Outline:
    """The provisions of `text`: they tile it, so that every word stands in exactly one.

    A provision is what a lawyer would cite: the section under the lowest heading when it is one topic, a numbered clause,
    a paragraph or list item with a run-in heading; in long prose a paragraph with the list it announces. Headings may be
    marked as such, or be emphasised or plain short lines. A heading without text of its own belongs to the first
    provision beneath it. Dates, links to earlier versions and the like belong to the provision they stand in. Every word
    of a provision that is not its heading stands in its lead-in or in exactly one statement. An unnumbered clause without
    printed title is named by its opening words, which are not part of its path.
    """
    reader = Reader(text)
    found = reader.read()
    open_lists(text, reader)
    addresses = Addresses()
    return Outline(tuple(_provision(text.content, section, addresses) for section in sections(text, found)))


def _provision(content: str, section: Section, addresses: Addresses) -> Provision:
    lead_in, made = statements(content, section)
    number, title = section.number, section.title
    if not title:
        number, title = _opening_words(content, section)
    end = section.pieces[-1].end if section.pieces else section.head_end
    return Provision(
        id=addresses.give(title),
        path=section.path,
        title=title,
        number=number,
        start=section.start,
        end=end,
        lead_in=lead_in,
        statements=made,
    )


def _opening_words(content: str, section: Section) -> tuple[str, str]:
    """Number and title of a section that prints no title: its first words, parted from the number before them."""
    first = section.pieces[0]
    words = content[first.start : first.end]
    found = numbered(words)
    if found is None or found.rest >= len(words):
        return section.number, title_from(words)
    return section.number or found.number, title_from(words[found.rest :])


def title_of(text: Text, made: Outline) -> str:
    """The title of the document: the text's own, else its first outermost heading, else the first provision's title."""
    if text.title:
        return text.title
    heading = next((block for block in text.blocks if block.kind is BlockKind.HEADING), None)
    if heading is not None:
        return heading.of(text.content)
    return made.provisions[0].title if made.provisions else ""
