"""Recognising a text that was cut off: by its markup, or as the beginning of the last good text."""

from __future__ import annotations

import re

from clausewatch.nouns.document import Block, BlockKind, Page, Reading, Text

_ENDED = re.compile(r"[.!?;:。！？；：…)\]\"”’»|]\s*$")
_TAIL = 2_000
_CUT_SHARE = 0.9
_HALF = 0.6
_EARLY = 3


def cut_reason(reading: Reading, page: Page, previous: Text | None) -> str:
    """Why the text is taken for cut off, or "".

    Markup that just stops in mid-sentence or within a tag or script is enough. Against the last good text: every block
    is unchanged up to a last one that is only the beginning of its old form, or up to an end well before the old end.
    A section taken out in the middle, or a new ending, is an edit.
    """
    if _markup_stops(reading, page):
        return "the markup stops in the middle"
    text = reading.text
    if previous is None or not text.blocks or len(text.content) >= _CUT_SHARE * len(previous.content):
        return ""
    same = _common_blocks(text, previous)
    left = len(text.blocks) - same
    if left == 1 and same < len(previous.blocks) and same > 0:
        last, old = _words(text, text.blocks[-1]), _words(previous, previous.blocks[same])
        if last and last != old and old.startswith(last):
            return "its last block is only the beginning of what stood there, and nothing follows"
    if left == 0 and same and len(text.content) < _HALF * len(previous.content):
        return "it is the beginning of the last good text, word for word, and the rest is missing"
    return ""


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
    rest = tail[tail.rfind(">") + 1 :].strip()
    if rest:
        return not _ENDED.search(rest) or _leaves_open(page.body)
    last = reading.text.blocks[-1] if reading.text.blocks else None
    return (
        last is not None
        and last.kind is BlockKind.PARAGRAPH
        and not _ENDED.search(last.of(reading.text.content))
    )


def _leaves_open(body: bytes) -> bool:
    """True when the last words stand in an element that is not closed, though the page closes such elements elsewhere."""
    opened = re.findall(rb"<(p|li|td|div|span)\b", body[-_TAIL:], re.IGNORECASE)
    if not opened:
        return False
    tag = opened[-1].lower()
    lower = body.lower()
    return lower.rfind(b"<" + tag) > lower.rfind(b"</" + tag) > 0
