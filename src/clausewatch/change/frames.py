"""What stands above a clause and decides the sense of a bare list item."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from clausewatch.change.lexicon import ACTIVITY, CONDUCT_RULES
from clausewatch.change.units import Unit
from clausewatch.nouns.document import Edition, Provision, Statement, StatementKind

# So many openings of lists above an item are asked for its sense: a list within a list within a list.
OPENINGS = 3
# So many statements above an item are searched for its openings: lists of thousands of items have none.
REACH = 200
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
        before = (one.of(content) for one in _above(unit, provision))
        openings = (text for text in before if text.rstrip().endswith(":"))
        found.extend(islice(openings, OPENINGS))
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
    before = (one for one in _above(unit, provision) if one.kind is StatementKind.SENTENCE)
    led = next(before, provision.lead_in)
    return led.of(edition.text.content) if led is not None else ""


def _above(unit: Unit, provision: Provision) -> Iterator[Statement]:
    """The statements of the provision above a unit, nearest first, as far as REACH."""
    end = bisect_right(provision.statements, unit.start, key=lambda one: one.end)
    return reversed(provision.statements[max(0, end - REACH) : end])
