"""Findings that are kept: one row for each provision as stated over a time, whatever order versions are analysed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
import sqlalchemy as sa
from tests.pipeline.live_kit import BEGIN, DOCUMENT, Live, live, page

from clausewatch.meaning import recipe as recipes
from clausewatch.meaning.classify import classify_all
from clausewatch.meaning.said import Notes, said_of
from clausewatch.meaning.taxonomy import Move, taxonomy
from clausewatch.nouns.document import Cause, Edition, in_force
from clausewatch.nouns.finding import SentenceKind, TopicScore
from clausewatch.nouns.identity import digest, short_id
from clausewatch.nouns.stated import Said, Stated
from clausewatch.pipeline import analyse
from clausewatch.pipeline.analyse import analyse_all, analyse_current, subjects, waiting_versions
from clausewatch.pipeline.local import analyse_waiting, capture_due, process_waiting
from clausewatch.pipeline.said import findings_in, said_in
from clausewatch.pipeline.verify import verify_instance
from clausewatch.storage import Database, records, renaming, stated, versions
from clausewatch.storage.records import RecordFilter

TERMS = "https://birchwood.example/terms"
PAGES = (
    page("accounts", "payments", "content"),
    page("accounts", "refunds", "content"),
    page("accounts", "refunds", "content", "disputes"),
    page("accounts", "payments", "content", "disputes"),
)


def publish(on: Live, body: bytes) -> None:
    """A version that was read and compared, as an import leaves it."""
    on.answers.pages = {TERMS: body}
    capture_due(on.instance)
    process_waiting(on.instance)
    on.clock.advance(hours=13)


@contextmanager
def history(folder: Path, at: Database | None = None) -> Iterator[Live]:
    """Four versions, none of them analysed; payments went and came back."""
    with live(folder, "terms", at=at) as on:
        for body in PAGES:
            publish(on, body)
        assert len(on.versions()) == len(PAGES)
        yield on


def rows(on: Live) -> list[Stated]:
    with on.instance.database.read() as connection:
        return list(stated.stated_over_time(connection, on.document.id))


def times(on: Live) -> list[tuple[str, datetime, datetime | None]]:
    return sorted(((each.title, each.observed_from, each.observed_to) for each in rows(on)), key=str)


def unfailing(on: Live) -> None:
    result = verify_instance(on.instance, lambda _done, _total: None)
    assert result.findings == ()
    assert result.sentences == sum(
        one.kind is SentenceKind.GROUNDED for each in rows(on) for one in each.said.sentences
    )


def test_a_provision_that_stands_unchanged_is_one_row(database: Database, tmp_path: Path) -> None:
    """On SQLite and PostgreSQL alike."""
    with history(tmp_path, database) as on:
        done = analyse_waiting(on.instance, everything=True)
        assert (done.versions, done.faults) == (4, ())
        first, second, third, fourth = (each.observed_at for each in on.versions())
        assert [each[1:] for each in times(on) if "Accounts" in each[0]] == [(first, None)]
        assert [each[1:] for each in times(on) if "Payments" in each[0]] == [
            (first, second),
            (fourth, None),
        ]
        assert [each[1:] for each in times(on) if "Refunds" in each[0]] == [(second, fourth)]
        assert [each[1:] for each in times(on) if "Disputes" in each[0]] == [(third, None)]
        unfailing(on)


def test_the_order_of_analysing_leaves_no_trace(tmp_path: Path) -> None:
    """Oldest first, newest first and from the middle: the same rows over the same times."""
    orders = ([0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [0, 3, 1, 2])
    found = []
    for number, order in enumerate(orders):
        (tmp_path / str(number)).mkdir()
        with history(tmp_path / str(number)) as on:
            chain = [each.id for each in on.versions()]
            for at in order:
                one_version(on, chain[at])
                unfailing(on)
            found.append(times(on))
    assert found[1:] == found[:-1]


def one_version(on: Live, version: str) -> None:
    (subject,) = subjects(on.instance.database).values()
    analyse._analyse_version(on.instance, version, subject, Notes())


def test_as_of_a_date_stands_what_the_version_of_that_date_states(tmp_path: Path) -> None:
    with history(tmp_path) as on:
        analyse_all(on.instance, DOCUMENT)
        for version in on.versions():
            edition = on.instance.editions.get(version.id)
            assert edition is not None
            with on.instance.database.read() as connection:
                then = stated.stated_at(connection, DOCUMENT, version.observed_at + timedelta(hours=1))
                inside = stated.stated_in(connection, version.id)
            assert inside is not None
            assert {each.id for each in then} == {each.id for each in inside}
            assert [each.address for each in inside] == [each.id for each in edition.outline.provisions]
            for each, provision in zip(inside, edition.outline.provisions, strict=True):
                assert each.place.of(edition.text.content) == each.text
                assert (each.place.start, each.place.end) == (provision.start, provision.end)


def test_what_is_kept_is_what_would_be_worked_out(tmp_path: Path) -> None:
    with history(tmp_path) as on:
        (subject,) = subjects(on.instance.database).values()
        editions = [on.instance.editions.get(each.id) for each in on.versions()]
        fresh = [said_of(each, subject) for each in editions if each is not None]
        analyse_all(on.instance, DOCUMENT)
        for edition, expected in zip(editions, fresh, strict=True):
            assert edition is not None
            assert said_in(on.instance.database, edition, subject) == expected
            findings = tuple(one for each in expected for one in each.findings)
            assert findings_in(on.instance.database, edition, subject) == findings


def test_current_versions_come_first_and_history_when_asked(tmp_path: Path) -> None:
    with history(tmp_path) as on:
        chain = [each.id for each in on.versions()]
        assert waiting_versions(on.instance.database, everything=False) == {DOCUMENT: (chain[3],)}
        assert waiting_versions(on.instance.database, everything=True) == {DOCUMENT: tuple(reversed(chain))}
        assert analyse_current(on.instance, DOCUMENT).versions == 1
        assert waiting_versions(on.instance.database, everything=False) == {}
        publish(on, page("accounts", "refunds", "content", "cookies"))
        publish(on, page("accounts", "refunds", "content", "cookies", "appeals"))
        later = [each.id for each in on.versions()][4:]
        assert waiting_versions(on.instance.database, everything=False) == {DOCUMENT: tuple(later)}
        analyse_waiting(on.instance)
        unfailing(on)


def test_a_round_analyses_what_it_found_and_a_second_run_does_nothing(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        on.answers.pages = {TERMS: PAGES[0]}
        assert on.round().analysed.versions == 1
        before = rows(on)
        on.clock.advance(hours=13)
        assert on.round().analysed.versions == 0
        assert analyse_all(on.instance, DOCUMENT).versions == 0
        assert rows(on) == before


def test_statements_that_stand_elsewhere_are_not_analysed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clausewatch.meaning import analyse as meaning

    asked: list[str] = []

    def counted(given, model):  # type: ignore[no-untyped-def]
        asked.extend(each.text for each in given)
        return classify_all(given, model)

    with history(tmp_path) as on:
        analyse_current(on.instance, DOCUMENT)
        publish(on, page("accounts", "payments", "content", "disputes", "cookies"))
        monkeypatch.setattr(meaning, "classify_all", counted)
        assert analyse_current(on.instance, DOCUMENT).versions == 1
    assert asked
    assert all("cookies" in each.lower() for each in asked)


def test_another_recipe_replaces_findings_and_makes_no_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with history(tmp_path) as on:
        analyse_all(on.instance, DOCUMENT)
        before, log = times(on), log_digest(on)
        for module in (recipes, analyse):
            monkeypatch.setattr(module, "recipe", lambda: "meaning/next")
        monkeypatch.setattr("clausewatch.pipeline.verify_said.recipe", lambda: "meaning/next")
        assert analyse_waiting(on.instance, everything=True).versions == 4
        assert times(on) == before
        with on.instance.database.read() as connection:
            known = stated.analyses_of(connection, DOCUMENT)
        assert {each.recipe for each in known} == {"meaning/next"}
        assert log_digest(on) == log
        unfailing(on)


def test_which_topics_count_is_judged_only_by_the_recipe_that_found_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another rule of what counts is no tampering with rows that an earlier recipe made."""
    with history(tmp_path) as on:
        analyse_all(on.instance, DOCUMENT)
        monkeypatch.setattr("clausewatch.pipeline.verify_said.topics_told", lambda _: ())
        other = (TopicScore("HARM.weapons", 0.5),)
        monkeypatch.setattr("clausewatch.pipeline.verify_said.topics_perhaps", lambda *_: other)

        def of_topics() -> list[str]:
            found = map(str, verify_instance(on.instance, lambda _done, _total: None).findings)
            return [each for each in found if "the topics it" in each]

        assert any("is found by" in each for each in of_topics())
        assert any("perhaps speaks of" in each for each in of_topics())
        monkeypatch.setattr("clausewatch.pipeline.verify_said.recipe", lambda: "meaning/next")
        assert of_topics() == []


