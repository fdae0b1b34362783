"""What each page shows, and that every page holds together: links, structure, headers, hostile input."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from selectolax.lexbor import LexborHTMLParser
from tests.web.conftest import BASE, Get
from tests.web.small_instance import EMPTY, EVIL_LINKS, HOSTILE, TERMS, Builder

from clausewatch.nouns.document import Version
from clausewatch.publish import DISCLAIMER
from clausewatch.storage import records, versions
from clausewatch.web.labels import INDEPENDENCE

DOCUMENT, NETTLE = f"/platform/{TERMS}/", f"/platform/{HOSTILE}/"
STARTS = ("/", "/feed.atom", "/watch/songbirds/feed.atom", f"{DOCUMENT}?at=2026-01-10", "/changes/?class=")


def parsed(get: Get, path: str) -> LexborHTMLParser:
    answer = get(path)
    assert answer.status == 200, path
    return LexborHTMLParser(answer.data)


def words(page: LexborHTMLParser, selector: str = "main") -> str:
    node = page.css_first(selector)
    assert node is not None, selector
    return " ".join(node.text().split())


def known(instance: Builder, document: str = TERMS) -> tuple[Version, ...]:
    with instance.database.read() as connection:
        return versions.versions(connection, document)


def record_ids(instance: Builder, document: str | None = None) -> list[str]:
    with instance.database.read() as connection:
        found = records.records(connection, records.RecordFilter(document=document))
        return [each.id for each in found]


def crawl(get: Get) -> Iterator[tuple[str, bytes]]:
    """Every page that can be reached, once, with its HTML."""
    waiting, seen = list(STARTS), set(STARTS)
    while waiting:
        path = waiting.pop()
        answer = get(path)
        if answer.status in (301, 302):
            targets = [answer.headers["location"]]
        else:
            assert answer.status == 200, f"{path} answers {answer.status}"
            if not answer.headers["content-type"].startswith("text/html"):
                continue
            yield path, answer.data
            nodes = LexborHTMLParser(answer.data).css("a[href], link[href], blockquote[cite]")
            targets = [str(node.attributes.get("href") or node.attributes["cite"]) for node in nodes]
        for target in targets:
            absolute = urlsplit(urljoin(BASE + path, target))
            if absolute.netloc != urlsplit(BASE).netloc:
                continue
            local = absolute.path + (f"?{absolute.query}" if absolute.query else "")
            if local not in seen:
                seen.add(local)
                waiting.append(local)


@pytest.fixture(scope="module")
def pages(get: Get) -> dict[str, bytes]:
    return dict(crawl(get))


def test_every_link_leads_somewhere(pages: dict[str, bytes], instance: Builder) -> None:
    """The crawl asserts 200 for each page; it must have met every kind of page."""
    assert {f"/change/{each}/" for each in record_ids(instance)} <= set(pages)
    for wanted in ("/health/", "/methodology/", f"{DOCUMENT}history/", f"{DOCUMENT}do-not-build-snares/"):
        assert wanted in pages
    assert any("/diff/" in path and "view=inline" in path for path in pages)
    assert f"{NETTLE}provision/history/" in pages


def test_fragments_lead_to_an_element(pages: dict[str, bytes]) -> None:
    ids = {
        path: {node.attributes["id"] for node in LexborHTMLParser(body).css("[id]")}
        for path, body in pages.items()
    }
    for path, body in pages.items():
        for node in LexborHTMLParser(body).css("a[href*='#']"):
            target = urlsplit(urljoin(BASE + path, str(node.attributes["href"])))
            local = target.path + (f"?{target.query}" if target.query else "")
            if target.netloc == urlsplit(BASE).netloc and local in ids and target.fragment:
                assert target.fragment in ids[local], f"{path} -> {node.attributes['href']}"


def test_pages_are_sound_html(pages: dict[str, bytes]) -> None:
    """One h1, headings in order, landmarks, a language, unique ids, labelled fields."""
    for path, body in pages.items():
        page = LexborHTMLParser(body)
        assert len(page.css("h1")) == 1, path
        levels = [int(str(node.tag)[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
        steps = pairwise(levels)
        assert all(after <= before + 1 for before, after in steps), (path, levels)
        assert page.css_first("html").attributes["lang"] == "en"  # type: ignore[union-attr]
        for landmark in ("header", "main", "footer", "nav", "a.skip"):
            assert page.css_first(landmark) is not None, (path, landmark)
        ids = [str(node.attributes["id"]) for node in page.css("[id]")]
        assert len(ids) == len(set(ids)), (path, sorted(each for each in ids if ids.count(each) > 1))
        for field in page.css("select, input:not([type=hidden])"):
            assert field.parent is not None
            assert field.parent.tag == "label", path
        assert INDEPENDENCE in words(page, "footer"), path


def test_nothing_hostile_becomes_markup(pages: dict[str, bytes]) -> None:
    for path, body in pages.items():
        page = LexborHTMLParser(body)
        assert (
            page.css("script:not([src^='/static/']), img, iframe, object, style, base, form[action^='http']")
            == []
        ), path
        for node in page.css("*"):
            for name in node.attributes:
                assert not name.startswith("on"), (path, name)
                assert name != "style", path
        for node in page.css("a[href]"):
            href = str(node.attributes["href"])
            assert href not in EVIL_LINKS, path
            assert re.match(r"(/(?!/)|#|https?://|mailto:)", href), (path, href)
            if urlsplit(href).netloc:
                assert node.attributes["rel"] == "nofollow noopener noreferrer", (path, href)


def test_the_content_security_policy_is_on_every_answer(get: Get) -> None:
    css = str(parsed(get, "/").css_first("link[rel=stylesheet]").attributes["href"])  # type: ignore[union-attr]
    for path in (
        "/",
        css,
        "/nowhere",
        "/platform/birchwood",
        "/feed.atom",
        "/changes/?class=no",
        "/favicon.ico",
    ):
        answer = get(path)
        assert answer.headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'; "
        ), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "referrer-policy" in answer.headers
    assert "immutable" in get(css).headers["cache-control"]
    assert get("/", "POST").status == 405


def test_head_and_conditional_requests(get: Get) -> None:
    whole, head = get(DOCUMENT), get(DOCUMENT, "HEAD")
    assert head.status == 200
    assert head.data == b""
    assert head.headers["etag"] == whole.headers["etag"]
    again = get(DOCUMENT, if_none_match=whole.headers["etag"])
    assert (again.status, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/platform/birchwood", "/platform/birchwood/"),
        (f"{DOCUMENT[:-1]}?at=2026-01-10", f"{DOCUMENT}?at=2026-01-10"),
        ("/platform/Birchwood/", "/platform/birchwood/"),
    ],
)
def test_addresses_are_put_right(get: Get, path: str, to: str) -> None:
    answer = get(path)
    assert (answer.status, answer.headers["location"]) == (301, to)


@pytest.mark.parametrize(
    ("path", "suggested"),
    [
        ("/platform/birchwod/", "/platform/birchwood/"),
        ("/platform/birchwood/terms-of-us/", DOCUMENT),
        (f"{DOCUMENT}do-not-build-snare/", f"{DOCUMENT}do-not-build-snares/"),
        (f"{DOCUMENT}?at=nonsense", DOCUMENT),
        (f"{DOCUMENT}diff/zz", f"{DOCUMENT}history/#compare"),
        ("/change/2026-unknown/", "/changes/"),
        ("/watch/by-mail/feed.atom", "/feed.atom"),
        ("/%22%3E%3Cscript%3E", "/"),
        ("//nettle.example", "/"),
    ],
)
def test_what_is_not_here_is_told_kindly(get: Get, path: str, suggested: str) -> None:
    answer = get(path)
    assert answer.status == 404
    page = LexborHTMLParser(answer.data)
    assert len(page.css("h1")) == 1
    assert suggested in [node.attributes["href"] for node in page.css("main a")]
    assert page.css("script") == []


def test_the_document_page_anchors_its_provisions(get: Get) -> None:
    page = parsed(get, DOCUMENT)
    section = page.css_first("section#do-not-build-snares")
    assert section is not None
    assert "plan a snare for songbirds" in section.text()
    assert [node.text() for node in section.css("strong")] == ["live"]
    assert "cookies" in words(page, ".outline").lower()
    assert page.css_first("time.printed").attributes["datetime"] == "2026-01-05"  # type: ignore[union-attr]
    assert "5 coins" in words(page, ".policy table")
    assert "stale" in words(page, ".banner")


def test_an_older_version_says_that_it_is_one(get: Get, instance: Builder) -> None:
    oldest = known(instance)[-1]
    for at in (oldest.id[:12], "2026-01-10"):
        page = parsed(get, f"{DOCUMENT}?at={at}")
        assert "An older version" in words(page, ".banner")
        assert "for 30 days" in words(page, ".policy")
    assert "for 90 days" in words(parsed(get, DOCUMENT), ".policy")


def test_a_document_without_captures_has_a_page(get: Get) -> None:
    assert "No version of this document is on record yet" in words(parsed(get, f"/platform/{EMPTY}/"))
    assert get(f"/platform/{EMPTY}/anything/").status == 404


def test_history_folds_quiet_records_with_their_reasons(get: Get) -> None:
    page = parsed(get, f"{DOCUMENT}history/")
    folded = words(page, ".events details")
    assert "Why no alert" in folded
    assert "noise" in folded
    assert len(page.css("figure.chart tbody tr")) == 2
    assert len(page.css("form.compare option")) == 8
    answer = get(f"{DOCUMENT}diff/?a=2026-01-06&b=2026-03-30&changed=1")
    assert answer.status == 302
    assert "changed=1" in answer.headers["location"]


def test_two_versions_are_shown_side_by_side_and_inline(get: Get, instance: Builder) -> None:
    after, before = known(instance)[2], known(instance)[3]
    path = f"{DOCUMENT}diff/{before.id[:12]}..{after.id[:12]}"
    page = parsed(get, path)
    row = page.css_first("tr.changed")
    assert row is not None
    old, new = row.css_first("td.before"), row.css_first("td.after")
    assert old is not None
    assert new is not None
    assert "[removed: 30]" in old.text()
    assert "[added: 90]" in new.text()
    assert "changed" in row.text()
    inline = parsed(get, f"{path}?view=inline&changed=1")
    assert "[removed: 30][added: 90]" in words(inline, "table.diff")
    assert "unchanged" in words(inline, "tr.skipped")
    assert page.css("tr.skipped") == []


def test_a_change_record_tells_all_about_itself(get: Get, instance: Builder) -> None:
    first = record_ids(instance, TERMS)[0]
    told = words(parsed(get, f"/change/{first}/"))
    for wanted in ("Four clocks", "Silent edit", "Watches are told", "Why it has this class", DISCLAIMER):
        assert wanted in told
    page = parsed(get, f"/change/{first}/")
    quoted = [node.text().strip() for node in page.css("figure.quote blockquote")]
    assert "We keep your messages for 30 days." in quoted
    assert "We keep your messages for 90 days." in quoted
    for version in known(instance)[2:]:
        assert version.text in told


def test_a_failed_capture_is_no_removal(get: Get, instance: Builder) -> None:
    failed = next(each for each in record_ids(instance) if "nothing counts as removed" in _record(get, each))
    assert "503 <b>Oops</b>" in _record(get, failed)
    assert "failing" in words(parsed(get, "/health/")).lower()


def _record(get: Get, identifier: str) -> str:
    return words(parsed(get, f"/change/{identifier}/"))


def test_a_provision_shows_its_words_and_its_life(get: Get) -> None:
    page = parsed(get, f"{DOCUMENT}provision/history/")
    assert "We keep your messages for 90 days." in words(page, ".excerpt")
    told = words(page)
    assert "This document has changed 2 times in substance over 4 versions" in told
    assert "[removed: 30]" in told
    assert DISCLAIMER in told


def test_a_provision_that_went_is_still_found(get: Get) -> None:
    page = parsed(get, f"{DOCUMENT}disputes/")
    assert "No longer in the current text" in words(page, ".banner")
    assert "the court at your home" in words(page, ".excerpt")


def test_the_feed_of_changes_is_narrowed_by_its_form(get: Get) -> None:
    assert "of 3 records" in words(parsed(get, "/changes/"))
    assert "of 2 records" in words(parsed(get, "/changes/?platform=birchwood"))
    assert "1–1 of 1 record" in words(parsed(get, "/changes/?class=noise"))
    assert "No record answers this" in words(parsed(get, "/changes/?until=1999-12-31"))
    assert get("/changes/?platform=nobody").status == 400
    assert get("/changes/?page=9999999999").status == 200
    assert get("/changes/?severity=dire").status == 400


@pytest.mark.parametrize("path", ["/feed.atom", "/watch/songbirds/feed.atom"])
def test_feeds_are_atom(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.headers["content-type"] == "application/atom+xml"
    root = ET.fromstring(answer.data)
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == 3


@pytest.mark.parametrize("path", ["/feed", "/watch/songbirds/feed"])
def test_json_feeds_say_what_the_atom_feeds_say(get: Get, path: str) -> None:
    """https://www.jsonfeed.org/version/1.1/: version, title and items with an id are what a feed must have."""
    answer = get(f"{path}.json")
    assert answer.headers["content-type"] == "application/feed+json"
    found = json.loads(answer.data)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["feed_url"] == f"{BASE}{path}.json"
    atom = ET.fromstring(get(f"{path}.atom").data)
    name = "{http://www.w3.org/2005/Atom}"
    entries = atom.findall(f"{name}entry")
    assert [each["id"] for each in found["items"]] == [each.findtext(f"{name}id") for each in entries]
    assert [each["title"] for each in found["items"]] == [each.findtext(f"{name}title") for each in entries]
    for item in found["items"]:
        assert item["content_text"]
        assert item["date_published"].endswith("Z")


