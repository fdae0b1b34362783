"""Topic and regulation pages: who says what in one matter, who was not found to, and who was not captured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from tests.pipeline.live_kit import Live, live

from clausewatch.meaning.accuracy import topic_accuracy
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.identity import source_id
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.storage import catalog
from clausewatch.web import Site, create_app

_ARBITRATION = "Any dispute between you and Birchwood must be resolved by binding individual arbitration <b>&amp; not in court</b>."
_PAGE = (
    "<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1>"
    f"<h2>Dispute resolution</h2><p>{_ARBITRATION}</p>"
    "<h2>Age</h2><p>You must be at least 16 years old to open an account.</p>"
    + "".join(
        f"<h2>{name}</h2><p>{name} matters are settled in writing between you and Birchwood, as said there in full.</p>"
        for name in ("Support", "Delivery", "Complaints", "Notices")
    )
    + "</main></body></html>"
).encode()


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(Path(tmp_path_factory.mktemp("matters")), "terms") as made:
        made.answers.pages["https://birchwood.example/terms"] = _PAGE
        made.round()
        analyse_current(made.instance, made.document.id)
        url = "https://alder.example/terms"
        document = Document(
            "alder/terms", "alder", "Terms", "Terms of Service", (Source(source_id("alder/terms", url), url),)
        )
        with made.instance.database.write() as connection:
            owner = Platform("alder", "Alder <script>", "Alder Ltd", "test", (document,))
            catalog.save_platforms(connection, (owner,), watched=False)
        yield made


@pytest.fixture(scope="module")
def client(on: Live) -> TestClient:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    return TestClient(app, base_url="http://127.0.0.1")


def _shown(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text


def test_a_topic_shows_the_clause_word_for_word_with_its_place(client: TestClient) -> None:
    shown = _shown(client, "/topic/DISPUTE.arbitration/")
    assert "resolved by binding individual arbitration &amp; not in court." in shown
    assert 'href="/platform/birchwood/terms/dispute-resolution/"' in shown
    assert "1 of 1 captured platform" in shown


def test_who_was_not_captured_is_told_apart_from_who_is_silent(client: TestClient) -> None:
    shown = _shown(client, "/topic/DISPUTE.arbitration/")
    captured, _, uncaptured = shown.partition("Not captured")
    assert "Alder &lt;script&gt;" in uncaptured
    assert "Alder" not in captured
    silent = _shown(client, "/topic/HARM.weapons/")
    assert "None recognised" in silent
    assert silent.index("None recognised") < silent.index("Birchwood</bdi>")
    assert "0 of 1 captured platform" in silent


def test_a_topic_shows_who_does_what_before_the_clauses(client: TestClient) -> None:
    page = LexborHTMLParser(_shown(client, "/topic/DISPUTE.arbitration/"))
    rows = {
        row.css_first("dt").text(): row.css_first("dd").text()  # type: ignore[union-attr]
        for row in page.css(".glance > div")
    }
    assert rows["Requires"].strip() == "Birchwood"
    for link in page.css(".glance a"):
        assert page.css_first(str(link.attributes["href"])) is not None
    assert LexborHTMLParser(_shown(client, "/topic/HARM.weapons/")).css_first(".glance") is None


def test_no_count_exceeds_the_platforms(client: TestClient) -> None:
    shown = _shown(client, "/topic/")
    assert "out of 1 platform with analysed documents" in shown
    assert "1 of 1" in shown
    assert "2 of" not in shown


def test_a_regulation_shows_the_provisions_it_bears_on(client: TestClient) -> None:
    listed = _shown(client, "/regulation/")
    assert 'href="/regulation/federal-arbitration-act.s2/"' in listed
    assert "never whether anyone keeps or breaks it" in listed
    entry = _shown(client, "/regulation/federal-arbitration-act.s2/")
    assert "1 of 1 captured platform with such a term" in entry
    assert "resolved by binding individual arbitration" in entry
    assert "16 years" not in entry


def test_a_platform_is_held_against_each_instrument(client: TestClient) -> None:
    shown = _shown(client, "/platform/birchwood/regulations/")
    assert 'href="/topic/DISPUTE.arbitration/"' in shown or 'href="/topic/ACCESS.age/"' in shown
    assert "No document of this platform has been analysed yet." in _shown(
        client, "/platform/alder/regulations/"
    )


@pytest.mark.parametrize("path", ["/topic/DISPUTE.arbitratoin/", "/regulation/eu-ai-act.art5-1/"])
def test_an_unknown_name_is_a_page_that_helps(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'href="/topic/' in answer.text or 'href="/regulation/' in answer.text


def test_the_methodology_tells_how_well_each_topic_is_told(client: TestClient) -> None:
    shown = _shown(client, "/methodology/")
    known = topic_accuracy()
    assert all(0 <= each.right <= each.statements for each in known.values())
    some = next(topic for topic in taxonomy().topics if topic.id in known and known[topic.id].statements)
    row = shown.partition(f'href="/topic/{some.id}/"')[2].partition("</tr>")[0]
    assert f"{known[some.id].right} of {known[some.id].statements}" in row
    assert shown.count('href="/topic/') >= len(taxonomy().topics)
