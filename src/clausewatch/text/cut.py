"""Recognising a text that was cut off: by its markup, or as the beginning of the last good text."""

from __future__ import annotations

import re

from clausewatch.nouns.document import Block, BlockKind, Page, Reading, Text

_ENDED = re.compile(r"[.!?;:。！？；：…)\]\"”’»|]\s*$")
_ADDRESS = re.compile(
    r"(?:\S@\S+\.[a-z]{2,}|(?:https?://|www\.)\S+\.[a-z]{2,}(?:/\S*)?|\d[\d ()/.-]{3,})\s*$", re.IGNORECASE
)
# A page that ends after the end of a block was not cut within that block.
_INLINE_END = re.compile(r"<(?:/?(?:a|abbr|b|em|font|i|mark|small|span|strong|sub|sup|u)|(?!/)\w[^>]*)>\s*$|<(?:br|img)[^>]*>\s*$", re.IGNORECASE)  # fmt: skip
_TAIL = 2_000
_CUT_SHARE = 0.9
_HALF = 0.6
_EARLY = 3
_BEGINNING = 4
# How many rows a script shows on the first page of a long table.
_PAGE_SIZES = frozenset({5, 10, 12, 15, 20, 24, 25, 30, 50, 100})
_FEW_ROWS = 4
_MOST = 0.8


def cut_reason(reading: Reading, page: Page, previous: Text | None) -> str:
    """Why the text is taken for cut off, or "".

    Markup that just stops in mid-sentence or within a tag or script is enough. Against the last good text: every block
    is unchanged up to a last one that is only the beginning of its old form, or up to an end well before the old end;
    or a table shows its first rows, or its rows' first cells, alone. A section taken out in the middle, or a new ending,
    is an edit.
    """
    if _markup_stops(reading, page):
        return "the markup stops in the middle"
    text = reading.text
    if previous is None or not text.blocks:
        return ""
    return _cut_list(text, previous) or _cut_end(text, previous)


def _cut_end(text: Text, previous: Text) -> str:
    if len(text.content) >= _CUT_SHARE * len(previous.content):
        return ""
    same = _common_blocks(text, previous)
    left = len(text.blocks) - same
    if left == 1 and same < len(previous.blocks) and same > 0:
        last, old = _words(text, text.blocks[-1]), _words(previous, previous.blocks[same])
        if last and last != old and old.startswith(last):
            return "its last block is only the beginning of what stood there, and nothing follows"
    if left == 0 and same and len(text.content) < _HALF * len(previous.content):
        return "it is the beginning of the last good text, word for word, and the rest is missing"
    if _stops_within(text, previous):
        return "its last words are the beginning of a sentence of the last good text, whose rest is missing"
    return ""


def _stops_within(text: Text, previous: Text) -> bool:
    """The last block is the beginning of an old one, in mid-sentence, and nothing of what followed that one is left."""
    last = _words(text, text.blocks[-1])
    if len(last.split()) < _BEGINNING or _ENDED.search(last):
        return False
    old = [_words(previous, block) for block in previous.blocks]
    place = next((i for i, words in enumerate(old) if words != last and words.startswith(last)), None)
    if place is None:
        return False
    here = {_words(text, block) for block in text.blocks}
    return here.isdisjoint(old[place + 1 :]) and sum(words in here for words in old[:place]) * 2 >= place


def _cut_list(text: Text, previous: Text) -> str:
    """Why a table of facts is taken for shown in part, or "": a page of it, or its first cells, while the rest stands."""
    rows, old = _rows(text), _rows(previous)
    if len(rows) in _PAGE_SIZES and len(old) >= 2 * len(rows) and old[: len(rows)] == rows:
        outside = {_words(text, block) for block in text.blocks if block.kind is not BlockKind.ROW}
        before = [_words(previous, block) for block in previous.blocks if block.kind is not BlockKind.ROW]
        if all(words in outside for words in before):
            return f"its tables show only the first {len(rows)} of {len(old)} rows"
    if len(rows) == len(old) >= _FEW_ROWS:
        shorter = sum(
            row != was and bool(row) and was[: len(row)] == row for row, was in zip(rows, old, strict=True)
        )
        if shorter >= _MOST * len(rows):
            return f"the last cells of {shorter} of {len(rows)} table rows are empty"
    return ""


def _rows(text: Text) -> list[tuple[str, ...]]:
    """The cells of every row that is not a row of column titles, without empty cells at its end."""
    found: list[tuple[str, ...]] = []
    for block in text.blocks:
        if block.kind is BlockKind.ROW and not block.header:
            cells = [" ".join(cell.of(text.content).split()) for cell in block.cells]
            while cells and not cells[-1]:
                cells.pop()
            found.append(tuple(cells))
    return found


def _common_blocks(text: Text, previous: Text) -> int:
    """How many blocks both share from the beginning, 0 unless most are the same; an early one may differ (a date)."""
    count = same = 0
    for block, old in zip(text.blocks, previous.blocks, strict=False):
        equal = _words(text, block) == _words(previous, old)
        if not equal and count >= _EARLY:
            break
        count += 1
        same += equal
    return count if same >= 2 and same * 2 >= count else 0


def _words(text: Text, block: Block) -> str:
    return " ".join(block.of(text.content).split())


def _markup_stops(reading: Reading, page: Page) -> bool:
    if reading.signals.closed or "markdown" in page.media_type or "plain" in page.media_type:
        return False
    tail = page.body[-_TAIL:].decode("utf-8", "replace")
    if not re.search(rb"<(?:html|body|!doctype)", page.body[:5_000], re.IGNORECASE):
        return False
    if tail.rfind("<") > tail.rfind(">"):
        return True
    opened = max(page.body.rfind(b"<script"), page.body.rfind(b"<style"))
    if opened > max(page.body.rfind(b"</script"), page.body.rfind(b"</style")):
        return True
    # Pages may leave out end tags, those of paragraphs, body and html among them (HTML Standard, 13.1.2.4): words at the
    # very end tell of a cut only in mid-sentence or before another word, and where the page does close such elements.
    rest = tail[tail.rfind(">") + 1 :]
    if rest.strip():
        goes_on = rest[-1] == " " or not _is_end(rest)
        return goes_on and _leaves_open(page.body)
    last = reading.text.blocks[-1] if reading.text.blocks else None
    return (
        last is not None
        and _INLINE_END.search(tail) is not None
        and last.kind is BlockKind.PARAGRAPH
        and not _is_end(last.of(reading.text.content))
        and _leaves_open(page.body)
    )


def _is_end(words: str) -> bool:
    """Whether a text may end with these words: a sentence's end, an address or a number."""
    return _ENDED.search(words) is not None or _ADDRESS.search(words) is not None


def _leaves_open(body: bytes) -> bool:
    """True when the last words stand in an element that is not closed, though the page closes such elements elsewhere."""
    opened = re.findall(rb"<(p|li|td|div|span|main|section|article|h[1-6])\b", body[-_TAIL:], re.IGNORECASE)
    if not opened:
        return False
    tag = opened[-1].lower()
    lower = body.lower()
    return lower.rfind(b"<" + tag) > lower.rfind(b"</" + tag) > 0