def test_a_watch_without_a_feed_has_no_json_feed_either(get: Get) -> None:
    assert get("/watch/nobody/feed.json").status == 404
    assert get("/watch/by-mail/feed.json").status == 404


def test_the_notice_stands_escaped_on_every_page(get: Get) -> None:
    for path in ("/", "/nowhere"):
        assert "Nothing here is &lt;real&gt;." in get(path).data.decode()


def test_days_ahead_stand_on_the_changes_page_and_in_a_calendar(get: Get) -> None:
    ahead = parsed(get, "/changes/").css_first("section[aria-labelledby=ahead]")
    assert ahead is not None
    assert "1 May 2026 · Birchwood, Terms of Use: takes effect" in " ".join(ahead.text().split())
    answer = get("/calendar.ics")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.data.startswith(b"BEGIN:VCALENDAR")
    assert b"DTSTART;VALUE=DATE:20260501" in answer.data
    assert get("/watch/songbirds/calendar.ics").status == 200
    assert get("/watch/nobody/calendar.ics").status == 404


def test_a_provision_says_since_when_each_statement_was_said(get: Get) -> None:
    shown = words(parsed(get, f"{DOCUMENT}provision/history/"), ".statements")
    assert "We keep your messages for 90 days." in shown
    first, second = re.findall(r"on record so worded since (\d+ \w+ \d+)", shown)
    assert (second, first) == ("5 Jan 2026", "25 Jan 2026")


