"""Search over a million provisions: months in which a row stood as words of the index, an index of PostgreSQL that holds
pairs of neighbours instead of places, and counts of what is in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_FTS5_GONE = (
    "DROP TRIGGER search_index_came",
    "DROP TRIGGER search_index_went",
    "DROP TRIGGER search_index_changed",
    "DROP TABLE search_index",
)
_FTS5 = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        facets, times, words,
        content='search', content_rowid='number', tokenize='ascii', columnsize=0, prefix='3')""",
    "INSERT INTO search_index(search_index) VALUES ('rebuild')",
    """CREATE TRIGGER search_index_came AFTER INSERT ON search BEGIN
        INSERT INTO search_index(rowid, facets, times, words)
        VALUES (new.number, new.facets, new.times, new.words);
    END""",
    """CREATE TRIGGER search_index_went AFTER DELETE ON search BEGIN
        INSERT INTO search_index(search_index, rowid, facets, times, words)
        VALUES ('delete', old.number, old.facets, old.times, old.words);
    END""",
    """CREATE TRIGGER search_index_changed AFTER UPDATE OF facets, times, words ON search BEGIN
        INSERT INTO search_index(search_index, rowid, facets, times, words)
        VALUES ('delete', old.number, old.facets, old.times, old.words);
        INSERT INTO search_index(rowid, facets, times, words)
        VALUES (new.number, new.facets, new.times, new.words);
    END""",
)

_TSVECTOR_GONE = (
    "DROP INDEX search_index_found",
    "ALTER TABLE search DROP COLUMN search_index",
    "DROP FUNCTION search_vector(text)",
)
# What a tsvector with places says of a phrase is asked of each row, and read from beside the table: this one holds no
# places but pairs of neighbours (ǂd, one of 65,536 by MD5), beginnings of three letters (ǂh), and in which run of 8,192,
# 65,536 and 524,288 rows the row is (ǂg), so that the newest are found without the others. It is not stored: only GIN
# holds it.
_GIN = (
    """CREATE FUNCTION search_vector(number bigint, words text, marks text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_to_tsvector(array_remove(array_remove(
            string_to_array(lower(marks), ' ')
            || ARRAY['ǂg1_' || (number >> 13), 'ǂg2_' || (number >> 16), 'ǂg3_' || (number >> 19)]
            || array_agg(word) || array_agg(beginning) || array_agg(pair), NULL), ''))
        FROM (
            SELECT word,
                CASE WHEN plain AND length(word) >= 3 THEN 'ǂh' || left(word, 3) END AS beginning,
                CASE WHEN plain AND next <> '' AND left(next, 1) <> 'ǂ'
                    THEN 'ǂd' || left(md5(word || ' ' || next), 4) END AS pair
            FROM (
                SELECT word, next, left(word, 1) <> 'ǂ' AS plain
                FROM (SELECT string_to_array(lower(words), ' ') AS held) AS read, unnest(held, held[2:]) AS two(word, next)
                WHERE word <> ''
            ) AS each
        ) AS told
    $$""",
    # A long list of what is not sorted in yet is read by every search.
    """CREATE INDEX search_index ON search
        USING gin (search_vector(number, words, facets || ' ' || times)) WITH (gin_pending_list_limit = 512)""",
    'CREATE INDEX search_index_words ON search_word (word COLLATE "C")',
)

_EARLIEST, _LATEST = 1995 * 12, 2049 * 12 + 11
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    for statement in _TSVECTOR_GONE if postgresql else _FTS5_GONE:
        connection.exec_driver_sql(statement)
    op.create_table(
        "search_count",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("provisions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "word", name=op.f("pk_search_count")),
    )
    with op.batch_alter_table("search") as search:
        search.add_column(sa.Column("times", sa.Text(), nullable=False, server_default=""))
    _fill(connection)
    with op.batch_alter_table("search") as search:
        search.alter_column("times", server_default=None)
    for statement in _GIN if postgresql else _FTS5:
        connection.exec_driver_sql(statement)


def _fill(connection: sa.Connection) -> None:
    search = sa.table(
        "search", *map(sa.column, ("number", "facets", "times", "observed_from", "observed_to"))
    )
    counts: Counter[tuple[str, str]] = Counter()
    at = 0
    while True:
        columns = (search.c.number, search.c.facets, search.c.observed_from, search.c.observed_to)
        some = sa.select(*columns).where(search.c.number > at).order_by(search.c.number).limit(5_000)
        rows = connection.execute(some).all()
        if not rows:
            break
        at = rows[-1].number
        renewed = []
        for row in rows:
            kept = [word for word in row.facets.split() if word != "ǂnow" and not word.startswith("ǂy")]
            came, went = _instant(row.observed_from), _instant(row.observed_to)
            assert came is not None
            renewed.append(
                {"of": row.number, "facets": " ".join(kept), "times": " ".join(_times(came, went))}
            )
            if went is None:
                owner = next(word for word in kept if word.startswith("ǂf"))
                counts.update((owner, word) for word in kept)
        connection.execute(
            sa.update(search)
            .where(search.c.number == sa.bindparam("of"))
            .values(facets=sa.bindparam("facets"), times=sa.bindparam("times")),
            renewed,
        )
    kept_counts = sa.table("search_count", *map(sa.column, ("platform", "word", "provisions")))
    told = [
        {"platform": _value(owner), "word": word, "provisions": count}
        for (owner, word), count in counts.items()
    ]
    if told:
        connection.execute(sa.insert(kept_counts), told)


def _value(word: str) -> str:
    pieces = word[2:].split("ǃ")
    return "".join(chr(int(each, 16)) if place % 2 else each for place, each in enumerate(pieces))


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)


def _times(came: datetime, went: datetime | None) -> Iterator[str]:
    month = _month(came.date())
    if went is None:
        yield from ("ǂnow", f"ǂa{month // 12}", f"ǂa{month // 12}{month % 12 + 1:02}")
        return
    yield from (f"ǂb{month // 12}", f"ǂb{month // 12}{month % 12 + 1:02}")
    last = went.date() - timedelta(days=1)
    while last >= came.date() and month <= _month(last):
        if month % 12 == 0 and month + 11 <= _month(last):
            yield f"ǂy{month // 12}"
            month += 12
        else:
            yield f"ǂy{month // 12}{month % 12 + 1:02}"
            month += 1


def _month(day: date) -> int:
    return min(max(day.year * 12 + day.month - 1, _EARLIEST), _LATEST)
