"""How many statements a page asks of the database does not grow with what there is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.web.conftest import BASE, StillClock
from tests.web.small_instance import BEGIN, FIRST, FOURTH, SECOND, TERMS, Builder, _platform, fill
from tests.web.test_kept import desk_of

from clausewatch.drawing import open_artist
from clausewatch.meaning.knowledge import regulations
from clausewatch.nouns.change import ChangeClass
from clausewatch.storage import records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.text.markdown import read_markdown
from clausewatch.web import Site, create_app
from clausewatch.web.addresses import (
    change_path,
    diff_form_path,
    diff_path,
    document_path,
    history_path,
    provision_path,
    regulation_path,
)

_PAGES = (
    "/",
    "/changes/",
    "/changes/?platform=birchwood",
    "/health/",
    "/methodology/",
    "/review/?platform=birchwood",
    "/corrections/",
    "/feed.atom",
    "/registry/",
    "/registry/?q=songbirds",
    "/registry/?platform=birchwood",
    "/topic/",
    "/topic/SHARE.retention/",
    "/regulation/",
    regulation_path(regulations().entries[0].id),
    "/compare/",
    "/compare/?p=birchwood,nettle&topic=SHARE.retention,PAY.fees",
    f"/compare/?p=birchwood,nettle&topic=SHARE.retention,PAY.fees&at={(BEGIN + timedelta(days=65)).date()}",
    "/topic/SHARE.retention/?modality=right",
    "/api/v1/topics?limit=200",
    "/api/v1/topics/SHARE.retention",
    f"/api/v1/regulations/{regulations().entries[0].id}",
    "/api/v1/platforms/birchwood/regulations",
    "/api/v1/compare?p=birchwood,nettle&topic=SHARE.retention,PAY.fees",
    "/calendar.ics",
    "/chart/heat/all/light.json",
    "/chart/severity/all/light.json",
    "/chart/severity/platform/birchwood/light.json",
    "/chart/timeline/platform/birchwood/light.json",
    f"/chart/timeline/document/{TERMS}/light.json",
    "/chart/timeline/topic/SHARE.retention/light.json",
    "/platform/birchwood/",
    "/platform/birchwood/facts/",
    "/platform/birchwood/regulations/",
    document_path(TERMS),
    history_path(TERMS),
    "provision",
    "record",
    "diff",
    "chosen diff",
    "another version",
    "provision of another version",
    "/design/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/pages.xml",
    "/sitemap/changes-1.xml",
    "/watch/songbirds/feed.atom",
    "/watch/songbirds/calendar.ics",
    "/feed.json",
    "/watch/songbirds/feed.json",
    "/alerts/",
    "/baselines/",
    f"/timemap/link/{TERMS}",
    f"/timegate/{TERMS}",
    "/compare/export.csv?p=birchwood,nettle&topic=SHARE.retention,PAY.fees",
    "/chart/vega.js",
)
_WITHOUT = (
    *("/favicon.ico", "/card", "/static/", "/api/v1", "/log/", "/sitemap/provisions-"),
    "/watch/{watch}/unsubscribe",
    "/platform/{platform}/{document}/provision/{provision}/",
)
"""Pictures and files, the log's among them, ask nothing of their own, nor is a report (.pdf, .docx) or a pack (.wacz) a page; the
API is one mount, whose addresses are held to the same above. Provisions are in no sitemap of what was not analysed; the page to end
a watch needs the instance's key; a provision named like another address is the same page."""
_MOST = 14
_MOST_OF = {
    "/platform/birchwood/": 20,
    "record": 19,
    "/registry/?q=songbirds": 18,
    "provision": 17,
    "provision of another version": 17,
    "/platform/birchwood/facts/": 5,
    "/review/?platform=birchwood": 9,
    "diff": 6,
}
"""Statements that a repeated answer may ask, in all and of these pages."""
_MORE = 9
_DOCUMENTS = 4


