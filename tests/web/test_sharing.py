"""What other machines are given: cards, sitemaps, robots.txt, icons, canonical addresses."""

from __future__ import annotations

import struct
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from selectolax.lexbor import LexborHTMLParser
from tests.web.conftest import BASE, Get
from tests.web.small_instance import EVIL, TERMS

from clausewatch.web.cards import HEIGHT, WIDTH, Card, drawn, wrapped

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGES = (
    "/",
    "/health/",
    f"/platform/{TERMS}/",
    "/platform/nettle/",
    "/platform/nettle/terms/x-script-y/",
    "/design/",
)


def meta(get: Get, path: str) -> dict[str, str]:
    page = LexborHTMLParser(get(path).data)
    found = {
        str(each.attributes["property"]): str(each.attributes["content"])
        for each in page.css("meta[property]")
    }
    canonical = page.css_first("link[rel=canonical]")
    return found | {"canonical": str(canonical.attributes["href"]) if canonical else ""}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_its_card_and_its_own_address(get: Get, path: str) -> None:
    told = meta(get, path)
    assert told["canonical"] == told["og:url"] == BASE + path
    assert told["og:title"]
    assert told["og:image"].startswith(f"{BASE}/card/")
    answer = get(urlsplit(told["og:image"]).path)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", answer.data[16:24]) == (1200, 630)


def test_cards_tell_pages_apart_and_are_always_the_same(get: Get) -> None:
    cards = [get(f"/card{path}").data for path in PAGES]
    assert len(set(cards)) == len(PAGES)
    assert get("/card/").data == cards[0]


def test_a_card_of_what_is_not_here(get: Get) -> None:
    """A wrong name is not found; an address that is no page's has the general card, and a file's leads to it."""
    assert get("/card/platform/nobody/").status == 404
    assert get("/card/no/such/page/at/all/").status == 200
    answer = get("/card/feed.atom")
    assert (answer.status, answer.headers["location"]) == (302, "/card/")


@pytest.mark.parametrize(
    "title",
    ["", EVIL, "x" * 5000, "words " * 900, "\u202e\x00\x07", "条款和条件", "\ud83d\ude00 😀", "“Quoted” – é"],
)
def test_any_words_make_a_card(title: str) -> None:
    png = drawn(Card(title, title, title))
    assert struct.unpack(">II", png[16:24]) == (WIDTH, HEIGHT)


def test_a_title_without_shapes_gives_way_to_where_the_page_is_and_never_shows_boxes() -> None:
    place = "Birchwood, Terms"
    assert drawn(Card("条款和条件", place, "foot")) == drawn(Card(place, "", "foot"))
    assert drawn(Card("条款和条件", "桦木", "foot")) == drawn(Card("", "", "foot"))
    assert drawn(Card("Terms", "桦木", "foot")) == drawn(Card("Terms", "", "foot"))


def test_lines_lose_no_word_and_fit() -> None:
    words = "one two " + "m" * 90 + " three"
    lines = wrapped(words, lambda each: 20.0 * len(each), 400.0)
    assert all(len(line) <= 20 for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_sitemaps_name_pages_that_are_there(get: Get) -> None:
    index = get("/sitemap.xml")
    assert index.headers["content-type"] == "application/xml"
    files = [str(each.text) for each in ET.fromstring(index.data).iter(f"{SITEMAP}loc")]
    assert files == [f"{BASE}/sitemap/pages.xml", f"{BASE}/sitemap/changes-1.xml"]
    for file in files:
        named = [
            str(each.text) for each in ET.fromstring(get(file.removeprefix(BASE)).data).iter(f"{SITEMAP}loc")
        ]
        assert named
        assert len(named) == len(set(named))
        for address in named:
            if "/topic/" not in address and "/regulation/" not in address:
                assert get(address.removeprefix(BASE)).status == 200, address
    assert get("/sitemap/changes-2.xml").status == 404
    assert get("/sitemap/changes-999999999999.xml").status == 404


def test_robots_are_told_what_to_leave(get: Get) -> None:
    answer = get("/robots.txt")
    told = answer.data.decode().splitlines()
    assert told[0] == "User-agent: *"
    assert f"Sitemap: {BASE}/sitemap.xml" in told
    assert "Disallow: /api/" in told
    assert "Disallow: /" not in told


def test_icons(get: Get) -> None:
    page = LexborHTMLParser(get("/").data)
    icons = {
        str(each.attributes["type"]): str(each.attributes["href"]) for each in page.css("link[rel=icon]")
    }
    for kind, path in icons.items():
        assert get(path).headers["content-type"] == kind
    assert get("/favicon.ico").headers["location"] == icons["image/png"]


def test_examples_are_not_for_search_engines(get: Get) -> None:
    page = LexborHTMLParser(get("/design/").data)
    robots = page.css_first("meta[name=robots]")
    assert robots is not None
    assert robots.attributes["content"] == "noindex"


@pytest.mark.parametrize(
    ("path", "status", "near"),
    [
        ("/birchwod/", 404, "/platform/birchwood/"),
        ("/platform/birchwod/terms-of-use/", 404, "/platform/birchwood/"),
        ("/chnges/", 404, "/changes/"),
        ("/changes/?class=no", 400, "/changes/"),
    ],
)
def test_failures_lead_on(get: Get, path: str, status: int, near: str) -> None:
    answer = get(path)
    page = LexborHTMLParser(answer.data)
    assert answer.status == status
    assert near in [each.attributes["href"] for each in page.css("main a")]
    assert page.css_first("main form[role=search]") is not None
