"""Pages that are kept whole: the same for everyone, gone with the first write, and nobody's way past a closed door."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.web.accounts_kit import House, house
from tests.web.test_kept import desk_of

from clausewatch.nouns.catalog import Platform
from clausewatch.storage import catalog
from clausewatch.storage.tables import platform
from clausewatch.web.answers import Answers, PageResponse
from clausewatch.web.head import Head

_TOPIC = "/topic/SHARE.retention/"
_KEPT = (
    "/topic/",
    _TOPIC,
    f"{_TOPIC}?steps=all",
    "/compare/",
    "/compare/?p=birchwood,nettle&topic=SHARE.retention,PAY.fees",
)


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
        for path in _KEPT:
            by_member, by_stranger = inside.get(path), made.visitor().get(path)
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
        assert "“ref”" in visitor.get(f"{_TOPIC}?ref=somewhere").text
        assert "“ref”" not in visitor.get(_TOPIC).text
        assert len(desk_of(made.app).answers._kept._kept) == 1
