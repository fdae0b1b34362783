"""Search over what is stored, on SQLite and PostgreSQL alike: kept in step with every analysed version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from tests.databases import fresh_database
from tests.pipeline.live_kit import Live, live
from tests.pipeline.test_analyse import PAGES, history, publish

from clausewatch.cli import main
from clausewatch.errors import BadInputError
from clausewatch.meaning.query import BadQueryError
from clausewatch.nouns.search import Facet, Searched
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.local import analyse_waiting
from clausewatch.pipeline.searching import Answer, Asked, answer, index_waiting
from clausewatch.storage import Database, indexing
from clausewatch.storage import search as searches
from clausewatch.storage.tables import provision, provision_perhaps, provision_topic, search

SINGLE = (Facet.PLATFORM, Facet.TYPE, Facet.SEVERITY, Facet.LANGUAGE)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def analysed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Four versions, all analysed: payments went, refunds came; disputes came; payments took the place of refunds."""
    folder = tmp_path_factory.mktemp("search")
    with ExitStack() as stack:
        address = f"sqlite:///{folder}/rows.db"
        if request.param == "postgresql":
            address = stack.enter_context(fresh_database(request.getfixturevalue("postgres_server")))
        with closing(Database(address)) as at, history(folder, at) as on:
            analyse_waiting(on.instance, everything=True)
            yield on


@pytest.fixture
def filled(database: Database, tmp_path: Path) -> Iterator[Live]:
    """Two of these versions, for tests that change what is stored."""
    with live(tmp_path, "terms", at=database) as on:
        for body in PAGES[:2]:
            publish(on, body)
        analyse_waiting(on.instance, everything=True)
        yield on


def find(on: Live, text: str, **given: object) -> Answer:
    today = on.clock.now().date()
    return answer(on.instance.database, replace(Asked(text), **given), today)  # type: ignore[arg-type]


def titles(found: Answer) -> list[str]:
    return [each.stated.title for each in found.found.hits]


def agrees(on: Live) -> None:
    """The full-text index holds exactly what `search` holds, and `search` exactly the provisions."""
    with on.instance.database.read() as connection:
        stored = set(connection.execute(sa.select(provision.c.id)).scalars())
        assert set(connection.execute(sa.select(search.c.provision)).scalars()) == stored
        assert indexing.unindexed(connection, 10) == ()
    if on.instance.database.dialect == "sqlite":
        with on.instance.database.write() as connection:
            connection.exec_driver_sql(
                "INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)"
            )


def test_provisions_in_force_are_found_by_their_words(analysed: Live) -> None:
    assert titles(find(analysed, "payments")) == ["Payments"]
    assert titles(find(analysed, "PAYMENT")) == ["Payments"]
    assert titles(find(analysed, '"rules on payments"')) == ["Payments"]
    assert titles(find(analysed, '"payments on rules"')) == []
    assert titles(find(analysed, "disput*")) == ["Disputes"]
    assert len(titles(find(analysed, "rules"))) == 4
    assert len(titles(find(analysed, "rules -payments"))) == 3
    assert set(titles(find(analysed, "payments OR disputes"))) == {"Payments", "Disputes"}
    assert titles(find(analysed, "payments disputes")) == []
    assert find(analysed, "rules").found.hits[0].stated.observed_to is None
    agrees(analysed)


def test_what_stood_is_found_as_of_its_time_and_over_all_time(analysed: Live) -> None:
    """Old words are found only by `--at` and `--all`; PAGES are 13 hours apart, the first on 2 March."""
    assert titles(find(analysed, "refunds")) == []
    assert find(analysed, "refunds").elsewhen == 1
    assert titles(find(analysed, "refunds", everything=True)) == ["Refunds"]
    assert titles(find(analysed, "refunds at:2026-03-02")) == ["Refunds"]
    assert titles(find(analysed, "refunds", at=date(2026, 3, 3))) == ["Refunds"]
    assert titles(find(analysed, "refunds", at=date(2026, 3, 1))) == []
    assert titles(find(analysed, "refunds", at=date(2026, 3, 4))) == []
    twice = find(analysed, "payments", everything=True).found.hits
    assert [each.stated.observed_to is None for each in twice] == [True, False]
    assert titles(find(analysed, "rules from:2026-03-04")) == ["Payments"]
    assert len(titles(find(analysed, "rules", since=date(2026, 3, 2), until=date(2026, 3, 3)))) == 3
    with pytest.raises(BadQueryError):
        find(analysed, "rules at:2026-03-02", at=date(2026, 3, 3))
    with pytest.raises(BadQueryError):
        find(analysed, "rules at:2026-03-02", everything=True)
    for given in ({"text": "rules at:2099"}, {"text": "rules", "at": date(2099, 1, 1)}):
        with pytest.raises(BadQueryError, match="lies ahead"):
            find(analysed, **given)


def test_each_analysed_version_is_found_at_once(database: Database, tmp_path: Path) -> None:
    with history(tmp_path, database) as on:
        assert find(on, "payments").searched.waiting == 1
        assert find(on, "payments").found.total == 0
        analyse_current(on.instance, on.document.id)
        assert titles(find(on, "payments")) == ["Payments"]
        assert find(on, "payments").searched == Searched(1, 0)
        first = on.versions()[0].observed_at.date()
        assert find(on, "payments", at=first).searched == Searched(0, 1)
        everything = find(on, "payments", everything=True).searched
        assert everything == Searched(1, len(on.versions()) - 1)
        analyse_waiting(on.instance, everything=True)
        assert find(on, "payments", at=first).searched == Searched(1, 0)
        assert len(titles(find(on, "refunds", everything=True))) == 1
        agrees(on)


