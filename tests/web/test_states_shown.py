"""Every platform of the catalogue stands in one state in each matter, on pages, in files and in the API alike."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient
from tests.pipeline.live_kit import Live, live

from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.identity import source_id
from clausewatch.pipeline.analyse import analyse_current, subjects
from clausewatch.pipeline.holdings import holdings
from clausewatch.pipeline.local import run_round
from clausewatch.pipeline.verify_said import verify_said
from clausewatch.storage import catalog, stated
from clausewatch.storage.tables import (
    analysis,
    clause,
    clause_state,
    provision,
    provision_perhaps,
    provision_topic,
    search,
)
from clausewatch.web import Site, create_app
from clausewatch.web.stances import matter_of_topic, side_by_side
from clausewatch.web.standings import everyone, prevalence

_FILL = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and us, as said there in full.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices")
)
_GERMAN = "".join(
    f"<h2>{name}</h2><p>Die Nutzung der Dienste richtet sich nach diesen Bedingungen, soweit nichts anderes vereinbart "
    f"wurde, und {name} werden schriftlich zwischen Ihnen und uns geregelt.</p>"
    for name in ("Streitigkeiten", "Haftung", "Kündigung", "Zahlungen", "Mitteilungen")
)
_ARBITRATION = "<h2>Disputes</h2><p>Any dispute must be resolved by binding individual arbitration.</p>"
_UNSURE = "<h2>Miscellaneous</h2><p>Certain explosive goods may be kept out of the parcels.</p>"
PLATFORMS = ("birchwood", "alder", "cedar", "elm", "fir", "gorse")
"""Speaks, silent, never captured, in German, waits for its analysis, and stale in time."""


def _page(body: str, language: str = "en") -> bytes:
    return f"<html lang={language}><title>Terms</title><body><main><h1>Terms of Service</h1>{body}</main></html>".encode()


_PAGES = {
    "birchwood": _page(_ARBITRATION + _FILL),
    "alder": _page(_UNSURE + _FILL),
    "elm": _page(_GERMAN, "de"),
    "fir": _page(_FILL),
    "gorse": _page(_FILL),
}


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("states"), "terms") as made:
        made.answers.pages["https://birchwood.example/terms"] = _PAGES["birchwood"]
        made.round()
        analyse_current(made.instance, made.document.id)
        for name in PLATFORMS[1:]:
            url = f"https://{name}.example/terms"
            source = Source(source_id(f"{name}/terms", url), url)
            document = Document(f"{name}/terms", name, "Terms", "Terms of Service", (source,))
            if name in _PAGES:
                made.answers.pages[url] = _PAGES[name]
            with made.instance.database.write() as connection:
                owner = Platform(name, name.title(), f"{name.title()} Ltd", "test", (document,))
                catalog.save_platforms(connection, (owner,), watched=name != "cedar")
        made.clock.advance(hours=1)
        run_round(made.instance)
        _forget_analysis(made, "fir/terms")
        yield made


def _forget_analysis(on: Live, document: str) -> None:
    """As between the round that took a version and its analysis."""
    with on.instance.database.write() as connection:
        rows = sa.select(provision.c.id).where(provision.c.document == document)
        for table in (provision_topic, provision_perhaps, search):
            connection.execute(sa.delete(table).where(table.c.provision.in_(rows)))
        for table in (provision, analysis, clause, clause_state):
            connection.execute(sa.delete(table).where(table.c.document == document))


@pytest.fixture
def client(on: Live) -> TestClient:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    return TestClient(app, base_url="http://127.0.0.1")


def states(client: TestClient, topic: str) -> dict[str, str]:
    """The state of every platform by the API's topic, each of them once."""
    sides = client.get(f"/api/v1/topics/{topic}").json()["sides"]
    found = [
        (each["platform"] if isinstance(each, dict) else each, state)
        for state, listed in sides.items()
        for each in listed
    ]
    assert len({name for name, _ in found}) == len(found)
    return dict(found)


