"""The registry: a form that works without JavaScript, results that are safe to show, filters that survive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import urllib3
from selectolax.lexbor import LexborHTMLParser
from tests.pipeline.live_kit import Live, live
from tests.pipeline.test_analyse import publish
from tests.web.conftest import BASE, Get

from clausewatch.pipeline.local import analyse_waiting
from clausewatch.web import Site, create_app, start_server

EVIL = "songbirds &lt;script&gt;alert(1)&lt;/script&gt; songbirds &lt;b"

Page = Callable[[str], tuple[int, LexborHTMLParser]]


def body(term: str) -> bytes:
    sections = "".join(
        f"<h2>{number}. {word.title()}</h2><p>You must not plan {word} with {EVIL}. We may review {word} at any time.</p>"
        for number, word in enumerate(("snares", "traps", term), 1)
    )
    more = "<p>Nothing else is said here about anything of the kind, and so on and on.</p>" * 20
    return f"<!doctype html><html lang='en'><title>Terms</title><main><h1>Terms</h1>{sections}{more}</main></html>".encode()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("registry"), "terms") as on:
        publish(on, body("nets"))
        on.clock.advance(hours=24)
        publish(on, body("cages"))
        analyse_waiting(on.instance, everything=True)
        yield on


@pytest.fixture(scope="module")
def ask(site: Live) -> Iterator[Page]:
    app = create_app(Site(site.instance.database, site.instance.bodies, site.clock, BASE, ""))
    server = start_server(app, "127.0.0.1", 0)
    pool = urllib3.PoolManager()

    def page(path: str) -> tuple[int, LexborHTMLParser]:
        answer = pool.request("GET", server.url + path)
        return answer.status, LexborHTMLParser(answer.data)

    yield page
    pool.clear()
    server.stop()


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


def hrefs(page: LexborHTMLParser, selector: str) -> list[str]:
    return [str(node.attributes["href"]) for node in page.css(selector)]


def test_words_are_found_marked_and_escaped(ask: Page) -> None:
    status, page = ask("/registry/?q=songbirds")
    assert status == 200
    assert page.css("main script") == []
    assert page.css("main b") == []
    assert set(texts(page, "mark")) == {"songbirds"}
    assert "songbirds <script>alert(1)</script> songbirds <b" in texts(page, ".passage")[0]
    assert texts(page, "h2.section-title")[0] == "3 provisions"
    (robots,) = page.css('meta[name="robots"]')
    assert robots.attributes["content"] == "noindex, nofollow"


def test_every_result_leads_to_its_words(ask: Page) -> None:
    _, page = ask("/registry/?q=nets&all=1")
    (href,) = hrefs(page, ".found .headline a")
    assert "?at=" in href
    status, shown = ask(href)
    assert status == 200
    assert "plan nets with" in " ".join(texts(shown, "main"))
    assert "no longer in force" in texts(page, ".badge")
    _, page = ask("/registry/?q=cages")
    (href,) = hrefs(page, ".found .headline a")
    assert "?" not in href
    assert ask(href)[0] == 200


def test_facets_say_how_many_they_lead_to_and_filters_survive(ask: Page) -> None:
    _, page = ask("/registry/?q=songbirds&from=2026")
    links = [(item.text(), str(a.attributes["href"])) for item in page.css("aside li") for a in item.css("a")]
    assert links
    for told, href in links:
        assert parse_qs(urlsplit(href).query)["q"] == ["songbirds"]
        status, narrowed = ask(href)
        assert status == 200
        count = re.search(r"([0-9]+)\s*$", told)
        assert count
        assert texts(narrowed, "h2.section-title")[0].split()[0] == count[1]
        # The next search keeps the filter, and a link takes it away.
        assert narrowed.css('form.search input[type="hidden"]')
        assert hrefs(narrowed, ".chosen a") == ["/registry/?q=songbirds&from=2026"]


def test_what_stood_on_a_day(ask: Page) -> None:
    assert texts(ask("/registry/?q=nets")[1], ".headline") == []
    assert "1 wording of other times" in " ".join(texts(ask("/registry/?q=nets")[1], "main li"))
    assert texts(ask("/registry/?q=nets&at=2026-03-02")[1], ".headline") == ["Nets"]
    assert texts(ask("/registry/?q=nets+at:2026-03-02")[1], ".headline") == ["Nets"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=%22open", "not closed"),
        ("q=platfrom:x", "platform:x"),
        ("q=x&at=yesterday", "2025-03-01"),
        ("q=x&platform=nobody", "no platform"),
        ("q=x&after=zzz", "first page"),
        ("q=" + "x" * 5000, "1,001"),
        ("q=%3Cscript%3Ealert(1)%3C/script%3E%22", "not closed"),
    ],
)
def test_a_bad_question_explains_itself(ask: Page, query: str, told: str) -> None:
    status, page = ask(f"/registry/?{query}")
    assert status == 400
    assert told in texts(page, "#trouble")[0]
    assert page.css("main script") == []
    assert page.css('form.search input[name="q"]')


@pytest.mark.parametrize("text", ["\0", "%00", "ǂnow", "*", "-", "()", "a' OR 1=1 --", "\x1b[2J", "NEAR("])
def test_hostile_questions_are_answered(ask: Page, text: str) -> None:
    assert ask(f"/registry/?q={quote(text)}&topic={quote(text)}")[0] in (200, 400)
    assert ask(f"/registry/?q={quote(text)}")[0] in (200, 400)


def test_a_misspelt_word_is_mended(ask: Page) -> None:
    _, page = ask("/registry/?q=songbrids")
    assert "/registry/?q=songbirds" in hrefs(page, "main p a")


def test_the_search_box_is_on_every_page(get: Get) -> None:
    for path in ("/", "/changes/", "/topic/", "/nowhere/"):
        page = LexborHTMLParser(get(path).data)
        forms = page.css("form[role=search]")
        assert forms, path
        for form in forms:
            assert form.attributes["action"] == "/registry/"
            assert form.css('input[name="q"]')


def test_documents_that_wait_are_said_to_wait(get: Get) -> None:
    page = LexborHTMLParser(get("/registry/").data)
    assert "2 documents wait to be analysed" in " ".join(texts(page, "main .standing"))
    assert page.css('meta[name="robots"]') == []
