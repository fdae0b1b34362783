"""Long documents: comparisons, change records and histories stand in parts, no page is heavy, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from tests.web.conftest import BASE, Get, StillClock
from tests.web.small_instance import BEGIN, TERMS, Builder, _platform
from tests.web.test_pages import crawl

from clausewatch.storage import records, versions
from clausewatch.text.markdown import read_markdown
from clausewatch.web import Site, create_app
from clausewatch.web.addresses import provision_path
from clausewatch.web.changed import MOST_AGAIN
from clausewatch.web.parts import parts

BUDGET = 100_000
CLAUSES, VERSIONS = 260, 90
_EDITED = 24
_MOVED = "## Songbirds\n\nNobody may sell a songbird, its nest or its eggs through the service at any time of the year.\n"


def text(days: int, count: int, *, last: bool) -> str:
    clauses = "".join(
        f"## Clause {n}\n\nUnder clause {n} of these terms we keep the list of matter {n} for {days} days, and after that "
        f"we delete what the list of matter {n} holds, whoever asked for it and whatever was agreed elsewhere about it.\n\n"
        for n in range(count)
    )
    return f"# Terms\n\n{'' if last else _MOVED}\n{clauses}{_MOVED if last else ''}"


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Builder, TestClient]]:
    builder = Builder(Path(tmp_path_factory.mktemp("parts")))
    builder.declare(_platform("birchwood", "Birchwood", (TERMS, "Terms"), ("birchwood/many", "Many")))
    builder.publish(TERMS, read_markdown(text(30, CLAUSES, last=False)), BEGIN)
    builder.publish(TERMS, read_markdown(text(90, CLAUSES, last=True)), BEGIN + timedelta(days=1))
    for day in range(VERSIONS):
        builder.publish(
            "birchwood/many", read_markdown(text(30 + day, 1, last=False)), BEGIN + timedelta(days=day)
        )
    app = create_app(Site(builder.database, builder.bodies, StillClock(), BASE))
    with TestClient(app, base_url=BASE) as client:
        yield builder, client


def walked(client: TestClient, path: str, following: str = "a[rel=next]") -> list[LexborHTMLParser]:
    """The pages from that one on, by their links to the next part; each within the budget."""
    found = []
    while path:
        answer = client.get(path)
        assert answer.status_code == 200
        assert len(answer.content) < BUDGET, path
        found.append(LexborHTMLParser(answer.content))
        link = found[-1].css_first(f"nav.paging {following}")
        path = urljoin(path, str(link.attributes["href"])) if link else ""
    return found


def pair(builder: Builder) -> str:
    with builder.database.read() as connection:
        new, old = versions.versions(connection, TERMS)
    return f"/platform/{TERMS}/diff/{old.id[:12]}..{new.id[:12]}"


@pytest.mark.parametrize("query", ["", "?view=inline", "?changed=1"])
def test_the_parts_of_a_comparison_hold_every_row_once(long: tuple[Builder, TestClient], query: str) -> None:
    builder, client = long
    path = pair(builder) + query
    pages = walked(client, path)
    assert len(pages) > 1
    rows = [str(row.attributes["id"]) for page in pages for row in page.css("table.diff tr[id]")]
    whole = LexborHTMLParser(client.get(f"{path}{'&' if query else '?'}whole=1").content)
    assert rows == [str(row.attributes["id"]) for row in whole.css("table.diff tr[id]")]
    assert len(rows) == len(set(rows))
    last = rows[-1].removeprefix("row-")
    asked = client.get(f"{path}{'&' if query else '?'}row={last}")
    assert f'id="row-{last}"' in asked.text


def test_moves_lead_to_each_other_across_parts(long: tuple[Builder, TestClient]) -> None:
    builder, client = long
    pages = walked(client, f"{pair(builder)}?changed=1")
    ends = {
        kind: [row for page in pages for row in page.css(f"tr.{kind}")] for kind in ("moved-from", "moved-to")
    }
    assert ends["moved-from"]
    assert len(ends["moved-from"]) == len(ends["moved-to"])
    for here, there in (("moved-from", "moved-to"), ("moved-to", "moved-from")):
        for row in ends[here]:
            link = row.css_first("a.partner")
            assert link is not None
            href = str(link.attributes["href"])
            other = LexborHTMLParser(client.get(href).content).css_first(f"tr#{href.partition('#')[2]}")
            assert other is not None
            assert there in str(other.attributes["class"])


def test_the_parts_of_a_record_hold_every_change_once(long: tuple[Builder, TestClient]) -> None:
    builder, client = long
    with builder.database.read() as connection:
        (found,) = records.records(connection, records.RecordFilter(document=TERMS))
    pages = walked(client, f"/change/{found.id}/?order=document")
    assert len(pages) > 1
    shown = [str(each.attributes["id"]) for page in pages for each in page.css(".change[id]")]
    assert shown == [f"change-{number}" for number in range(len(found.changes))]


def test_a_record_tells_the_same_edit_once_and_leads_to_every_place_of_it(
    long: tuple[Builder, TestClient],
) -> None:
    builder, client = long
    with builder.database.read() as connection:
        (found,) = records.records(connection, records.RecordFilter(document=TERMS))
    pages = walked(client, f"/change/{found.id}/")
    shown = [str(each.attributes["id"]) for page in pages for each in page.css(".change[id]")]
    assert len(shown) < 10
    repeats = [each for page in pages for each in page.css("details.repeats")]
    (most,) = (each for each in repeats if f"The same edit in {CLAUSES} provisions" in each.text())
    places = most.css("li[id]")
    assert len(places) == MOST_AGAIN
    assert f"{CLAUSES - 1 - MOST_AGAIN} more places" in most.text()
    href = str(places[-1].css("a")[-1].attributes["href"])
    asked = LexborHTMLParser(client.get(href).content)
    fragment = href.partition("#")[2]
    assert fragment == places[-1].attributes["id"]
    assert asked.css_first(f".change#{fragment} .redline") is not None
    # The address of a change leads to the part and the entry that names it, whatever the order.
    assert f'id="{fragment}"' in client.get(f"/change/{found.id}/?change={fragment.partition('-')[2]}").text


def test_a_long_history_lists_everything_and_its_form_names_instants(
    long: tuple[Builder, TestClient],
) -> None:
    builder, client = long
    path = "/platform/birchwood/many/history/"
    with builder.database.read() as connection:
        known = versions.versions(connection, "birchwood/many")
        happened = records.records(connection, records.RecordFilter(document="birchwood/many"))
    happenings = walked(client, path, "a[rel=next][href*='record=']")
    listed = {str(a.attributes["href"]) for page in happenings for a in page.css(".events .headline a")}
    assert listed == {f"/change/{each.id}/" for each in happened}
    written = walked(client, path, "a[rel=next][href*='version=']")
    assert [code.text() for page in written for code in page.css("table.versions code")] == [
        v.id[:12] for v in known
    ]
    instants = [str(each.attributes["value"]) for each in happenings[0].css("datalist option")]
    assert len(instants) == VERSIONS
    answer = client.get(
        "/platform/birchwood/many/diff/", params={"a": instants[-1], "b": instants[0], "changed": "1"}
    )
    assert f"{known[-1].id[:12]}..{known[0].id[:12]}" in str(answer.url)
    assert answer.status_code == 200


def test_parts_are_cut_by_weight_and_lose_nothing() -> None:
    weights = [30_000, 500_000, 10_000, 20_000, 59_000, 1]
    found = parts(weights, 4)
    assert [place for first, end in found.ranges for place in range(first, end)] == list(range(6))
    assert found.holds(4)
    assert parts(weights, 99).shown == 0
    assert parts(weights, 0, whole=True).range == (0, 6)
    assert not parts([10] * 5, 3, whole=True).many
    assert parts([], 0).range == (0, 0)


def test_a_heading_alone_is_no_part() -> None:
    """What weighs next to nothing goes with the long passage after it, as on a page that is one passage."""
    assert parts([300, 110_000, 9_000], 0).ranges == ((0, 2), (2, 3))
    assert parts([9_000, 110_000], 0).ranges == ((0, 1), (1, 2))


def test_every_page_of_the_small_instance_is_light(get: Get) -> None:
    heavy = {path: len(body) for path, body in crawl(get) if len(body) >= BUDGET}
    assert heavy == {}


def test_the_changes_of_a_provision_are_in_parts_and_each_is_led_to(tmp_path: Path) -> None:
    builder = Builder(tmp_path)
    builder.declare(_platform("birchwood", "Birchwood", ("birchwood/many", "Many")))
    said = " ".join(f"and matter {number}, whoever asked for it," for number in range(30))
    for day in range(_EDITED):
        source = f"# Terms\n\n## Clause\n\nWe keep {said} for {30 + day} days.\n"
        builder.publish("birchwood/many", read_markdown(source), BEGIN + timedelta(days=day))
    client = TestClient(create_app(Site(builder.database, builder.bodies, StillClock(), BASE)), base_url=BASE)
    with builder.database.read() as connection:
        newest = versions.versions(connection, "birchwood/many")[0]
        stored = versions.stored_edition(connection, newest.id)
    assert stored is not None
    clause = next(each for each in stored.outline.provisions if each.title.startswith("Clause"))
    pages = walked(client, provision_path("birchwood/many", clause.id))
    assert len(pages) > 1
    told = [each.attributes["id"] for page in pages for each in page.css("ol.lifeline > li")]
    assert len(told) == len(set(told)) == _EDITED - 1
    # The sentence above names every change, wherever it stands.
    for page in pages[:2]:
        links = [str(each.attributes["href"]) for each in page.css("#monitoring ~ p a[href*='#event-']")]
        assert [each.partition("#")[2] for each in links] == told
        for link in (links[0], links[len(links) // 2], links[-1]):
            body = page if link.startswith("#") else LexborHTMLParser(client.get(link).content)
            assert body.css_first(f"li[id='{link.partition('#')[2]}']") is not None
    whole = LexborHTMLParser(client.get(provision_path("birchwood/many", clause.id) + "?whole=1").content)
    assert [each.attributes["id"] for each in whole.css("ol.lifeline > li")] == told
    builder.database.close()


def test_a_passage_too_long_for_two_columns_stands_once_with_its_marks(tmp_path: Path) -> None:
    builder = Builder(tmp_path)
    builder.declare(_platform("birchwood", "Birchwood", (TERMS, "Terms")))
    words = " ".join(f"word{number}" for number in range(5_000))
    for day, days in enumerate((30, 90)):
        source = (
            f"# Terms\n\n## One\n\nWe keep it for {days} days, {words}.\n\n## Two\n\nYou pay {days} euros.\n"
        )
        builder.publish(TERMS, read_markdown(source), BEGIN + timedelta(days=day))
    client = TestClient(create_app(Site(builder.database, builder.bodies, StillClock(), BASE)), base_url=BASE)
    pages = walked(client, pair(builder))
    rows = [each for page in pages for each in page.css("tr.changed")]
    (long_row,) = [each for each in rows if each.css_first("td.across")]
    (cell,) = long_row.css("td.across")
    assert all(mark.text() for mark in (*cell.css("del"), *cell.css("ins")))
    assert (len(cell.css("del")), len(cell.css("ins")), cell.attributes["colspan"]) == (1, 1, "2")
    assert long_row.text().count("word4999") == 1
    assert any("across both" in each.text() for page in pages for each in page.css("p.legend"))
    # Others stand side by side as ever.
    assert [each for each in rows if each.css_first("td.before") and each.css_first("td.after")]
    builder.database.close()
