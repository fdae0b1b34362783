"""Provisions can be searched: their folded words and facets, and over them each database's own full-text index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clausewatch.storage.types import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# External content: FTS5 keeps no copy of the words, and takes what is to be forgotten from the row that goes.
_FTS5 = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        facets, words, content='search', content_rowid='number', tokenize='ascii', columnsize=0, prefix='3 4')""",
    """CREATE TRIGGER search_index_came AFTER INSERT ON search BEGIN
        INSERT INTO search_index(rowid, facets, words) VALUES (new.number, new.facets, new.words);
    END""",
    """CREATE TRIGGER search_index_went AFTER DELETE ON search BEGIN
        INSERT INTO search_index(search_index, rowid, facets, words)
        VALUES ('delete', old.number, old.facets, old.words);
    END""",
    """CREATE TRIGGER search_index_changed AFTER UPDATE OF facets, words ON search BEGIN
        INSERT INTO search_index(search_index, rowid, facets, words)
        VALUES ('delete', old.number, old.facets, old.words);
        INSERT INTO search_index(rowid, facets, words) VALUES (new.number, new.facets, new.words);
    END""",
)

# The words are folded already: they are numbered here as they stand, not parsed again by a text search configuration,
# which would take some for addresses or numbers. A tsvector counts positions up to 16,383.
_TSVECTOR = (
    """CREATE FUNCTION search_vector(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(quote_literal(word) || ':' || least(place, 16383), ' '), '')::tsvector
        FROM unnest(string_to_array(lower(words), ' ')) WITH ORDINALITY AS each(word, place) WHERE word <> ''
    $$""",
    """ALTER TABLE search ADD COLUMN search_index tsvector
        GENERATED ALWAYS AS (search_vector(words || ' ' || facets)) STORED""",
    "CREATE INDEX search_index_found ON search USING gin (search_index)",
)


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search",
        sa.Column("number", number, autoincrement=True, nullable=False),
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("observed_from", Instant(), nullable=False),
        sa.Column("observed_to", Instant(), nullable=True),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("facets", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["provision"], ["provision.id"], name=op.f("fk_search_provision")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search")),
        sa.UniqueConstraint("provision", name=op.f("uq_search_provision")),
    )
    op.create_index("ix_search_observed_to_number", "search", ["observed_to", "number"])
    op.create_table(
        "search_word",
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    own = _TSVECTOR if op.get_bind().dialect.name == "postgresql" else _FTS5
    for statement in own:
        op.get_bind().exec_driver_sql(statement)
