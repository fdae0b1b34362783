"""Sentences of a block, as spans that leave out nothing but the white space between them."""

from __future__ import annotations

import re

from clausewatch.nouns.document import Span

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”’）]*|[;；](?=\s*\n)")
_ABBREVIATIONS = frozenset(
    [
        *[
            "e.g",
            "i.e",
            "etc.",
            "etc",
            "vs",
            "cf",
            "al",
            "inc",
            "ltd",
            "llc",
            "corp",
            "co",
            "no",
            "nos",
            "art",
            "arts",
            "sec",
            "ch",
            "para",
            "pp",
            "p",
            "vol",
            "ed",
            "fig",
            "dr",
            "mr",
            "mrs",
            "ms",
            "prof",
            "st",
        ],
        *[
            "jr",
            "sr",
            "u.s",
            "u.k",
            "u.s.a",
            "e.u",
            "d.c",
            "n.a",
            "s.a",
            "s.r.l",
            "p.o",
            "b.v",
            "gmbh",
            "approx",
            "dept",
            "est",
            "gov",
            "bzw",
            "z.b",
            "d.h",
            "u.a",
            "abs",
            "nr",
            "ca",
            "usw",
            "vgl",
        ],
        *[
            "ggf",
            "inkl",
            "bspw",
            "sog",
            "p.ex",
            "c.-à-d",
            "av",
            "env",
            "ej",
            "p.ej",
            "sra",
            "dra",
            "ud",
            "uds",
            "núm",
            "pág",
            "a.m",
            "p.m",
            "jan",
            "feb",
            "mar",
            "apr",
            "jun",
            "jul",
            "aug",
            "sep",
        ],
        *["sept", "oct", "nov", "dec"],
    ]
)
_INITIAL = re.compile(r"(?:^|[\s(.])[A-Za-zÀ-Þ]$")
_LAST_WORD = re.compile(r"[^\s(“\"'‘\[]+$")
_ITEM_NUMBER = re.compile(r"(?:^|\s)\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlcIVXLC]{1,6}|[a-zA-Z])\.?$")
_LOWER = re.compile(r"\s*[a-zà-ÿ]")


def sentences(content: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences between two places of the content, in order, together holding every word between them."""
    found: list[Span] = []
    begin = _skip(content, start, end)
    for stop in _END.finditer(content, begin, end):
        if stop.end() < end and not _breaks(content, begin, stop):
            continue
        found.append(Span(begin, stop.end()))
        begin = _skip(content, stop.end(), end)
    if begin < end:
        found.append(Span(begin, _trimmed(content, begin, end)))
    return tuple(each for each in found if each.start < each.end)


def _breaks(content: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence: not after abbreviations, initials and bare numbers, nor before a small letter."""
    if not stop[0].startswith("."):
        return True
    if _LOWER.match(content, stop.end()):
        return False
    if len(stop[0]) > 1 and stop[0][1] in ".…":
        return True
    before = content[begin : stop.start()]
    if _ITEM_NUMBER.fullmatch(before.strip()) or _INITIAL.search(before):
        return False
    word = _LAST_WORD.search(before)
    return word is None or word[0].lower().strip(".") not in _ABBREVIATIONS


def _skip(content: str, at: int, end: int) -> int:
    while at < end and content[at].isspace():
        at += 1
    return at


def _trimmed(content: str, begin: int, end: int) -> int:
    while end > begin and content[end - 1].isspace():
        end -= 1
    return end
