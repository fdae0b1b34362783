"""Pages that are kept whole: the same for everyone, gone with the first write, and nobody's way past a closed door."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient
from tests.pipeline.test_analyse import history
from tests.web.accounts_kit import House, house
from tests.web.small_instance import TERMS
from tests.web.test_kept import desk_of

from clausewatch.meaning.knowledge import regulations
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.change import ChangeClass
from clausewatch.storage import Database, catalog, records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.storage.tables import platform
from clausewatch.web import Site, create_app
from clausewatch.web.addresses import (
    change_path,
    diff_path,
    document_path,
    history_path,
    provision_path,
    regulation_path,
)
from clausewatch.web.answers import Answers, PageResponse, impersonal
from clausewatch.web.head import Head

_TOPIC = "/topic/SHARE.retention/"
_KEPT = (
    "/topic/",
    _TOPIC,
    f"{_TOPIC}?steps=all",
    "/compare/",
    "/compare/?p=birchwood,nettle&topic=SHARE.retention,PAY.fees",
    "/",
    "/changes/",
    "/changes/?platform=birchwood",
    "/registry/?q=songbirds",
    "/platform/birchwood/",
    "/platform/birchwood/facts/",
    "/platform/birchwood/regulations/",
    regulation_path(regulations().entries[0].id),
    document_path(TERMS),
    history_path(TERMS),
    "/feed.atom",
    "/feed.json",
    "record",
    "diff",
    "another version",
    "provision",
)
"""Addresses that are answered from memory; of some pages, what they are called and `_addresses` finds."""


def _addresses(database: Database) -> tuple[str, ...]:
    """Where all these are on the instance that tests of pages look at."""
    with database.read() as connection:
        known = versions.versions(connection, TERMS)
        wanted = RecordFilter(document=TERMS, classes=(ChangeClass.SUBSTANTIVE,), limit=1)
        found = records.records(connection, wanted)[0].id
        stored = versions.stored_edition(connection, known[0].id)
    assert stored is not None
    named = {
        "record": change_path(found),
        "diff": diff_path(TERMS, known[-1].id, known[-2].id),
        "another version": document_path(TERMS, known[-1].id),
        "provision": provision_path(TERMS, stored.outline.provisions[0].id),
    }
    return tuple(named.get(each, each) for each in _KEPT)


def _compared(app: Starlette) -> None:
    """The passages of all platforms are gathered: until then provisions' pages say that they are not, and are not kept."""
    desk_of(app).comparer.prepare()


def _answers(made: House) -> Answers:
    return Answers(made.site.database, made.clock)


def test_a_page_is_made_once_until_something_is_written_or_ten_minutes_are_over(tmp_path: Path) -> None:
    with house(tmp_path) as made:
        answers, times = _answers(made), []

        def make() -> PageResponse:
            times.append(1)
            return PageResponse(f"made {len(times)}", Head("A page", "/"))

        first = answers.get("asked", make)
        again = answers.get("asked", make)
        assert isinstance(first, PageResponse)
        assert isinstance(again, PageResponse)
        assert (bytes(first.body), bytes(again.body), again.head) == (b"made 1", b"made 1", first.head)
        # What is set on one answer is not on the next.
        first.headers["set-cookie"] = "somebody"
        assert "set-cookie" not in answers.get("asked", make).headers
        assert bytes(answers.get("asked otherwise", make).body) == b"made 2"
        with made.site.database.write() as connection:
            connection.execute(sa.update(platform).values(company="Another"))
        assert bytes(answers.get("asked", make).body) == b"made 3"
        made.clock.later(minutes=10)
        assert bytes(answers.get("asked", make).body) == b"made 4"


def test_what_could_not_be_made_is_not_kept(tmp_path: Path) -> None:
    with house(tmp_path) as made:
        answers = _answers(made)

        def failing() -> PageResponse:
            raise KeyError("asked")

        for _ in range(2):
            with pytest.raises(KeyError):
                answers.get("asked", failing)
        assert bytes(answers.get("asked", lambda: PageResponse("made", Head("A page", "/"))).body) == b"made"


def test_a_kept_page_is_the_same_for_everyone_and_sets_nothing(tmp_path: Path) -> None:
    with house(tmp_path) as made:
        mine = made.organisation("Quietwater Holdings")
        inside = made.visitor(made.person("ottoline@quietwater.example", mine))
        inside.get("/account/")
        _compared(made.app)
        kept = desk_of(made.app).answers._kept
        for path in _addresses(made.site.database):
            before = len(kept)
            by_member, by_stranger = inside.get(path), made.visitor().get(path)
            assert len(kept) == before + 1, path
            assert by_member.status_code == by_stranger.status_code == 200, path
            assert by_member.text == by_stranger.text, path
            assert "quietwater" not in by_member.text.casefold()
            assert "set-cookie" not in by_member.headers
            assert "set-cookie" not in by_stranger.headers
            tag = by_stranger.headers["etag"]
            assert made.visitor().get(path, **{"if-none-match": tag}).status_code == 304, path


def test_a_page_kept_for_members_of_a_closed_instance_is_shown_to_nobody_else(tmp_path: Path) -> None:
    with house(tmp_path) as open_house:
        made = replace(open_house, members=replace(open_house.members, public=False), made=[])
        inside = made.visitor(made.person("ottoline@quietwater.example", made.organisation("Quietwater")))
        for _ in range(2):
            answer = inside.get(_TOPIC)
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-cache")
        outside = made.visitor().get(_TOPIC)
        assert outside.status_code == 303
        assert outside.headers["cache-control"] == "no-store"
        assert "<main" not in outside.text


