"""The API: one shape of answer and failure, the command line's own lines, and strangers' requests."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.conftest import BASE, StillClock
from tests.web.small_instance import BEGIN, EMPTY, FIRST, HOSTILE, NOW, TERMS, Builder, _platform

from clausewatch.archive import FolderArchive
from clausewatch.cli import main
from clausewatch.nouns.change import Severity
from clausewatch.nouns.review import Decision, ItemKind, Matter, Ruling
from clausewatch.pipeline.analyse import analyse_current
from clausewatch.pipeline.review import items_in, owned, rule
from clausewatch.pipeline.said import as_ruled
from clausewatch.pipeline.sources import source_of
from clausewatch.publish import canonical_json, record_line
from clausewatch.storage import catalog, records
from clausewatch.text.markdown import read_markdown
from clausewatch.web import Site, create_app
from clausewatch.web.api import shapes
from clausewatch.wiring import open_instance

API = "/api/v1"
DOCUMENT = f"{API}/documents/{TERMS}"


@pytest.fixture(scope="module")
def app(instance: Builder) -> Starlette:
    return create_app(Site(instance.database, instance.bodies, StillClock(), BASE))


@pytest.fixture(scope="module")
def client(app: Starlette) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as opened:
        yield opened


def got(client: TestClient, path: str) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def walked(client: TestClient, path: str) -> list[Any]:
    """Everything a list holds, by following `next`."""
    found: list[Any] = []
    following: str | None = f"{API}{path}"
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["items"]
        following = page["next"]
        assert bool(following) == ("link" in answer.headers)
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/platforms",
        "/documents",
        f"/documents/{TERMS}/versions",
        f"/documents/{TERMS}/provisions",
        "/changes?all=true",
        "/corrections",
    ],
)
def test_pages_of_one_thing_hold_what_one_long_page_does(client: TestClient, path: str) -> None:
    whole = got(client, path)
    assert whole["next"] is None
    assert walked(client, f"{path}{'&' if '?' in path else '?'}limit=1") == whole["items"]
    assert path == "/corrections" or whole["items"]


def test_a_list_goes_on_where_it_stopped_when_something_came_meanwhile(tmp_path: Path) -> None:
    builder = _one(tmp_path)
    with TestClient(create_app(Site(builder.database, builder.bodies, StillClock(), BASE))) as client:
        versions = got(client, f"/documents/{TERMS}/versions?limit=1")
        provisions = got(client, f"/documents/{TERMS}/provisions?limit=1")
        builder.publish(TERMS, read_markdown("# Terms\n\nAll is new.\n"), BEGIN.replace(year=2027))
        rest = walked(client, versions["next"].removeprefix(API))
        assert [versions["items"][0]["id"], *(each["id"] for each in rest)] == [
            each["id"] for each in got(client, f"/documents/{TERMS}/versions")["items"][1:]
        ]
        later = walked(client, provisions["next"].removeprefix(API))
        assert {each["version"] for each in later} == {provisions["items"][0]["version"]}


def test_the_changes_are_the_records_with_the_command_lines_lines(
    client: TestClient, instance: Builder
) -> None:
    found = walked(client, "/changes?all=true&limit=2")
    with instance.database.read() as connection:
        wanted = records.RecordFilter(rereads=True)
        known = as_ruled(connection, records.records(connection, wanted, newest_first=True))
        owners = {
            each.id: (each, owner) for owner in catalog.platforms(connection) for each in owner.documents
        }
        lines = [record_line(each, *owners[each.document], source_of(connection, each)) for each in known]
    assert [canonical_json(each) for each in found] == [canonical_json(each) for each in lines]
    assert got(client, f"/changes/{found[0]['id']}") == found[0]
    alerting = [each["id"] for each in found if each["alert"]]
    assert [each["id"] for each in walked(client, "/changes")] == alerting
    assert {each["platform"] for each in walked(client, "/changes?platform=birchwood")} == {"Birchwood"}


def test_what_the_command_line_prints_is_what_the_api_answers(archive: tuple[Path, TestClient]) -> None:
    home, client = archive

    def printed(*arguments: str) -> list[Any]:
        result = CliRunner().invoke(main, [*arguments, "--home", str(home), "--json"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    where = ("--platform", "Birchwood", "--document", "Terms of Use")
    assert walked(client, f"/documents/{TERMS}/provisions?limit=3") == printed("provisions", *where)
    earlier = printed("provisions", *where, "--at", "2026-01-20")
    assert walked(client, f"/documents/{TERMS}/provisions?limit=2&at=2026-01-19") == earlier
    oldest_first = printed("changes", "--all")
    assert walked(client, "/changes?all=true&limit=1") == oldest_first[::-1]
    assert got(client, "/platforms/birchwood/facts")["facts"] == printed("facts", "--platform", "birchwood")


def test_a_ruling_of_an_editor_is_what_the_api_tells(archive: tuple[Path, TestClient]) -> None:
    _, client = archive
    fees = got(client, f"/documents/{TERMS}/provisions/history")
    assert any(each["reviewed"] for each in walked(client, f"/documents/{TERMS}/provisions"))
    logged = walked(client, "/corrections?limit=1")
    assert [each["reason"] for each in logged] == ["a broken word"]
    assert logged[0]["new"] in {each["severity"] for each in fees["findings"]}


def test_facets_count_what_is_analysed(archive: tuple[Path, TestClient]) -> None:
    _, client = archive
    facets = got(client, f"/facets?document={TERMS}")
    assert facets["provisions"] == len(walked(client, f"/documents/{TERMS}/provisions"))
    assert sum(each["provisions"] for each in facets["severities"]) == facets["provisions"]
    assert facets["topics"]
    assert facets == got(client, "/facets?platform=birchwood")
    spoken = {each["id"] for each in walked(client, "/topics?limit=200") if each["platforms"]}
    assert spoken == {each["value"] for each in facets["topics"]}
    topic = min(spoken)
    assert [each["platform"] for each in got(client, f"/topics/{topic}")["sides"]["speaking"]] == [
        "birchwood"
    ]
    cells = got(client, f"/compare?p=birchwood&topic={topic}&at=2026-03-30")["topics"][0]["cells"]
    assert cells[0]["state"] == "comparable"
    assert cells[0]["quotation"]


def test_a_version_tells_text_hashes_dates_and_sources(client: TestClient) -> None:
    shown = got(client, f"/documents/{TERMS}/versions/2026-01-06")
    again = got(client, f"/documents/{TERMS}/versions/{shown['id'][:12]}")
    assert shown == again
    begin, end = shown["dates"][0]["span"]
    assert shown["text"][begin:end] == "5 January 2026"
    assert shown["sources"][0]["status"] == 200
    assert shown["sources"][0]["body_sha256"] == shown["text_sha256"]
    for each in got(client, f"/documents/{TERMS}/provisions?at={shown['id'][:12]}")["items"]:
        assert shown["text"][slice(*each["span"])] == each["text"]
        for statement in each["statements"]:
            assert shown["text"][slice(*statement["span"])] == statement["text"]


@pytest.mark.parametrize("path", ["/platforms", f"/documents/{TERMS}", "/openapi.json", "/topics/MISSING"])
def test_answers_carry_strong_tags_and_the_guards_headers(client: TestClient, path: str) -> None:
    answer = client.get(f"{API}{path}")
    kind = "application/json" if answer.status_code == 200 else "application/problem+json"
    assert answer.headers["content-type"] == kind
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "access-control-allow-origin" not in answer.headers
    head = client.head(f"{API}{path}")
    assert (head.status_code, head.content) == (answer.status_code, b"")
    assert head.headers["content-length"] == str(len(answer.content))
    if answer.status_code == 200:
        tag = answer.headers["etag"]
        assert tag.startswith('"')
        assert head.headers["etag"] == tag
        for asked in (tag, f'"x", W/{tag}', "*"):
            same = client.get(f"{API}{path}", headers={"if-none-match": asked})
            assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
        assert client.get(f"{API}{path}", headers={"if-none-match": '"other"'}).status_code == 200


REFUSED = [
    ("GET", "/nothing", 404),
    ("GET", "/platforms/none", 404),
    ("GET", f"/documents/{EMPTY}/provisions", 404),
    ("GET", f"/documents/{TERMS}/provisions/none", 404),
    ("GET", f"/documents/{TERMS}/provisions/fees/comparison?statement=99", 404),
    ("GET", f"/documents/{TERMS}/versions/none", 404),
    ("GET", f"/documents/{TERMS}/versions/1900-01-01", 404),
    ("GET", "/changes/none", 404),
    ("GET", "/changes?platform=none", 404),
    ("GET", "/facets?document=birchwood", 404),
    ("GET", "/regulations/none", 404),
    ("GET", f"/platforms/{quote('a' + chr(0) + 'b')}", 404),
    ("GET", f"/changes/{quote(chr(0x202E) + 'x')}", 404),
    ("GET", "/platforms/..%2f..%2fetc%2fpasswd", 404),
    ("GET", "/documents/%2e%2e/%2e%2e", 404),
    ("GET", f"/platforms/{'a' * 5000}", 404),
    ("GET", "/platforms/%ff%fe", 404),
    ("GET", "/platforms/a%0Ab", 404),
    ("GET", "/%0A", 404),
    ("GET", "/platforms?limit=0", 400),
    ("GET", "/platforms?limit=201", 400),
    ("GET", f"/platforms?limit={'9' * 3000}", 400),
    ("GET", "/platforms?limit=1&limit=2", 400),
    ("GET", "/platforms?limt=1", 400),
    ("GET", "/platforms?after=%00", 400),
    ("GET", "/platforms?after=é", 400),
    ("GET", "/platforms?after=W10", 400),
    ("GET", "/platforms?after=WyJ4Iiw5OTk5OTk5OTk5OTk5OTk5OTk5OV0", 400),
    ("GET", f"/platforms?x={'a' * 10_000}", 400),
    ("GET", "/platforms?" + "&".join(f"a{n}=1" for n in range(60)), 400),
    ("GET", "/changes?class=none", 400),
    ("GET", "/changes?severity=grave", 400),
    ("GET", "/changes?since=yesterday", 400),
    ("GET", "/changes?since=0001-01-01T00:00:00%2B14:00", 400),
    ("GET", "/changes?silent=perhaps", 400),
    ("GET", "/compare", 400),
    ("GET", "/compare?p=,&topic=,", 400),
    ("GET", "/compare?p=birchwood&topic=none", 400),
    ("GET", f"/compare?p={','.join('abcdefgh')}&topic=x", 400),
    ("POST", "/platforms", 405),
    ("DELETE", "/platforms/birchwood", 405),
    ("OPTIONS", "/platforms", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), REFUSED, ids=[f"{m} {p[:50]}" for m, p, _ in REFUSED])
def test_bad_requests_are_told_what_why_and_what_to_do(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, f"{API}{path}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    told = shapes.Problem.model_validate_json(answer.content, strict=True)
    assert told.status == status
    assert told.title == HTTPStatus(status).phrase
    for part in (told.subject, told.reason):
        assert part in told.detail
    assert told.subject
    assert told.reason
    assert told.mend
    assert (told.detail + told.mend).isprintable()
    assert len(answer.content) < 1_500
    if status == 405:
        assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("", 200),
        ("*/*", 200),
        ("application/*;q=0.1", 200),
        ("text/html, application/json", 200),
        ("text/html", 406),
        ("application/json;q=0", 406),
    ],
)
def test_answers_are_json_or_not_acceptable(client: TestClient, accept: str, status: int) -> None:
    answer = client.get(f"{API}/platforms", headers={"accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"].endswith("json")


def test_a_cursor_holds_for_its_own_list_only(client: TestClient) -> None:
    following = got(client, "/changes?all=true&limit=1")["next"]
    after = following.partition("after=")[2]
    assert client.get(following).status_code == 200
    for other in ("/changes?limit=1&after=", "/platforms?after=", f"/documents/{TERMS}/versions?after="):
        assert client.get(f"{API}{other}{after}").status_code == 400


def test_hostile_words_are_data(client: TestClient) -> None:
    provisions = walked(client, f"/documents/{HOSTILE}/provisions")
    assert any("<script>" in each["text"] for each in provisions)
    shown = client.get(f"{API}/documents/{HOSTILE}/provisions")
    assert shown.headers["content-type"] == "application/json"


def test_comparison_waits_until_all_is_gathered_and_then_answers(tmp_path: Path) -> None:
    builder = _one(tmp_path)
    app = create_app(Site(builder.database, builder.bodies, StillClock(), BASE))
    # Without its lifespan nothing gathered yet: the first question starts it.
    client = TestClient(app)
    path = f"{DOCUMENT}/provisions/fees/comparison"
    first = client.get(path)
    assert first.status_code == 503
    assert int(first.headers["retry-after"]) > 0
    shapes.Problem.model_validate_json(first.content)
    waited = threading.Event()
    for _ in range(600):
        answer = client.get(path)
        if answer.status_code == 200:
            break
        waited.wait(0.05)
    told = shapes.Comparison.model_validate_json(answer.content)
    assert told.platforms == {}
    assert told.statement.text


def test_the_page_lists_every_endpoint_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get(f"{API}/")
    assert page.status_code == 200
    described = got(client, "/openapi.json")
    for path in described["paths"]:
        assert f"{API}{path}" in page.text
    assert "<script" not in page.text
    assert not [each for each in page.text.split('"') if each.startswith("//") or "cdn" in each]
    assert client.get(f"{API}/docs").status_code == 404


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, TestClient]]:
    """A home of the command line with an analysed document and one ruling, and the API in front of it."""
    folder = tmp_path_factory.mktemp("home")
    home = folder / "home"
    instance = open_instance(home, {}, create=True)
    assert isinstance(instance.bodies, FolderArchive)
    builder = Builder(folder)
    builder.database.close()
    builder.database, builder.bodies = instance.database, instance.bodies
    _publish(builder)
    analyse_current(instance, TERMS)
    item = next(
        each
        for each in items_in(instance.database, instance.editions.get, owned(instance.database)[0]) or ()
        if each.kind is ItemKind.FINDING and each.subject == "history"
    )
    values = ((Matter.SEVERITY, "high" if item.severity is not Severity.HIGH else "low"),)
    decision = Decision(Ruling.REPLACE, "Ada", "a broken word", values=values)
    rule(instance.database, instance.editions.get, item.id, decision, NOW)
    site = Site(instance.database, instance.bodies, StillClock(), BASE)
    with TestClient(create_app(site)) as opened:
        yield home, opened
    instance.close()


def _one(folder: Path) -> Builder:
    builder = Builder(folder)
    _publish(builder)
    return builder


def _publish(builder: Builder) -> None:
    builder.declare(_platform("birchwood", "Birchwood", (TERMS, "Terms of Use")))
    builder.publish(TERMS, read_markdown(FIRST), BEGIN)
    builder.publish(TERMS, read_markdown(FIRST.replace("14 days", "21 days")), BEGIN.replace(month=2))
    builder.publish(TERMS, read_markdown(FIRST.replace("14 days", "7 days")), BEGIN.replace(month=3))
