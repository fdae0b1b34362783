"""Check what is said of provisions: rows are as they were written, stand where and when they say, and pass the gate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.gate import gate
from clausewatch.meaning.recipe import recipe
from clausewatch.meaning.review import findings_as_ruled
from clausewatch.meaning.said import gravest, perhaps_today, told_today, topics_perhaps, topics_told
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.document import Edition, Provision, Span
from clausewatch.nouns.finding import Cited, Claim, Sentence, SentenceKind, TopicScore
from clausewatch.nouns.identity import DocumentId, VersionId
from clausewatch.nouns.review import Reviewed
from clausewatch.nouns.stated import Stated, StatedId, TopicTold
from clausewatch.storage import Database, audit, clauses, indexing, review, stated
from clausewatch.storage.audit import Kept, KeptAnalysis, Standing

Problem = tuple[str, str]
"""What fails, and why."""

Editions = Callable[[VersionId], Edition | None]


@dataclass(slots=True)
class SaidCheck:
    """How much was checked of a document, and what fails. `ungated` are sentences made under another recipe, whose gate is
    not at hand: only that they rest on their provision's words was checked."""

    quotations: int = 0
    sentences: int = 0
    ungated: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stored:
    """All that is stored of what is said of one document."""

    rows: Mapping[StatedId, Kept]
    topics: Mapping[StatedId, tuple[TopicTold, ...]]
    perhaps: Mapping[StatedId, tuple[TopicScore, ...]]
    chain: tuple[Standing, ...]
    analyses: Mapping[VersionId, KeptAnalysis]
    rulings: tuple[Reviewed, ...]
    astray: tuple[StatedId, ...]

    def places(self, at: int) -> tuple[tuple[str, int], ...] | None:
        """The rows of the chain's version at that place, or of the reading it replaced; None before it was analysed."""
        found = (self.analyses[each] for each in self.chain[at].readings if each in self.analyses)
        first = next(found, None)
        return None if first is None else first.rows or ()


def verify_said(
    database: Database,
    document: DocumentId,
    subject: Subject,
    editions: Editions,
    withheld: Collection[VersionId] = (),
) -> SaidCheck:
    """(1) every row is as it was written, and what it is found by follows from it and from the rulings; (2) its facts stand inside its
    statements, its grounded sentences rest on its words and, where the present recipe made them, pass the gate again; (3) it stands at its place in every version that is made
    of it and whose text is not `withheld`; (4) it covers the time of those versions and no other, and so do its topics; (5) the counts of each analysis are those of its rows;
    (6) it is searched by its own words; (7) the clauses kept of the document are those that would be chosen of it.
    """
    stored = _load(database, document)
    check = SaidCheck()
    for row in stored.rows.values():
        # (1):
        found_by = stored.topics.get(row.id, ()), stored.perhaps.get(row.id, ())
        check.problems += _row_problems(row, found_by, stored.rulings)
        # (2):
        if row.stated is not None:
            check.problems += _spans(row.stated)
            _sentences(row.stated, subject, check, gated=row.recipe == recipe())
    # (3):
    for kept in stored.analyses.values():
        if kept.analysis.version not in withheld:
            _version(kept, stored, editions(kept.analysis.version), check)
    # (4):
    check.problems += _times(stored)
    check.problems += [
        (f"provision {each}", "its topics are kept as another document's or another time's")
        for each in stored.astray
    ]
    # (5):
    for kept in stored.analyses.values():
        check.problems += _counts(kept, stored)
    # (6):
    with database.read() as connection:
        other = indexing.altered(connection, stored.rows)
    check.problems += [
        (f"provision {each}", "it would be found by other words than it holds") for each in other
    ]
    # (7):
    check.problems += _clauses(database, document, stored)
    return check


def _load(database: Database, document: DocumentId) -> _Stored:
    with database.read() as connection:
        rows = {each.id: each for each in audit.kept_rows(connection, document)}
        return _Stored(
            rows,
            stated.topics_of(connection, rows),
            stated.perhaps_of(connection, rows),
            audit.chain(connection, document),
            {each.analysis.version: each for each in audit.kept_analyses(connection, document)},
            review.rulings(connection, document),
            audit.astray(connection, document),
        )


