"""An edition as a row of units: statements, lead-ins, headings and what stands outside every provision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from clausewatch.change.lexicon import LISTING
from clausewatch.change.wording import body_start, is_enumerator, keys, list_number
from clausewatch.nouns.document import (
    BlockKind,
    Edition,
    Provision,
    Span,
    StatementKind,
)


class Role(StrEnum):
    STATEMENT = "statement"
    LEAD_IN = "lead-in"
    HEADING = "heading"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that is added, removed or modified, without a printed enumerator before it.

    `provision` is its index in the outline, None for loose text. `keys` are its folded words; units of equal keys say
    the same. `linked` says that all its text is the text of links; `dated` that it holds a printed date. `number` is
    what was printed before it where that numbers no list ("18. " of "18. The age"). `listed` says that it is an item
    of a list in the body of the document, `level` how deep.
    """

    role: Role
    kind: StatementKind
    start: int
    end: int
    text: str
    keys: tuple[str, ...]
    provision: int | None
    section: str
    linked: bool
    dated: bool
    number: str = ""
    listed: bool = False
    level: int = 0

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def section_of(provision: Provision) -> str:
    """The heading path joined by " > ", innermost included."""
    return " > ".join(provision.path) or provision.title


def units(edition: Edition) -> tuple[Unit, ...]:
    """All units with at least one word, in the order of the text; each word of the text is in exactly one."""
    builder = _Builder(edition)
    pieces = sorted(_pieces(edition))
    found: list[Unit] = []
    at = 0
    for block in edition.text.blocks:
        position = block.start
        builder.level = block.level if block.kind is BlockKind.ITEM else 0
        while at < len(pieces) and pieces[at][0] < block.end:
            start, end, role, kind, owner = pieces[at]
            at += 1
            if start > position:
                found.extend(builder.rest(position, start, block.kind))
            if end > position:
                found.extend(builder.unit(max(start, position), end, role, kind, owner))
            position = max(position, end)
        if position < block.end:
            found.extend(builder.rest(position, block.end, block.kind))
    return tuple(_addresses(_listed(_unlisted(found)), builder))


def _listed(found: list[Unit]) -> list[Unit]:
    """Marks the items that a sentence of their provision follows: menus and related pages stand after the last prose.

    A list is of the document too where a sentence of the provision opens it, or where it stands right under a heading:
    there a list of nothing but links may lead to other pages, unless the heading names who is listed.
    """
    marked = list(found)
    after: int | None = None
    for index in range(len(found) - 1, -1, -1):
        unit = found[index]
        if _is_prose(unit):
            after = unit.provision
        elif unit.kind is StatementKind.ITEM and unit.provision is not None and after == unit.provision:
            marked[index] = replace(unit, listed=True)
    opened: int | None = None
    for index, unit in enumerate(found):
        if unit.role is Role.LEAD_IN or (_is_prose(unit) and _is_opening(unit)):
            opened = unit.provision
        elif unit.kind is not StatementKind.ITEM:
            opened = None
        elif opened is not None and unit.provision == opened:
            marked[index] = replace(marked[index], listed=True)
    for index in _headed(found):
        marked[index] = replace(marked[index], listed=True)
    return marked


def _headed(found: list[Unit]) -> Iterator[int]:
    """The items of lists that stand right under a heading of their own provision, those of menus left out."""
    heading, run = None, list[int]()
    for index, unit in enumerate([*found, None]):
        if unit is not None and heading is not None and _is_item_of(unit, heading):
            run.append(index)
            continue
        if heading is not None and (LISTING.search(heading.text) or not all(found[at].linked for at in run)):
            yield from run
        heading, run = unit if unit is not None and unit.role is Role.HEADING else None, []


def _is_item_of(unit: Unit, heading: Unit) -> bool:
    own = unit.provision is not None and unit.provision == heading.provision
    return own and unit.kind is StatementKind.ITEM


def _is_prose(unit: Unit) -> bool:
    """Whether the unit is a sentence, not a label or a link."""
    ends = unit.text.rstrip()[-1:]
    return unit.role is not Role.HEADING and not unit.linked and ends != "" and ends in ".:;"


def _unlisted(found: list[Unit]) -> list[Unit]:
    """Only numbers without a neighbour (17 or 19 for 18) are kept: the others number a list, and renumbering says nothing."""
    known = {int(list_number(unit.number)) for unit in found if unit.number} | {0}
    return [
        replace(unit, number="")
        if unit.number and known & {int(list_number(unit.number)) + step for step in (-1, 1)}
        else unit
        for unit in found
    ]


def with_number(unit: Unit) -> Unit:
    """The unit with the number it was printed with among its words."""
    text = unit.number + unit.text
    return replace(unit, start=unit.start - len(unit.number), text=text, keys=keys(text), number="")


# A line of a postal address: short, no sentence. Longest in the 60 documents of data/ota: 6 words.
ADDRESS_WORDS = 6


