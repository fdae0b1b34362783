"""The clauses of each document that say most about a matter, chosen when it is written and read in one look.

Only what stands now is kept, and of each document and matter the first `KEPT`: a page shows no more of a platform.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, delete, func, insert, select

from clausewatch.meaning.clauses import clauses_of
from clausewatch.meaning.compare import stance_by
from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.recipe import recipe
from clausewatch.meaning.review import findings_as_ruled
from clausewatch.nouns.change import Severity
from clausewatch.nouns.comparison import Stance
from clausewatch.nouns.finding import Modality
from clausewatch.nouns.identity import DocumentId, PlatformId, ProvisionId, VersionId, digest_of
from clausewatch.nouns.stated import CLAUSES, Clause, Stated, StatedId
from clausewatch.storage import review
from clausewatch.storage.among import among
from clausewatch.storage.standing import chunks
from clausewatch.storage.tables import clause as clauses
from clausewatch.storage.tables import clause_state as states
from clausewatch.storage.tables import document as documents
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.upsert import upsert

KEPT = 3
_BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class Kept:
    """A clause that stands now; `total` says how many of its document there are on its matter, `stance` what it does.

    `stance` is None for one of another instant or chosen before migration 0024: its words tell (`stance_in`).
    """

    document: DocumentId
    provision: StatedId
    clause: Clause
    total: int
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a provision and where it is found, without what is said of it.

    `gone` is a version in which it stands, where it stands no more.
    """

    title: str
    lead_in: str
    text: str
    address: ProvisionId
    observed_from: datetime
    gone: VersionId | None = None


def stance_in(clause: Clause, text: str, lead_in: str) -> Stance:
    """What the clause does about its matter, by the words of its provision and those that lead into it."""
    return stance_by(clause.modality, text[clause.start : clause.stop], lead_in)


def told(
    connection: Connection,
    matters: Collection[str],
    platforms: Collection[PlatformId] | None = None,
    places: Collection[int] = range(KEPT),
) -> tuple[Kept, ...]:
    """The first clauses on these matters of every document, or of those of the platforms, the most telling first.

    Of each document and matter only those at these `places`, from 0 for the first.
    """
    table = clauses.c
    query = (
        select(*_COLUMNS)
        .where(table.matter.in_(sorted(matters)))
        .order_by(table.weight, table.document, table.place)
    )
    if len(places) < KEPT:
        query = query.where(table.place.in_(places))
    if platforms is not None:
        of_these = select(documents.c.id).where(documents.c.platform.in_(sorted(platforms)))
        query = query.where(table.document.in_(of_these))
    return tuple(_kept(row) for row in connection.execute(query).all())


def wordings(connection: Connection, names: Iterable[StatedId]) -> dict[StatedId, Wording]:
    """The words of these provisions."""
    table, found = provisions.c, {}
    for some in chunks(dict.fromkeys(names)):
        gone = case((table.observed_to.is_not(None), table.first_version))
        query = select(
            table.id, table.title, table.lead_in, table.text, table.address, table.observed_from, gone
        )
        for name, *words in connection.execute(query.where(among(connection, table.id, some))).all():
            found[name] = Wording(*words)
    return found


def matters_of(
    connection: Connection, matters: Collection[str], platforms: Collection[PlatformId] | None = None
) -> dict[PlatformId, frozenset[str]]:
    """On which of these matters each platform, or each of these, has a clause in force."""
    query = (
        select(documents.c.platform, clauses.c.matter)
        .join(documents, documents.c.id == clauses.c.document)
        .where(clauses.c.place == 0, clauses.c.matter.in_(sorted(matters)))
        .distinct()
    )
    if platforms is not None:
        query = query.where(documents.c.platform.in_(sorted(platforms)))
    found: dict[PlatformId, set[str]] = {}
    for owner, matter in connection.execute(query):
        found.setdefault(owner, set()).add(matter)
    return {owner: frozenset(some) for owner, some in found.items()}


def documents_by_matter(connection: Connection, matters: Collection[str]) -> dict[str, list[DocumentId]]:
    """Which documents have a clause in force on each of these matters, in no order; a matter without one is left out.

    Of all matters there are tens of thousands: the database puts them together, from its index alone.
    """
    table = clauses.c
    query = (
        select(table.matter, func.aggregate_strings(table.document, _BETWEEN))
        .where(table.place == 0, table.matter.in_(sorted(matters)))
        .group_by(table.matter)
    )
    return {matter: str(listed).split(_BETWEEN) for matter, listed in connection.execute(query).all()}


def choose(connection: Connection, document: DocumentId, standing: Iterable[Stated]) -> None:
    """Keeps the first clauses of these provisions in the place of the document's former ones."""
    chosen = chosen_among(connection, document, standing)
    connection.execute(delete(clauses).where(clauses.c.document == document))
    if chosen:
        connection.execute(insert(clauses), [row_of(*each) for each in chosen])
    upsert(connection, states, {"document": document, "state": state_of(connection, document)})


def chosen_among(
    connection: Connection, document: DocumentId, standing: Iterable[Stated]
) -> tuple[tuple[int, Kept], ...]:
    """The first clauses of these provisions on each matter with their places, as rulings on the document have them."""
    kind = str(
        connection.execute(select(documents.c.type).where(documents.c.id == document)).scalar_one_or_none()
    )
    rulings = review.rulings(connection, document)
    found: dict[str, list[tuple[float, int, StatedId, Clause, Stated]]] = {}
    for each in standing:
        findings = findings_as_ruled(each, rulings) if rulings else each.said.findings
        near = tuple(one.moved(-each.place.start) for one in findings)
        for one in clauses_of(near, each.text, kind, regulations()):
            found.setdefault(one.matter, []).append((one.weight, each.place.start, each.id, one, each))
    return tuple(
        (place, Kept(document, name, one, len(of_one), stance_in(one, of.text, of.lead_in)))
        for of_one in found.values()
        for place, (_, _, name, one, of) in enumerate(sorted(of_one, key=lambda item: item[:3])[:KEPT])
    )


def kept_of(connection: Connection, document: DocumentId) -> tuple[tuple[int, Kept], ...]:
    """All that is kept of the document, with its places."""
    table = clauses.c
    query = (
        select(table.place, *_COLUMNS).where(table.document == document).order_by(table.matter, table.place)
    )
    return tuple((place, _kept(row)) for place, *row in connection.execute(query).all())


# A page on one topic reads a thousand of them: by place, not by name.
_COLUMNS = (
    *(clauses.c.document, clauses.c.provision, clauses.c.total, clauses.c.matter, clauses.c.start),
    *(clauses.c.stop, clauses.c.modality, clauses.c.severity, clauses.c.weight, clauses.c.stance),
)
_MODALITIES = {each.value: each for each in Modality}
_SEVERITIES = {each.value: each for each in Severity}
_STANCES = {each.value: each for each in Stance}


def _kept(row: Sequence[Any]) -> Kept:
    document, provision, total, matter, start, stop, modality, severity, weight, stance = row
    clause = Clause(matter, start, stop, _MODALITIES[modality], _SEVERITIES[severity], weight)
    return Kept(document, provision, clause, total, _STANCES.get(stance))


def row_of(place: int, kept: Kept) -> dict[str, object]:
    """A kept clause as it is stored."""
    one = kept.clause
    return {
        "document": kept.document,
        "matter": one.matter,
        "place": place,
        "provision": kept.provision,
        "start": one.start,
        "stop": one.stop,
        "modality": one.modality.value,
        "severity": one.severity.value,
        "weight": one.weight,
        "total": kept.total,
        "stance": kept.stance and kept.stance.value,
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