def _row_problems(
    row: Kept, found_by: tuple[tuple[TopicTold, ...], tuple[TopicScore, ...]], rulings: tuple[Reviewed, ...]
) -> Iterator[Problem]:
    subject = f"provision {row.id}"
    if row.stated is None:
        yield subject, "what is said of it cannot be read"
        return
    if not row.whole:
        yield subject, "it is not as it was written: its digest is another"
    findings = findings_as_ruled(row.stated, rulings)
    if gravest(findings) is not row.stated.severity:
        yield subject, f"its severity is kept as {row.stated.severity.value}, its findings say otherwise"
    if row.stop != row.stated.place.end:
        yield subject, f"its end is kept as {row.stop}, its words end at {row.stated.place.end}"
    if row.recipe != recipe():
        # Which topics count is a rule of the recipe: what another one made is held to its words, not to today's rules.
        return
    expected = told_today(topics_told(findings), taxonomy())
    if tuple(sorted(map(repr, expected))) != tuple(sorted(map(repr, found_by[0]))):
        yield subject, "the topics it is found by are not those of its findings"
    perhaps = topics_perhaps(findings, row.stated.text, row.stated.place.start)
    if perhaps_today(perhaps, expected, taxonomy()) != found_by[1]:
        yield subject, "the topics it perhaps speaks of are not those of its findings"


def _spans(of: Stated) -> Iterator[Problem]:
    """Spans that lie outside what they belong to."""
    for finding in of.said.findings:
        statement = finding.statement
        if not of.place.start <= statement.start <= statement.end <= of.place.end:
            yield f"provision {of.id}", f"the statement at {statement.start} lies outside of it"
        for fact in finding.facts:
            if not statement.start <= fact.start < fact.end <= statement.end:
                yield f"provision {of.id}", f"the fact {fact.value!r} lies outside its statement"


def _sentences(of: Stated, subject: Subject, check: SaidCheck, *, gated: bool) -> None:
    for sentence in of.said.sentences:
        if sentence.kind is not SentenceKind.GROUNDED:
            continue
        outside = [
            span for span in sentence.spans if not of.place.start <= span.start <= span.end <= of.place.end
        ]
        why = f"it rests on words outside of it, {outside[0]}" if outside else ""
        if gated:
            check.sentences += 1
            ruling = gate(_claim(of, sentence, subject))
            why = why or ("" if ruling.passes else "; ".join(ruling.reasons) or "the gate refuses it")
        else:
            check.ungated += 1
        if why:
            check.problems.append((f"sentence of provision {of.id}", f"{why}: {sentence.text[:80]!r}"))


def _claim(of: Stated, sentence: Sentence, subject: Subject) -> Claim:
    """The sentence with the statements that its spans touch, the words that lead into them, and the heading."""
    at = of.place.start
    spans = [Span(each.statement.start, each.statement.end) for each in of.said.findings]
    cited = [
        Cited(f"s{number}", of.text[span.start - at : span.end - at], span)
        for number, span in enumerate(spans, 1)
        if any(span.start < other.end and other.start < span.end for other in sentence.spans)
    ]
    if of.lead_in:
        cited.append(Cited("lead-in", of.lead_in))
    if of.title:
        cited.append(Cited("title", of.title))
    return Claim(sentence.text, tuple(cited), of.path, subject.platform, subject.company)


def _version(kept: KeptAnalysis, stored: _Stored, edition: Edition | None, check: SaidCheck) -> None:
    subject = f"analysis of version {kept.analysis.version}"
    if kept.rows is None or edition is None:
        what = "its text" if edition is None else "the list of its provisions"
        check.problems.append((subject, f"{what} cannot be read"))
        return
    outline = edition.outline.provisions
    if len(kept.rows) != len(outline):
        check.problems.append(
            (subject, f"it names {len(kept.rows)} provisions, the version has {len(outline)}")
        )
    current = len(edition.lineage) == len(outline)
    for number, ((name, start), provision) in enumerate(zip(kept.rows, outline, strict=False)):
        check.quotations += 1
        row = stored.rows.get(name)
        if row is None or row.stated is None:
            check.problems.append((subject, f"it names provision {name}, which is not there or unreadable"))
            continue
        lineage = edition.lineage[number] if current else row.stated.lineage
        if not _stands(row.stated, start, (provision, lineage), edition):
            check.problems.append(
                (
                    f"provision {name}",
                    f"it does not stand at its place in version {kept.analysis.version}: {row.stated.text[:60]!r}",
                )
            )