def log_digest(on: Live) -> tuple[str, int]:
    with on.instance.database.read() as connection:
        return records.log_digest(connection), records.count_alerts(connection)


def test_a_better_reading_fakes_neither_end_nor_start(tmp_path: Path) -> None:
    """Every version is read better, one after the other: a provision that reads the same stays one row."""
    with history(tmp_path) as on:
        analyse_all(on.instance, DOCUMENT)
        before = times(on)
        for version in on.versions():
            reread(on, version.id)
            assert analyse_waiting(on.instance, everything=True).versions == 1
            unfailing(on)
        assert times(on) == before
        assert {each.first_version for each in rows(on)} <= {each.id for each in in_force(on.versions())}


def reread(on: Live, version: str) -> None:
    """The version read again by another recipe, with the same outcome."""
    old = on.instance.editions.get(version)
    assert old is not None
    state = versions.state_digest(old.text)
    made = replace(
        old.version,
        id=short_id("version", DOCUMENT, version, "text/next", state),
        cause=Cause.REREAD,
        recipe="text/next",
        replaces=version,
    )
    with on.instance.database.write() as connection:
        lineage = versions.lineage_of(connection, version)
        versions.save_version(connection, made, old.text, old.outline, state)
        versions.save_lineage(connection, made.id, lineage)
    on.instance.editions.keep(Edition(made, old.text, old.outline, lineage))


