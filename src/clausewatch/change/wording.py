"""What counts as wording: the words of a passage without what a publisher can alter and say the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\u202a\u202c"))
_ALIKE_SIGNS = {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"}

_LOOKALIKES = str.maketrans("асԁеһіјӏорԛѕвхуɡοαν", "acdehijlopqsbxygoav")
_LATIN = re.compile(r"[a-z]")

# Scripts written without spaces are compared sign by sign (CJK ideographs, kana, hangul, Thai).
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
# Signs that stand for words: ticks and crosses, pictures, signs of arithmetic. Not arrows, which lead through menus and
# out of the site, nor frames and shades, nor what bullets a list: a plain shape before the first word.
_BULLET = r"(?<![^\n])[\u25a0-\u25ff\u2605\u2606\u2756][ \xa0]*\w"
_SYMBOL = (
    rf"(?!{_BULLET})[×÷±¬\u2200-\u22ff\u25a0-\u25ff\u2600-\u2793\u27bf\u2b12-\u2bff\U0001f100-\U0001faff]"
)
_TOKEN = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>()\[\]\"']+)"
    # A word that turns out to be no address is not looked at again from each of its letters, hence `++`.
    r"|(?P<mail>(?:mailto:)?[\w.+-]++@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<host>\b(?:[a-z0-9_-]++\.)+[a-z]{2,12}(?:/[^\s<>()\[\]\"']*)?)"
    r"|(?P<money>[$€£¥₹₩₽₺₫₴₪₦₱¢])"
    r"|(?P<percent>%)"
    # What turns a figure round: "13+", "-5", "< 100". Elsewhere these are bullets, dashes and paths through menus.
    r"|(?P<bound>(?<=\d)\+(?!\w)|(?<=[\s(])[-−](?=\d)|[<>≤≥](?=\s*[$€£]?\d))"
    rf"|(?P<box>{_SYMBOL})"
    r"|(?P<number>\d+(?:[.,]\d{3})*(?:[.,]\d+)?)"
    rf"|(?P<sign>[{_UNSPACED}])"
    rf"|(?P<word>[^\W{_UNSPACED}]+(?:'[^\W{_UNSPACED}]+)*)"
)
# Most statements hold none of these and are folded by one pass of a simple expression, to the same words.
_INTRICATE_SIGN = re.compile(r"[^\x00-#&-.:-?A-\x7f\xa0–—•…©®™§\u200b\ufeff\u0130\u0131\u017f\u212a]")
_INTRICATE = re.compile(r"[\u200b\ufeff.](?<=\w.)(?:(?<=[\u200b\ufeff])|(?<=\.)\w)")
_INTRICATE_WORDS = re.compile(
    r"\bago\b|yesterday|\btoday\b|just now|opens? in|external link|\blast (?:week|month|year)"
)
# Without one of these no expression need look for them: it takes ten times as long.
_IN_THEM = ("ago", "yesterday", "today", "just now", "open", "external link", "last ")
_PLAIN_WORD = re.compile(r"\w+(?:'\w+)*")
# What is understood only with what stands beyond the next space, and letters that case knows under another name. All else but
# dates is folded between spaces, and most of what stands there was folded before.
_REACHING_SIGN = re.compile(r"[<>≤≥\u25a0-\u25ff\u2605\u2606\u2756\u0130\u0131\u017f\u212a]")
_SPACE = re.compile(r"\s")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3}){2,}(?:,\d+)?)")
_SIGNS = {"−": "-", "✔": "✓", "✅": "✓", "✘": "✗", "✖": "✗", "❌": "✗"}
_ENUMERATOR = re.compile(
    r"^\s*(?:[§•·*–—-]\s*)?"
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|([a-z])\1?|[ivxlc]{1,6}|[a-z](?:\.\d{1,3})+(?:\.[a-z])?)[.)]\s+"
    r"|\d{1,2}(?:\.\d{1,2})+\s+)+",
    re.IGNORECASE,
)

# What follows a decimal figure and shows that it is no number of a section: "9.99 USD", "2.5 Million", "1.5 倍".
_MEASURED = re.compile(
    r"(?:[A-Z]{3}(?![\w'])(?<=USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|KRW|BRL|MXN|ZAR|SGD|HKD)"
    r"|(?:million|billion|thousand|percent|euros?|cents?|pence|dollars?|pounds?|credits?|points?|per|miles?|kilomet(?:er|re)s?|met(?:er|re)s?|lit(?:er|re)s?|gallons?|tokens?|seconds?|minutes?|hours?|days?|weeks?|"
    r"months?|years?|[kmgt]i?b|times)\b|[万億亿百千倍割円元年月日])",
    re.IGNORECASE,
)
_AFTER_NUMBER = " \t\n\"'“‘«([*_"

# A number run into its heading ("5.CONFIDENTIALITY"), and levels of letters and figures with a figure among them
# ("C.3.a.ii."): the capital or the figure tells them from a web address or "e.g.".
_GLUED_ENUMERATOR = re.compile(r"\s*\(?\d{1,2}(?:\.\d{1,2})*[.)](?=[A-Z][A-Za-z]{2})")
_LEVEL = r"(?:\d{1,3}|[ivxlcIVXLC]{1,6}|[A-Za-z])"
_DEEP_ENUMERATOR = re.compile(rf"\s*(?=[A-Za-z.]*\d){_LEVEL}(?:\.{_LEVEL}){{1,5}}\.?(?:\s+|$)")

# Parameters that say who linked, in which language and session; and what is no name of a place in a page.
_TRACKING = re.compile(
    r"(?:utm_\w+|ref\w*|source|src|campaign|[a-z]*clid|lang|hl|locale|sid|session\w*|token|v|ver|version|_\w+|\w*rsid|mc_\w+)(?:=|$)"
)
_PLACE = re.compile(r"^(?!:~:)[a-z]{3}")

_LIST_NUMBER = re.compile(r"\s*\(?(\d{1,3})[.)]\s+")

_BARE_ENUMERATOR = re.compile(r"\s*\(?(?:[a-z]|[ivxlc]{1,6}|\d{1,3})(?:[.)(]{1,2}(?:[a-z]|\d{1,3}))*[.):]{1,2}\s*", re.IGNORECASE)  # fmt: skip

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero gennaio januari janeiro stycznia styczeń",
            "february feb februar février févr febrero febbraio februari fevereiro lutego luty",
            "march mar märz mars marzo maart março marca marzec",
            "april apr avril avr abril aprile kwietnia kwiecień",
            "may mai mayo maggio mei maio maj maja",
            "june jun juni juin junio giugno junho czerwca czerwiec",
            "july jul juli juillet juil julio luglio julho lipca lipiec",
            "august aug août agosto augustus augusti sierpnia sierpień",
            "september sep sept septembre septiembre settembre setembro września wrzesień",
            "october oct oktober okt octobre octubre ottobre outubro października październik",
            "november nov novembre noviembre novembro listopada listopad",
            "december dec dezember dez décembre diciembre dicembre dezembro grudnia grudzień",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# At most words of a text this tells at once that no date begins there.
_MAY_BEGIN = "".join(f"[{''.join(sorted({name[at] for name in _MONTHS}))}]" for at in range(3))
_DATE = re.compile(
    rf"\b(?=\d|{_MAY_BEGIN})(?:(?P<y1>\d{{4}})-(?P<m1>\d{{1,2}})-(?P<d1>\d{{1,2}})"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?\s+(?:of\s+|de\s+)?(?P<m3>{_MONTH})\.?,?\s+(?:de\s+)?(?P<y3>\d{{4}})"
    rf"|(?P<m4>{_MONTH})\.?,?\s+(?P<y4>\d{{4}})"
    # The order of figures is not known everywhere: what is written counts.
    r"|(?P<figures>(?<![\d./-])(?:\d{1,2}(?P<sign>[./-])\s?\d{1,2}(?P=sign)\s?(?:19|20)\d\d|(?:19|20)\d\d(?P<mark>[./])\d{1,2}(?P=mark)\d{1,2})(?![\d/-]))"
    r"|(?P<y5>\d{4})\s?[年년]\s*(?P<m5>\d{1,2})\s?[月월]\s*(?P<d5>\d{1,2})\s?[日일])"
    r"(?P<time>(?:\s*,\s*|\s+(?:at\s+|um\s+|à\s+)?|T)\d{1,2}:\d\d(?::\d\d)?(?:\s?(?:[ap]\.?m\b\.?|UTC|GMT|CET|Z\b))*)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")
_AGO = re.compile(
    r"\b(?:(?:(?:over|about|almost|more than)\s+)?(?:an?|\d+|one|two|three|four|five|six|seven|eight|nine|ten|a few|last)\s+"
    r"(?:second|minute|hour|day|week|month|year)s?\s+ago|\d{1,3}\s?(?:s|m|h|d|w|y|sec|min|hr|mo|yr|wk)s?\.?\s+ago|last (?:week|month|year)|yesterday|today|just now)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"\s+[·•|–—]\s+")
# What screen readers are told about a link; it comes and goes with the page's template.
_LINK_NOTE = re.compile(r"\(?opens? in (?:a )?new (?:tab|window)\)?|\(?external link\)?", re.IGNORECASE)
_STANDING = re.compile(
    r"\b(?:updated|modified|edited|published|revised|reviewed|posted|verified|saved|changed)\b", re.IGNORECASE
)
_STAMP = frozenset(
    [
        "last",
        "updated",
        "modified",
        "edited",
        "published",
        "revised",
        "reviewed",
        "posted",
        "verified",
        "saved",
        "changed",
        "written",
        "by",
        "on",
        "was",
        "is",
        "this",
        "the",
        "page",
        "article",
        "document",
        "policy",
        "version",
        "and",
        "at",
        "of",
    ]
)
# "Written by Jane Doe. Last updated more than a week ago": the longest stamp of data/ota has 6 words beside the age.
STAMP_WORDS = 8

DATE_MARK = "date:"
"""How a calendar date begins among the words: `date:2026-07-08`."""


class Word(NamedTuple):
    """One word as it is compared, with where it stands in its passage."""

    key: str
    start: int
    end: int


def tidy(text: str) -> str:
    """`text` with invisible characters gone, typographic quotes and hyphens plain and white space single."""
    plain = _with_plain_signs(unicodedata.normalize("NFKC", text).translate(_INVISIBLE))
    return " ".join(plain.split())


def body_start(text: str) -> int:
    """Where the wording begins, after a printed enumerator such as "3.1", "(b)" or "iv.".

    A bare decimal figure numbers a section only where something opens after it: "9.99 USD" and "1.5 times" are amounts.
    """
    for pattern in (_ENUMERATOR, _DEEP_ENUMERATOR, _GLUED_ENUMERATOR):
        found = pattern.match(text)
        if found and found.end() < len(text) and not _is_amount(found.group(), text[found.end() :]):
            return found.end()
    return 0


def _is_amount(figure: str, after: str) -> bool:
    if not figure.rstrip()[-1:].isdigit():
        return False
    opening = after.lstrip(_AFTER_NUMBER)[:1]
    return (
        figure.lstrip().startswith("0")
        or not opening.isalpha()
        or opening.islower()
        or _MEASURED.match(after.lstrip(_AFTER_NUMBER)) is not None
    )


def list_number(text: str) -> str:
    """The figure of an enumerator that is one plain number ("18" of "18. "); else ""."""
    found = _LIST_NUMBER.fullmatch(text)
    return found.group(1) if found else ""


def has_age(text: str) -> bool:
    """Whether `text` is a stamp that tells how long ago something was ("Updated 3 weeks ago", "yesterday")."""
    return bool(_skipped(text))


def is_enumerator(text: str) -> bool:
    """Whether `text` is nothing but printed numbers or letters of a list ("3.1", "A.2.", "(b)")."""
    return any(pattern.fullmatch(text) for pattern in (_BARE_ENUMERATOR, _DEEP_ENUMERATOR))


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[Word, ...]:
    """The words of `text` in order, folded for comparison.

    Case, quotes, dashes, punctuation and invisible characters do not count; signs that turn a figure or a box round do.
    A visible address loses scheme, "www.", query and trailing slash. A calendar date is one word however it is written;
    the age that a stamp tells ("updated 3 days ago") is none. A printed enumerator is for `body_start` to cut off.
    """
    flat = _with_plain_signs(text)
    if not _is_intricate(flat):
        return tuple(Word(each.group().lower(), *each.span()) for each in _PLAIN_WORD.finditer(flat))
    skips = _skipped(flat)
    found: list[Word] = []
    position = 0
    # Every date has a year; to look for dates takes longer than all else.
    for date in _DATE.finditer(flat, position) if _YEAR.search(flat) else ():
        found.extend(_between(flat, position, date.start()))
        found.append(Word(_date_key(date), date.start(), date.end()))
        position = date.end()
    found.extend(_between(flat, position, len(flat)))
    if not skips:
        return tuple(found)
    return tuple(word for word in found if not any(start <= word.start < end for start, end in skips))


@lru_cache(maxsize=8192)
def keys(text: str) -> tuple[str, ...]:
    """The folded words alone. Two consecutive editions share nearly all their statements, hence the memory."""
    flat = _with_plain_signs(text)
    if "İ" in flat:
        # The one letter whose small form is two signs, of which the second is in no word.
        return tuple(word.key for word in words(text))
    if not _is_intricate(flat):
        return tuple(_PLAIN_WORD.findall(flat.lower()))
    if _REACHING_SIGN.search(flat) or _has_intricate_words(flat):
        return tuple(word.key for word in words(text))
    found: list[str] = []
    position = 0
    for date in _DATE.finditer(flat) if _YEAR.search(flat) else ():
        found.extend(_between_spaces(flat, position, date.start()))
        found.append(_date_key(date))
        position = date.end()
    found.extend(_between_spaces(flat, position, len(flat)))
    return tuple(found)


def _between_spaces(text: str, start: int, end: int) -> Iterator[str]:
    """The keys of a stretch in which nothing reaches over white space. What it begins with may depend on what is before it."""
    space = _SPACE.search(text, start, end)
    stop = space.start() if space else end
    yield from (word.key for word in _plain_words(text, start, stop))
    for each in text[stop:end].split():
        yield from _after_space(each) if len(each) <= _LONG_PIECE else _piece(each)


# A script without spaces writes a sentence in one piece: none comes twice, and all together are large.
_LONG_PIECE = 40


@lru_cache(maxsize=16_384)
def _after_space(text: str) -> tuple[str, ...]:
    """The keys of what stands between two spaces: a handful of words, of which a language has not many."""
    return _piece(text)


def _piece(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in _plain_words(f" {text}", 1, len(text) + 1))


def _is_intricate(flat: str) -> bool:
    """Whether there is more to fold than plain words: signs and figures, addresses, ages, a link's notes."""
    return bool(_INTRICATE_SIGN.search(flat) or _INTRICATE.search(flat) or _has_intricate_words(flat))


