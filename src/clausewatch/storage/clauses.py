"""The clauses of each document that say most about a matter, chosen when it is written and read in one look.

Only what stands now is kept, and of each document and matter the first `KEPT`: a page shows no more of a platform.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, delete, func, insert, select

from clausewatch.meaning.clauses import CLAUSES, clauses_of
from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.recipe import recipe
from clausewatch.meaning.review import findings_as_ruled
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Modality
from clausewatch.nouns.identity import DocumentId, PlatformId, ProvisionId, VersionId, digest_of
from clausewatch.nouns.stated import Clause, Stated, StatedId
from clausewatch.storage import review
from clausewatch.storage.standing import chunks
from clausewatch.storage.tables import clause as clauses
from clausewatch.storage.tables import clause_state as states
from clausewatch.storage.tables import document as documents
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.upsert import upsert

KEPT = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """A clause that stands now; `total` says how many of its document there are on its matter."""

    document: DocumentId
    provision: StatedId
    clause: Clause
    total: int


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a provision and where it is found, without what is said of it.

    `gone` is a version in which it stands, where it stands no more.
    """

    title: str
    text: str
    address: ProvisionId
    observed_from: datetime
    gone: VersionId | None = None


def told(
    connection: Connection, matters: Collection[str], platforms: Collection[PlatformId] | None = None
) -> tuple[Kept, ...]:
    """The first clauses on these matters of every document, or of those of the platforms, the most telling first."""
    table = clauses.c
    query = (
        select(
            table.document,
            table.provision,
            table.total,
            *(table.matter, table.start, table.stop, table.modality, table.severity, table.weight),
        )
        .where(table.matter.in_(sorted(matters)))
        .order_by(table.weight, table.document, table.place)
    )
    if platforms is not None:
        of_these = select(documents.c.id).where(documents.c.platform.in_(sorted(platforms)))
        query = query.where(table.document.in_(of_these))
    return tuple(
        Kept(
            document,
            provision,
            Clause(matter, start, stop, Modality(modality), Severity(severity), weight),
            total,
        )
        for document, provision, total, matter, start, stop, modality, severity, weight in connection.execute(
            query
        )
    )


def wordings(connection: Connection, names: Iterable[StatedId]) -> dict[StatedId, Wording]:
    """The words of these provisions."""
    table, found = provisions.c, {}
    for some in chunks(dict.fromkeys(names)):
        gone = case((table.observed_to.is_not(None), table.first_version))
        query = select(table.id, table.title, table.text, table.address, table.observed_from, gone)
        for name, *words in connection.execute(query.where(table.id.in_(some))):
            found[name] = Wording(*words)
    return found


def matters_told(connection: Connection, platform: PlatformId) -> frozenset[str]:
    """On which matters the platform has a clause in force."""
    of_platform = select(documents.c.id).where(documents.c.platform == platform)
    query = select(clauses.c.matter).where(clauses.c.place == 0, clauses.c.document.in_(of_platform))
    return frozenset(connection.execute(query.distinct()).scalars())


def count_platforms(connection: Connection, matters: Collection[str]) -> dict[str, int]:
    """How many platforms have a clause in force on each of these matters; those that nobody speaks of are left out."""
    # Pairs first: both databases sort every row to count what is distinct, but hash to make it so.
    pairs = (
        select(clauses.c.matter, documents.c.platform)
        .join(documents, documents.c.id == clauses.c.document)
        .where(clauses.c.place == 0, clauses.c.matter.in_(sorted(matters)))
        .distinct()
        .subquery()
    )
    query = select(pairs.c.matter, func.count()).group_by(pairs.c.matter)
    return {matter: int(count) for matter, count in connection.execute(query)}


def choose(connection: Connection, document: DocumentId, standing: Iterable[Stated]) -> None:
    """Keeps the first clauses of these provisions in the place of the document's former ones."""
    kind = str(
        connection.execute(select(documents.c.type).where(documents.c.id == document)).scalar_one_or_none()
    )
    rulings = review.rulings(connection, document)
    found: dict[str, list[tuple[float, int, StatedId, Clause]]] = {}
    for each in standing:
        findings = findings_as_ruled(each, rulings) if rulings else each.said.findings
        near = tuple(one.moved(-each.place.start) for one in findings)
        for one in clauses_of(near, each.text, kind, regulations()):
            found.setdefault(one.matter, []).append((one.weight, each.place.start, each.id, one))
    connection.execute(delete(clauses).where(clauses.c.document == document))
    rows = [
        row_of(document, place, name, one, len(of_one))
        for of_one in found.values()
        for place, (_, _, name, one) in enumerate(sorted(of_one, key=lambda item: item[:3])[:KEPT])
    ]
    if rows:
        connection.execute(insert(clauses), rows)
    upsert(connection, states, {"document": document, "state": state_of(connection, document)})


def row_of(document: DocumentId, place: int, name: StatedId, one: Clause, total: int) -> dict[str, object]:
    """A kept clause as it is stored."""
    return {
        "document": document,
        "matter": one.matter,
        "place": place,
        "provision": name,
        "start": one.start,
        "stop": one.stop,
        "modality": one.modality.value,
        "severity": one.severity.value,
        "weight": one.weight,
        "total": total,
    }


def state_of(connection: Connection, document: DocumentId) -> str:
    """All that the document's clauses depend on: which provisions stand, of what kind it is, rulings, and our rules.

    A provision's name stands for its words and for what is said of them.
    """
    table = provisions.c
    standing = (
        select(table.id).where(table.document == document, table.observed_to.is_(None)).order_by(table.id)
    )
    kind = select(documents.c.type).where(documents.c.id == document)
    names = connection.execute(standing).scalars()
    declared = str(connection.execute(kind).scalar_one_or_none())
    return f"{CLAUSES} {digest_of(recipe(), declared, str(review.count(connection, document)), *names)}"


def chosen_of(connection: Connection, document: DocumentId) -> str | None:
    """The state in which the document's clauses were chosen last; None where they never were."""
    return connection.execute(select(states.c.state).where(states.c.document == document)).scalar()


def unchosen(connection: Connection) -> tuple[DocumentId, ...]:
    """Documents with provisions in force of which no clauses were chosen yet by today's way of choosing."""
    known = select(states.c.document).where(states.c.state.startswith(f"{CLAUSES} "))
    query = select(provisions.c.document).where(provisions.c.observed_to.is_(None)).distinct()
    return tuple(sorted(connection.execute(query.where(provisions.c.document.not_in(known))).scalars()))