def test_a_provision_says_what_it_means_and_what_each_sentence_rests_on(get: Get) -> None:
    page = parsed(get, f"{DOCUMENT}disputes/?at=2026-02-20")
    shown = words(page, "section[aria-labelledby=meaning]")
    assert "From the text" in shown
    assert "In general" in shown
    excerpt = words(page, "h1") + words(page, "blockquote")
    for sentence in page.css(".said .grounded"):
        said = " ".join(sentence.text().split())
        quoted = re.findall(r"“([^”]+)”", said)
        assert all(quote.strip(" …") in excerpt for quote in quoted), said
        leads = [str(each.attributes["href"]) for each in sentence.css("a")]
        assert leads, said
        for lead in leads:
            held = page.css_first(f".excerpt {lead}")
            assert held is not None, lead
            assert held.text().strip(), lead
    assert not page.css(".said .context a[href^='#']")


def test_the_meaning_names_topics_and_does_not_repeat_the_words_above_it(get: Get) -> None:
    page = parsed(get, f"{DOCUMENT}disputes/?at=2026-02-20")
    shown = words(page, "section[aria-labelledby=meaning]")
    topics = page.css(".said .context a[href^='/topic/']")
    assert topics
    assert not re.search(r"[A-Z]{3,}\.[a-z_]+", shown)
    assert "knowledge entry" not in shown
    excerpt = words(page, ".excerpt blockquote")
    lists = {
        each.text(): (each.next.next if each.next and each.next.tag == "-text" else each.next)
        for each in page.css("section[aria-labelledby=meaning] h3")
    }
    what = lists.get("What it is")
    said = " ".join(what.text().split()) if what is not None else ""
    quoted = sum(len(each) for each in re.findall(r"“([^”]+)”", said) if each.strip(" …") in excerpt)
    assert quoted < len(excerpt) / 2


def test_quick_facts_quote_the_documents_or_say_not_found(get: Get) -> None:
    page = parsed(get, "/platform/birchwood/facts/")
    answers = page.css(".quick > div")
    assert len(answers) == 17
    text = words(parsed(get, f"{DOCUMENT}"))
    for answer in answers:
        quotation = answer.css_first("blockquote")
        if quotation is None:
            assert "not found in the captured documents" in answer.text()
        else:
            assert " ".join(quotation.text().split()) in text
    assert get("/platform/Birchwood/facts/").status == 301