def _has_intricate_words(flat: str) -> bool:
    lowered = flat.lower()
    return any(each in lowered for each in _IN_THEM) and _INTRICATE_WORDS.search(lowered) is not None


def _with_plain_signs(text: str) -> str:
    # One by one: `translate` takes eight times as long where a single sign is not ASCII.
    for sign, plain in _ALIKE_SIGNS.items():
        text = text.replace(sign, plain)
    return text


def _skipped(text: str) -> tuple[tuple[int, int], ...]:
    # "What was posted more than 30 days ago is deleted" is a rule: an age counts as furniture only in a stamp, which
    # ends with it and holds beside it nothing but that something was updated, and names. A byline is several such
    # stretches with signs between them ("Updated 3 weeks ago · 6 min read").
    spans: list[tuple[int, int]] = []
    start = 0
    for sign in (*_BYLINE.finditer(text), None):
        end = sign.start() if sign else len(text)
        spans += ((start + a, start + b) for a, b in _stamped(text[start:end]))
        start = sign.end() if sign else end
    return tuple(spans)


def _stamped(text: str) -> tuple[tuple[int, int], ...]:
    spans = tuple(found.span() for found in _AGO.finditer(text))
    if not spans or _PLAIN_WORD.search(text, spans[-1][1]):
        return ()
    rest = _PLAIN_WORD.findall(_AGO.sub(" ", text))
    if rest and not _STANDING.search(text):
        return ()
    plain = all(word[0].isupper() or word in _STAMP for word in rest)
    return spans if plain and len(rest) <= STAMP_WORDS else ()


