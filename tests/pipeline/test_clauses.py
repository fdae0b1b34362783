"""The clauses kept of each document are those that would be chosen of all its provisions now, whatever was done to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from tests.pipeline.live_kit import DOCUMENT, Live, live
from tests.pipeline.test_analyse import PAGES, publish

from clausewatch.meaning.clauses import clauses_of, matter_of_perhaps
from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.review import Decision, ItemKind, Ruling
from clausewatch.nouns.review import Matter as RuledOn
from clausewatch.pipeline.analyse import analyse_all, analyse_current, subjects
from clausewatch.pipeline.clauses import choose_waiting
from clausewatch.pipeline.review import items_in, owned, rule
from clausewatch.pipeline.verify_said import verify_said
from clausewatch.storage import Database, clauses, spoken
from clausewatch.storage.clauses import Kept
from clausewatch.storage.tables import clause, clause_state, provision_perhaps
from clausewatch.web.stances import matter_of_topic, side_by_side
from clausewatch.web.standings import everyone

Changing = TypeVar("Changing", sa.Update, sa.Delete)
_TOPICS = tuple(each.id for each in taxonomy().topics)


def held(on: Live) -> tuple[list[Kept], list[Kept]]:
    """What is kept, and what choosing among all that stands now gives."""
    with on.instance.database.read() as connection:
        kept = clauses.told(connection, (*_TOPICS, *map(matter_of_perhaps, _TOPICS)))
        every = spoken.told_at(connection, _TOPICS, ("birchwood",), on.clock.now())
        words = clauses.wordings(connection, (each.provision for each in every))
    every = tuple(
        replace(each, stance=clauses.stance_in(each.clause, of.text, of.lead_in))
        for each in every
        for of in (words[each.provision],)
    )
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
            kept = clauses.kept_of(connection, DOCUMENT)
            matters = {each.clause.matter for _, each in kept}
            assert clauses.matters_of(connection, matters) == {"birchwood": matters}
            assert clauses.matters_of(connection, matters, ("nobody",)) == {}
        assert len([place for place, _ in kept if place == 0]) == len(matters)
        assert clauses_of((), "", "Terms of Service", regulations()) == ()


def test_a_clause_that_was_tampered_with_is_named(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        publish(on, PAGES[0])
        analyse_current(on.instance, DOCUMENT)
        assert _problems(on) == []
        with on.instance.database.write() as connection:
            kept = connection.execute(sa.select(clause).order_by(clause.c.matter)).mappings().all()
            first, last = kept[0], kept[-1]
            connection.execute(_at(sa.update(clause), first).values(stop=first["stop"] - 1))
            connection.execute(_at(sa.delete(clause), last))
        assert _problems(on) == [
            (
                f"clause {first['place'] + 1} on {first['matter']} of {DOCUMENT}",
                "it is not the one that its provisions give",
            ),
            (f"clause {last['place'] + 1} on {last['matter']} of {DOCUMENT}", "it is missing"),
        ]


def test_the_likeliest_clause_that_perhaps_speaks_is_kept_of_each_topic(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        publish(on, PAGES[0])
        analyse_current(on.instance, DOCUMENT)
        with on.instance.database.read() as connection:
            query = sa.select(provision_perhaps.c.topic, sa.func.max(provision_perhaps.c.score)).group_by(
                provision_perhaps.c.topic
            )
            scores = {matter_of_perhaps(topic): score for topic, score in connection.execute(query)}
            kept = clauses.told(connection, tuple(map(matter_of_perhaps, _TOPICS)))
        assert scores
        first = {each.clause.matter: each.clause.weight for each in reversed(kept)}
        assert first == {matter: round(1 - score, 6) for matter, score in scores.items()}


def _problems(on: Live) -> list[tuple[str, str]]:
    instance = on.instance
    subject = subjects(instance.database)[DOCUMENT]
    return verify_said(instance.database, DOCUMENT, subject, instance.editions.get).problems


def _at(statement: Changing, row: sa.RowMapping) -> Changing:
    return statement.where(*(clause.c[name] == row[name] for name in ("document", "matter", "place")))


def _speaking(on: Live, topic: str) -> int:
    with on.instance.database.read() as connection:
        everybody = everyone(connection, on.clock.now())
        return len(side_by_side(connection, everybody, matter_of_topic(topic), 3).speaking)
