"""What stands above a clause and decides the sense of a bare list item."""

from __future__ import annotations

import re

from clausewatch.change.lexicon import ACTIVITY, CONDUCT_RULES
from clausewatch.change.units import Unit
from clausewatch.nouns.document import Edition, StatementKind

# So many openings of lists above an item are asked for its sense: a list within a list within a list.
OPENINGS = 3
_BULLET = re.compile(r"^\s*[•·▪◦‣*–—-]\s?\w")


def frames(unit: Unit, edition: Edition) -> tuple[str, ...]:
    """What stands above a unit and decides the sense of a bare list item, nearest first.

    The openings of the lists it may be in, its lead-in, its headings. In a usage policy or a list of prohibited uses an
    item that names an activity ("Selling access") is banned even where no sentence above it says so again.
    """
    if unit.provision is None:
        return ()
    provision = edition.outline.provisions[unit.provision]
    content = edition.text.content
    found: list[str] = []
    item = unit.kind is not StatementKind.SENTENCE or _BULLET.match(unit.text) is not None
    if not item and not ACTIVITY.match(unit.text):
        # A sentence says itself what it does.
        return ()
    if item:
        before = (one.of(content) for one in reversed(provision.statements) if one.end <= unit.start)
        found.extend([text for text in before if text.rstrip().endswith(":")][:OPENINGS])
    if provision.lead_in is not None:
        found.append(provision.lead_in.of(content))
    found.extend(reversed(provision.path))
    if item and CONDUCT_RULES.search(edition.version.document):
        found.append("prohibited uses")
    return tuple(found)


def lead(unit: Unit, edition: Edition) -> str:
    """What an item or a row is listed under: the nearest sentence before it in its provision; empty for a sentence."""
    if unit.provision is None or unit.kind is StatementKind.SENTENCE:
        return ""
    provision = edition.outline.provisions[unit.provision]
    before = [
        one for one in provision.statements if one.end <= unit.start and one.kind is StatementKind.SENTENCE
    ]
    led = before[-1] if before else provision.lead_in
    return led.of(edition.text.content) if led is not None else ""
