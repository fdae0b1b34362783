"""Sentences of a stretch of prose, by rule, in any language that ends sentences with a mark.

The rules follow the cases of Unicode Standard Annex 29 (sentence boundaries) and add what policies need: abbreviations of
companies and laws, section numbers, dates of German print, names that begin in lower case.
"""

from __future__ import annotations

import re
from functools import lru_cache

from clausewatch.nouns.document import Span

_CLOSERS = "\"'”’»›)]）】」』〉》"
_QUOTES = '"”»'
_OPENERS = "\"'“‘„«‹([（【「『〈《*•–—-"
# The third form is a full stop whose space was lost between two paragraphs: "our Terms.You agree", "Terms.1. Services".
_ENDS = re.compile(
    rf"(?<![.!?…])[.!?…]+[{re.escape(_CLOSERS)}]*(?=\s)|[。！？｡．؟।۔]+[{re.escape(_CLOSERS)}]*"
    r"|(?<=[a-z)][a-z)][a-z)])\.[”\"]?(?=(?:[A-Z][a-z]*|\d{1,2}\.)\s)"
)
_BRACKET = re.compile(r"[()\[\]（）]")
_WORD_BEFORE = re.compile(r"[^\s(\[“\"'‘„«—–/]*\Z")
_WORD_AFTER = re.compile(rf"\s*[{re.escape(_OPENERS)}]*\s*([^\s,.;:!?’']*)")
# After these a sentence goes on, whatever follows.
_NEVER = frozenset(
    """e.g i.e eg ie mr mrs ms dr prof hon rev vs v cf viz resp incl excl esp approx ca fig figs no nos nr art arts sec
    secs para paras pp vol ed eds abs lit ziff z.b d.h u.a i.d.r i.s.d bzw ggf vgl sog zzgl inkl p.ej ej sr sra m mme mlle
    al c.d b.v nb st ste mt ft tel ext""".split()  # noqa: SIM905 - a table of words reads best as words
)
# After these a sentence ends only before a word that commonly begins one.
_PERHAPS = frozenset(
    [
        "inc",
        "ltd",
        "co",
        "corp",
        "llc",
        "plc",
        "l.p",
        "lp",
        "bros",
        "etc",
        "usw",
        "al",
        "jr",
        "sr",
        "dept",
        "univ",
        "assn",
        "intl",
        "sa",
        "s.a",
        "gmbh",
        "pty",
        "s.r.l",
        "pvt",
    ]
)
_STARTERS = frozenset(
    """the this that these those you your we our us it its if in on at by for from to when where while unless except
    however please any all each no such as although because before after during under upon with without he she they their
    there here see some most many other you'll we'll not nothing to and or but also user users customer customers
    die der das wir sie ihre unsere wenn dies diese bitte le la les nous vous votre notre si ce cette el los las usted
    nosotros este esta""".split()  # noqa: SIM905
)
_GERMAN_MONTHS = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember".split()  # noqa: SIM905
)
# Before a figure these are months: "Last updated: Mar. 1, 2026".
_MONTHS = frozenset(
    """jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc ene abr ago dic mrz okt dez gen giu lug
    ott""".split()  # noqa: SIM905
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_NUMBER_ONLY = re.compile(r"[(]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,6})[)]?\Z")
# A bracket longer than this holds text of its own, or was never closed.
_BRACKET_LIMIT = 400


def sentence_offsets(prose: str) -> tuple[tuple[int, int], ...]:
    """The sentences of `prose` as (start, end) offsets: in order, apart, without outer white space, covering all words."""
    # Most paragraphs come again with the next version; only those of some length are not worth keeping.
    return _offsets(prose) if len(prose) > _KEPT else _kept_offsets(prose)


def _offsets(prose: str) -> tuple[tuple[int, int], ...]:
    if not prose.strip():
        return ()
    guarded = _guarded(prose)
    spans: list[tuple[int, int]] = []
    start = len(prose) - len(prose.lstrip())
    bracket = 0
    for mark in _ENDS.finditer(prose):
        end = mark.end()
        while bracket < len(guarded) and guarded[bracket][1] <= mark.start():
            bracket += 1
        if bracket < len(guarded) and guarded[bracket][0] < mark.start():
            continue
        following = end
        while following < len(prose) and prose[following].isspace():
            following += 1
        if following < len(prose) and end > start and _ends_here(prose, start, mark):
            spans.append((start, end))
            start = following
    stop = len(prose.rstrip())
    if start < stop:
        spans.append((start, stop))
    return tuple(spans)


_KEPT = 4_000
_kept_offsets = lru_cache(maxsize=60_000)(_offsets)


def sentences(content: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences between two places of the content, in order, together holding every word between them."""
    return tuple(Span(start + begin, start + stop) for begin, stop in sentence_offsets(content[start:end]))


def _guarded(prose: str) -> list[tuple[int, int]]:
    """Outermost bracketed stretches of moderate length, in order; a sentence does not end inside one."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(prose):
        if found[0] in "([（":
            opened.append(found.start())
        elif opened:
            begin = opened.pop()
            if found.start() - begin <= _BRACKET_LIMIT:
                while pairs and pairs[-1][0] > begin:
                    pairs.pop()
                pairs.append((begin, found.start()))
    return pairs


def _ends_here(prose: str, start: int, mark: re.Match[str]) -> bool:
    """Whether the sentence begun at `start` ends at this mark, judged by the words on either side."""
    sign = mark[0][0]
    if sign in "。！？｡．؟।۔":
        return True
    following = _WORD_AFTER.match(prose, mark.end())
    word = following[1] if following else ""
    if word and word[0].islower() and not any(letter.isupper() for letter in word[1:4]):
        return False
    if sign != "." or mark[0].startswith("..") or mark[0][-1] in _QUOTES:
        return True
    before = _WORD_BEFORE.search(prose, max(start, mark.start() - 40), mark.start())
    return _point_ends(
        before[0] if before else "", word, first=before is not None and before.start() == start
    )


def _point_ends(before: str, after: str, *, first: bool) -> bool:
    """Whether the full stop between these words ends a sentence. `first`: the word before it begins the sentence."""
    if first and _NUMBER_ONLY.match(before):
        return False
    known = before.lower()
    if known in _NEVER:
        return known == "no" and not after[:1].isdigit() and before == "no"
    if known in _MONTHS and after[:1].isdigit():
        return False
    if before[-2:].isdigit() or before.isdigit():
        return after.lower() not in _GERMAN_MONTHS
    if known in _PERHAPS or _INITIALS.match(before) or (len(before) == 1 and before.isupper()):
        return after.lower() in _STARTERS
    return True