def _between(text: str, start: int, end: int) -> list[Word]:
    """The words of a stretch, a link's note to screen readers left out even where it is run into the word before."""
    found: list[Word] = []
    for note in _LINK_NOTE.finditer(text, start, end):
        found.extend(_plain_words(text, start, note.start()))
        start = note.end()
    found.extend(_plain_words(text, start, end))
    return found


def _plain_words(text: str, start: int, end: int) -> list[Word]:
    found: list[Word] = []
    for token in _TOKEN.finditer(text, start, end):
        key = _key(token.lastgroup or "word", token.group())
        if key:
            found.append(Word(key, token.start(), token.end()))
    return found


def _key(group: str, raw: str) -> str:
    if group == "mail":
        raw = re.sub("^mailto:", "", raw, flags=re.IGNORECASE)
    if group in ("url", "host"):
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", raw.translate(_INVISIBLE).lower())
        return _address(bare.rstrip("/.,;:"))
    if group == "number":
        # "1,000" is a thousand and "1.000.000" a million; "1.125" may be either and keeps its point, "0.500" any.
        grouped = _THOUSANDS.fullmatch(raw)
        return re.sub(r"[.,](?=\d{3}(?:\D|$))", "", raw) if grouped else raw
    if group in ("bound", "box"):
        return _SIGNS.get(raw, raw)
    # NFKC only where it can matter: it is the dearest step of folding, and most words are plain ASCII.
    if raw.isascii():
        return raw.lower()
    folded = unicodedata.normalize("NFKC", raw.translate(_INVISIBLE)).casefold()
    # A letter of another alphabet that looks like one of ours, among ours, is a slip or a trick: nobody sees it.
    return folded.translate(_LOOKALIKES) if _LATIN.search(folded) else folded


def _address(bare: str) -> str:
    """An address without what only tells where its reader came from or how it is shown."""
    rest, _, place = bare.partition("#")
    path, _, query = rest.partition("?")
    asked = sorted(one for one in query.split("&") if one and not _TRACKING.match(one))
    named = place if _PLACE.search(place) else ""
    return path.rstrip("/.,;:") + ("#" + named if named else "") + ("?" + "&".join(asked) if asked else "")


def _date_key(found: re.Match[str]) -> str:
    parts = found.groupdict()
    time = "t" + "".join(parts["time"].lower().split()).strip(",t") if parts["time"] else ""
    if parts["figures"]:
        return DATE_MARK + "-".join(re.findall(r"\d+", parts["figures"])) + time
    year = next(parts[f"y{n}"] for n in range(1, 6) if parts[f"y{n}"])
    month = next(parts[f"m{n}"] for n in range(1, 6) if parts[f"m{n}"])
    day = next((parts[f"d{n}"] for n in (1, 2, 3, 5) if parts[f"d{n}"]), "")
    number = month if month.isdigit() else str(_MONTHS[month.lower()])
    return f"{DATE_MARK}{year}-{int(number):02d}" + (f"-{int(day):02d}" if day else "") + time
