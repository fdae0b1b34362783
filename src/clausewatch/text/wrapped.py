"""Lines wrapped by a typesetter to running text: hyphenation undone, addresses whole, no space between Chinese signs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_HYPHENS = "-\u2010\u00ad"
_BROKEN = re.compile(rf"(?P<head>[^\W\d_]+(?:[-\u2010][^\W\d_]+)*)(?P<sign>[{_HYPHENS}])\Z")
_NEXT = re.compile(r"[^\W_]+")
# Only from where a word begins: else each letter of a long one would be asked anew.
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:[-\u2010][^\W_]+)+(?![-\u2010\u00ad])")
_WORD = re.compile(r"[^\W_]+")
_SUSPENDED = frozenset(
    {
        "and",
        "or",
        "und",
        "oder",
        "bzw",
        "et",
        "ou",
        "y",
        "o",
        "e",
        "en",
        "of",
        "och",
        "og",
        "eller",
        "i",
        "lub",
    }
)
_BEARING = frozenset({"self", "third", "cross", "high", "well"})
"""English first parts of compounds that keep their hyphen before a word of four letters and more (Chicago Manual, 7.96)."""
_MAY_BEAR = frozenset(
    {"long", "non", "pre", "co", "ex", "end", "part", "low", "real", "full", "mid", "re", "anti", "multi"}
)
"""The same where the rest is a word by itself in the document: else it is a syllable ("ex-ample", "part-ner")."""
_SYLLABLES = frozenset({"ness", "light", "lights", "lighted", "lighting", "lands", "ways"})
_LEAST_REST = 4
_SHOUTED = 20
_LONGEST_WORD = 100
_LONGEST_ADDRESS = 500
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[-/?&=._#%~]\Z", re.IGNORECASE)
_SPACELESS = re.compile(
    "[\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


@dataclass(slots=True)
class Lexicon:
    """The words and hyphenated compounds that stand within the lines of a document, in lower case."""

    words: Counter[str] = field(default_factory=Counter)
    compounds: Counter[str] = field(default_factory=Counter)


def lexicon_of(lines: Iterable[str]) -> Lexicon:
    """What the lines hold; a word broken at a line's end counts for nothing, nor does the rest that follows it."""
    lexicon = Lexicon()
    broken = False
    for line in lines:
        rest = line.strip().lower()
        if broken:
            rest = rest.partition(" ")[2]
        broken = rest.endswith(tuple(_HYPHENS))
        if broken:
            rest = rest.rpartition(" ")[0]
        lexicon.words.update(_WORD.findall(rest))
        lexicon.compounds.update(found.replace("\u2010", "-") for found in _COMPOUND.findall(rest))
    return lexicon


def running(lines: list[str], lexicon: Lexicon) -> tuple[str, list[tuple[int, int]]]:
    """The lines as running text, and from where to where each of them stands in it."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for number, line in enumerate(lines):
        stays, glue = joined(line, lines[number + 1], lexicon) if number + 1 < len(lines) else (line, "")
        parts += (stays, glue)
        places.append((length, length + len(stays)))
        length += len(stays) + len(glue)
    return "".join(parts), places


def joined(before: str, after: str, lexicon: Lexicon) -> tuple[str, str]:
    """What stays of `before` and what goes between it and `after` when a line ends between them: (before, glue).

    A hyphen at the end goes with the break, unless the word bears it: the document has the compound elsewhere, more
    often than the word in one; what follows begins with a capital or a digit, or the head has a hyphen already; both
    parts are words of the document by themselves and the whole is not; or the head is a first part that usually keeps it
    ("self-service", "e-mail"). Among words all in capitals a hyphen always goes. (The document as its own dictionary:
    Grefenstette and Tapanainen, What is a word, what is a sentence?, 1994, section 2.1.) "pre- and post-" keeps hyphen
    and space. Chinese and Japanese signs join without a space, as do addresses broken after a sign of theirs.
    """
    if not before or not after:
        return before, ""
    if _SPACELESS.match(before[-1]) and _SPACELESS.match(after[0]):
        return before, ""
    if _ADDRESS.search(before[-_LONGEST_ADDRESS:].rsplit(" ", 1)[-1]):
        return before, ""
    broken, follows = _BROKEN.search(before[-_LONGEST_WORD:]), _NEXT.match(after)
    if broken is None or follows is None:
        stuck = before[-1] in "-\u2010" and before[-2:-1].isalnum() and after[0].isalnum()
        return before, "" if stuck else " "
    if broken["sign"] == "\u00ad":
        return before[:-1], ""
    if follows[0] in _SUSPENDED and after[len(follows[0]) : len(follows[0]) + 1] in ("", " "):
        return before, " "
    capitals = before[-_SHOUTED:].isupper() and after[:_SHOUTED].isupper() and " " in before[-_SHOUTED:]
    bears = not capitals and _bears(broken["head"], follows[0], lexicon)
    return (before if bears else before[:-1]), ""


def _bears(head: str, rest: str, lexicon: Lexicon) -> bool:
    """Whether the word has its hyphen of itself."""
    if rest[0].isdigit() or rest[0].isupper():
        return True
    if "-" in head or "\u2010" in head:
        return True
    first, then = head.lower(), rest.lower()
    whole, compound = lexicon.words[first + then], lexicon.compounds[f"{first}-{then}"]
    if whole or compound:
        return compound > whole
    if len(first) == 1 or (first in _BEARING and len(then) >= _LEAST_REST and then not in _SYLLABLES):
        return True
    known = any(lexicon.words[form] for form in (then, f"{then}s", then.removesuffix("s")))
    if first in _MAY_BEAR and known and len(then) >= _LEAST_REST:
        return True
    return min(len(first), len(then)) >= 3 and lexicon.words[first] > 0 and lexicon.words[then] > 0
