"""Statements whose words are not ours to ship: each row names a page of the shared data and a digest of the words it means.

The words are those in a run of so many words of the page, letters and digits alone and in small letters, whose SHA-256 begins as
the row says. A row that is not found again is an error and not left out: a figure is of all rows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import zstandard
from selectolax.lexbor import LexborHTMLParser

from clausewatch.nouns.finding import Asked

_WORD = re.compile(r"\w+")
_END = re.compile(r"[^\w\s(\[“‘]*")
_LARGEST = 1 << 26

Mark = tuple[int, str]
"""How many words, and the first 20 hexadecimal digits of their SHA-256."""


def found_again(data: Path, rows: Path) -> Iterator[tuple[dict[str, Any], Asked]]:
    """Each row of the file and the statement it means; its headings and lead-in where the page has them in one piece. ValueError
    where the page does not hold a statement's words any more."""
    page = lru_cache(maxsize=None)(lambda name: Words(_page(data / name)))
    for number, line in enumerate(rows.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        found = page(row["source"])
        text = found.of(row["text"])
        if text is None:
            raise ValueError(f"{rows.name}, line {number}: {row['source']} does not hold these words")
        headings = tuple(filter(None, map(found.of, row["headings"])))
        lead_in = found.of(row["lead_in"]) if row["lead_in"] else None
        yield row, Asked(text, headings, lead_in or "", row["doc_type"], row["platform"])


class Words:
    """The words of a source, and where each stands in it."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._places = [each.span() for each in _WORD.finditer(content)]
        self._words = [content[start:end].casefold() for start, end in self._places]
        self._runs: dict[int, dict[str, int]] = {}

    def of(self, mark: Mark) -> str | None:
        """The first such run of words as it is written, with what ends its sentence; None where there is none."""
        count, digest = mark
        if count not in self._runs:
            runs: dict[str, int] = {}
            for first in range(len(self._words) - count + 1):
                runs.setdefault(_digest(self._words[first : first + count]), first)
            self._runs[count] = runs
        at = self._runs[count].get(digest)
        if at is None:
            return None
        start, end = self._places[at][0], self._places[at + count - 1][1]
        after = _END.match(self._content, end)
        return " ".join(self._content[start : after.end() if after else end].split())


def marked(words: str) -> Mark:
    """The mark of these words."""
    found = [each.casefold() for each in _WORD.findall(words)]
    return len(found), _digest(found)


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:20]


def _page(path: Path) -> str:
    content = zstandard.ZstdDecompressor().decompress(path.read_bytes(), max_output_size=_LARGEST)
    parser = LexborHTMLParser(content.decode("utf-8", "replace"))
    parser.strip_tags(["script", "style", "noscript", "template"])
    return parser.root.text(separator=" ") if parser.root is not None else ""
