"""A parameter that a page cannot use explains itself: which, why, and what is accepted."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser
from tests.web.conftest import Get

from clausewatch.web import desk

_BAD = [
    ("/changes/?since=yesterday", "since", "yesterday", "2026-03-10"),
    ("/changes/?until=2026-02-30", "until", "2026-02-30", "2026-03-10"),
    ("/changes/?since=2026-03-02&until=2026-03-01", "until", "2026-03-01", "Swap"),
    ("/changes/?platform=birchwod", "platform", "birchwod", "Choose one"),
    ("/changes/?class=serious", "class", "serious", "substantive, metadata, editorial"),
    ("/changes/?severity=dire", "severity", "dire", "low, medium, high"),
    ("/changes/?silent=yes", "silent", "yes", "1, 0"),
    ("/changes/?page=two", "page", "two", "from 1"),
    ("/changes/?page=0", "page", "0", "from 1"),
    ("/changes/?page=-1", "page", "-1", "from 1"),
    ("/changes/?page=²", "page", "²", "from 1"),
    ("/topic/DISPUTE.forum/?modality=shouting", "modality", "shouting", "prohibition"),
    ("/compare/?p=nobody", "p", "nobody", "Choose again"),
    ("/compare/?topic=DISPUTE.forumm", "topic", "DISPUTE.forumm", "Choose again"),
    ("/compare/?p=birchwood&topic=DISPUTE.forum&at=soon", "at", "soon", "2026-03-10"),
    ("/review/?platform=nobody", "platform", "nobody", "Choose one"),
    ("/review/?page=x", "page", "x", "from 1"),
    ("/corrections/?page=x", "page", "x", "from 1"),
    ("/baselines/?page=x", "page", "x", "from 1"),
    ("/health/?page=x", "page", "x", "from 1"),
]


def _main(get: Get, path: str, status: int) -> LexborHTMLParser:
    answer = get(path)
    assert answer.status == status, path
    return LexborHTMLParser(answer.data)


@pytest.mark.parametrize(("path", "name", "given", "mend"), _BAD)
def test_what_cannot_be_used_is_named_with_what_is_accepted(
    get: Get, path: str, name: str, given: str, mend: str
) -> None:
    page = _main(get, path, 400)
    told = page.css_first("main").text()  # type: ignore[union-attr]
    assert f"“{name}”" in told
    assert f"“{given}”" in told
    assert mend in told
    assert path.partition("?")[0] in [each.attributes["href"] for each in page.css("main a")]


@pytest.mark.parametrize(
    "path",
    ["/registry/?at=yesterday", "/registry/?from=soon", "/registry/?topic=NO.such", "/registry/?platform=no"],
)
def test_the_registry_says_it_above_its_form(get: Get, path: str) -> None:
    page = _main(get, path, 400)
    assert page.css_first("#trouble") is not None
    assert page.css_first("form.search") is not None


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/changes/?platform=birchwod", "/changes/?platform=birchwood"),
        ("/compare/?p=birchwod&topic=DISPUTE.forum", "/compare/?p=birchwood&topic=DISPUTE.forum"),
        ("/compare/?p=birchwood&topic=DISPUTE.forumm", "/compare/?p=birchwood&topic=DISPUTE.forum"),
    ],
)
def test_what_was_meant_is_offered_on_the_same_page(get: Get, path: str, nearest: str) -> None:
    page = _main(get, path, 400)
    assert nearest in [each.attributes["href"] for each in page.css("main a")]


@pytest.mark.parametrize(
    "path",
    [
        "/changes/",
        "/topic/DISPUTE.forum/",
        "/compare/",
        "/registry/",
        "/review/",
        "/corrections/",
        "/health/",
    ],
)
def test_a_parameter_that_is_none_of_the_pages_is_said_to_change_nothing(get: Get, path: str) -> None:
    page = _main(get, f"{path}?utm_source=letter&{'x' * 500}=1", 200)
    note = page.css_first("main .banner")
    assert note is not None
    assert "“utm_source”" in note.text()
    assert "It takes" in note.text()
    assert "x" * 41 not in note.text()
    assert "Not used here" not in (get(path).data.decode())


def test_no_mistake_is_hostile_markup(get: Get) -> None:
    page = _main(get, "/changes/?platform=%3Cscript%3Ealert(1)%3C/script%3E", 400)
    assert page.css("main script") == []
    page = _main(get, "/changes/?%3Cscript%3E=1", 200)
    assert page.css("main script:not([src])") == []


@pytest.mark.parametrize("path", ["/changes/", "/review/", "/corrections/", "/health/"])
def test_a_page_behind_the_last_leads_back(get: Get, path: str) -> None:
    page = _main(get, f"{path}?page=99999999999", 200)
    told = page.css_first("main").text()  # type: ignore[union-attr]
    assert "–99" not in told


def test_changes_are_narrowed_to_a_time(get: Get) -> None:
    def total(query: str) -> str:
        return _main(get, f"/changes/?class=&{query}", 200).css("h2.section-title")[-1].text()

    assert total("since=2020-01-01&until=2020-12-31") == "0 records"
    every = total("")
    assert total("since=2020-01-01") == every
    assert total("until=2099-01-01") == every
    page = _main(get, "/changes/?class=&since=2020-01-01&until=2099-01-01", 200)
    assert page.css_first("input[name=since]").attributes["value"] == "2020-01-01"  # type: ignore[union-attr]
    canonical = page.css_first("link[rel=canonical]")
    assert canonical is not None
    assert "since=2020-01-01&until=2099-01-01" in str(canonical.attributes["href"])


def test_no_two_words_of_templates_have_one_name() -> None:
    for words in (desk._WORDS, desk._PLACES):
        names = [each.__name__ for each in words]
        assert sorted(set(names)) == sorted(names)
