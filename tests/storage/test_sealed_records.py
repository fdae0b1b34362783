"""A record's seal covers what it says in every part; those of before cover its columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update
from tests.pipeline.live_kit import live, page

from clausewatch.storage import catalog, codec, records, sealing
from clausewatch.storage.tables import record as table

URL = "https://birchwood.example/terms"


@pytest.mark.parametrize("form", ["now", "earlier"])
def test_what_is_packed_again_with_other_words_is_found(tmp_path: Path, form: str) -> None:
    with live(tmp_path, "terms") as on:
        for said in (page("privacy", "payment"), page("privacy", "content")):
            on.answers.pages[URL] = said
            with on.instance.database.write() as connection:
                catalog.make_due(connection, None)
            on.round()
            on.clock.advance(hours=1)
        with on.instance.database.write() as connection:
            (kept,) = connection.execute(select(table.c.id, table.c.details)).all()
            found = records.record(connection, kept.id)
            assert found is not None
            stored = codec.unpacked(kept.details)
            if form == "earlier":
                start = stored.rindex(',"')
                stored = f'{stored[:start]},"{sealing.of_columns(found)}"]'
                connection.execute(update(table).values(details=codec.packed(stored)))
            assert records.altered(connection, on.document.id) == ()
            changed = stored.replace("payment", "payments", 1)
            assert changed != stored
            connection.execute(update(table).values(details=codec.packed(changed)))
            told = records.altered(connection, on.document.id)
            # An earlier seal cannot tell; a column that is altered it tells.
            assert told == ((kept.id,) if form == "now" else ())
            connection.execute(update(table).values(headline="Another", details=codec.packed(stored)))
            assert records.altered(connection, on.document.id) == (kept.id,)
