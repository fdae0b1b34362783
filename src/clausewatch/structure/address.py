"""Titles from opening words and addresses that are unique within a document."""

from __future__ import annotations

from clausewatch.nouns.identity import ProvisionId, slug
from clausewatch.structure.segment import sentence_offsets
from clausewatch.structure.shape import could_plain_title

_WORDS = 9
_CHARS = 60
_CJK_CHARS = 24


def title_from(words: str) -> str:
    """A title from opening words: a short first sentence that reads as a heading ("Minimum age."), else the first words.

    A cut is marked by "…".
    """
    spans = sentence_offsets(words[:400])
    if len(spans) > 1:
        first = words[spans[0][0] : spans[0][1]].rstrip(".。:： ")
        if could_plain_title(first) and len(first.split()) <= 6:
            return first
        words = words[: spans[0][1]]
    line = " ".join(words[:400].split())
    pieces = line.split(" ")
    short = " ".join(pieces[:_WORDS])
    if len(short) > _CHARS:
        limit = _CHARS if short.isascii() or " " in short[:_CHARS] else _CJK_CHARS
        cut = short[:limit].rfind(" ")
        short = short[: cut if cut > limit // 2 else limit]
    short = short.rstrip(" ,;:，；：")
    return short if len(short) >= len(line.rstrip(" ,;:，；：")) else short.rstrip(".") + "…"


class Addresses:
    """Gives each title its slug, in order; a slug met before gets -2, -3 and so on, and never one given otherwise."""

    __slots__ = ("_given", "_next")

    def __init__(self) -> None:
        self._given: set[ProvisionId] = set()
        self._next: dict[str, int] = {}

    def give(self, title: str) -> ProvisionId:
        base = slug(title)
        address = base
        while address in self._given:
            count = self._next.get(base, 2)
            self._next[base] = count + 1
            address = f"{base}-{count}"
        self._given.add(address)
        return address
