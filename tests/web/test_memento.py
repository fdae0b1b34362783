"""Memento (RFC 7089): the TimeMap lists every version in force, the TimeGate leads to the one that stood, pages say what they are."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

import pytest
from tests.web.conftest import BASE, Get
from tests.web.small_instance import EMPTY, HOSTILE, TERMS

_LINE = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="[^"]*")?(?:; (?:datetime|from)="([^"]*)")?.*')


def listed(get: Get, target: str = TERMS) -> list[tuple[str, str, str]]:
    answer = get(f"/timemap/link/{target}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/link-format"
    found = []
    for line in answer.data.decode().rstrip("\n").split(",\n"):
        match = _LINE.fullmatch(line)
        assert match is not None, line
        found.append((match[1], match[2], match[3] or ""))
    return found


def test_the_timemap_lists_every_version_oldest_first(get: Get) -> None:
    rows = listed(get)
    assert [rel for _, rel, _ in rows][:3] == ["original", "timegate", "self"]
    mementos = rows[3:]
    assert [rel for _, rel, _ in mementos] == ["first memento", "memento", "memento", "last memento"]
    times = [parsedate_to_datetime(at) for _, _, at in mementos]
    assert times == sorted(times)
    for url, _, at in mementos:
        page = get(url.removeprefix(BASE))
        assert page.status == 200
        assert page.headers["memento-datetime"] == at
        assert 'rel="original"' in page.headers["link"]


def test_a_document_is_found_by_its_own_address_too(get: Get) -> None:
    assert listed(get, "https://birchwood.example/terms-of-use") == listed(get)
    assert get("/timemap/link/https://birchwood.example/elsewhere").status == 404


@pytest.mark.parametrize(
    ("when", "number"),
    [
        ("Thu, 01 Jan 1998 00:00:00 GMT", 0),
        ("Mon, 05 Jan 2026 09:00:00 GMT", 0),
        ("Sun, 25 Jan 2026 08:59:59 GMT", 0),
        ("Sun, 25 Jan 2026 09:00:00 GMT", 1),
        ("Thu, 01 Jan 2099 00:00:00 GMT", 3),
        (None, 3),
    ],
)
def test_the_timegate_leads_to_what_stood_then(get: Get, when: str | None, number: int) -> None:
    asked = {"accept_datetime": when} if when else {}
    answer = get(f"/timegate/{TERMS}", **asked)
    assert answer.status == 302
    assert answer.headers["vary"] == "accept-datetime"
    assert 'rel="timemap"' in answer.headers["link"]
    assert "memento-datetime" not in answer.headers
    assert BASE + answer.headers["location"] == listed(get)[3 + number][0]


def test_only_what_never_changes_says_that_it_is_a_memento(get: Get) -> None:
    now, then = get(f"/platform/{TERMS}/"), get(f"/platform/{TERMS}/?at=2026-02-20")
    for page in (now, then):
        assert "memento-datetime" not in page.headers
        assert 'rel="timegate"' in page.headers["link"]


def test_bad_dates_and_documents_without_versions(get: Get) -> None:
    assert get(f"/timegate/{TERMS}", accept_datetime="yesterday").status == 400
    assert get(f"/timemap/link/{EMPTY}").status == 404
    assert get("/timegate/nobody/nothing").status == 404
    assert len(listed(get, HOSTILE)) == 5