class Counted:
    """Pages of an instance, with how many statements the last one took."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        site = Site(builder.database, builder.bodies, StillClock(), BASE, artist=open_artist())
        self.app = create_app(site)
        # What is answered from memory asks nothing: counted is what making a page again takes.
        desk_of(self.app).answers._room = 0
        self._client = TestClient(self.app, base_url=BASE)

    def statements(self, page: str) -> int:
        """Asked twice: what the first answer works out once is not the page's own."""
        path = self.address(page)
        self._client.get(path)
        for thread in threading.enumerate():
            if thread.name == "comparer":  # what a page began beside it is none of its own
                thread.join()
        count = 0

        def one(*given: object) -> None:
            nonlocal count
            count += not str(given[2]).startswith("BEGIN")

        engine = self._builder.database._engine
        event.listen(engine, "before_cursor_execute", one)
        answer = self._client.get(path)
        event.remove(engine, "before_cursor_execute", one)
        assert answer.status_code == 200, path
        return count

    def address(self, page: str) -> str:
        """Where that page is on this instance."""
        with self._builder.database.read() as connection:
            if page == "record":
                wanted = RecordFilter(document=TERMS, classes=(ChangeClass.SUBSTANTIVE,), limit=1)
                return change_path(records.records(connection, wanted)[0].id)
            known = versions.versions(connection, TERMS)
            if page == "provision":
                stored = versions.stored_edition(connection, known[0].id)
                assert stored is not None
                return provision_path(TERMS, stored.outline.provisions[0].id)
            if page == "diff":
                return diff_path(TERMS, known[-1].id, known[-2].id)
            if page == "chosen diff":
                return f"{diff_form_path(TERMS)}?a={known[-1].id}&b={known[-2].id}"
            if page == "another version":
                return document_path(TERMS, known[-1].id)
            if page == "provision of another version":
                stored = versions.stored_edition(connection, known[-1].id)
                assert stored is not None
                return provision_path(TERMS, stored.outline.provisions[0].id, known[-1].id)
        return page


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    with _filled(tmp_path_factory.mktemp("small")) as builder:
        yield Counted(builder)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    """More of everything: platforms, documents, versions, provisions and changes."""
    with _filled(tmp_path_factory.mktemp("large")) as builder:
        for number in range(_MORE):
            name = f"willow-{number}"
            documents = [(f"{name}/d{place}", f"Terms {place}") for place in range(_DOCUMENTS)]
            builder.declare(_platform(name, name.title(), *documents))
            for day, source in enumerate((FIRST, SECOND, FOURTH)):
                builder.publish(
                    documents[0][0], read_markdown(source), BEGIN + timedelta(days=number + 9 * day)
                )
        long = FOURTH + "".join(f"\n## Part {each}\n\nYou must pay fee {each}.\n" for each in range(80))
        builder.publish(TERMS, read_markdown(long), BEGIN + timedelta(days=70))
        builder.declare(
            _platform(
                "birchwood",
                "Birchwood",
                (TERMS, "Terms of Use"),
                *((f"birchwood/more-{place}", f"More {place}") for place in range(5)),
            )
        )
        for place in range(5):
            builder.publish(f"birchwood/more-{place}", read_markdown(SECOND), BEGIN + timedelta(days=place))
        yield Counted(builder)


@contextmanager
def _filled(folder: Path) -> Iterator[Builder]:
    builder = fill(folder)
    yield builder
    builder.database.close()


@pytest.mark.parametrize("page", _PAGES)
def test_a_page_asks_the_same_of_a_small_and_of_a_large_instance(
    page: str, small: Counted, large: Counted
) -> None:
    asked = small.statements(page)
    assert large.statements(page) == asked
    assert asked <= _MOST_OF.get(page, _MOST)


def test_no_family_of_pages_is_left_out(small: Counted) -> None:
    asked = {urlsplit(small.address(page)).path for page in _PAGES}
    families = [each for each in small.app.routes if isinstance(each, Route)]
    left = [
        each.path
        for each in families
        if not each.path.startswith(_WITHOUT)
        and not each.path.endswith((".pdf", ".docx", ".wacz"))
        and not any(each.path_regex.match(path) for path in asked)
    ]
    assert left == []
