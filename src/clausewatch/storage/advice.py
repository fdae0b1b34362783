"""What models were asked, what they proposed and what it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from clausewatch.nouns.advice import About, Answer, Proposal
from clausewatch.nouns.identity import Digest, DocumentId
from clausewatch.storage import codec
from clausewatch.storage.tables import advice as table
from clausewatch.storage.upsert import insert_once

AGAIN = "asked before"
"""Detail of an answer that was at hand already: nobody was asked and nothing spent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question put to a model: its key (see `meaning.advise.key_of`), what it was about, and the answer.

    `subject` is `<version>#<address>` of a provision, or a change record's id.
    """

    key: Digest
    asked_at: datetime
    document: DocumentId
    about: About
    subject: str
    model: str
    recipe: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Use:
    """Questions and tokens within a time."""

    questions: int
    input_tokens: int
    output_tokens: int


def save_asked(connection: Connection, asked: Asked) -> bool:
    """Keeps question and answer; says whether they were new."""
    answer = asked.answer
    return insert_once(
        connection,
        table,
        {
            "key": asked.key,
            "asked_at": asked.asked_at,
            "document": asked.document,
            "about": asked.about.value,
            "subject": asked.subject,
            "model": asked.model,
            "recipe": asked.recipe,
            "input_tokens": answer.spent.input_tokens,
            "output_tokens": answer.spent.output_tokens,
            "declined": answer.declined.value if answer.declined else "",
            "detail": answer.detail,
            "proposal": codec.pack(answer.proposal) if answer.proposal else None,
        },
    )


def proposal(connection: Connection, key: Digest) -> Proposal | None:
    """The latest proposal to that question."""
    query = (
        select(table.c.proposal)
        .where(table.c.key == key, table.c.proposal.is_not(None))
        .order_by(table.c.asked_at.desc())
        .limit(1)
    )
    stored = connection.execute(query).scalar()
    return None if stored is None else codec.unpack(Proposal, stored)


def latest(connection: Connection, subject: str) -> tuple[str, Proposal] | None:
    """The latest proposal about that subject, with the name of the model that made it."""
    query = (
        select(table.c.model, table.c.proposal)
        .where(table.c.subject == subject, table.c.proposal.is_not(None))
        .order_by(table.c.asked_at.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.model, codec.unpack(Proposal, row.proposal))


def subjects(connection: Connection, document: DocumentId) -> frozenset[str]:
    """What of the document something was proposed about."""
    query = select(table.c.subject).where(table.c.document == document, table.c.proposal.is_not(None))
    return frozenset(row[0] for row in connection.execute(query))


def used(connection: Connection, since: datetime) -> Use:
    """What was asked and spent from `since` on."""
    query = select(
        func.count(),
        func.coalesce(func.sum(table.c.input_tokens), 0),
        func.coalesce(func.sum(table.c.output_tokens), 0),
    ).where(table.c.asked_at >= since, table.c.detail != AGAIN)
    questions, given, made = connection.execute(query).one()
    return Use(int(questions), int(given), int(made))
