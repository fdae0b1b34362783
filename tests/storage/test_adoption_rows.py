"""Editions and what they say over time, as both databases keep them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection
from tests.pipeline.live_kit import BEGIN, DOCUMENT
from tests.pipeline.test_analyse import history

from clausewatch.meaning.recipe import recipe
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.local import analyse_waiting
from clausewatch.storage import Database, adoption, renaming, stated
from clausewatch.storage.adoption import history_mark


def test_editions_records_and_spells_of_a_document(tmp_path: Path, database: Database) -> None:
    with history(tmp_path, database) as on:
        known = [each.id for each in on.versions()]
        with database.read() as connection:
            before = history_mark(connection)
            held = adoption.editions_held(connection, recipe())
        assert [each.version for each in held] == known
        assert not any(each.analysed for each in held)
        assert [each.changed for each in held] == [False, True, True, True]
        analyse_current(on.instance, DOCUMENT)
        with database.read() as connection:
            assert history_mark(connection) != before
            (now,) = adoption.editions_at(connection)
            (then,) = adoption.editions_at(connection, held[1].observed_at + timedelta(hours=1))
            assert adoption.editions_at(connection, BEGIN - timedelta(days=1)) == ()
            records = adoption.records_into(connection, (DOCUMENT,))
        assert (now.version, now.analysed) == (known[-1], True)
        assert (then.version, then.analysed) == (known[1], False)
        assert set(records) == set(known[1:])
        analyse_waiting(on.instance, everything=True)
        with database.read() as connection:
            whole = adoption.editions_held(connection, recipe())
            assert all(each.analysed for each in whole)
            # After an upgrade what was read by the recipe before it is not known.
            upgraded = adoption.editions_held(connection, "meaning/another")
            assert [each.version for each in upgraded] == known
            assert not any(each.analysed for each in upgraded)
            at = held[1].observed_at
            earlier = adoption.words_standing(connection, (DOCUMENT,), at, before=True)
            later = adoption.words_standing(connection, (DOCUMENT,), at, before=False)
            assert set(earlier) == {each.text for each in stated.stated_at(connection, DOCUMENT, BEGIN)}
            assert set(later) == {each.text for each in stated.stated_at(connection, DOCUMENT, at)}
            assert earlier != later
            topics = renaming.known_topics(connection)
            assert topics
            for topic in topics:
                telling = adoption.rows_telling(connection, topic)
                assert telling == surest(connection, topic)
                modalities = adoption.modalities_of(connection, topic)
                assert modalities
                of_each = [adoption.rows_telling(connection, topic, modality) for modality, _ in modalities]
                assert {documents for _, documents in modalities} == {1}
                assert set().union(*of_each) == set(telling)
                assert set(telling.values()) <= {row for each in of_each for row in each.values()}


def surest(connection: Connection, topic: str) -> dict[str, str]:
    """What `rows_telling` gives, row by row from what each edition is made of."""
    found = {}
    for each in adoption.editions_held(connection, recipe()):
        told = stated.topics_of(
            connection, (row.id for row in stated.stated_in(connection, each.version) or ())
        )
        ranks = [
            (-(one.score + one.first), row)
            for row, some in told.items()
            for one in some
            if one.topic == topic
        ]
        if ranks:
            found[each.version] = min(ranks)[1]
    return found