def test_counts_agree_with_what_is_listed(analysed: Live) -> None:
    """Facets of one value add up to the total, each leads to as many as it says, and pages hold each hit once."""
    whole = find(analysed, "rules", everything=True, limit=200).found
    assert whole.exact
    assert whole.total == len(whole.hits) > 4
    for facet in SINGLE:
        assert sum(count for _, count in whole.counts[facet]) == whole.total
    for facet, values in whole.counts.items():
        for value, count in values:
            narrowed = find(analysed, "rules", everything=True, filters={facet: (value,)}).found
            assert narrowed.total == count, (facet, value)
            assert all(value in each.facets[facet] for each in narrowed.hits)
    seen, after = [], ""
    while True:
        page = find(analysed, "rules", everything=True, limit=2, after=after).found
        seen += [each.stated.id for each in page.hits]
        after = page.after
        if not after:
            break
    assert seen == [each.stated.id for each in whole.hits]
    for wrong in ("x", "1~2~3", "9" * 60):
        with pytest.raises(BadInputError, match="cursor"):
            find(analysed, "rules", after=wrong)


def test_an_empty_search_lists_everything_in_force(analysed: Live) -> None:
    found = find(analysed, "").found
    assert [each.stated.title for each in found.hits][:1] == ["Payments"]
    assert found.total == find(analysed, 'type:"Terms of Service"').found.total
    assert find(analysed, "", everything=True).found.total > found.total
    assert (
        find(analysed, "", at=date(2026, 3, 2)).found.total
        == find(analysed, "platform:birchwood at:2026-03-02").found.total
    )


def test_words_of_the_title_weigh_more(analysed: Live) -> None:
    found = find(analysed, "rules OR payments").found
    assert found.hits[0].stated.title == "Payments"
    assert found.hits[0].score > found.hits[1].score


def test_a_misspelt_word_is_mended_where_that_helps(analysed: Live) -> None:
    assert find(analysed, "paymants").meant == "payments"
    assert find(analysed, "Paymants rules").meant == "payments rules"
    assert find(analysed, "zzzzzzzz").meant == ""


HOSTILE = (
    "NEAR(a b)",
    "a NOT b",
    "^rules",
    "rules:*",
    "'; DROP TABLE search; --",
    "words : x",
    "{a b}",
    "a\0b",
    "\ud800",
    "rules & !payments | x <-> y",
    "ǂnow",
    "ǂfbirchwood",
    "\\",
    "%",
    "''",
    "隐私",
    "a" * 999,
    "https://x.example/?a=b&c",
)


def test_hostile_text_is_only_words(analysed: Live) -> None:
    for text in HOSTILE:
        try:
            found = find(analysed, text).found
        except BadQueryError:
            continue
        assert found.total == 0 or "rules" in text, text


def test_provisions_that_go_are_found_no_more(filled: Live) -> None:
    """As when a document is removed: its rows go, and nothing of them stays in the index."""
    with filled.instance.database.write() as connection:
        rows = list(connection.execute(sa.select(provision.c.id)).scalars())
        indexing.forget_rows(connection, rows)
        for table in (provision_topic, provision_perhaps, provision):
            connection.execute(sa.delete(table))
    found = find(filled, "rules", everything=True).found
    assert (found.total, found.hits) == (0, ())
    assert not any(found.counts.values())
    agrees(filled)


def test_rows_of_before_are_indexed_once(filled: Live) -> None:
    """As after the migration: nothing is found until `analyse` or a round has passed."""
    database = filled.instance.database
    before = titles(find(filled, "rules", everything=True))
    with database.write() as connection:
        connection.execute(sa.delete(search))
    assert titles(find(filled, "rules", everything=True)) == []
    assert index_waiting(database) == len(before)
    assert index_waiting(database) == 0
    assert sorted(titles(find(filled, "rules", everything=True))) == sorted(before)


def test_more_matches_than_are_counted_or_ranked_are_said_to_be_more(
    analysed: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "COUNTED", 3)
    monkeypatch.setattr(searches, "RANKED", 2)
    found = find(analysed, "rules OR disputes").found
    assert (found.total, found.exact, found.ranked) == (3, False, 2)
    assert found.hits[0].stated.title == "Disputes"
    for facet in SINGLE:
        assert sum(count for _, count in found.counts[facet]) == 3


def test_the_command(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert CliRunner().invoke(main, ["--home", str(home), "init"]).exit_code == 0
    done = CliRunner().invoke(main, ["--home", str(home), "search", "platfrom:x"])
    assert done.exit_code == 2
    assert "no field" in done.stderr
    assert CliRunner().invoke(main, ["--home", str(home), "search", "x", "--at", "soon"]).exit_code == 2
    done = CliRunner().invoke(main, ["--home", str(home), "search", "data", "--all", "--json"])
    assert done.exit_code == 0, done.output
    line = json.loads(done.stdout)
    assert (line["total"], line["exact"], line["results"], line["searched"], line["waiting"]) == (
        0,
        True,
        [],
        0,
        0,
    )


@pytest.mark.postgres
def test_both_databases_rank_alike(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with fresh_database(request.getfixturevalue("postgres_server")) as address:
        orders = []
        for name, at in (("a", Database(address)), ("b", Database(f"sqlite:///{tmp_path}/rows.db"))):
            (tmp_path / name).mkdir()
            with history(tmp_path / name, at) as on:
                analyse_waiting(on.instance, everything=True)
                orders.append(
                    [
                        [(each.stated.id, each.score) for each in find(on, text, everything=True).found.hits]
                        for text in (
                            "rules",
                            "account OR payments",
                            "rul* -refunds",
                            '"at any time" payments',
                        )
                    ]
                )
            at.close()
    assert orders[0] == orders[1]
    assert all(orders[0])
