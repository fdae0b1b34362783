"""Topics that provisions perhaps speak of: taken over from findings on record, renamed, and told again after a ruling."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from tests.pipeline.live_kit import live

from clausewatch.meaning.said import topics_perhaps
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import TopicScore
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.storage import Database, renaming, stated, stating
from clausewatch.storage.tables import provision, provision_perhaps

_BODY = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and us, as said there in full.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices", "Hazards", "Goods")
)


def test_the_migration_finds_in_stored_findings_what_the_analysis_keeps(
    database: Database, tmp_path: Path
) -> None:
    backfill = import_module("clausewatch.storage.migrations.versions.0010_perhaps")
    with live(tmp_path, "terms", at=database) as on:
        page = f"<html lang=en><title>Terms</title><main><h1>Terms of Service</h1>{_BODY}</main></html>"
        on.answers.pages["https://birchwood.example/terms"] = page.encode()
        on.round()
        analyse_current(on.instance, on.document.id)
        with database.read() as connection:
            rows = connection.execute(sa.select(provision.c.id, provision.c.said)).all()
            kept = stated.perhaps_of(connection, [row.id for row in rows])
            whole = stated.rows_by_id(connection, [row.id for row in rows])
        assert rows
        assert kept, "no clause of the fixture leaves the model unsure"
        for row in rows:
            found = {topic for topic, _ in backfill._perhaps(row.said)}
            now = kept.get(row.id, ())
            assert found <= {each.topic for each in now}, (
                "later ways of telling what perhaps speaks give more"
            )
            of = whole[row.id]
            assert now == topics_perhaps(of.said.findings, of.text, of.place.start)
        assert list(backfill._perhaps(b"damaged")) == []

        name = next(iter(kept))
        old = kept[name][0].topic
        told_already = TopicScore("HARM.weapons", 0.6)
        with database.write() as connection:
            stating.retell(connection, name, Severity.LOW, (), (TopicScore(old, 0.5), told_already))
            renaming.rename_topics(connection, {old: ("HARM.weapons", "ACCESS.age")})
            assert stated.perhaps_of(connection, [name])[name] == (
                TopicScore("ACCESS.age", 0.5),
                told_already,
            )
            stating.retell(connection, name, Severity.LOW, (), ())
            left = sa.select(provision_perhaps).where(provision_perhaps.c.provision == name)
            assert connection.execute(left).first() is None
