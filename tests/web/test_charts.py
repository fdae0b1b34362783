"""Charts in pages: picture, sentence and table, with and without anyone who draws; what they cost in queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import event
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, StillClock
from tests.web.small_instance import EMPTY, HOSTILE, TERMS, Builder
from tests.web.test_kept import desk_of
from tests.web.test_pages import record_ids

from clausewatch.drawing import ChartArtist, open_artist
from clausewatch.web import Site, create_app
from clausewatch.web.desk import Desk
from clausewatch.web.pictured import platform_picture
from clausewatch.web.reporting import platform_told

PAGES = ("/", "/changes/", "/platform/birchwood/", "/platform/nettle/", f"/platform/{TERMS}/history/")


@pytest.fixture(scope="module")
def artist() -> Iterator[ChartArtist]:
    found = open_artist()
    assert found is not None
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(instance: Builder, artist: ChartArtist) -> TestClient:
    return TestClient(create_app(Site(instance.database, instance.bodies, StillClock(), BASE, artist=artist)))


def _figure(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200
    found = LexborHTMLParser(answer.text).css_first("figure.chart")
    assert found is not None, path
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_chart_has_pictures_of_known_size_a_sentence_and_a_table(client: TestClient, path: str) -> None:
    figure = _figure(client, path)
    image = figure.css_first("img")
    assert len(figure.css("source")) == 3
    for each in (image, *figure.css("source")):
        assert int(each.attributes["width"]) >= 350
        assert int(each.attributes["height"]) > 100
    assert re.search(r"[0-9]+ (substantive )?changes? ", image.attributes["alt"])
    assert len(figure.css("tbody tr")) >= 1
    assert "style" not in figure.html
    assert "http" not in image.attributes["src"]


@pytest.mark.parametrize("path", PAGES)
def test_pictures_may_be_kept_for_good_and_are_told_apart_by_what_they_show(
    client: TestClient, path: str
) -> None:
    where = _figure(client, path).css_first("img").attributes["src"]
    answer = client.get(where)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "immutable" in answer.headers["cache-control"]
    assert b"<script" not in answer.content
    again = client.get(where, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    stale = client.get(where.partition("?")[0] + "?v=another")
    assert "immutable" not in stale.headers["cache-control"]
    assert client.get(where.replace(".svg", ".png")).content.startswith(b"\x89PNG")
    spec = client.get(where.replace(".svg", ".json")).json()
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")


@pytest.mark.parametrize(
    "path",
    [
        "/chart/timeline/platform/nobody/light.svg",
        "/chart/timeline/platform/birchwood/purple.svg",
        "/chart/timeline/platform/birchwood/light.gif",
        "/chart/timeline/nothing/birchwood/light.svg",
        f"/chart/timeline/provision/{TERMS}/no-such-lineage/light.svg",
        "/chart/heat/some/light.svg",
        "/chart/pie/all/light.svg",
    ],
)
def test_what_has_no_chart_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_provision_that_changed_has_its_timeline(client: TestClient) -> None:
    figure = _figure(client, _provision(client))
    assert "This provision" in figure.text()
    answer = client.get(figure.css_first("img").attributes["src"])
    assert b"This provision" in answer.content


def _provision(client: TestClient) -> str:
    page = LexborHTMLParser(client.get(f"/platform/{TERMS}/").text)
    links = [each.attributes["href"] or "" for each in page.css("main a") if each.attributes.get("href")]
    for link in dict.fromkeys(each for each in links if re.fullmatch(rf"/platform/{TERMS}/[^?#]+/", each)):
        found = LexborHTMLParser(client.get(link).text)
        if found.css_first("h1") is not None and found.css_first(".lifeline") is not None:
            return link
    raise AssertionError("no provision of the small instance changed")


def test_hostile_words_stay_words_in_pictures_and_tables(client: TestClient) -> None:
    figure = _figure(client, f"/platform/{HOSTILE}/history/")
    assert not figure.css("script, td img, th img")
    where = figure.css_first("img").attributes["src"]
    for form in ("svg", "json"):
        text = client.get(where.replace(".svg", f".{form}")).text
        assert "\u202e" not in text
        if form == "svg":
            assert "<script" not in text
            assert "onerror=alert(2)>" not in text or "&lt;img" in text


def test_a_document_without_captures_has_no_chart(client: TestClient) -> None:
    assert "figure" not in client.get(f"/platform/{EMPTY}/history/").text


def test_without_anyone_who_draws_the_tables_stand_alone(instance: Builder) -> None:
    client = TestClient(create_app(Site(instance.database, instance.bodies, StillClock(), BASE)))
    for path in PAGES:
        figure = _figure(client, path)
        assert not figure.css("img, picture, script")
        assert figure.css("tbody tr")
        assert figure.css_first(".chart-finding").text().strip()
        assert "charts." not in client.get(path).text
    assert client.get("/chart/severity/all/light.svg").status_code == 404
    assert client.get("/chart/vega.js").status_code == 404


def test_the_drawing_script_comes_from_here(client: TestClient) -> None:
    where = _figure(client, "/").attributes["data-script"]
    answer = client.get(where)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert "vegaEmbed" in answer.text


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", 2), ("/changes/", 2), ("/platform/birchwood/", 3), (f"/platform/{TERMS}/history/", 1)],
)
def test_a_chart_costs_few_queries_whatever_it_shows(
    instance: Builder, client: TestClient, path: str, most: int
) -> None:
    """Queries on the rows that only charts read, and all queries of a picture."""
    seen: list[str] = []
    engine = instance.database._engine

    def note(*given: Any) -> None:
        seen.append(str(given[2]))

    # What is answered from memory asks nothing.
    app = client.app
    assert isinstance(app, Starlette)
    answers = desk_of(app).answers
    answers._kept.clear()
    answers._room = answers._taken = 0
    event.listen(engine, "before_cursor_execute", note)
    try:
        where = _figure(client, path).css_first("img").attributes["src"]
        aggregates = [each for each in seen if "lag(" in each or "count(*) AS number" in each]
        assert 1 <= len(aggregates) <= most
        seen.clear()
        client.get(where)
        assert len(seen) <= 8
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_record_stands_in_its_documents_timeline_with_a_ring(client: TestClient, instance: Builder) -> None:
    (record, *_) = record_ids(instance, TERMS)
    figure = _figure(client, f"/change/{record}/")
    assert "The ring is around this change." in figure.text()
    spec = client.get(figure.css_first("img").attributes["src"].replace(".svg", ".json")).json()
    rings = [layer["data"]["values"] for layer in spec["layer"] if layer["data"].get("name") == "ring"]
    assert [len(each) for each in rings] == [1]
    assert client.get("/chart/timeline/record/none/light.svg").status_code == 404


def test_a_profile_is_drawn_as_of_its_own_instant(instance: Builder, artist: ChartArtist) -> None:
    site = Site(instance.database, instance.bodies, StillClock(), BASE, artist=artist)
    desk = Desk(site)
    told = platform_told(desk, TERMS.partition("/")[0])
    first, again = platform_picture(desk, told), platform_picture(desk, told)
    assert first is not None
    assert first == again
    assert first.svg.startswith("<svg")
    assert "substantive change" in first.told
    assert platform_picture(Desk(replace(site, artist=None)), told) is None