def cells(client: TestClient, topic: str, at: str = "") -> dict[str, str]:
    asked = f"p={','.join(PLATFORMS)}&topic={topic}" + (f"&at={at}" if at else "")
    answer = client.get(f"/api/v1/compare?{asked}").json()
    by_api = {
        each["id"]: cell["state"]
        for each, cell in zip(answer["platforms"], answer["topics"][0]["cells"], strict=True)
    }
    rows = csv.DictReader(io.StringIO(client.get(f"/compare/export.csv?{asked}").content.decode("utf-8-sig")))
    assert [row["state"] for row in rows] == list(by_api.values())
    shown = client.get(f"/compare/?{asked}").text
    for state in by_api.values():
        assert state == "comparable" or state.lower() in shown.lower()
    return by_api


def test_each_platform_stands_in_the_state_that_is_known_of_it(client: TestClient) -> None:
    assert states(client, "DISPUTE.arbitration") == {
        "birchwood": "speaking",
        "alder": "silent",
        "cedar": "not_captured",
        "elm": "not_analysed_language",
        "fir": "not_analysed_yet",
        "gorse": "silent",
    }
    assert cells(client, "DISPUTE.arbitration") == {
        "birchwood": "comparable",
        "alder": "silent",
        "cedar": "not captured",
        "elm": "not analysed (language)",
        "fir": "not analysed yet",
        "gorse": "silent",
    }
    shown = client.get("/topic/DISPUTE.arbitration/").text
    assert "1 of 3 captured platforms" in shown
    for heading in ("Silent: 2", "Not analysed (language): 1", "Not analysed yet: 1", "Not captured: 1"):
        assert f"<h3>{heading}" in shown


def test_the_list_of_topics_counts_what_each_topic_counts(on: Live) -> None:
    with on.instance.database.read() as connection:
        everybody = everyone(connection, on.clock.now())
        counts = prevalence(connection, everybody)
        for each in taxonomy().topics:
            sides = side_by_side(connection, everybody, matter_of_topic(each.id), 3)
            assert counts[each.id] == (len(sides.speaking), sides.captured), each.id
    assert any(speaking for speaking, _ in counts.values())


def test_cells_add_up_to_the_catalogue_in_every_matter(client: TestClient) -> None:
    for topic in taxonomy().topics[::9]:
        assert set(states(client, topic.id)) == set(PLATFORMS)


def test_perhaps_is_shown_with_its_words_and_never_counted(on: Live, client: TestClient) -> None:
    with on.instance.database.read() as connection:
        known = connection.execute(
            sa.select(provision_perhaps.c.provision, provision_perhaps.c.topic)
            .join(provision, provision.c.id == provision_perhaps.c.provision)
            .order_by(provision_perhaps.c.score.desc())
        ).all()
    assert known, "the fixture holds no clause that the model is unsure of"
    name, topic = known[0]
    with on.instance.database.read() as connection:
        row = stated.rows_by_id(connection, (name,))[name]
    owner = row.document.partition("/")[0]
    found = states(client, topic)
    assert found[owner] == "perhaps"
    assert cells(client, topic)[owner] == "perhaps"
    sides = client.get(f"/api/v1/topics/{topic}").json()["sides"]
    quotation = next(each for each in sides["perhaps"] if each["platform"] == owner)["clauses"][0][
        "quotation"
    ]
    assert quotation in row.text
    shown = client.get(f"/topic/{topic}/").text
    speaking = sum(state == "speaking" for state in found.values())
    captured = sum(state in ("speaking", "perhaps", "silent") for state in found.values())
    assert f"{speaking} of {captured} captured platform" in shown
    assert "may speak of it" in shown
    counted = client.get("/api/v1/topics?limit=200").json()["items"]
    assert next(each for each in counted if each["id"] == topic)["platforms"] == speaking


def got_states(client: TestClient, name: str) -> dict[str, str]:
    found: dict[str, str] = client.get(f"/api/v1/platforms/{name}/regulations").json()["states"]
    return found


def test_a_platform_held_against_regulations_says_why_nothing_was_found(client: TestClient) -> None:
    for name, state in (("fir", "not analysed yet"), ("elm", "not analysed (language)"), ("alder", "silent")):
        told = client.get(f"/api/v1/platforms/{name}/regulations").json()["states"]
        assert told["DISPUTE.arbitration"] == state
        assert told["DISPUTE.arbitration"] == cells(client, "DISPUTE.arbitration")[name]
    assert "(not analysed (language))" not in client.get("/platform/alder/regulations/").text
    assert got_states(client, "birchwood")["DATA.ads_profiling"] == "not captured"
    for name in PLATFORMS:
        known = got_states(client, name)
        beside = [
            each.topics for each in regulations().entries if "comparable" in map(known.get, each.topics)
        ]
        told = {known[topic] for topics in beside for topic in topics} - {"silent", "comparable"}
        page = client.get(f"/platform/{name}/regulations/").text
        assert set(re.findall(r'<span class="meta">\(([^<]*)\)</span>', page)) == told


