"""A topic's history on its page and in the API; what is not analysed as of a day; near-copies of one company; search."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from tests.pipeline.live_kit import BEGIN, Live, live

from clausewatch.drawing import open_artist
from clausewatch.meaning.recipe import recipe
from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.identity import DocumentId, source_id
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.local import analyse_waiting, capture_due, process_waiting
from clausewatch.storage import adoption, catalog, stated, stating
from clausewatch.storage.tables import analysis
from clausewatch.web import Site, create_app, over_time
from clausewatch.web.api import shapes_of_search, shapes_of_topics

_FILL = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and us, as said there in full.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices")
)
_ARBITRATION = (
    "Any dispute with {} must be resolved by binding individual arbitration and never in court, as you agree."
)
_TOPIC = "DISPUTE.arbitration"


def body(name: str, *, arbitration: bool) -> bytes:
    clause = f"<h2>Disputes</h2><p>{_ARBITRATION.format(name)}</p>" if arbitration else ""
    return f"<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1>{clause}{_FILL}</main></html>".encode()


# What each platform said on three days; Alder Chat and Alder Pics are of one company.
DAYS = {
    "birchwood": (False, True, False),
    "alder-chat": (True, True, True),
    "alder-pics": (False, True, True),
    "cedar": (False, False, False),
}
NAMES = {
    "birchwood": "Birchwood",
    "alder-chat": "Alder Chat",
    "alder-pics": "Alder Pics",
    "cedar": "Cedar <i>",
}


def publish(on: Live, day: int) -> None:
    for name, said in DAYS.items():
        on.answers.pages[f"https://{name}.example/terms"] = body(NAMES[name], arbitration=said[day])
    on.clock.time = BEGIN + timedelta(days=10 * day)
    capture_due(on.instance)
    process_waiting(on.instance)


@contextmanager
def spread(folder: Path) -> Iterator[Live]:
    """Four platforms on three days, all analysed."""
    with live(folder, "terms") as made:
        with made.instance.database.write() as connection:
            for name in ("alder-chat", "alder-pics", "cedar"):
                url = f"https://{name}.example/terms"
                source = Source(source_id(f"{name}/terms", url), url)
                document = Document(f"{name}/terms", name, "Terms", "Terms of Service", (source,))
                company = "Alder Ltd" if name.startswith("alder") else "Cedar Ltd"
                owner = Platform(name, NAMES[name], company, "test", (document,))
                catalog.save_platforms(connection, (owner,), watched=True)
        for day in range(3):
            publish(made, day)
        analyse_waiting(made.instance, everything=True)
        yield made


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with spread(tmp_path_factory.mktemp("spread")) as made:
        yield made


def client_of(on: Live) -> TestClient:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(on: Live) -> TestClient:
    return client_of(on)


def got(client: TestClient, path: str) -> Any:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_page_says_who_was_seen_first_with_its_caveat_and_every_step(client: TestClient) -> None:
    shown = client.get(f"/topic/{_TOPIC}/").text
    section = shown.partition('id="spread"')[2]
    first = section.partition("First seen to take it up:")[2].partition("</p>")[0]
    assert "Alder Pics" in first
    assert "Birchwood" in first
    assert "That is no claim to be the first of all: 1 platform had it already" in first
    table = section.partition('<table class="steps downward">')[2].partition("</table>")[0]
    rows = [re.sub(r"<[^>]+>", " ", row) for row in table.split("<tr>")[2:]]
    assert len(rows) == 4
    assert "already there when tracking began" in rows[0]
    assert "dropped" in rows[3]
    assert "Birchwood" in rows[3]
    assert "binding individual arbitration" in rows[3]
    records = re.findall(r'href="(/change/[^"]+)"', table)
    assert len(records) == 3
    assert all(client.get(href).status_code == 200 for href in records)
    provisions = re.findall(r'href="(/platform/[^"]+/disputes/[^"]*)"', table)
    assert len(provisions) == 4
    assert all("binding individual arbitration" in client.get(href).text for href in provisions)
    assert "Cedar <i>" not in shown


def test_counts_end_where_the_sides_stand_and_lead_to_the_list(client: TestClient) -> None:
    line = got(client, f"/topics/{_TOPIC}/adoption")
    assert [(each["speaking"], each["captured"]) for each in line["points"]] == [(1, 4), (3, 4), (2, 4)]
    sides = got(client, f"/topics/{_TOPIC}")["sides"]
    assert line["points"][-1]["speaking"] == len(sides["speaking"])
    assert line["points"][-1]["captured"] == len(sides["speaking"]) + len(sides["silent"])
    listed = next(each for each in got(client, "/topics?limit=200")["items"] if each["id"] == _TOPIC)
    assert (listed["platforms"], listed["captured"]) == (2, 4)
    shown = client.get("/topic/").text
    assert f'href="/topic/{_TOPIC}/#sides"' in shown
    assert '<a href="#sides">2 of 4 captured platforms</a>' in client.get(f"/topic/{_TOPIC}/").text


def test_the_api_tells_the_same_steps(client: TestClient) -> None:
    line = got(client, f"/topics/{_TOPIC}/adoption")
    told = shapes_of_topics.Adoption.model_validate_json(json.dumps(line), strict=True)
    assert told.first == ["alder-pics", "birchwood"]
    assert told.editions.total == told.editions.analysed == 7
    assert [(each.platform, each.step) for each in told.events] == [
        ("alder-chat", "already there"),
        ("alder-pics", "taken up"),
        ("birchwood", "taken up"),
        ("birchwood", "dropped"),
    ]
    assert not any(each.doubt for each in told.events)
    narrowed = got(client, f"/topics/{_TOPIC}/adoption?modality=permission")
    assert narrowed["events"] == []
    answer = client.get(f"/api/v1/topics/{_TOPIC}/adoption?modality=shouting")
    assert answer.status_code == 400
    assert "obligation" in answer.json()["mend"]
    assert client.get(f"/topic/{_TOPIC}/?modality=shouting").status_code == 400


def test_platforms_of_one_company_that_repeat_each_other_are_shown_once(client: TestClient) -> None:
    shown = client.get(f"/topic/{_TOPIC}/").text
    sides = shown.partition('<ul class="sides"')[2].partition("</ul>")[0]
    assert sides.count("<h3>") == 1
    assert "Alder Chat" in sides
    assert "Alder Pics" in sides
    assert "of one company" in sides
    speaking = got(client, f"/topics/{_TOPIC}")["sides"]["speaking"]
    assert {each["platform"]: each["near_copy_of"] for each in speaking} == {
        "alder-chat": None,
        "alder-pics": "alder-chat",
    }
    asked = f"p=alder-chat,alder-pics&topic={_TOPIC}"
    (row,) = got(client, f"/compare?{asked}")["topics"]
    assert [cell["near_copy_of"] for cell in row["cells"]] == [None, "alder-chat"]
    assert "the same as <bdi>Alder Chat</bdi>" in client.get(f"/compare/?{asked}").text


def test_a_provisions_count_leads_to_the_platforms_it_counts(client: TestClient) -> None:
    href = f"/platform/birchwood/terms/disputes/?at={(BEGIN + timedelta(days=11)).date().isoformat()}"
    shown = client.get(href).text
    patience = 240
    while "are being gathered" in shown and patience:
        time.sleep(0.25)
        patience -= 1
        shown = client.get(href).text
    assert '<a href="#others">3 of 4 platforms</a>' in shown
    section = shown.partition('id="others"')[2].partition("</section>")[0]
    counted = section.partition("3 of 4 platforms")[2].partition("</p>")[0]
    assert all(name in counted for name in ("Alder Chat", "Alder Pics", "Birchwood"))
    assert section.count("<blockquote") == 1
    assert re.search(r'Nearly word for word the same: <a href="/platform/alder-pics/terms/[^"]*"', section)
    assert "No comparable provision found (silent): 1 platform" in section


def test_what_is_not_analysed_as_of_a_day_is_named_and_is_no_silence(tmp_path: Any) -> None:
    with live(tmp_path, "terms") as made:
        made.answers.pages["https://birchwood.example/terms"] = body("Birchwood", arbitration=True)
        capture_due(made.instance)
        process_waiting(made.instance)
        made.clock.advance(days=10)
        made.answers.pages["https://birchwood.example/terms"] = body("Birchwood", arbitration=False)
        capture_due(made.instance)
        process_waiting(made.instance)
        document: DocumentId = made.document.id
        analyse_current(made.instance, document)
        client = client_of(made)
        asked = f"p=birchwood&topic={_TOPIC}"
        past = f"{asked}&at={(BEGIN + timedelta(days=1)).date().isoformat()}"
        now, then = got(client, f"/compare?{asked}"), got(client, f"/compare?{past}")
        assert (now["topics"][0]["cells"][0]["state"], now["not_analysed"]) == ("silent", [])
        assert then["topics"][0]["cells"][0]["state"] == "not analysed yet"
        (unread,) = then["not_analysed"]
        assert unread["document"] == document
        shown = client.get(f"/compare/?{past}").text
        assert "1 edition of these platforms in force then is not analysed" in shown
        assert f"/platform/{document}/?at={unread['version'][:12]}" in shown
        assert "none recognised" not in shown.partition("<table")[2].partition("</table>")[0]
        assert "## Not analysed" in client.get(f"/compare/export.md?{past}").text
        assert "not analysed yet" in client.get(f"/compare/export.csv?{past}").text
        topic = client.get(f"/topic/{_TOPIC}/").text
        assert "1 of 2 editions analysed." in topic
        assert "First seen to take it up" not in topic
        # What is analysed meanwhile is counted at once.
        analyse_waiting(made.instance, everything=True)
        topic = client.get(f"/topic/{_TOPIC}/").text
        assert "All 2 editions on record" in topic
        assert "already there when tracking began" in topic


def lettered(on: Live, letter: str, fee: int) -> None:
    clause = f"<p>{letter} {_ARBITRATION.format('Birchwood')}</p><p>You must pay a fee of {fee} dollars for it.</p>"
    page = f"<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1><h2>Disputes</h2>{clause}{_FILL}</main></html>"
    on.answers.pages["https://birchwood.example/terms"] = page.encode()
    capture_due(on.instance)
    process_waiting(on.instance)
    on.clock.advance(days=10)


@pytest.mark.parametrize(
    ("missed", "step"),
    [(0, "first seen"), (1, "no longer seen")],
)
def test_words_that_were_only_lettered_otherwise_are_neither_taken_up_nor_dropped(
    tmp_path: Path, missed: int, step: str
) -> None:
    with live(tmp_path, "terms") as made:
        lettered(made, "a.", 10)
        lettered(made, "(b)", 20)
        analyse_waiting(made.instance, everything=True)
        # As where the model takes the same words for something else in one of the editions.
        with made.instance.database.write() as connection:
            editions = [each.version for each in adoption.editions_held(connection, recipe())]
            for row in stated.stated_in(connection, editions[missed]) or ():
                stating.retell(connection, row.id, row.severity, (), ())
        client = client_of(made)
        told = got(client, f"/topics/{_TOPIC}/adoption")
        event = told["events"][-1]
        assert (event["step"], event["doubt"]) == (step, "nearly the same words stood before and after")
        assert told["first"] == []
        assert "; nearly the same words stood before and after" in client.get(f"/topic/{_TOPIC}/").text


def test_after_an_upgrade_the_earlier_reading_is_shown_as_such_and_never_mixed_with_the_present_one(
    on: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = got(client_of(on), f"/topics/{_TOPIC}/adoption")
    monkeypatch.setattr(over_time, "recipe", lambda: "meaning/another")
    client = client_of(on)
    told = got(client, f"/topics/{_TOPIC}/adoption")
    assert told == {**before, "outdated": True}
    shown = client.get(f"/topic/{_TOPIC}/").text
    assert "By an earlier version of the analysis:" in shown
    assert "it read 7 of 7 editions" in shown
    # As soon as the present one has read an edition it alone counts.
    database = on.instance.database
    with database.read() as connection:
        newest = adoption.editions_held(connection, recipe())[-1].version
    renewed = sa.update(analysis).where(analysis.c.version == newest)
    with database.write() as connection:
        connection.execute(renewed.values(recipe="meaning/another"))
    try:
        client = client_of(on)
        told = got(client, f"/topics/{_TOPIC}/adoption")
        assert (told["editions"], told["outdated"]) == ({"total": 7, "analysed": 1}, False)
        shown = client.get(f"/topic/{_TOPIC}/").text
        assert "1 of 7 editions analysed by the present version of the analysis." in shown
        assert "a difference between two versions of it is no change of a platform" in shown
    finally:
        with database.write() as connection:
            connection.execute(renewed.values(recipe=recipe()))


def test_the_sitemap_names_every_provision_of_current_texts(client: TestClient) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    base = str(client.base_url)
    index = ET.fromstring(client.get("/sitemap.xml").content)
    files = [str(each.text) for each in index.iter(f"{space}loc")]
    (file,) = (each for each in files if "/provisions-" in each)
    named = [
        str(each.text)
        for each in ET.fromstring(client.get(file.removeprefix(base)).content).iter(f"{space}loc")
    ]
    assert len(named) == len(set(named)) >= 3 * 4
    assert any(each.endswith("/terms/support/") for each in named)
    assert not any("/birchwood/terms/disputes" in each for each in named)
    for each in named[:6]:
        answer = client.get(each.removeprefix(base))
        assert answer.status_code == 200
        assert "in the current text" in answer.text
    for wrong in (
        "/sitemap/provisions-2.xml",
        "/sitemap/provisions-0.xml",
        "/sitemap/provisions-999999999.xml",
    ):
        assert client.get(wrong).status_code == 404


def test_search_pages_through_the_same_hits_and_explains_bad_queries(client: TestClient) -> None:
    whole = got(client, "/search?q=arbitration")
    shapes_of_search.Results.model_validate(whole, strict=True)
    assert (whole["total"], whole["exact"], whole["next"]) == (2, True, None)
    assert {each["platform"] for each in whole["items"]} == {"alder-chat", "alder-pics"}
    first = got(client, "/search?q=arbitration&limit=1")
    assert [*first["items"], *got(client, first["next"].removeprefix("/api/v1"))["items"]] == whole["items"]
    everything = got(client, "/search?q=arbitration&all=true")
    assert everything["total"] == 3
    old = next(each for each in everything["items"] if each["platform"] == "birchwood")
    assert old["observed_to"]
    assert "at=" in old["address"]
    then = got(client, f"/search?q=arbitration&at={(BEGIN + timedelta(days=11)).date().isoformat()}")
    assert then["total"] == 3
    narrowed = got(client, "/search?q=arbitration&platform=alder-pics,cedar&type=Terms of Service&all=true")
    assert {each["platform"] for each in narrowed["items"]} == {"alder-pics"}
    assert whole["facets"]["platform"] == {"alder-chat": 1, "alder-pics": 1}
    assert got(client, "/search?q=arbitraton")["meant"] == "arbitration"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("q=-arbitration", "only says what to leave out"),
        ("q=colour:red", "colour"),
        ("q=arbitration&topic=NO.such", "NO.such"),
        ("q=arbitration&at=tomorrow", "no date"),
        ("q=arbitration&at=2026-03-03&all=true", "all time"),
        ("q=arbitration&after=nonsense", "cursor"),
        ("q=arbitration&page=2", "not known here"),
    ],
)
def test_bad_searches_are_told_in_the_one_shape(client: TestClient, asked: str, told: str) -> None:
    answer = client.get(f"/api/v1/search?{asked}")
    assert answer.status_code == 400
    error = answer.json()
    assert told in error["detail"]


def test_a_search_answers_304_to_its_own_tag_and_refuses_a_cursor_of_another(client: TestClient) -> None:
    answer = client.get("/api/v1/search?q=arbitration&limit=1")
    again = client.get(
        "/api/v1/search?q=arbitration&limit=1", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304
    following = answer.json()["next"].replace("q=arbitration", "q=disputes")
    assert client.get(following).status_code == 400


def test_the_counts_stand_as_a_table_where_nobody_draws(client: TestClient) -> None:
    figure = LexborHTMLParser(client.get(f"/topic/{_TOPIC}/").text).css_first(
        "section[aria-labelledby=spread] figure"
    )
    assert figure is not None
    assert figure.css_first("img") is None
    assert [each.text() for each in figure.css("thead th")] == [
        "From",
        "Speak of it",
        "Out of",
        "Edition not analysed",
    ]
    assert len(figure.css("tbody tr")) >= 1


@pytest.mark.parametrize("narrowed", ["", "?modality=obligation"])
def test_the_curve_is_drawn_for_the_topic_and_for_one_modality(on: Live, narrowed: str) -> None:
    artist = open_artist()
    assert artist is not None
    instance = on.instance
    pages = TestClient(
        create_app(
            Site(instance.database, instance.bodies, instance.clock, "http://watch.example", artist=artist)
        )
    )
    shown = LexborHTMLParser(pages.get(f"/topic/{_TOPIC}/{narrowed}").text)
    image = shown.css_first("section[aria-labelledby=spread] figure img")
    assert image is not None
    where = (image.attributes["src"] or "").replace(".svg", ".json")
    assert where.startswith(f"/chart/adoption/topic/{_TOPIC}{narrowed.replace('?modality=', '/')}/light.json")
    spec = pages.get(where)
    assert "immutable" in spec.headers["cache-control"]
    counts = next(each["data"]["values"] for each in spec.json()["layer"] if each["data"]["name"] == "counts")
    assert {each["series"] for each in counts} >= {"speak of it", "captured and analysed"}
    assert pages.get(f"/chart/adoption/topic/{_TOPIC}/shouting/light.json").status_code == 400
    artist.close()
