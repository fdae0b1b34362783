"""The main journeys of PRODUCT.md, section 1: with JavaScript, without, and by keyboard alone."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.pipeline.live_kit import Live
from tests.web.browsing import launched
from tests.web.conftest import BASE
from tests.web.journey_kit import ARBITRATION, KEPT, Reader, observed

from clausewatch.change import parted
from clausewatch.drawing import open_artist
from clausewatch.nouns.document import Version
from clausewatch.storage import versions
from clausewatch.web import Site, create_app, start_server

pytestmark = pytest.mark.browser

HOW = ("script", "plain", "keys")
TERMS = "/platform/birchwood/terms/"


@dataclass(frozen=True)
class Served:
    """The instance behind its pages."""

    on: Live
    address: str

    def versions(self, document: str = "birchwood/terms") -> tuple[Version, ...]:
        """Newest first."""
        with self.on.instance.database.read() as connection:
            return versions.versions(connection, document)

    def content(self, version: Version) -> str:
        return self.on.instance.bodies.get(version.text).decode()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with observed(tmp_path_factory.mktemp("journeys")) as on:
        instance = on.instance
        site = Site(instance.database, instance.bodies, on.clock, BASE, artist=open_artist())
        server = start_server(create_app(site), "127.0.0.1", 0)
        yield Served(on, server.url.rstrip("/"))
        server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launched(playwright) as started:
        yield started


@pytest.fixture(params=HOW)
def reader(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Reader]:
    context = browser.new_context(java_script_enabled=request.param != "plain", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield Reader(page, served.address, keys=request.param == "keys")
    assert said == []
    context.close()


def test_a_consumer_learns_what_is_kept_what_changed_and_by_when(reader: Reader, served: Served) -> None:
    reader.open("/")
    reader.follow("main a[href='/platform/birchwood/']")
    reader.follow("main a[href$='/facts/']")
    answers = reader.texts("main dl.quick blockquote")
    assert ARBITRATION.format("Birchwood") in answers
    assert KEPT.split(".")[0].format(90) in {answer.partition(".")[0] for answer in answers}
    content = " ".join(served.content(served.versions()[0]).split())
    assert all(answer in content for answer in answers)
    reader.open("/")
    reader.follow("main a[href^='/change/']", "90")
    told = reader.said()
    assert "The period rises from 30 to 90 days" in told
    assert "1 Jun 2026" in told
    assert "[removed: 30]" in " ".join(reader.texts("main .redline"))


def test_a_journalist_quotes_a_silent_edit_old_and_new(reader: Reader, served: Served) -> None:
    reader.open("/")
    reader.follow("header a[href='/changes/']")
    reader.tick("main input[name=silent]")
    reader.follow("main form.filter button")
    reader.follow("main .headline a", "Birchwood must be resolved")
    assert "Silent edit" in reader.said()
    reader.follow("header a[href='/changes/']")
    reader.follow("main .headline a", "90")
    assert "Silent edit" not in reader.said()
    reader.unfold("main details.quotations:has-text('for 90 days') > summary", "word for word")
    new, old, *_ = served.versions()
    wanted = ((old, KEPT.format(30)), (new, KEPT.format(90)))
    figures = reader.page.locator("main details.quotations:has-text('for 90 days')").first.locator("figure")
    for (version, words), number in zip(wanted, range(2), strict=True):
        figure = figures.nth(number)
        quoted = " ".join(figure.locator("blockquote").inner_text().split())
        source = figure.locator("figcaption").inner_text()
        start, end = map(int, re.findall(r"characters (\d+)–(\d+)", source)[0])
        assert served.content(version)[start:end] == quoted
        assert quoted in words
        assert version.id[:12] in source
    permalink = str(figures.nth(1).locator("blockquote").get_attribute("cite"))
    reader.open(permalink.removeprefix(BASE))
    assert "for 90 days" in reader.said("article.policy")


def test_a_journalist_sees_who_did_it_first(reader: Reader) -> None:
    reader.open("/")
    reader.follow("header a[href='/topic/']")
    reader.follow("main a[href='/topic/DISPUTE.arbitration/']")
    told = reader.said()
    assert re.search(r"First seen to take it up: Alder on 12 Mar 2026", told)
    steps = reader.texts("main table.steps tbody tr")
    assert [re.findall("Alder|Birchwood", each)[0] for each in steps] == ["Alder", "Birchwood"]
    assert ARBITRATION.format("Alder") in steps[0]


def test_a_researcher_searches_wording_over_time(reader: Reader) -> None:
    for day, owners in (
        ("2026-03-05", []),
        ("2026-03-13", ["Alder"]),
        ("2026-03-25", ["Alder", "Birchwood"]),
    ):
        reader.open("/registry/")
        reader.write("main input[name=q]", '"binding individual arbitration"')
        reader.write("main input[name=at]", day)
        reader.follow("main form.search button")
        found = reader.texts("main ol.found > li")
        assert sorted(re.findall("Alder|Birchwood", each)[0] for each in found) == owners, day


def test_a_researcher_takes_the_same_from_the_api(reader: Reader, served: Served) -> None:
    """What the page shows is what a program gets, with its span."""
    reader.open("/registry/?q=arbitration+platform:birchwood")
    title = reader.said("main ol.found h3")
    answer = reader.page.request.get(f"{served.address}/api/v1/search?q=arbitration&platform=birchwood")
    (item,) = answer.json()["items"]
    assert title in json.dumps(item)
    listed = reader.page.request.get(f"{served.address}/api/v1/documents/birchwood/terms/provisions").json()[
        "items"
    ]
    provision = next(each for each in listed if each["title"] == title)
    content = served.content(served.versions()[0])
    assert ARBITRATION.format("Birchwood") in content[slice(*provision["span"])]


def test_a_compliance_officer_shows_what_was_said_on_a_day(reader: Reader, served: Served) -> None:
    reader.open(f"{TERMS}?at=2026-03-15")
    assert "An older version" in reader.said(".banner")
    shown = reader.said("article.policy")
    assert KEPT.format(30) in shown
    assert "arbitration" not in shown
    version = served.versions()[-1]
    evidence = reader.said("section[aria-labelledby=evidence]")
    assert hashlib.sha256(served.content(version).encode()).hexdigest() == version.text
    assert version.text in evidence
    assert all(capture in evidence for capture in version.captures)
    reader.follow("main .banner a", "current text")
    assert KEPT.format(90) in reader.said("article.policy")


def test_a_buyer_compares_vendors_and_takes_the_table_along(reader: Reader, served: Served) -> None:
    reader.open("/")
    reader.follow("header a[href='/compare/']")
    for name in ("alder", "birchwood", "cedar"):
        reader.tick(f"main input[name=p][value={name}]")
    group = "main form.choose details:has(input[value='DISPUTE.arbitration'])"
    if reader.page.locator(f"{group}[open]").count() == 0:
        reader.unfold(f"{group} > summary", "")
    reader.tick("main input[name=topic][value='DISPUTE.arbitration']")
    reader.follow("main form.choose button")
    quoted = reader.texts("main table.matrix blockquote")
    assert quoted == [ARBITRATION.format(name) for name in ("Alder", "Birchwood")]
    assert "Stale" in reader.said("main table.matrix"), "cedar's server broke: its silence is not claimed"
    href = reader.page.locator("main a[href^='/compare/export.csv']").get_attribute("href")
    body = reader.page.request.get(f"{served.address}{href}").body()
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [row["quotation"] for row in rows if row["quotation"]] == quoted
    assert [row["state"] for row in rows].count("stale") == 1


def test_a_regulator_sees_who_has_the_clause_since_when(reader: Reader, served: Served) -> None:
    reader.open("/topic/DISPUTE.arbitration/")
    rows = reader.texts("main table.steps tbody tr")
    assert [re.findall(r"\d+ \w+ 2026", each)[0] for each in rows] == ["12 Mar 2026", "22 Mar 2026"]
    reader.follow("main table.steps a[href^='/change/']")
    record = reader.path().split("/")[2]
    assert ARBITRATION.format("Alder") in " ".join(reader.texts("main .redline"))
    told = reader.page.request.get(f"{served.address}/api/v1/changes/{record}").json()
    assert told["observed_at"].startswith("2026-03-12")
    newest = served.versions("alder/terms")[0]
    assert newest.id[:12] in reader.said("section[aria-labelledby=evidence]")


def test_a_lawyer_walks_a_redline_both_ways(reader: Reader, served: Served) -> None:
    reader.open(TERMS)
    reader.follow("main a[href$='/history/']")
    reader.follow("main table.versions a[href*='/diff/']", "Redline")
    new, old, *_ = served.versions()
    assert f"{old.id[:12]}..{new.id[:12]}?changed=1" in reader.path()
    row = "main table.diff tr.changed:has-text('days')"
    assert "[removed: 30]" in " ".join(reader.texts(f"{row} td.before"))
    assert "[added: 90]" in " ".join(reader.texts(f"{row} td.after"))
    reader.follow("main .switch a", "Inline")
    assert "[removed: 30][added: 90]" in " ".join(reader.texts(row))
    reader.follow(f"{row} .places a", "before")
    assert old.id[:12] in reader.path()
    assert KEPT.format(30) in reader.said("article.policy")


def test_a_developer_reads_feed_and_json(reader: Reader, served: Served) -> None:
    reader.open("/changes/")
    link = reader.page.locator("main .headline a[href^='/change/']").first
    headline, record = link.inner_text().strip(), str(link.get_attribute("href")).split("/")[2]
    feed = reader.page.request.get(f"{served.address}/feed.atom").text()
    assert f"{BASE}/change/{record}/" in feed
    told = reader.page.request.get(f"{served.address}/api/v1/changes/{record}").json()
    assert parted(told["summary"]).lead == headline
    assert told["changes"]


def test_an_operator_sees_what_is_broken(reader: Reader) -> None:
    reader.open("/")
    reader.follow("header a[href='/health/']")
    told = reader.said("section[aria-labelledby=troubled]")
    assert "Cedar" in told
    assert "the server answered 503" in told
    assert "22 March 2026" in told, "its last good capture"
    sound = reader.said("section[aria-labelledby=sound]")
    assert "Alder" in sound
    assert "Cedar" not in sound
