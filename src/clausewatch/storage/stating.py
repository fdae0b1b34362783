"""Keeps what is said of provisions: rows are written, told anew, and digested; `stated` reads them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Edition, Provision
from clausewatch.nouns.finding import TopicScore
from clausewatch.nouns.identity import Digest, DocumentId, LineageId, digest_of
from clausewatch.nouns.stated import Analysis, Said, StatedId, TopicTold
from clausewatch.storage import codec
from clausewatch.storage.indexing import index_rows
from clausewatch.storage.standing import Made, Places, stand
from clausewatch.storage.stated import stated_from
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_perhaps as maybes
from clausewatch.storage.tables import provision_topic as topics
from clausewatch.storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of one provision of an edition, spans in the edition's content, and what it is found by, or perhaps is."""

    said: Said
    severity: Severity
    topics: tuple[TopicTold, ...]
    perhaps: tuple[TopicScore, ...]


def save_analysis(
    connection: Connection, edition: Edition, given: Sequence[Given], analysis: Analysis, names: Digest
) -> None:
    """Keeps what is said of a compared edition, in place of what was said of it before.

    Rows of the document are stretched, cut and joined (see `stand`). Saving the same again changes nothing but `at`.
    """
    made = [_made(edition, place, each, analysis.recipe) for place, each in enumerate(given)]
    rows = stand(connection, edition.version, made)
    upsert(
        connection,
        analyses,
        {
            "version": analysis.version,
            "document": analysis.document,
            "recipe": analysis.recipe,
            "context": analysis.context,
            "at": analysis.at,
            "statements": analysis.statements,
            "sentences": analysis.sentences,
            "refused": analysis.refused,
            "places": codec.pack(Places(names, rows)),
        },
    )
    known = {name: (start, each.said) for (name, start), each in zip(rows, given, strict=True)}
    choose_clauses(connection, analysis.document, known)


def choose_clauses(
    connection: Connection, document: DocumentId, known: Mapping[StatedId, tuple[int, Said]] | None = None
) -> None:
    """Chooses the document's clauses anew where what they depend on is no more what it was.

    `known` is what is said of its rows, with the start that it was said at: there it need not be read back.
    """
    # Choosing loads all of meaning; those who only read what is stated need not.
    from clausewatch.storage import clauses

    if clauses.chosen_of(connection, document) == clauses.state_of(connection, document):
        return
    table = provisions.c
    query = select(provisions).where(table.document == document, table.observed_to.is_(None))
    standing = connection.execute(query).mappings()
    at_hand = known or {}
    clauses.choose(
        connection,
        document,
        (stated_from(row, row["first_version"], row["start"], at_hand.get(row["id"])) for row in standing),
    )


def retell(
    connection: Connection,
    row: StatedId,
    severity: Severity,
    told: Sequence[TopicTold],
    perhaps: Sequence[TopicScore],
) -> None:
    """Lets a provision be found by other topics and another severity; what is said of it stays as it was kept."""
    connection.execute(update(provisions).where(provisions.c.id == row).values(severity=severity.value))
    for table in (topics, maybes):
        connection.execute(delete(table).where(table.c.provision == row))
    if told:
        columns = (provisions.c[name] for name in ("document", "observed_from", "observed_to"))
        of_row = connection.execute(select(*columns).where(provisions.c.id == row)).mappings().one()
        connection.execute(insert(topics), [{"provision": row, **of_row, **_told(each)} for each in told])
    if perhaps:
        connection.execute(insert(maybes), [{"provision": row, **_perhaps(each)} for each in perhaps])
    index_rows(connection, (row,))


def digest_of_row(lineage: LineageId, text: str, columns: Mapping[str, Any], said: Said) -> Digest:
    """What must agree for two versions' provisions to be one row: everything but when and where they stand."""
    return _digest(lineage, text, columns, codec.dumps(said))


def _digest(lineage: LineageId, text: str, columns: Mapping[str, Any], said: str) -> Digest:
    names = ("address", "path", "title", "number", "lead_in", "recipe")
    return digest_of(lineage, text, *(str(columns[name]) for name in names), said)


def digested(row: RowMapping) -> dict[str, str]:
    """The parts of a row that its digest covers, by name, as texts; `said` is JSON as it is kept."""
    names = ("lineage", "text", "address", "path", "title", "number", "lead_in", "recipe")
    return {**{name: str(row[name]) for name in names}, "said": codec.unpacked(row["said"])}


def _made(edition: Edition, place: int, given: Given, recipe: str) -> Made:
    provision = edition.outline.provisions[place]
    content, lineage = edition.text.content, edition.lineage[place]
    said = codec.dumps(given.said.moved(-provision.start))
    text = content[provision.start : provision.end]
    columns = {
        "document": edition.version.document,
        "lineage": lineage,
        **_headed(provision, content),
        "text": text,
        "start": provision.start,
        "stop": provision.end,
        "language": edition.version.language,
        "severity": given.severity.value,
        "recipe": recipe,
        "said": codec.packed(said),
    }
    told = tuple(map(_told, given.topics))
    perhaps = tuple(map(_perhaps, given.perhaps))
    return Made(_digest(lineage, text, columns, said), provision.start, columns, told, perhaps)


def _perhaps(each: TopicScore) -> dict[str, Any]:
    return {"topic": each.topic, "score": each.score}


def _told(each: TopicTold) -> dict[str, Any]:
    return {
        "topic": each.topic,
        "modality": each.modality.value,
        "party": each.party.value,
        "score": each.score,
        "first": each.first,
        "severity": each.severity.value,
    }


def _headed(provision: Provision, content: str) -> dict[str, str]:
    return {
        "address": provision.id,
        "path": codec.dumps(provision.path),
        "title": provision.title,
        "number": provision.number,
        "lead_in": provision.lead_in.of(content) if provision.lead_in else "",
    }
