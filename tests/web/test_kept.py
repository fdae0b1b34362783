"""What is kept for pages is neither stale nor anybody's own, and what is read beside them comes to them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.routing import Route
from tests.pipeline.live_kit import DOCUMENT
from tests.pipeline.test_analyse import history
from tests.web.accounts_kit import house
from tests.web.small_instance import TERMS
from tests.web.test_over_time import spread

from clausewatch.meaning.recipe import recipe
from clausewatch.nouns import account as nouns
from clausewatch.pipeline.editions import Shelf
from clausewatch.pipeline.local import analyse_waiting
from clausewatch.storage import Database, adoption, catalog
from clausewatch.storage.adoption import history_mark
from clausewatch.storage.tables import record
from clausewatch.web import Site
from clausewatch.web.addresses import document_path, history_path
from clausewatch.web.ahead import Ahead
from clausewatch.web.answers import Answers
from clausewatch.web.desk import Desk
from clausewatch.web.queued import Queues
from clausewatch.web.recall import Recall

_TOPIC = "DISPUTE.arbitration"
_PAGES = (
    *("/", "/changes/", "/review/", "/health/", "/topic/", f"/topic/{_TOPIC}/", "/compare/", "/alerts/"),
    *("/platform/birchwood/", "/platform/birchwood/facts/", "/registry/?q=songbirds", "/baselines/"),
    *("/account/", "/account/watches/", document_path(TERMS), history_path(TERMS)),
)


def desk_of(app: Starlette) -> Desk:
    """The desk behind the application's pages."""
    ends = (each.endpoint for each in app.routes if isinstance(each, Route))
    found = (end.args[0] for end in ends if isinstance(end, partial) and end.args)
    return next(each for each in found if isinstance(each, Desk))


def test_a_record_that_comes_or_goes_after_the_analysis_is_seen(tmp_path: Path, database: Database) -> None:
    with history(tmp_path, database) as on:
        analyse_waiting(on.instance, everything=True)
        instance = on.instance
        desk = Desk(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))

        def changed() -> list[bool]:
            with instance.database.read() as connection:
                mark = history_mark(connection)
                # As `Desk.over_time` asks for it.
                owners = catalog.platforms(connection)
                desk.over_time(owners, _TOPIC, None)
                held = desk._read_by.get(mark, lambda: pytest.fail("nothing is kept under the mark of now"))
                assert held.editions == adoption.editions_held(connection, recipe())
            return [each.changed for each in held.editions if each.document == DOCUMENT]

        before = changed()
        assert any(before)
        newest = sa.select(record.c.id).where(record.c.document == DOCUMENT, record.c.to_version.is_not(None))
        with instance.database.write() as connection:
            last = connection.execute(newest.order_by(record.c.observed_at.desc())).scalars().first()
            row = dict(connection.execute(sa.select(record).where(record.c.id == last)).mappings().one())
            connection.execute(record.update().where(record.c.id == last).values(superseded=True))
        assert sum(changed()) == sum(before) - 1
        with instance.database.write() as connection:
            connection.execute(record.insert().values({**row, "id": "another-record"}))
        assert changed() == before


def test_what_is_kept_for_pages_holds_nothing_of_an_account(tmp_path: Path) -> None:
    with house(tmp_path) as made:
        mine = made.organisation("Quietwater Holdings")
        person = made.person("ottoline@quietwater.example", mine)
        inside = made.visitor(person)
        signed_in = {path: inside.get(path).status_code for path in _PAGES}
        assert signed_in["/"] == signed_in["/account/"] == 200
        assert "ottoline@quietwater.example" in inside.get("/account/").text
        secrets = (person.id, person.email, mine.id, mine.name, inside.token, "quietwater")
        kept = list(_kept())
        assert len(kept) > 100
        for each in kept:
            assert type(each).__module__ != nouns.__name__, each
            if isinstance(each, (str, bytes)):
                words = each if isinstance(each, str) else each.decode(errors="replace")
                assert not any(secret in words for secret in secrets), each
        desk = desk_of(made.app)
        assert any(isinstance(each, Recall) for each in vars(desk).values())
        stranger = made.visitor()
        for path in _PAGES:
            answer = stranger.get(path)
            assert not any(secret in answer.text for secret in secrets), path


def _kept() -> Iterator[object]:
    """Everything that hangs on what pages recall, and on editions that are at hand."""
    # What a server's collector was told to leave alone is not listed.
    gc.unfreeze()
    roots = [each for each in gc.get_objects() if isinstance(each, (Recall, Shelf, Answers))]
    assert roots
    waiting: list[object] = [
        each._things if isinstance(each, Shelf) else each._kept
        for each in roots
        if isinstance(each, (Recall, Shelf, Answers))
    ]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, (type, ModuleType, FunctionType)):
            continue
        seen.add(id(each))
        yield each
        waiting.extend(gc.get_referents(each))


def test_several_queues_are_read_beside_the_page_and_one_with_it(tmp_path: Path) -> None:
    with spread(tmp_path) as on:
        instance = on.instance
        desk = Desk(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
        waiting: dict[Hashable, Callable[[], object]] = {}
        beside = Queues(
            instance.database, desk.edition, desk.passing, lambda *each: bool(waiting.update([each])) or True
        )
        at_once = desk.queues.queued(None)
        assert (at_once.documents, at_once.unread) == (4, 0)
        first = beside.queued(None)
        assert (first.documents, first.unread, first.items) == (4, 4, ())
        beside.queued(None)
        assert len(waiting) == 4
        *most, last = waiting.values()
        for piece in most:
            piece()
        # The one that is left is read with the page.
        assert beside.queued(None) == at_once
        last()
        assert beside.queued(None) == at_once


def test_a_piece_that_is_asked_for_comes_before_what_was_planned() -> None:
    done: list[str] = []
    go, asked, over = threading.Event(), threading.Event(), threading.Event()
    ahead = Ahead()

    def planned() -> Iterable[object]:
        done.append("planned")
        go.set()
        asked.wait(60)
        yield 0
        done.append("planned later")
        yield 1

    def failing() -> None:
        done.append("asked")
        raise OSError("the archive is away")

    assert not ahead.soon("early", failing)
    ahead.add(planned)
    ahead.begin()
    assert go.wait(60)
    assert ahead.soon("one", failing)
    assert ahead.soon("one", failing)
    asked.set()
    assert ahead.soon("two", over.set)
    assert over.wait(60)
    ahead.end()
    assert not ahead.soon("late", failing)
    assert done[:2] == ["planned", "asked"]
    assert done.count("asked") == 1
