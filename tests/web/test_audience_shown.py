"""What a platform tells businesses never hides what it tells everyone: pages, files and the API name the readers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.pipeline.live_kit import Live, live

from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.identity import source_id
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.local import run_round
from clausewatch.storage import catalog
from clausewatch.web import Site, create_app

_FILL = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and us, as said there in full.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices")
)
_USERS = "Any dispute with us is settled in court, and you are not obliged to take part in arbitration."
_FIRMS = "Customer must resolve any dispute by binding individual arbitration before a single arbitrator."
_KINDS = {"commercial": ("Commercial Terms", _FIRMS), "terms": ("Terms of Service", _USERS)}
_ASKED = "p=alder&topic=DISPUTE.arbitration"


def _page(kind: str, rule: str) -> bytes:
    return (
        f"<html lang=en><title>{kind}</title><body><main><h1>{kind}</h1><h2>Arbitration</h2><p>{rule}</p>{_FILL}"
        "</main></body></html>"
    ).encode()


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The business terms are declared first, so that only their readers put them second."""
    with live(tmp_path_factory.mktemp("audience"), "terms") as made:
        made.answers.pages["https://birchwood.example/terms"] = _page("Terms of Service", _FIRMS)
        documents = []
        for name, (kind, rule) in _KINDS.items():
            url = f"https://alder.example/{name}"
            made.answers.pages[url] = _page(kind, rule)
            source = Source(source_id(f"alder/{name}", url), url)
            documents.append(Document(f"alder/{name}", "alder", kind, kind, (source,)))
        with made.instance.database.write() as connection:
            owner = Platform("alder", "Alder", "Alder Ltd", "test", tuple(documents))
            catalog.save_platforms(connection, (owner,), watched=True)
        run_round(made.instance)
        for each in (made.document, *documents):
            analyse_current(made.instance, each.id)
        yield made


@pytest.fixture(scope="module")
def client(on: Live) -> TestClient:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    return TestClient(app, base_url="http://127.0.0.1")


def test_a_cell_shows_the_users_document_first_and_the_business_one_beside_it(client: TestClient) -> None:
    cell = client.get(f"/api/v1/compare?{_ASKED}").json()["topics"][0]["cells"][0]
    (other,) = cell["elsewhere"]
    assert (cell["audience"], cell["document"]) == ("everyone", "Terms of Service")
    assert (other["audience"], other["document"], other["stance"]) == (
        "businesses",
        "Commercial Terms",
        "requires",
    )
    assert cell["differs_by_document"] is (cell["stance"] != "requires")
    assert cell["more"] >= 1
    shown = client.get(f"/compare/?{_ASKED}").text
    assert shown.index(_USERS) < shown.index("For businesses:") < shown.index(_FIRMS)
    assert ("differs by document" in shown) is cell["differs_by_document"]


def test_files_name_the_readers(client: TestClient) -> None:
    (line,) = csv.DictReader(
        io.StringIO(client.get(f"/compare/export.csv?{_ASKED}").text.removeprefix("\ufeff"))
    )
    assert line["audience"] == "everyone"
    assert line["elsewhere"].startswith(f"for businesses: requires: {_FIRMS} (Commercial Terms, http")
    text = client.get(f"/compare/export.md?{_ASKED}").text
    assert "For businesses (requires):" in text
    assert "; for businesses: requires |" in text


def test_a_topic_page_and_its_api_name_the_readers_of_each_clause(client: TestClient) -> None:
    sides = client.get("/api/v1/topics/DISPUTE.arbitration").json()["sides"]
    alder = next(each for each in sides["speaking"] if each["platform"] == "alder")
    assert [each["audience"] for each in alder["clauses"][:2]] == ["everyone", "businesses"]
    assert alder["elsewhere"] == []
    assert alder["differs_by_document"]
    shown = client.get("/topic/DISPUTE.arbitration/").text
    assert "differs by document" in shown
    assert "Commercial Terms</bdi>, for businesses:" in shown


def test_a_document_says_whom_it_addresses(client: TestClient) -> None:
    assert "· for businesses" in client.get("/platform/alder/commercial/").text
    told = json.loads(client.get("/api/v1/documents/alder/commercial").text)
    assert told["audience"] == "businesses"
