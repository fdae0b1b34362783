"""What counts as wording: the words of a passage without what a publisher can alter and say the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\u202a\u202c"))
_ALIKE = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"}
)

# Scripts written without spaces are compared sign by sign (CJK ideographs, kana, hangul, Thai).
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>()\[\]\"']+)"
    r"|(?P<mail>(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<host>\b(?:[a-z0-9_-]+\.)+[a-z]{2,12}(?:/[^\s<>()\[\]\"']*)?)"
    r"|(?P<money>[$€£¥₹])"
    r"|(?P<percent>%)"
    r"|(?P<number>\d+(?:[.,]\d{3})*(?:[.,]\d+)?)"
    rf"|(?P<sign>[{_UNSPACED}])"
    rf"|(?P<word>(?:(?![{_UNSPACED}])\w)+(?:'(?:(?![{_UNSPACED}])\w)+)*)"
)
# Most statements hold none of these and are folded by one pass of a simple expression, to the same words.
_INTRICATE = re.compile(r"[^\x00-\x7f\xa0–—•…©®™§\u200b\ufeff]|[\d@/$%]|\w[\u200b\ufeff]|\w\.\w|\bago\b|yesterday|\btoday\b|just now|opens? in|external link|\blast (?:week|month|year)", re.IGNORECASE)  # fmt: skip
_PLAIN_WORD = re.compile(r"\w+(?:'\w+)*")
_ENUMERATOR = re.compile(
    r"^\s*(?:[§•·*–—-]\s*)?"
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|([a-z])\1?|[ivxlc]{1,6}|[a-z](?:\.\d{1,3})+(?:\.[a-z])?)[.)]\s+"
    r"|\d{1,2}(?:\.\d{1,2})+\s+)+",
    re.IGNORECASE,
)

# A number run into its heading ("5.CONFIDENTIALITY"), and levels of letters and figures with a figure among them
# ("C.3.a.ii."): the capital or the figure tells them from a web address or "e.g.".
_GLUED_ENUMERATOR = re.compile(r"\s*\(?\d{1,2}(?:\.\d{1,2})*[.)](?=[A-Z][A-Za-z]{2})")
_LEVEL = r"(?:\d{1,3}|[ivxlcIVXLC]{1,6}|[A-Za-z])"
_DEEP_ENUMERATOR = re.compile(rf"\s*(?=[A-Za-z.]*\d){_LEVEL}(?:\.{_LEVEL}){{1,5}}\.?(?:\s+|$)")

_BARE_ENUMERATOR = re.compile(r"\s*\(?(?:[a-z]|[ivxlc]{1,6}|\d{1,3})(?:[.)(]{1,2}(?:[a-z]|\d{1,3}))*[.):]{1,2}\s*", re.IGNORECASE)  # fmt: skip

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio januari",
            "february feb februar février febrero febbraio februari",
            "march mar märz mars marzo maart",
            "april apr avril abril aprile",
            "may mai mayo maggio mei",
            "june jun juni juin junio giugno",
            "july jul juli juillet julio luglio",
            "august aug août agosto augustus",
            "september sep sept septembre septiembre settembre",
            "october oct oktober octobre octubre ottobre",
            "november nov novembre noviembre",
            "december dec dezember décembre diciembre dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<y1>\d{{4}})-(?P<m1>\d{{1,2}})-(?P<d1>\d{{1,2}})"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+)?(?P<m3>{_MONTH})\.?,?\s+(?:de\s+)?(?P<y3>\d{{4}})"
    rf"|(?P<m4>{_MONTH})\.?,?\s+(?P<y4>\d{{4}})"
    r"|(?P<y5>\d{4})年\s*(?P<m5>\d{1,2})月\s*(?P<d5>\d{1,2})日)",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(?:(?:(?:over|about|almost|more than)\s+)?(?:an?|\d+|one|two|three|four|five|six|seven|eight|nine|ten|a few|last)\s+"
    r"(?:second|minute|hour|day|week|month|year)s?\s+ago|last (?:week|month|year)|yesterday|today|just now)\b",
    re.IGNORECASE,
)
# What screen readers are told about a link; it comes and goes with the page's template.
_LINK_NOTE = re.compile(r"\(?opens? in (?:a )?new (?:tab|window)\)?|\(?external link\)?", re.IGNORECASE)
_STANDING = re.compile(
    r"\b(?:updated|modified|edited|published|revised|reviewed|posted|verified|saved|changed)\b", re.IGNORECASE
)

DATE_MARK = "date:"
"""How a calendar date begins among the words: `date:2026-07-08`."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared, with where it stands in its passage."""

    key: str
    start: int
    end: int


