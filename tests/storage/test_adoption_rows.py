"""Editions and what they say over time, as both databases keep them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

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
                spells = adoption.said_over_time(connection, topic)
                assert len({(each.since, each.until) for each in spells}) == len(spells)
                assert all(each.document == DOCUMENT and 0 < each.weight <= 2 for each in spells)
                modalities = adoption.modalities_of(connection, topic)
                assert modalities
                for modality, documents in modalities:
                    assert documents == 1
                    narrowed = adoption.said_over_time(connection, topic, modality)
                    assert {each.since for each in narrowed} <= {each.since for each in spells}