def test_what_is_written_is_seen_by_the_next_who_asks(tmp_path: Path) -> None:
    with house(tmp_path) as made:
        visitor = made.visitor()
        before = visitor.get(_TOPIC).text
        assert "Whin and Whistle" not in before
        with made.site.database.write() as connection:
            catalog.save_platforms(
                connection, (Platform("whin", "Whin and Whistle", "", "test", ()),), watched=False
            )
        assert "Whin and Whistle" in visitor.get(_TOPIC).text


def test_a_page_with_parameters_that_are_none_of_its_own_is_not_kept(tmp_path: Path) -> None:
    with house(tmp_path) as made:
        visitor = made.visitor()
        _compared(made.app)
        for path in _addresses(made.site.database):
            also = "&" if "?" in path else "?"
            assert visitor.get(f"{path}{also}ref=somewhere").status_code == 200
        # The list of topics takes no parameter, and is the same whatever is asked.
        assert {asked for _, asked in desk_of(made.app).answers._kept} == {"topics"}
        assert "“ref”" in visitor.get(f"{_TOPIC}?ref=somewhere").text
        assert "“ref”" not in visitor.get(_TOPIC).text
        assert len(desk_of(made.app).answers._kept) == 2


def test_every_write_lets_every_page_be_made_anew(tmp_path: Path, database: Database) -> None:
    with history(tmp_path, database) as on:
        found = on.instance
        app = create_app(Site(found.database, found.bodies, found.clock, "http://127.0.0.1"))
        client, answers, number = TestClient(app, base_url="http://127.0.0.1"), desk_of(app).answers, 0
        newest, older, *_ = on.versions()
        with found.database.read() as connection:
            told = records.records(connection, RecordFilter(document=newest.document))[0].id
        owner = newest.document.partition("/")[0]
        pages = (
            *(
                "/",
                "/changes/",
                "/registry/",
                "/feed.atom",
                f"/platform/{owner}/",
                f"/platform/{owner}/facts/",
            ),
            *(document_path(newest.document), history_path(newest.document), change_path(told)),
            diff_path(newest.document, older.id, newest.id),
        )
        undisturbed = 0
        for path in pages:
            mark = answers.mark()
            before = client.get(path)
            assert before.status_code == 200, path
            kept = len(answers._kept)
            assert client.get(path).content == before.content
            # On PostgreSQL what others write to the server, in databases of their own, is a new state as well.
            if answers.mark() == mark:
                undisturbed += 1
                assert len(answers._kept) == kept
            kept = len(answers._kept)
            with found.database.write() as connection:
                number += 1
                renamed = sa.update(platform).where(platform.c.id == owner).values(name=f"Renamed {number}")
                connection.execute(renamed)
            after = client.get(path).text
            assert len(answers._kept) == kept + 1, path
            assert f"Renamed {number}" in after or path in ("/changes/", "/registry/", "/feed.atom"), path
        assert undisturbed


def test_answers_have_room_for_so_many_bytes_and_those_asked_for_last_stay(tmp_path: Path) -> None:
    with house(tmp_path) as made:
        answers, times = Answers(made.site.database, made.clock, room=2_500), []

        def ask(name: str) -> None:
            answers.get(name, lambda: times.append(name) or Response(b"x" * 1_000))  # type: ignore[func-returns-value]

        for name in ("one", "two", "one", "three", "one", "two"):
            ask(name)
        assert times == ["one", "two", "three", "two"]
        answers.get("heavier than all", lambda: Response(b"x" * 3_000))
        assert (len(answers._kept), answers._taken) == (0, 0)


def test_what_is_no_plain_page_or_says_what_holds_for_a_moment_is_not_kept(tmp_path: Path) -> None:
    with house(tmp_path) as made:
        answers, head = _answers(made), Head("A page", "/")
        for each in (Response(b"gone", 410), PageResponse("so far", head, passing=True)):
            assert answers.get("asked", partial(copy, each)).body == each.body
        assert not answers._kept


def test_a_provision_is_not_kept_before_all_platforms_are_gathered_nor_while_they_are_anew(
    tmp_path: Path,
) -> None:
    with house(tmp_path) as made:
        path = _addresses(made.site.database)[-1]
        desk, visitor = desk_of(made.app), made.visitor()
        marks = [1]
        desk.comparer._mark = lambda: marks[-1]
        desk.comparer._rests_until, desk.comparer._failures = float("inf"), 1
        assert "being gathered" in visitor.get(path).text
        assert not desk.answers._kept
        desk.comparer.prepare()
        desk.comparer._rests_until, desk.comparer._failures = float("inf"), 1
        marks.append(2)
        assert "being gathered" not in visitor.get(path).text
        assert not desk.answers._kept
        marks.append(1)
        visitor.get(path)
        assert len(desk.answers._kept) == 1


def test_what_makes_a_kept_page_is_told_nothing_of_who_asks() -> None:
    asked = Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/change/a/",
            "path_params": {"record": "a"},
            "query_string": b"order=document",
            "headers": [
                (b"cookie", b"session=secret"),
                (b"authorization", b"secret"),
                (b"host", b"secret.example"),
            ],
            "client": ("192.0.2.7", 1),
            "state": {"signed_in": "secret"},
        }
    )
    nobody = impersonal(asked)
    assert (nobody.url.path, nobody.query_params["order"], nobody.path_params) == (
        "/change/a/",
        "document",
        {"record": "a"},
    )
    assert "secret" not in repr(nobody.scope)
    assert not nobody.cookies