def _addresses(found: list[Unit], builder: _Builder) -> list[Unit]:
    """Joins the lines of an address, which are one thing to whoever changes it: short lines of which one has a digit."""
    joined: list[Unit] = []
    lines: list[Unit] = []
    for unit in [*found, None]:
        if (
            unit is not None
            and _is_line(unit)
            and (not lines or lines[0].provision == unit.provision)
            and not (lines and _is_opening(unit))
        ):
            lines.append(unit)
            continue
        if len(lines) > 1 and any(key[0].isdigit() for line in lines for key in line.keys):
            first = lines[0]
            lines = builder.unit(first.start, lines[-1].end, first.role, first.kind, first.provision)
        joined.extend(lines)
        lines = [unit] if unit is not None and _is_line(unit) else []
        if unit is not None and not lines:
            joined.append(unit)
    return joined


# What an abbreviation at the end of a line looks like ("Ltd.", "Inc.", "St."): no end of a sentence.
_ABBREVIATED = re.compile(r"\b[A-Z][a-z]{1,3}\.$")


def _is_opening(unit: Unit) -> bool:
    """Whether the line says whose address follows ("For inquiries from Malta:")."""
    return unit.text.rstrip().endswith(":")


def _is_line(unit: Unit) -> bool:
    said = unit.text.rstrip()
    return (
        (unit.role is Role.STATEMENT or (unit.role is Role.LEAD_IN and _is_opening(unit)))
        and unit.kind is StatementKind.SENTENCE
        and not unit.dated
        and len(unit.keys) <= ADDRESS_WORDS
        and (said[-1:] not in ".;!?" or _ABBREVIATED.search(said) is not None)
    )


# What stands between links in a row of them.
_PARTING = re.compile(r"\s*[|·•/]\s*")
_Piece = tuple[int, int, Role, StatementKind, int]


def _pieces(edition: Edition) -> list[_Piece]:
    # A lead-in may be shared by the provisions of a long list; a set keeps it once.
    found: dict[tuple[int, int], _Piece] = {}
    for index, provision in enumerate(edition.outline.provisions):
        if provision.lead_in is not None:
            span = provision.lead_in
            piece = (span.start, span.end, Role.LEAD_IN, StatementKind.SENTENCE, index)
            found.setdefault((span.start, span.end), piece)
        for statement in provision.statements:
            piece = (statement.start, statement.end, Role.STATEMENT, statement.kind, index)
            found.setdefault((statement.start, statement.end), piece)
    return list(found.values())


class _Builder:
    """Makes units of stretches of one edition's content."""

    def __init__(self, edition: Edition) -> None:
        self._content = edition.text.content
        self._provisions = edition.outline.provisions
        self._sections = tuple(section_of(provision) for provision in edition.outline.provisions)
        self._dates = tuple((date.start, date.end) for date in edition.version.dates)
        self._links = tuple((link.start, link.end) for link in edition.text.links)
        self._link = 0
        self._at = 0
        self.level = 0

    def unit(self, start: int, end: int, role: Role, kind: StatementKind, owner: int | None) -> list[Unit]:
        printed = start
        start += body_start(self._content[start:end])
        number = self._content[printed:start] if role is Role.STATEMENT else ""
        text = self._content[start:end]
        said = keys(text)
        if not said or is_enumerator(text):
            return []
        return [
            Unit(
                role=role,
                kind=kind,
                start=start,
                end=end,
                text=text,
                keys=said,
                provision=owner,
                section="" if owner is None else self._sections[owner],
                linked=self._linked(start, end),
                dated=any(a < end and start < b for a, b in self._dates),
                number=number if list_number(number) else "",
                level=self.level,
            )
        ]

    def rest(self, start: int, end: int, kind: BlockKind) -> list[Unit]:
        """The words that no statement covers: a heading, a run-in heading, or furniture."""
        text = self._content[start:end]
        begin, stop = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        if begin + body_start(text.lstrip()) >= stop:
            return []
        owner = self._owner(begin, stop)
        heading = kind is BlockKind.HEADING or owner is not None
        return self.unit(begin, stop, Role.HEADING if heading else Role.LOOSE, StatementKind.SENTENCE, owner)

    def _owner(self, start: int, end: int) -> int | None:
        while self._at < len(self._provisions) and self._provisions[self._at].end <= start:
            self._at += 1
        if self._at < len(self._provisions) and self._provisions[self._at].start < end:
            return self._at
        return None

    def _linked(self, start: int, end: int) -> bool:
        while self._link < len(self._links) and self._links[self._link][1] <= start:
            self._link += 1
        covered, at = 0, self._link
        while at < len(self._links) and self._links[at][0] < end:
            covered += min(end, self._links[at][1]) - max(start, self._links[at][0])
            at += 1
        parting = sum(map(len, _PARTING.findall(self._content, start, end)))
        return covered >= 0.9 * (end - start - parting)
