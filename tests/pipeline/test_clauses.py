"""The clauses kept of each document are those that would be chosen of all its provisions now, whatever was done to it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from tests.pipeline.live_kit import DOCUMENT, Live, live
from tests.pipeline.test_analyse import PAGES, publish

from clausewatch.meaning.clauses import clauses_of
from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.review import Decision, ItemKind, Ruling
from clausewatch.nouns.review import Matter as RuledOn
from clausewatch.pipeline.analyse import analyse_all, analyse_current
from clausewatch.pipeline.clauses import choose_waiting
from clausewatch.pipeline.review import items_in, owned, rule
from clausewatch.storage import Database, clauses, spoken
from clausewatch.storage.clauses import Kept
from clausewatch.storage.tables import clause, clause_state
from clausewatch.web.stances import Matter, everyone, side_by_side

_TOPICS = tuple(each.id for each in taxonomy().topics)


def held(on: Live) -> tuple[list[Kept], list[Kept]]:
    """What is kept, and what choosing among all that stands now gives."""
    with on.instance.database.read() as connection:
        kept = clauses.told(connection, _TOPICS)
        every = spoken.told_at(connection, _TOPICS, ("birchwood",), on.clock.now())
    first: dict[str, list[Kept]] = {}
    for each in every:
        first.setdefault(each.clause.matter, []).append(each)
    expected = [each for of_one in first.values() for each in of_one[: clauses.KEPT]]
    key = lambda each: (each.clause.matter, each.clause.weight, each.provision)  # noqa: E731
    return sorted(kept, key=key), sorted(expected, key=key)


def test_what_is_kept_is_what_stands_after_every_version_in_any_order(
    tmp_path: Path, database: Database
) -> None:
    with live(tmp_path, "terms", at=database) as on:
        for body in PAGES[:3]:
            publish(on, body)
        analyse_current(on.instance, DOCUMENT)
        kept, expected = held(on)
        assert kept
        assert kept == expected
        analyse_all(on.instance, DOCUMENT)
        assert held(on) == (expected, expected)
        publish(on, PAGES[3])
        analyse_current(on.instance, DOCUMENT)
        kept, expected = held(on)
        assert kept == expected


def test_clauses_of_an_older_program_are_chosen_once(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        publish(on, PAGES[0])
        analyse_current(on.instance, DOCUMENT)
        before, _ = held(on)
        with on.instance.database.write() as connection:
            connection.execute(sa.delete(clause))
            connection.execute(sa.delete(clause_state))
        assert choose_waiting(on.instance.database) == 1
        assert held(on)[0] == before
        assert choose_waiting(on.instance.database) == 0


def test_a_ruling_moves_the_clause_to_the_topic_that_the_editor_named(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        publish(on, PAGES[0])
        analyse_current(on.instance, DOCUMENT)
        of = owned(on.instance.database, None, DOCUMENT)[0]
        items = items_in(on.instance.database, on.instance.editions.get, of) or ()
        item = next(each for each in items if each.kind is ItemKind.FINDING)
        rare = next(each for each in _TOPICS if not _speaking(on, each))
        rule(
            on.instance.database,
            on.instance.editions.get,
            item.id,
            Decision(Ruling.EDIT, "Editor", "It is about this.", ((RuledOn.TOPIC, rare),)),
            on.clock.now(),
        )
        assert _speaking(on, rare) == 1
        kept, expected = held(on)
        assert kept == expected


def test_each_topic_and_each_entry_that_bears_on_a_provision_has_one_clause(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        publish(on, PAGES[0])
        analyse_current(on.instance, DOCUMENT)
        with on.instance.database.read() as connection:
            matters = clauses.matters_told(connection, "birchwood")
            counts = clauses.count_platforms(connection, matters)
        assert set(counts) == matters
        assert set(counts.values()) == {1}
        assert clauses_of((), "", "Terms of Service", regulations()) == ()


def _speaking(on: Live, topic: str) -> int:
    with on.instance.database.read() as connection:
        owners, analysed = everyone(connection)
        return len(side_by_side(connection, owners, analysed, Matter(topic, (topic,)), 3).speaking)