def tidy(text: str) -> str:
    """`text` with invisible characters gone, typographic quotes and hyphens plain and white space single."""
    plain = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).translate(_ALIKE)
    return " ".join(plain.split())


def body_start(text: str) -> int:
    """Where the wording begins, after a printed enumerator such as "3.1", "(b)" or "iv."."""
    for pattern in (_ENUMERATOR, _DEEP_ENUMERATOR, _GLUED_ENUMERATOR):
        found = pattern.match(text)
        if found and found.end() < len(text):
            return found.end()
    return 0


def has_age(text: str) -> bool:
    """Whether `text` tells how long ago something was ("3 weeks ago", "yesterday")."""
    return _AGO.search(text) is not None


def is_enumerator(text: str) -> bool:
    """Whether `text` is nothing but printed numbers or letters of a list ("3.1", "A.2.", "(b)")."""
    return any(pattern.fullmatch(text) for pattern in (_BARE_ENUMERATOR, _DEEP_ENUMERATOR))


@lru_cache(maxsize=2048)
def words(text: str) -> tuple[Word, ...]:
    """The words of `text` in order, folded for comparison.

    Case, quotes, dashes, punctuation, invisible characters and a leading enumerator do not count. A visible address
    loses scheme, "www.", query and trailing slash. A calendar date is one word however it is written; a relative date
    ("updated 3 days ago") is none.
    """
    flat = text.translate(_ALIKE)
    skips = _skipped(flat)
    found: list[Word] = []
    position = body_start(flat)
    for date in _DATE.finditer(flat, position):
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
    flat = text.translate(_ALIKE)
    if _INTRICATE.search(flat):
        return tuple(word.key for word in words(text))
    return tuple(_PLAIN_WORD.findall(flat.lower(), body_start(flat)))


def _skipped(text: str) -> tuple[tuple[int, int], ...]:
    # "within two days ago" does not occur in rules; still, an age counts as furniture only where the text says that
    # something was updated, or where it is all there is.
    spans = tuple(found.span() for found in _AGO.finditer(text))
    if spans and (len(text) < 60 or _STANDING.search(text)):
        return spans
    return ()


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
        return re.split(r"[?#]", bare, maxsplit=1)[0].rstrip("/.,;:")
    if group == "number":
        return re.sub(r"[.,](?=\d{3}(?:\D|$))", "", raw)
    # NFKC only where it can matter: it is the dearest step of folding, and most words are plain ASCII.
    if raw.isascii():
        return raw.lower()
    return unicodedata.normalize("NFKC", raw.translate(_INVISIBLE)).casefold()


def _date_key(found: re.Match[str]) -> str:
    parts = found.groupdict()
    year = next(parts[f"y{n}"] for n in range(1, 6) if parts[f"y{n}"])
    month = next(parts[f"m{n}"] for n in range(1, 6) if parts[f"m{n}"])
    day = next((parts[f"d{n}"] for n in (1, 2, 3, 5) if parts[f"d{n}"]), "")
    number = month if month.isdigit() else str(_MONTHS[month.lower()])
    return f"{DATE_MARK}{year}-{int(number):02d}" + (f"-{int(day):02d}" if day else "")
