"""The history of a page that alternates shows its variants; a change record shows its evidence."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import urllib3
from tests.web.conftest import BASE, StillClock
from tests.web.small_instance import BEGIN, FIRST, TERMS, THIRD, Builder, _platform

from clausewatch.storage import records
from clausewatch.text.markdown import read_markdown
from clausewatch.web import Site, create_app, start_server


def test_an_unstable_page_shows_its_variants_and_a_record_its_evidence(tmp_path: Path) -> None:
    builder = Builder(tmp_path)
    builder.declare(_platform("birchwood", "Birchwood", (TERMS, "Terms of Use")))
    for day, source in enumerate((FIRST, THIRD, FIRST, THIRD)):
        builder.publish(TERMS, read_markdown(source), BEGIN + timedelta(days=day))
    with builder.database.read() as connection:
        found = records.records(connection, records.RecordFilter(document=TERMS))
    server = start_server(
        create_app(Site(builder.database, builder.bodies, StillClock(), BASE)), "127.0.0.1", 0
    )
    pool = urllib3.PoolManager()
    history = pool.request("GET", f"{server.url}/platform/{TERMS}/history/").data.decode()
    record = pool.request("GET", f"{server.url}/change/{found[0].id}/").data.decode()
    pool.clear()
    server.stop()
    assert "Unstable capture: this page alternates between 2 texts" in history
    assert history.count("seen 2 times since") == 2
    assert "Redline against the one seen last" in history
    assert "wording, numbers and link targets" in record
    assert "stood 1 day" in record
