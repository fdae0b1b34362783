"""How other platforms handle the matter of one statement: what a provision's page shows of the comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from clausewatch.meaning.alike import Clauses, copies
from clausewatch.meaning.analyse import Aliases, Subject, names_of
from clausewatch.meaning.lead_ins import lead_ins
from clausewatch.meaning.quote import shortened
from clausewatch.meaning.said import firm
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import Cell, CellState, Shown
from clausewatch.nouns.document import Edition, Provision, Span
from clausewatch.nouns.finding import Asked, Finding
from clausewatch.nouns.identity import Digest, PlatformId, VersionId
from clausewatch.pipeline.analyse import subject_of
from clausewatch.web.addresses import document_path
from clausewatch.web.comparer import Comparer
from clausewatch.web.lookup import Place
from clausewatch.web.parts import escaped_bytes
from clausewatch.web.recall import Recall

# What a version calls the parties: found by reading all of it, and a few hundred bytes.
_NAMES: Recall[tuple[VersionId, Digest, Subject], Aliases] = Recall(512)

_CLAUSE = 900
"""Markup around a clause of another platform, with why it is likely the same matter, in bytes; counted in the template."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A comparable clause: its words, whether they go on, and where they stand."""

    text: str
    clipped: bool
    document: str
    readers: str
    stance: str
    observed_at: datetime
    href: str
    percent: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Platforms that say the same first, word for word or of one company and nearly so; mostly one platform.

    `quotes` are the first one's, `copies` where the others say it; `elsewhere` is what each of them says to readers whom
    that document does not address.
    """

    platforms: tuple[Platform, ...]
    stance: str
    quotes: tuple[Quoted, ...]
    copies: tuple[tuple[Platform, Quoted], ...] = ()
    elsewhere: tuple[tuple[Platform, Quoted], ...] = ()


@dataclass(frozen=True, slots=True)
class Others:
    """All other platforms, each in one place. `preparing` says that nothing was compared yet, `passing` that it will soon be
    compared anew.

    `words` is the statement that was compared, `statement` its place among the provision's, from 1; `choices` how many
    there are.
    """

    words: str
    statement: int
    choices: int
    preparing: bool
    passing: bool
    comparable: tuple[Other, ...] = ()
    silent: tuple[Platform, ...] = ()
    stale: tuple[Platform, ...] = ()
    foreign: tuple[Platform, ...] = ()
    uncaptured: tuple[Platform, ...] = ()

    @property
    def speaking(self) -> int:
        """Platforms with such a clause, this one counted."""
        return 1 + sum(len(each.platforms) for each in self.comparable)

    @property
    def weight(self) -> int:
        """About how many bytes of a page the clauses take."""
        quotes = [one for each in self.comparable for one in each.quotes[:1]]
        quotes += [one for each in self.comparable for _, one in (*each.copies, *each.elsewhere)]
        return sum(_CLAUSE + escaped_bytes(each.text) for each in quotes)

    @property
    def captured(self) -> int:
        """Platforms of which can be said whether they have one."""
        return self.speaking + len(self.silent)


def others(
    comparer: Comparer,
    owners: Iterable[Platform],
    place: Place,
    edition: Edition,
    asked: tuple[Provision, tuple[Finding, ...], int | None],
) -> Others | None:
    """The comparison of the provision's statement at the place asked for (from 1), else of its most telling one.

    None where the provision has no statement.
    """
    provision, findings, wanted = asked
    number = chosen_statement(provision, findings, wanted)
    if number is None:
        return None
    asking = asked_about(place, edition, provision, number)
    words, found = asking.text, comparer.compared(place.platform.id, asking, place.document.readers)
    count, cells = len(provision.statements), found.cells
    if cells is None:
        return Others(words, number + 1, count, preparing=True, passing=True)
    known = sorted(owners, key=lambda each: each.name.casefold())
    return Others(
        words=words,
        statement=number + 1,
        choices=count,
        preparing=False,
        passing=found.passing,
        comparable=_comparable(known, cells),
        silent=_in(CellState.SILENT, known, cells),
        stale=_in(CellState.STALE, known, cells),
        foreign=_in(CellState.NOT_ANALYSED, known, cells),
        uncaptured=_in(CellState.NOT_CAPTURED, known, cells),
    )


def chosen_statement(provision: Provision, findings: tuple[Finding, ...], wanted: int | None) -> int | None:
    """The place (from 0) of the statement asked for (from 1), else of the most telling one; None where there is none."""
    statements = provision.statements
    if not statements:
        return None
    if wanted is not None and 1 <= wanted <= len(statements):
        return wanted - 1
    places = {(each.start, each.end): number for number, each in enumerate(statements)}
    sure = [each for each in firm(findings) if (each.statement.start, each.statement.end) in places]
    if sure:
        best = max(sure, key=lambda each: (each.severity.rank, each.topics[0].score))
        return places[best.statement.start, best.statement.end]
    return max(range(len(statements)), key=lambda number: statements[number].end - statements[number].start)


def asked_about(place: Place, edition: Edition, provision: Provision, number: int) -> Asked:
    """The provision's statement at this place (from 0) with its surroundings, as comparing is asked about it."""
    subject, content = subject_of(place.document, place.platform), edition.text.content
    return Asked(
        provision.statements[number].of(content),
        provision.path,
        lead_ins(content, provision)[number],
        subject.document_type,
        subject.platform,
        subject.company,
        names_in(place, edition),
    )


def names_in(place: Place, edition: Edition) -> Aliases:
    """What the edition calls the parties; at hand once it was found."""
    subject = subject_of(place.document, place.platform)
    key = edition.version.id, edition.version.text, subject
    return _NAMES.get(key, lambda: names_of(edition, subject))


def _in(
    state: CellState, owners: Iterable[Platform], cells: Mapping[PlatformId, Cell]
) -> tuple[Platform, ...]:
    return tuple(each for each in owners if each.id in cells and cells[each.id].state is state)


def _comparable(owners: Iterable[Platform], cells: Mapping[PlatformId, Cell]) -> tuple[Other, ...]:
    """The likeliest first; who says the same word for word stands together, in one company nearly so."""
    members = [each for each in owners if each.id in cells and cells[each.id].state is CellState.COMPARABLE]
    clauses = [Clauses(each, (cells[each.id].quotes[0].passage.asked.text,)) for each in members]
    found = []
    for first, *rest in copies(clauses, of_strangers=True):
        cell = cells[members[first].id]
        found.append(
            Other(
                platforms=tuple(members[place] for place in (first, *rest)),
                stance=cell.stance.value if cell.stance else "",
                quotes=tuple(_quoted(each) for each in cell.quotes),
                copies=tuple((members[place], _quoted(cells[members[place].id].quotes[0])) for place in rest),
                elsewhere=tuple(
                    (members[place], _quoted(shown))
                    for place in (first, *rest)
                    for shown in cells[members[place].id].elsewhere
                ),
            )
        )
    return tuple(sorted(found, key=lambda each: -each.quotes[0].percent))


def _quoted(shown: Shown) -> Quoted:
    passage, text = shown.passage, shown.passage.asked.text
    words, clipped = shortened(text, Span(0, len(text)))
    return Quoted(
        text=words.of(text),
        clipped=clipped,
        document=passage.document_name,
        readers=passage.readers.value,
        stance=shown.stance.value,
        observed_at=passage.observed_at,
        href=document_path(passage.document, passage.version),
        percent=min(99, round(100 * shown.score)),
        reasons=shown.reasons,
    )
