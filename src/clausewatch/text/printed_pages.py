"""Plain text that was laid out in pages (form feeds, as in RFCs): running heads and feet off, torn paragraphs mended."""

from __future__ import annotations

import re
from collections import Counter

_NUMBER = re.compile(r"\d+|\b[ivxl]{1,6}\b")
_ENDED = re.compile(r"[.!?;:。！？；：][)\]\"”’»]*\s*\Z")
_EDGE = 2


def without_pages(source: str) -> list[str]:
    """The lines of the text. What stands at the head or foot of half the pages or more (numbers aside) is left out."""
    pages = [_trimmed(page.split("\n")) for page in source.split("\f")]
    pages = [page for page in pages if page]
    if len(pages) < 2:
        return [line for page in source.split("\f") for line in page.split("\n")]
    recurring = _recurring(pages)
    lines: list[str] = []
    for page in pages:
        kept = _without(page, recurring)
        if lines and kept and not _goes_on(lines[-1], kept[0]):
            lines.append("")
        lines += kept
    return lines


def _trimmed(lines: list[str]) -> list[str]:
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _recurring(pages: list[list[str]]) -> set[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        shown = [line for line in page if line.strip()]
        counts.update({_key(line) for line in shown[:_EDGE] + shown[-_EDGE:]})
    return {key for key, count in counts.items() if count >= max(2, len(pages) / 2)}


def _key(line: str) -> str:
    return _NUMBER.sub("#", " ".join(line.lower().split()))


def _without(page: list[str], recurring: set[str]) -> list[str]:
    while page and (_key(page[0]) in recurring):
        page = _trimmed(page[1:])
    while page and (_key(page[-1]) in recurring):
        page = _trimmed(page[:-1])
    return page


def _goes_on(last: str, first: str) -> bool:
    """Whether a sentence runs over the page break."""
    return not _ENDED.search(last) and first.lstrip()[:1].islower()