def test_a_version_that_comes_to_light_later_ends_what_it_does_not_state(tmp_path: Path) -> None:
    """An older capture is imported between two versions that were analysed: their rows fall in two."""
    with live(tmp_path, "terms") as on:
        publish(on, PAGES[0])
        on.clock.advance(days=2)
        publish(on, PAGES[3])
        analyse_all(on.instance, DOCUMENT)
        first, last = (each.observed_at for each in on.versions())
        assert [each[1:] for each in times(on) if "Payments" in each[0]] == [(first, None)]
        on.clock.time = first + timedelta(days=1)
        between(on, PAGES[1])
        analyse_waiting(on.instance, everything=True)
        middle = on.versions()[1].observed_at
        assert first < middle < last
        assert [each[1:] for each in times(on) if "Payments" in each[0]] == [(first, middle), (last, None)]
        unfailing(on)


def between(on: Live, body: bytes) -> None:
    """A version observed at the clock's time, though later ones are known."""
    with live_elsewhere(on, body) as edition:
        captures, state = on.versions()[0].captures, versions.state_digest(edition.text)
        name = short_id("version", DOCUMENT, captures[0], state)
        version = replace(edition.version, id=name, captures=captures)
        on.instance.bodies.put(edition.text.content.encode())
        with on.instance.database.write() as connection:
            versions.save_version(connection, version, edition.text, edition.outline, state)
    process_waiting(on.instance)


@contextmanager
def live_elsewhere(on: Live, body: bytes) -> Iterator[Edition]:
    from clausewatch import structure, text
    from clausewatch.nouns.document import Page, Version

    read = text.read(Page(body)).text
    content = read.content.encode()
    yield Edition(
        Version(
            id=short_id("between", digest(content)),
            document=DOCUMENT,
            observed_at=on.clock.now(),
            captures=(),
            cause=Cause.PUBLISHED,
            text=digest(content),
            fingerprint=text.fingerprint(read),
            title=read.title,
            language=read.language,
            words=len(read.content.split()),
            dates=(),
            recipe="test/1",
        ),
        read,
        structure.outline(read),
    )


ALTERED: dict[str, str] = {
    "words": "UPDATE provision SET text = replace(text, 'limit', 'limid')",
    "heading": "UPDATE provision SET title = title || '.'",
    "begin": "UPDATE provision SET observed_from = observed_from + 1",
    "end": "UPDATE provision SET observed_to = observed_to - 1 WHERE observed_to IS NOT NULL",
    "no end": "UPDATE provision SET observed_to = NULL",
    "place": "UPDATE provision SET start = start + 1",
    "severity": "UPDATE provision SET severity = CASE severity WHEN 'high' THEN 'low' ELSE 'high' END",
    "topic": "UPDATE provision_topic SET topic = topic || '_'",
    "no topic": "DELETE FROM provision_topic",
    "topic of another document": "UPDATE provision_topic SET document = document || '_'",
    "begin of a topic": "UPDATE provision_topic SET observed_from = observed_from + 1",
    "end of a topic": "UPDATE provision_topic SET observed_to = COALESCE(observed_to, observed_from) + 1",
    "counts": "UPDATE analysis SET sentences = sentences + 1",
    "lineage": "UPDATE provision SET lineage = 'x'",
}


