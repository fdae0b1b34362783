"""The compare page and its files, and what a provision's page says of other platforms."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient
from tests.pipeline.live_kit import Live, live

from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.comparison import CellState
from clausewatch.nouns.finding import Asked
from clausewatch.nouns.identity import source_id
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.comparing import cells, collected
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.local import run_round
from clausewatch.storage import catalog
from clausewatch.web import Site, create_app

_FILL = "".join(
    f"<h2>{name}</h2><p>{name} matters are settled in writing between you and us, as said there in full.</p>"
    for name in ("Support", "Delivery", "Complaints", "Notices")
)


def _page(*sections: tuple[str, str]) -> bytes:
    body = "".join(f"<h2>{title}</h2><p>{words}</p>" for title, words in sections)
    return f"<html lang=en><title>Terms</title><body><main><h1>Terms of Service</h1>{body}{_FILL}</main></html>".encode()


_BIRCHWOOD = _page(
    ("Dispute resolution", "Any dispute with Birchwood must be resolved by binding individual arbitration."),
    ("Age", "You must be at least 16 years old to open an account."),
)
_ALDER = _page(
    (
        "Disputes",
        "=HYPERLINK(1) Disputes are settled exclusively by binding arbitration, and you give up going to court.",
    ),
    ("Copyright", "All logos of Alder are protected by copyright and trade mark law."),
)


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("sides"), "terms") as made:
        made.answers.pages["https://birchwood.example/terms"] = _BIRCHWOOD
        made.round()
        analyse_current(made.instance, made.document.id)
        owners = []
        for name, watched in (("alder", True), ("cedar", False)):
            url = f"https://{name}.example/terms"
            document = Document(
                f"{name}/terms",
                name,
                "Terms",
                "Terms of Service",
                (Source(source_id(f"{name}/terms", url), url),),
            )
            owners.append(Platform(name, name.title(), f"{name.title()} Ltd", "test", (document,)))
            made.answers.pages[url] = _ALDER
            with made.instance.database.write() as connection:
                catalog.save_platforms(connection, (owners[-1],), watched=watched)
        made.clock.advance(hours=1)
        run_round(made.instance)
        analyse_current(made.instance, "alder/terms")
        yield made


@pytest.fixture(scope="module")
def client(on: Live) -> TestClient:
    instance = on.instance
    app = create_app(Site(instance.database, instance.bodies, instance.clock, "http://127.0.0.1"))
    return TestClient(app, base_url="http://127.0.0.1")


_ASKED = "p=birchwood,alder,cedar&topic=DISPUTE.arbitration,ACCESS.age"


def test_cells_quote_say_silence_and_say_what_was_not_captured(client: TestClient) -> None:
    shown = client.get(f"/compare/?{_ASKED}").text
    assert "must be resolved by binding individual arbitration." in shown
    assert "=HYPERLINK(1) Disputes are settled exclusively by binding arbitration" in shown
    rows = shown.split("<tr ")[2:]
    assert [row.count("none recognised") for row in rows] == [0, 1]
    assert [row.count("Not captured") for row in rows] == [1, 1]
    assert 'href="/platform/birchwood/terms/dispute-resolution/"' in shown


def test_the_form_needs_no_script_and_repeated_fields_do(client: TestClient) -> None:
    sent = client.get("/compare/?p=birchwood&p=alder&topic=DISPUTE.arbitration").text
    assert sent.count("<blockquote") == 2
    assert "<script" not in sent
    assert "<blockquote" not in client.get("/compare/").text


def test_a_pinned_address_shows_the_same_after_the_text_changed(on: Live, client: TestClient) -> None:
    pinned = on.clock.now()
    at = pinned.strftime("%Y-%m-%dT%H:%M:%SZ")
    before = client.get(f"/compare/?{_ASKED}&at={at}").text
    on.answers.pages["https://birchwood.example/terms"] = _BIRCHWOOD.replace(
        b"binding individual", b"optional"
    )
    on.clock.time = pinned + timedelta(hours=13)
    run_round(on.instance)
    analyse_current(on.instance, on.document.id)
    now = client.get(f"/compare/?{_ASKED}").text
    again = client.get(f"/compare/?{_ASKED}&at={at}").text
    assert "binding individual arbitration" in before
    assert "optional arbitration" in now
    assert "binding individual arbitration" in again
    assert "optional arbitration" not in again
    (old,) = re.findall(r'href="(/platform/birchwood/terms/dispute-resolution/[^"]*)"', again)
    assert "binding individual arbitration" in client.get(old).text


def test_silence_is_not_claimed_of_a_time_before_anything_was_analysed(client: TestClient) -> None:
    shown = client.get(f"/compare/?{_ASKED}&at=2001-01-01").text
    rows = shown.split("<tr ")[2:]
    assert [row.count("Not captured") for row in rows] == [3, 3]


def test_files_hold_the_same_cells_and_no_formula(client: TestClient) -> None:
    answer = client.get(f"/compare/export.csv?{_ASKED}")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["state"] for row in rows].count("silent") == 1
    assert len(rows) == 6
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    alder = next(row for row in rows if row["platform"] == "Alder" and row["stance"])
    assert alder["quotation"].startswith("'=HYPERLINK")
    book = zipfile.ZipFile(io.BytesIO(client.get(f"/compare/export.xlsx?{_ASKED}").content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in book.read("xl/sharedStrings.xml").decode()
    text = client.get(f"/compare/export.md?{_ASKED}").text
    assert "none recognised" in text
    assert "\\=HYPERLINK" not in text
    assert "binding arbitration" in text


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/compare/?p=nobody&topic=ACCESS.age", 400, "nobody"),
        ("/compare/?p=alder&topic=NO.such", 400, "NO.such"),
        ("/compare/?p=a,b,c,d,e,f,g&topic=ACCESS.age", 400, "at most 6"),
        ("/compare/?p=alder&topic=ACCESS.age&at=tomorrow", 400, "no date"),
        ("/compare/?p=alder&topic=ACCESS.age&at=0001-01-01T00:00%2B14:00", 400, "no date"),
        ("/compare/?p=alder&topic=ACCESS.age&at=9999-12-31T23:00-14:00", 400, "no date"),
        ("/compare/export.csv", 400, "names no platform"),
        ("/compare/export.odt?p=alder&topic=ACCESS.age", 404, "csv, xlsx, md, pdf or docx"),
    ],
)
def test_bad_input_is_told(client: TestClient, path: str, status: int, told: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert told in answer.text


def test_a_provision_shows_the_same_matter_elsewhere_and_never_another(on: Live) -> None:
    instance = on.instance
    shelf = EditionShelf(instance.database, instance.bodies, size=2)
    collection = collected(instance.database, shelf, instance.clock.now())
    asked = Asked(
        "Any dispute with Birchwood must be resolved by binding individual arbitration.",
        ("Terms of Service", "Dispute resolution"),
        document_type="Terms of Service",
        platform="Birchwood",
        company="Birchwood Ltd",
    )
    answer = cells(collection, "birchwood", asked)
    assert answer["alder"].state is CellState.COMPARABLE
    assert "arbitration" in answer["alder"].quotes[0].passage.asked.text
    assert answer["cedar"].state is CellState.NOT_CAPTURED
    medical = Asked(
        "Do not use the service to give medical advice to patients.", ("Terms of Service", "Health")
    )
    other = cells(collection, "birchwood", medical)["alder"]
    assert not any("copyright" in shown.passage.asked.text for shown in other.quotes)


def test_silence_is_not_claimed_of_what_went_stale(on: Live) -> None:
    instance = on.instance
    shelf = EditionShelf(instance.database, instance.bodies, size=2)
    asked = Asked(
        "You must be at least 16 years old to open an account.",
        ("Terms of Service", "Age"),
        document_type="Terms of Service",
    )
    fresh = collected(instance.database, shelf, instance.clock.now())
    assert cells(fresh, "birchwood", asked)["alder"].state is CellState.SILENT
    later = collected(instance.database, shelf, instance.clock.now() + timedelta(days=30))
    assert cells(later, "birchwood", asked)["alder"].state is CellState.STALE
