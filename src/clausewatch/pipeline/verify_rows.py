"""Check the rows that are made of what is logged against what they are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from clausewatch import structure, text
from clausewatch.nouns.document import Edition
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import DocumentId, VersionId, short_id
from clausewatch.pipeline import recipe
from clausewatch.storage import Connection, derived, versions
from clausewatch.storage.derived import Judged, RecordRow, VersionRow

Problem = tuple[str, str]

LONGEST_ROUND = timedelta(hours=6)
"""What was captured in a round is in the log by then."""


def version_problems(row: VersionRow, edition: Edition) -> Iterator[str]:
    """What a version's columns say otherwise than its text, layout and outline.

    A version's name is in its leaf and digests its state, which digests text and layout: that much the log vouches for.
    Dates and outline are worked out again where today's recipe made them.
    """
    read, made = edition.text, edition.version
    if row.state != versions.state_digest(read):
        yield "its layout is not that of its state"
    if row.id not in _names(row, edition):
        yield "its state is not the one that its name was made of"
    wrong = [
        name
        for name, kept, found in (
            ("title", row.title, read.title),
            ("language", row.language, read.language),
            ("words", row.words, len(read.content.split())),
            ("provisions", row.provisions, len(edition.outline.provisions)),
        )
        if kept != found
    ]
    if row.compared and len(edition.lineage) != len(edition.outline.provisions):
        wrong.append("lineage")
    # Of a version that another recipe read they are as that one found them, also where today's confirmed the reading.
    if row.recipe == recipe.READING:
        wrong += ["dates"] if made.dates != text.find_dates(read) else []
        wrong += ["outline"] if edition.outline != structure.outline(read) else []
    if wrong:
        yield f"its text gives another {' and '.join(wrong)} than is kept"


def _names(row: VersionRow, edition: Edition) -> set[VersionId]:
    """The names that the version may have: of several sources, the capture that completed it need not be the one with the news."""
    if row.replaces is not None:
        return {short_id("version", row.document, row.replaces, row.recipe, row.state)}
    return {short_id("version", row.document, each, row.state) for each in edition.version.captures}


def history_problems(connection: Connection, document: DocumentId) -> Iterator[Problem]:
    """(1) versions that say of themselves that they were replaced, and others do not; (2) neighbours in history that were
    compared have one record between them; (3) where a run of good captures ended there is a record of that."""
    rows = derived.version_rows(connection, document)
    kept = derived.record_rows(connection, document)
    # (1):
    better = {each.replaces for each in rows}
    for row in rows:
        if row.replaced != (row.id in better):
            why = "it is kept as replaced, and nothing replaces it" if row.replaced else "another replaces it"
            yield f"version {row.id} of {document}", why
    # (2):
    yield from _steps(document, rows, kept)
    # (3):
    found = {each.capture for each in kept if each.capture is not None}
    for each in _ends(derived.judgements(connection, document), rows):
        if each.capture not in found:
            yield (
                f"capture {each.capture} of {document}",
                "nothing good came any more, and the record of that is gone",
            )


def _steps(document: DocumentId, rows: Sequence[VersionRow], kept: Sequence[RecordRow]) -> Iterator[Problem]:
    replaces = {each.id: each.replaces for each in rows}
    leading: Counter[VersionId] = Counter()
    for each in kept:
        if each.to_version is None:
            if each.superseded:
                yield (
                    f"change record {each.id}",
                    "it is kept as superseded, and records of captures never are",
                )
        elif each.published and not each.superseded:
            leading[each.to_version] += 1
    standing = [row for row in rows if not row.replaced]
    for place, row in enumerate(standing):
        if not row.compared:
            continue
        at: VersionId | None = row.id
        count = 0
        while at is not None:
            count += leading[at]
            at = replaces.get(at)
        # What follows a text that is withheld was compared with it before, or with nothing since.
        alone = count == 0 and standing[place - 1].emptied
        if count != (place > 0) and not alone:
            why = f"{count} records that stand lead to it, where {int(place > 0)} should"
            yield f"version {row.id} of {document}", why


def _ends(judged: Sequence[Judged], rows: Sequence[VersionRow]) -> Iterator[Judged]:
    """Captures with which a run of good ones ended. None where captures came in late, or into the log: what they followed
    when they were read is then not what comes before them now, or it cannot be told."""
    order = [each.leaf for each in judged]
    numbers = [each for each in order if each is not None]
    late = any(each.logged_at and each.logged_at - each.observed_at > LONGEST_ROUND for each in judged)
    if late or None in order[: len(numbers)] or any(one > other for one, other in pairwise(numbers)):
        return
    begun = min((each.observed_at for each in rows), default=None)
    before: dict[str, Verdict] = {}
    for each in judged:
        known = before.get(each.source)
        if _bad(each.verdict) and (known is None or not _bad(known)) and _later(each.observed_at, begun):
            yield each
        before[each.source] = each.verdict


def _bad(verdict: Verdict) -> bool:
    """Neither good, nor a text that waits for its second look."""
    return not verdict.good and verdict is not Verdict.UNCONFIRMED


def _later(at: datetime, begun: datetime | None) -> bool:
    return begun is not None and at > begun
