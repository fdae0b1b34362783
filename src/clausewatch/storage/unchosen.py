"""Which documents wait for their clauses to be chosen: asked whenever an instance is opened, so it loads little."""

from __future__ import annotations

from sqlalchemy import Connection, select

from clausewatch.nouns.identity import DocumentId
from clausewatch.nouns.stated import CLAUSES
from clausewatch.storage.tables import clause_state as states
from clausewatch.storage.tables import provision as provisions


def unchosen(connection: Connection) -> tuple[DocumentId, ...]:
    """Documents with provisions in force of which no clauses were chosen yet by today's way of choosing."""
    known = select(states.c.document).where(states.c.state.startswith(f"{CLAUSES} "))
    query = select(provisions.c.document).where(provisions.c.observed_to.is_(None)).distinct()
    return tuple(sorted(connection.execute(query.where(provisions.c.document.not_in(known))).scalars()))