def test_no_count_exceeds_the_catalogue(client: TestClient) -> None:
    for each in client.get("/api/v1/topics?limit=200").json()["items"]:
        assert 0 <= each["platforms"] <= each["captured"] <= len(PLATFORMS)


def test_a_day_means_its_end_wherever_it_is_asked(on: Live, client: TestClient) -> None:
    first = on.versions()[0].observed_at
    day = first.date().isoformat()
    before = (first.date() - timedelta(days=1)).isoformat()
    assert cells(client, "DISPUTE.arbitration", day)["birchwood"] == "comparable"
    assert cells(client, "DISPUTE.arbitration", before)["birchwood"] == "not captured"
    instant = (first - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert cells(client, "DISPUTE.arbitration", instant)["birchwood"] == "not captured"
    assert client.get(f"/platform/birchwood/terms/?at={day}").status_code == 200
    assert client.get(f"/platform/birchwood/terms/?at={before}").status_code == 404
    assert client.get(f"/platform/birchwood/terms/?at={instant}").status_code == 404
    today = on.clock.now().date()
    assert client.get(f"/compare/?p=alder&topic=ACCESS.age&at={today}").status_code == 200
    tomorrow = today + timedelta(days=1)
    assert client.get(f"/compare/?p=alder&topic=ACCESS.age&at={tomorrow}").status_code == 400


def test_silence_goes_stale_and_speaking_does_not(on: Live) -> None:
    instance = on.instance
    earlier = on.clock.now()
    pinned = earlier.strftime("%Y-%m-%dT%H:%M:%SZ")
    on.clock.advance(hours=24 * 30)
    try:
        app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
        client = TestClient(app, base_url="http://127.0.0.1")
        assert cells(client, "DISPUTE.arbitration")["gorse"] == "stale"
        assert cells(client, "DISPUTE.arbitration")["birchwood"] == "comparable"
        assert states(client, "DISPUTE.arbitration")["gorse"] == "stale"
        assert cells(client, "DISPUTE.arbitration", pinned)["gorse"] == "silent"
    finally:
        on.clock.time = earlier


def _problems(on: Live) -> list[str]:
    instance = on.instance
    return [
        why
        for document, subject in subjects(instance.database).items()
        for _, why in verify_said(instance.database, document, subject, instance.editions.get).problems
    ]


def test_what_is_perhaps_said_is_verified(on: Live) -> None:
    assert not _problems(on)
    with on.instance.database.write() as connection:
        row = connection.execute(sa.select(provision_perhaps)).first()
        assert row is not None
        connection.execute(
            sa.delete(provision_perhaps).where(
                provision_perhaps.c.provision == row.provision, provision_perhaps.c.topic == row.topic
            )
        )
    try:
        assert any("perhaps" in why for why in _problems(on))
    finally:
        with on.instance.database.write() as connection:
            connection.execute(sa.insert(provision_perhaps), [row._asdict()])


def test_a_document_that_leaves_the_catalogue_leaves_its_cells_not_captured(on: Live) -> None:
    """Last in this file: the catalogue loses a document."""
    instance = on.instance
    with instance.database.read() as connection:
        owners = catalog.platforms(connection)
        without = tuple(
            Platform(each.id, each.name, each.company, each.group, ()) if each.id == "birchwood" else each
            for each in owners
        )
        held = holdings(connection, without, on.clock.now())
        sides = side_by_side(connection, (without, held), matter_of_topic("DISPUTE.arbitration"), 3)
    assert "birchwood" in {each.id for each in sides.uncaptured}
    assert not sides.speaking
    lists = (sides.speaking, sides.perhaps, sides.silent, sides.stale, sides.foreign, sides.waiting)
    assert sum(map(len, (*lists, sides.uncaptured))) == len(owners)
