"""What a block looks like by itself: how much of it is emphasised, whether it could be a heading, how it ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from clausewatch.nouns.document import Mark, MarkKind, Text
from clausewatch.structure.numbering import numbered

_STOPS = tuple(".,;:!。！；：，、…")
_DATE = re.compile(
    r"(?<!\d)\d{1,2}(?!\d).{0,16}\b(?:19|20)\d\d(?!\d)|\b(?:19|20)\d\d[-/.年]\s?\d{1,2}|\b\w+ (?:19|20)\d\d$"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_RUN_IN_END = re.compile(r"[.:?!。：？！–—-]+\s*\Z")
_RUN_IN_GOES_ON = re.compile(r"\s*[.:–—。：-]+\s+\S")
# Longest title met in the 63 documents of the GenAI-EU archive outside marked headings: 97 characters, 16 words.
MAX_TITLE = 110
_MAX_WORDS = 18
_MAX_PLAIN = 80
_MAX_PLAIN_WORDS = 12
_MAX_CJK = 30


def ends_open(words: str) -> bool:
    """Whether the words announce what follows: they end with a colon."""
    return words.endswith((":", "："))


def ends_sentence(words: str) -> bool:
    """Whether the words end as a sentence does, closing quotes and brackets aside."""
    return words.rstrip("\"'”’)）」』]").endswith((".", "!", "?", "。", "！", "？", "؟", "।", "…"))


def could_title(words: str) -> bool:
    """Whether emphasised words are short and unfinished enough to be a heading; a date line is none."""
    return len(words) <= MAX_TITLE and _could_title(words)


@lru_cache(maxsize=50_000)
def _could_title(words: str) -> bool:
    if not words or words[-1] in ":;,：；，" or _DATE.search(words):
        return False
    count = len(words.split())
    if count > _MAX_WORDS or not any(letter.isalnum() for letter in words):
        return False
    return words[-1] not in ".!。！" or count <= 8 or numbered(words, heading=True) is not None


def could_plain_title(words: str, *, announced: bool = False) -> bool:
    """Whether a line without any emphasis reads like a heading: short, capitalised, without a final stop.

    A line before an announced list (`announced`) may be as long as any title.
    """
    return len(words) <= MAX_TITLE and _could_plain_title(words, announced)


@lru_cache(maxsize=50_000)
def _could_plain_title(words: str, announced: bool) -> bool:
    longest, most = (MAX_TITLE, _MAX_WORDS) if announced else (_MAX_PLAIN, _MAX_PLAIN_WORDS)
    if len(words) > longest or words.endswith(_STOPS) or _DATE.search(words):
        return False
    first = words.lstrip("“\"'‘(「《")[:1]
    if not (first.isupper() or first.isdigit() or (first and _CJK.match(first)) or first == "§"):
        return False
    return len(words) <= (_MAX_CJK if _CJK.search(words) else longest) and len(words.split()) <= most


def is_date_line(words: str) -> bool:
    """Whether a short line prints a date, such as "Last updated: May 1, 2026"."""
    return len(words) <= _MAX_PLAIN and _DATE.search(words) is not None


def is_one_word(words: str) -> bool:
    return " " not in words and not _CJK.search(words)


def emphasised(text: Text, kind: MarkKind) -> list[int]:
    """For each block the offset where its leading emphasis of that kind ends; the block's start when it has none.

    A printed number may stand before the emphasis: "2.2. **Use.** You may" is led by it.
    """
    marks = sorted((mark for mark in text.marks if mark.kind is kind), key=_start)
    starts = [mark.start for mark in marks]
    ends = []
    for block in text.blocks:
        first = bisect_left(starts, block.start)
        ends.append(_lead(text.content, marks, first, block.start, block.end))
    return ends


def _start(mark: Mark) -> int:
    return mark.start


def _lead(content: str, marks: list[Mark], index: int, start: int, end: int) -> int:
    if index >= len(marks) or marks[index].start >= end:
        return start
    reached = start
    gap = marks[index].start - start
    if 0 < gap <= 16:
        number = numbered(content[start : marks[index].start + 3])
        if number is not None and start + number.rest >= marks[index].start:
            reached = marks[index].start
    while index < len(marks) and marks[index].start < end:
        between = content[reached : marks[index].start]
        if between.strip(" .:"):
            break
        reached = max(reached, marks[index].end)
        index += 1
    return min(reached, end)


def run_in_end(content: str, lead: int, end: int) -> int | None:
    """Where a run-in heading that is emphasised up to `lead` ends, its stop included; None when it is no run-in.

    A run-in is closed by a stop, inside or just after the emphasis, and words follow it.
    """
    if not content[lead:end].strip(" .:–—-。："):
        return None
    if _RUN_IN_END.search(content[max(0, lead - 3) : lead]):
        return lead
    goes_on = _RUN_IN_GOES_ON.match(content, lead, end)
    return goes_on.end() - 1 if goes_on else None
