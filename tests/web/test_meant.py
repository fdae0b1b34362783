"""What a change record's page says of the meaning, and long provisions, of which nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from tests.pipeline.live_kit import Live, live

from clausewatch.meaning.recipe import recipe
from clausewatch.nouns.catalog import Source
from clausewatch.nouns.identity import RecordId
from clausewatch.nouns.report import Points, Tone, Words
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.publish.report import change_report
from clausewatch.storage import records
from clausewatch.storage.records import RecordFilter
from clausewatch.storage.tables import analysis
from clausewatch.web import Site, create_app
from clausewatch.web.addresses import originals
from clausewatch.web.desk import Desk
from clausewatch.web.reporting import change_told

_LONG = 120


def _page(days: int, count: int) -> bytes:
    clauses = "".join(
        f"<h2>Clause {n}</h2><p>We keep the messages of list {n} for {days} days. You may delete list {n} at any time in "
        f"your settings. You can opt out of arbitration about list {n} by writing to us within 30 days.</p>"
        for n in range(count)
    )
    items = "".join(
        f"<li>sell songbird number {n} here in any way that is not allowed;</li>" for n in range(_LONG * 2)
    )
    return (
        "<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1>"
        f"{clauses}<h2>Birds</h2><p>You must not:</p><ul>{items}</ul></main></body></html>"
    ).encode()


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A document that changed twice; the text after the second change was not analysed."""
    with live(tmp_path_factory.mktemp("meant"), "terms") as made:
        for days, count in ((30, 2), (90, _LONG), (120, _LONG)):
            made.answers.pages["https://birchwood.example/terms"] = _page(days, count)
            made.clock.advance(hours=24)
            made.round()
            analyse_current(made.instance, made.document.id)
        newest = made.versions()[-1].id
        with made.instance.database.write() as connection:
            connection.execute(sa.delete(analysis).where(analysis.c.version == newest))
        yield made


@pytest.fixture(scope="module")
def client(on: Live) -> TestClient:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    return TestClient(app, base_url="http://127.0.0.1")


def _records(on: Live) -> list[RecordId]:
    with on.instance.database.read() as connection:
        return [each.id for each in records.records(connection, RecordFilter(document=on.document.id))]


def _said(page: LexborHTMLParser, name: str) -> str:
    found = page.css_first(f"section[aria-labelledby={name}]")
    return " ".join(found.text().split()) if found else ""


def test_a_record_says_what_its_changes_mean_and_leads_to_the_words(on: Live, client: TestClient) -> None:
    path = f"/change/{_records(on)[0]}/"
    answer = client.get(path)
    assert len(answer.content) < 100_000
    page = LexborHTMLParser(answer.content)
    meaning = _said(page, "meaning")
    assert "What this means for users" in meaning
    assert "From the text" in meaning
    assert "In general" in meaning
    assert "more changed provisions are not told of here" in meaning
    assert "30 days" in _said(page, "actions")
    assert "No editor has reviewed" in _said(page, "reviewed")
    assert page.css("section[aria-labelledby=regulations] a[href^='/regulation/']")
    grounded = page.css("section[aria-labelledby=meaning] .grounded a")
    for link in grounded[:3]:
        where = urljoin(path, str(link.attributes["href"]))
        held = LexborHTMLParser(client.get(where).content).css_first(f".excerpt #{where.partition('#')[2]}")
        assert held is not None, where


def test_meaning_stands_with_the_first_part_and_costs_few_statements(on: Live, client: TestClient) -> None:
    path = f"/change/{_records(on)[0]}/"
    count = 0

    def one(*_given: object) -> None:
        nonlocal count
        count += 1

    engine = on.instance.database._engine
    sa.event.listen(engine, "before_cursor_execute", one)
    later = client.get(f"{path}?change={_LONG - 1}")
    sa.event.remove(engine, "before_cursor_execute", one)
    assert count <= 21
    page = LexborHTMLParser(later.content)
    assert "stands with the first part" in _said(page, "meaning")
    assert not page.css("#actions")


def test_a_text_that_was_not_analysed_is_said_to_mean_nothing_known(on: Live, client: TestClient) -> None:
    page = LexborHTMLParser(client.get(f"/change/{_records(on)[1]}/").content)
    assert "has not been analysed here" in _said(page, "meaning")
    assert not page.css("#actions")


def test_what_an_earlier_recipe_found_is_shown_as_such_and_not_reviewed(on: Live) -> None:
    """After an upgrade: on the record's page and in its report, with the reason and the mend; the queue says why it is empty."""
    asked = _records(on)[0]
    database = on.instance.database
    with database.read() as connection:
        found = records.record(connection, asked)
    assert found is not None
    assert found.to_version is not None
    with database.write() as connection:
        kept = connection.execute(sa.select(analysis.c.version, analysis.c.context)).all()
        connection.execute(sa.update(analysis).values(context="0" * 64, recipe="meaning/older"))
    try:
        site = Site(database, on.instance.bodies, on.instance.clock, "http://127.0.0.1")
        client = TestClient(create_app(site), base_url="http://127.0.0.1")
        meaning = _said(LexborHTMLParser(client.get(f"/change/{asked}/").content), "meaning")
        assert "By an earlier version of the analysis" in meaning
        assert "clausewatch analyse --all" in meaning
        assert "What this means for users" in meaning
        report = change_report(change_told(Desk(site), asked), "http://127.0.0.1")
        notices = [
            each.text for each in report.blocks if isinstance(each, Words) and each.tone is Tone.NOTICE
        ]
        assert any("by an earlier version of the analysis" in each for each in notices)
        assert any(isinstance(each, Points) and "list" in " ".join(each.items) for each in report.blocks)
    finally:
        with database.write() as connection:
            for version, context in kept:
                own = sa.update(analysis).where(analysis.c.version == version)
                connection.execute(own.values(context=context, recipe=recipe()))
    site = Site(database, on.instance.bodies, on.instance.clock, "http://127.0.0.1")
    client = TestClient(create_app(site), base_url="http://127.0.0.1")
    assert "By an earlier version" not in client.get(f"/change/{asked}/").text


def test_the_queue_says_why_it_lists_nothing_after_an_upgrade(client: TestClient) -> None:
    """The newest text of the fixture is not analysed by the present recipe."""
    shown = client.get("/review/").text
    assert "1 document is not listed:" in shown
    assert "<code>clausewatch analyse</code> renews it" in shown
    assert "Nothing waits for review" not in shown


def test_a_long_provision_is_folded_and_keeps_its_words(client: TestClient) -> None:
    page = LexborHTMLParser(client.get("/platform/birchwood/terms/birds/").content)
    first, rest = page.css(".excerpt blockquote")
    assert 5_000 < len(first.text()) < 7_000
    whole = " ".join(f"{first.text()} {rest.text()}".split())
    assert all(f"songbird number {n} here in" in whole for n in range(_LONG * 2))
    names = [str(each.attributes["id"]) for each in page.css(".excerpt .words[id]")]
    assert len(names) == len(set(names)) >= _LONG * 2
    assert page.css(".excerpt details blockquote .words[id]")


def test_originals_are_told_apart() -> None:
    urls = (
        "https://a.example/terms",
        "https://u:p@b.example/x",
        "https://b.example/y?z=1",
        "javascript:alert(1)",
    )
    sources = tuple(Source(str(n), url) for n, url in enumerate(urls))
    assert originals(sources[:1]) == ((urls[0], ""),)
    assert [name for _, name in originals(sources)] == ["a.example", "b.example/x", "b.example/y?z=1"]
