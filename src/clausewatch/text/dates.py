"""The dates that a document prints about itself: updated, effective, published, with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.nouns.document import Block, BlockKind, DateKind, PrintedDate, Text
from clausewatch.text.calendar_words import DATE, Written, written
from clausewatch.text.date_cues import CUES, EARLIER, HISTORY, OF_A_LAW
from clausewatch.text.relative import is_relative_date

_DAY_FIRST = frozenset({"de", "fr", "es", "it", "pt", "nl"})
_HEAD_BLOCKS = 14
_TAIL_BLOCKS = 6
_NEAR = 60
_BEHIND = 25
_LONG_BLOCK = 400
_LINE = 120
# What every form of a date holds: a year in figures, or 年. Asked first, for it is cheap.
_DATED = re.compile(r"(?:19|20)\d\d|年")
_SENTENCE_END = re.compile(r"[.!?;。；]\s")

Found = tuple[re.Match[str], Written]


def find_dates(text: Text) -> tuple[PrintedDate, ...]:
    """The dates near the head or the end that the text gives for its own update, effect or publication, in order.

    Each span covers the date alone. English, German, French, Spanish and Chinese forms, ISO dates, months without a day
    after a word that says what they are (the value is then the first, `exact` is false) and dates in figures whose order
    is certain or given by the text's language. Dates of other things (laws, decisions, earlier versions and lists of
    them) and relative dates are not taken.
    """
    day_first = text.language in _DAY_FIRST
    found: list[PrintedDate] = []
    for block in _own(text):
        words = block.of(text.content)
        if _DATED.search(words) and not is_relative_date(words):
            found.extend(_in_block(words, block.start, day_first=day_first))
    return tuple(found)


def _own(text: Text) -> Iterator[Block]:
    """The blocks near head and end, without lists of earlier versions and the entries of a history of changes."""
    last = len(text.blocks)
    near = sorted(set(range(min(last, _HEAD_BLOCKS))) | set(range(max(0, last - _TAIL_BLOCKS), last)))
    for place in near:
        if not _is_entry(text, place) or not (_in_history(text, place) or _in_list_of_dates(text, place)):
            yield text.blocks[place]


def _is_entry(text: Text, place: int) -> bool:
    block = text.blocks[place]
    return block.kind in {BlockKind.ITEM, BlockKind.ROW} or _is_bare_date(block.of(text.content))


def _in_history(text: Text, place: int) -> bool:
    """Whether the nearest block above that is no entry is the title of a list of versions or changes."""
    while place >= 0 and _is_entry(text, place):
        place -= 1
    words = text.blocks[place].of(text.content) if place >= 0 else ""
    return len(words) <= _LINE and bool(HISTORY.search(words)) and not DATE.search(words)


def _in_list_of_dates(text: Text, place: int) -> bool:
    """Whether the line is a bare date beside another one."""
    beside = (at for at in (place - 1, place + 1) if 0 <= at < len(text.blocks))
    here = _is_bare_date(text.blocks[place].of(text.content))
    return here and any(_is_bare_date(text.blocks[at].of(text.content)) for at in beside)


def _is_bare_date(words: str) -> bool:
    """A line that is little but one date."""
    hit = DATE.search(words) if len(words) < 40 else None
    return hit is not None and len(words) - len(hit[0]) <= 3


def _in_block(words: str, base: int, *, day_first: bool) -> list[PrintedDate]:
    found: list[PrintedDate] = []
    certain: list[Found] = [
        (hit, value)
        for hit in DATE.finditer(words)
        if (value := written(hit, day_first=day_first)) is not None
    ]
    previous = 0
    for number, (hit, value) in enumerate(certain):
        following = certain[number + 1][0].start() if number + 1 < len(certain) else len(words)
        kind = _kind(words, previous, hit, following, alone=len(certain) == 1 and value.exact)
        if kind is not None and not _of_another(words, hit):
            found.append(PrintedDate(kind, value.value, base + hit.start(), base + hit.end(), value.exact))
        previous = hit.end()
    return found


def _of_another(words: str, hit: re.Match[str]) -> bool:
    """True for the date of an earlier version or of a law."""
    before = words[: hit.start()]
    earlier = next(iter(reversed(list(EARLIER.finditer(before)))), None)
    if earlier is not None:
        many = any(earlier.groupdict().values())
        if not many or not _last_cue(before[earlier.end() :]):
            return True
    sentence = _SENTENCE_END.split(before)[-1]
    return len(words) > _LINE and bool(OF_A_LAW.search(sentence[-2 * _NEAR :]))


def _kind(words: str, previous: int, hit: re.Match[str], following: int, *, alone: bool) -> DateKind | None:
    """By the nearest cue before the date in its sentence, else right after it, else a line that is little but the date."""
    before = _SENTENCE_END.split(words[max(previous, hit.start() - _NEAR) : hit.start()])[-1]
    after = re.split(r"[.!?;,。；，]", words[hit.end() : min(following, hit.end() + _BEHIND)])[0]
    behind = _first_cue(after)
    if behind is DateKind.EFFECTIVE and _frames(before):
        return behind
    closest = _last_cue(before)
    if closest is not None:
        return closest
    if behind is not None:
        return behind
    rest = len(words) - (hit.end() - hit.start())
    return DateKind.UPDATED if alone and rest <= 3 and len(words) < _LONG_BLOCK else None


def _frames(before: str) -> bool:
    """Whether a verb that takes effect stands around the date: "tritt am ... in Kraft", "自 ... 起生效"."""
    return (
        re.search(r"(?:\btr(?:itt|eten|eten)\b[^.]*|自|于|從|从)\s*$|\btr(?:itt|eten)\b", before) is not None
    )


def _last_cue(words: str) -> DateKind | None:
    """The kind of the cue that ends last."""
    best: tuple[int, DateKind] | None = None
    for kind, cue in CUES:
        for hit in cue.finditer(words):
            if best is None or hit.end() > best[0]:
                best = (hit.end(), kind)
    return best[1] if best else None


def _first_cue(words: str) -> DateKind | None:
    """The kind of the cue that begins first."""
    best: tuple[int, DateKind] | None = None
    for kind, cue in CUES:
        hit = cue.search(words)
        if hit and (best is None or hit.start() < best[0]):
            best = (hit.start(), kind)
    return best[1] if best else None
