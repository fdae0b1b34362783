"""The dates that a document prints about itself: updated, effective, published, with their spans."""

from __future__ import annotations

import re

from clausewatch.nouns.document import Block, DateKind, PrintedDate, Text
from clausewatch.text.calendar_words import DATE, value_of
from clausewatch.text.relative import is_relative_date

_UPDATED = (
    r"(?:last\s+)?(?:updated?|modified|revised|amended|changed|reviewed|revision|modification)(?:\s+date)?|as\s+of|dated|version|"
    r"(?:zuletzt\s+)?(?:aktualisiert|geändert|überarbeitet)|(?:letzte\s+)?(?:aktualisierung|änderung|fassung)|stand|"
    r"(?:dernière\s+)?(?:mise\s+à\s+jour|modification|révision)|mis(?:es?)?\s+à\s+jour|modifiée?s?|"
    r"(?:última\s+)?(?:actualización|modificación|revisión)|actualizad[oa]s?|modificad[oa]s?"
)
_EFFECTIVE = (
    r"effective|in\s+effect|in\s+force|(?:takes?|took|taking)\s+effect|comes?\s+into\s+(?:force|effect)|valid\s+(?:from|as)|applies\s+from|"
    r"gültig|in\s+kraft|wirksam|gilt\s+(?:ab|seit)|en\s+vigueur|prend\s+effet|date\s+d.effet|applicables?|vigor|vigencia|vigentes?|efectiv[oa]s?"
)
_PUBLISHED = (
    r"published|posted|publication|issued|created|veröffentlicht|veröffentlichung|erschienen|publiée?s?|"
    r"publicad[oa]s?|publicación"
)
_CUES = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{cues})(?!\w)", re.IGNORECASE))
    for kind, cues in (
        (DateKind.EFFECTIVE, _EFFECTIVE),
        (DateKind.PUBLISHED, _PUBLISHED),
        (DateKind.UPDATED, _UPDATED),
    )
)
_HAN_CUES = (
    (DateKind.EFFECTIVE, re.compile("生效|施行|实施")),
    (DateKind.PUBLISHED, re.compile("发布|发表|公布")),
    (DateKind.UPDATED, re.compile("更新|修订|修改|版本")),
)
_HEAD_BLOCKS = 14
_TAIL_BLOCKS = 6
_NEAR = 60
_LONG_BLOCK = 400


def find_dates(text: Text) -> tuple[PrintedDate, ...]:
    """The dates near the head or the end that the text gives for its own update, effect or publication, in order.

    Each span covers the date alone. English, German, French, Spanish and Chinese forms, ISO dates and dates in figures
    whose order is certain. Dates of other things (laws, decisions) and relative dates are not taken.
    """
    found: list[PrintedDate] = []
    for block in _edges(text):
        words = block.of(text.content)
        if not is_relative_date(words):
            found.extend(_in_block(words, block.start))
    return tuple(found)


def _edges(text: Text) -> tuple[Block, ...]:
    if len(text.blocks) <= _HEAD_BLOCKS + _TAIL_BLOCKS:
        return text.blocks
    return text.blocks[:_HEAD_BLOCKS] + text.blocks[-_TAIL_BLOCKS:]


def _in_block(words: str, base: int) -> list[PrintedDate]:
    found: list[PrintedDate] = []
    certain = [(hit, value) for hit in DATE.finditer(words) if (value := value_of(hit)) is not None]
    previous = 0
    for number, (hit, value) in enumerate(certain):
        following = certain[number + 1][0].start() if number + 1 < len(certain) else len(words)
        kind = _kind(words, previous, hit, following, alone=len(certain) == 1)
        if kind is not None:
            found.append(PrintedDate(kind, value, base + hit.start(), base + hit.end()))
        previous = hit.end()
    return found


def _kind(words: str, previous: int, hit: re.Match[str], following: int, *, alone: bool) -> DateKind | None:
    """By the nearest cue before the date in its sentence, else right after it, else a line that is little but the date."""
    before = re.split(r"[.!?;。；]\s", words[max(previous, hit.start() - _NEAR) : hit.start()])[-1]
    closest = _closest(before, last=True)
    if closest is not None:
        return closest
    after = words[hit.end() : min(following, hit.end() + 25)]
    behind = _closest(re.split(r"[.!?;,。；，]", after)[0], last=False)
    if behind is not None:
        return behind
    rest = len(words) - (hit.end() - hit.start())
    return DateKind.UPDATED if alone and rest <= 3 and len(words) < _LONG_BLOCK else None


def _closest(words: str, *, last: bool) -> DateKind | None:
    best: tuple[int, DateKind] | None = None
    for kind, cue in (*_CUES, *_HAN_CUES):
        for hit in cue.finditer(words):
            place = hit.end() if last else -hit.start()
            if best is None or place > best[0]:
                best = (place, kind)
    return best[1] if best else None