def _stands(of: Stated, start: int, at: tuple[Provision, str], edition: Edition) -> bool:
    provision, lineage = at
    content = edition.text.content
    lead_in = provision.lead_in.of(content) if provision.lead_in else ""
    return (
        content[start : start + len(of.text)] == of.text
        and (start, start + len(of.text)) == (provision.start, provision.end)
        and (of.address, of.path, of.title, of.number, of.lead_in, of.lineage)
        == (provision.id, provision.path, provision.title, provision.number, lead_in, lineage)
    )


def _times(stored: _Stored) -> Iterator[Problem]:
    """Rows whose time is not that of the versions that are made of them.

    A version that waits to be analysed may lie in a row's time or not: nobody has looked yet.
    """
    where: dict[StatedId, list[int]] = {}
    analysed: list[int] = []
    for at in range(len(stored.chain)):
        places = stored.places(at)
        if places is not None:
            analysed.append(at)
            for name, _ in places:
                where.setdefault(name, []).append(at)
    for row in stored.rows.values():
        if row.stated is None:
            continue
        stands = where.get(row.id)
        if stands:
            yield from ((f"provision {row.id}", why) for why in _time(row.stated, stands, analysed, stored))
        else:
            yield f"provision {row.id}", "no version is made of it"


def _time(of: Stated, stands: list[int], analysed: list[int], stored: _Stored) -> Iterator[str]:
    """What is wrong with the time of a row that the versions at these places of the chain are made of."""
    first, last = stored.chain[stands[0]], stands[-1]
    if of.observed_from != first.at or of.first_version not in first.readings:
        yield f"it is kept as stated from {of.observed_from}, not {first.at}"
    start = next((start for name, start in stored.places(stands[0]) or () if name == of.id), None)
    if start != of.place.start:
        yield f"it is kept as starting at {of.place.start}, not {start}"
    if [at for at in analysed if stands[0] <= at <= last] != stands:
        yield "versions between those that are made of it are not"
    if of.observed_to not in _ends(stored.chain, last, analysed):
        yield f"it is kept as stated until {of.observed_to or 'now'}"


def _ends(chain: Sequence[Standing], last: int, analysed: Sequence[int]) -> list[object]:
    """When a row may end whose last version is `last`."""
    after = next((at for at in analysed if at > last), None)
    if after is None:
        return [None, *(each.at for each in chain[last + 1 :])]
    return [each.at for each in chain[last + 1 : after + 1]]


def _clauses(database: Database, document: DocumentId, stored: _Stored) -> Iterator[Problem]:
    """Kept clauses that are not those which would be chosen now, where they were chosen of what stands and by our rules."""
    standing = [row for row in stored.rows.values() if row.stated is None or row.stated.observed_to is None]
    told = [row.stated for row in standing if row.stated is not None]
    if len(told) != len(standing):
        return
    with database.read() as connection:
        kept = dict(_placed(clauses.kept_of(connection, document)))
        chosen = dict(_placed(clauses.chosen_among(connection, document, told)))
        same = clauses.chosen_of(connection, document) == clauses.state_of(connection, document)
    if not same and any(row.recipe != recipe() for row in standing):
        return
    for matter, place in sorted(kept.keys() | chosen.keys()):
        if kept.get((matter, place)) != chosen.get((matter, place)):
            why = "it is not the one that its provisions give" if (matter, place) in kept else "it is missing"
            yield f"clause {place + 1} on {matter} of {document}", why


def _placed(
    some: Iterable[tuple[int, clauses.Kept]],
) -> Iterator[tuple[tuple[str, int], clauses.Kept]]:
    return (((each.clause.matter, place), each) for place, each in some)


def _counts(kept: KeptAnalysis, stored: _Stored) -> Iterator[Problem]:
    rows = [stored.rows.get(name) for name, _ in kept.rows or ()]
    said = [row.stated.said for row in rows if row is not None and row.stated is not None]
    if len(said) != len(rows):
        return
    counted = (
        sum(len(each.findings) for each in said),
        sum(one.kind is SentenceKind.GROUNDED for each in said for one in each.sentences),
        sum(len(each.refused) for each in said),
    )
    told = kept.analysis.statements, kept.analysis.sentences, kept.analysis.refused
    if counted != told:
        yield (
            f"analysis of version {kept.analysis.version}",
            f"it counts {told} statements, sentences and refusals; its provisions have {counted}",
        )