@pytest.fixture(scope="module")
def analysed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the whole history analysed; to be copied, not to be altered."""
    folder = tmp_path_factory.mktemp("analysed")
    with history(folder) as on:
        analyse_all(on.instance, DOCUMENT)
    return folder


@pytest.fixture
def analysed(analysed_once: Path, tmp_path: Path) -> Iterator[Live]:
    copytree(analysed_once, tmp_path, dirs_exist_ok=True)
    with live(tmp_path, "terms") as on:
        yield on


@pytest.mark.parametrize("what", sorted(ALTERED))
def test_what_was_altered_in_the_database_is_found(analysed: Live, what: str) -> None:
    with analysed.instance.database.write() as connection:
        assert connection.execute(sa.text(ALTERED[what])).rowcount > 0
    assert failing(analysed)


@pytest.mark.parametrize("table", ["provision.said", "analysis.places"])
def test_one_altered_byte_is_found(analysed: Live, table: str) -> None:
    """Wherever it lies in what is kept packed."""
    name, column = table.split(".")
    key = {"provision": "id", "analysis": "version"}[name]
    with analysed.instance.database.read() as connection:
        row = connection.execute(sa.text(f"SELECT {key}, {column} FROM {name} ORDER BY 1")).first()
    assert row is not None
    kept = bytes(row[1])
    change = sa.text(f"UPDATE {name} SET {column} = :blob WHERE {key} = :key")
    for at in range(0, len(kept), max(1, len(kept) // 12)):
        altered = kept[:at] + bytes([kept[at] ^ 0x21]) + kept[at + 1 :]
        with analysed.instance.database.write() as connection:
            connection.execute(change, {"blob": altered, "key": row[0]})
        assert failing(analysed), f"byte {at} of {len(kept)}"


def failing(on: Live) -> bool:
    return bool(verify_instance(on.instance, lambda _done, _total: None).findings)


def test_a_sentence_that_the_text_does_not_bear_is_found(analysed: Live) -> None:
    """Even where whoever altered it made the digest good again."""

    def altered(on: Live, change: Callable[[str], str]) -> None:
        from clausewatch.storage import codec
        from clausewatch.storage.stating import digest_of_row
        from clausewatch.storage.tables import provision as table

        with on.instance.database.write() as connection:
            row = connection.execute(sa.select(table).order_by(table.c.id)).mappings().first()
            assert row is not None
            said = codec.unpack(Said, row["said"])
            sentences = tuple(
                replace(each, text=change(each.text)) if each.kind is SentenceKind.GROUNDED else each
                for each in said.sentences
            )
            assert sentences != said.sentences
            forged = replace(said, sentences=sentences)
            values = {
                "said": codec.pack(forged),
                "digest": digest_of_row(row["lineage"], row["text"], dict(row), forged),
            }
            connection.execute(sa.update(table).where(table.c.id == row["id"]).values(values))

    altered(analysed, lambda text: text + " This holds for at most 77 days.")
    found = verify_instance(analysed.instance, lambda _done, _total: None).findings
    assert found
    assert all(each.subject.startswith("sentence of provision") for each in found)


def test_topics_that_were_split_or_merged_are_found_by_todays_ids(
    analysed: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    with analysed.instance.database.read() as connection:
        (old, *_) = renaming.known_topics(connection)
        rows_before = len(records.records(connection, RecordFilter()))
    today = taxonomy()
    others = [each.id for each in today.topics if each.id != old][:2]
    families = tuple(
        replace(family, topics=tuple(each for each in family.topics if each.id != old))
        for family in today.families
    )
    later = replace(today, version="next", families=families, moves=(Move("next", old, tuple(others)),))
    monkeypatch.setattr(analyse, "taxonomy", lambda: later)
    assert analyse.adopt_taxonomy(analysed.instance.database) > 0
    assert analyse.adopt_taxonomy(analysed.instance.database) == 0
    with analysed.instance.database.read() as connection:
        known = renaming.known_topics(connection)
        assert len(records.records(connection, RecordFilter())) == rows_before
    assert old not in known
    assert set(others) <= set(known)
    monkeypatch.setattr("clausewatch.pipeline.verify_said.taxonomy", lambda: later)
    assert not failing(analysed)


def test_the_clock_of_an_analysis_is_the_instances(tmp_path: Path) -> None:
    with live(tmp_path, "terms") as on:
        on.answers.pages = {TERMS: PAGES[0]}
        on.round()
        with on.instance.database.read() as connection:
            (kept,) = stated.analyses_of(connection, DOCUMENT)
        assert kept.at == BEGIN
        assert kept.statements == sum(len(each.said.findings) for each in rows(on))
