"""Printed dates, relative dates and fingerprints."""

from __future__ import annotations

import pytest

from clausewatch.nouns.document import Page, Text
from clausewatch.text import find_dates, fingerprint, is_relative_date, read

PROSE = "<p>You may use the service only as these terms allow, and we may change them when the law requires it.</p>"


def text_of(line: str) -> Text:
    return read(Page(f"<main><h1>T</h1><p>{line}</p>{PROSE}</main>".encode())).text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Last updated: March 5, 2026", [("updated", "2026-03-05")]),
        ("Effective 1st January 2026", [("effective", "2026-01-01")]),
        (
            "Published: 2026-02-03. Effective date: April 4, 2026",
            [("published", "2026-02-03"), ("effective", "2026-04-04")],
        ),
        (
            "Updated Feb. 28, 2026 and effective on 15 March 2026",
            [("updated", "2026-02-28"), ("effective", "2026-03-15")],
        ),
        ("Stand: 5. März 2026", [("updated", "2026-03-05")]),
        ("Gültig ab 01.04.2026", [("effective", "2026-04-01")]),
        ("Dernière mise à jour : 1er août 2025", [("updated", "2025-08-01")]),
        ("En vigueur le 12 février 2026", [("effective", "2026-02-12")]),
        ("Última actualización: 5 de marzo de 2026", [("updated", "2026-03-05")]),
        ("最后更新日期：2026年3月5日", [("updated", "2026-03-05")]),
        ("本协议自2026年4月1日起生效", [("effective", "2026-04-01")]),
        ("March 5, 2026", [("updated", "2026-03-05")]),
        ("The directive of 27 April 2016 applies to us.", []),
        ("Last updated: 03/04/2026", []),
        ("Last updated: February 30, 2026", []),
        ("Updated 5 days ago", []),
    ],
)
def test_the_dates_a_document_prints_about_itself(line: str, expected: list[tuple[str, str]]) -> None:
    text = text_of(line)
    assert [(date.kind.value, date.value.isoformat()) for date in find_dates(text)] == expected
    for date in find_dates(text):
        assert text.content[date.start : date.end] in line


@pytest.mark.parametrize(
    "line",
    ["Updated today", "Updated 3 weeks ago · 6 min read", "Last modified: over a year ago", "Updated over a week ago", "2 months ago",
     "Zuletzt aktualisiert vor 3 Tagen", "Mis à jour il y a 2 mois", "Actualizado hace 5 días", "更新于 3 天前"],
)  # fmt: skip
def test_relative_dates(line: str) -> None:
    assert is_relative_date(line)
    assert fingerprint(text_of(line)) == fingerprint(text_of(line.replace("3", "4").replace("2 ", "7 ")))


@pytest.mark.parametrize(
    "line",
    [
        "Updated March 5, 2026",
        "We delete content that was posted 30 days ago or earlier from all our systems.",
        "",
    ],
)
def test_no_relative_dates(line: str) -> None:
    assert not is_relative_date(line)


def test_the_fingerprint_is_of_the_words_alone() -> None:
    plain = fingerprint(text_of('We say "no" - and don\'t share data.'))
    assert plain == fingerprint(text_of('<b>We</b> say “NO”—and don’t  share <a href="/x?sid=1">data</a> .'))
    assert plain != fingerprint(text_of('We say "no" - and do share data.'))
    assert plain != fingerprint(text_of('We say "no" - and don\'t share data 30.'))
