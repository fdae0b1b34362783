"""What recurs around the documents of one site: learned from its other documents, dropped at the edges only.

A clause that several documents of a company share stays: it is longer than a menu entry and no link. The constants were
set by reading the menus that were left on the good pages of the verdict corpus's development half.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from clausewatch.nouns.document import Block, BlockKind, Text
from clausewatch.nouns.identity import Digest, digest
from clausewatch.text.counting import word_count
from clausewatch.text.fingerprint import folded
from clausewatch.text.lesson import linked_shares
from clausewatch.text.pruned import keep_blocks
from clausewatch.text.stamp import is_stamp

_PROSE_WORDS = 12
_MOST_WORDS = 25
_LABEL_WORDS = 4
_LINKED = 0.5
_ENDS = re.compile(r"[.!?:;。！？：；]$")
_CONTACT = re.compile(r"@|\d{3}")


def block_prints(text: Text) -> frozenset[Digest]:
    """The digests of a text's blocks by their folded words, for `without_recurring` of another document's text."""
    return frozenset(_print(text, block) for block in text.blocks)


def without_recurring(text: Text, others: Iterable[frozenset[Digest]]) -> Text:
    """The text without the furniture that it shares with other documents of its site.

    Dropped are only blocks before the first or after the last prose that no other document has, and of those only entries
    of menus: mostly link, or at the head a label of a few words. First-level headings, dates, addresses and sentences stay.
    The other texts decide the outcome alone: the same ones in any order give the same text.
    """
    known: frozenset[Digest] = frozenset().union(*others)
    shared = [_print(text, block) in known for block in text.blocks]
    own = [
        at
        for at, block in enumerate(text.blocks)
        if not shared[at] and word_count(block.of(text.content)) >= _PROSE_WORDS
    ]
    if not own:
        return text
    linked = linked_shares(text)
    gone: set[int] = set()
    for at in reversed(range(len(text.blocks))):
        block = text.blocks[at]
        if not shared[at] or own[0] <= at <= own[-1] or _titles(text, block, at + 1 in gone):
            continue
        if _is_entry(text, block, linked[at], head=at < own[0]):
            gone.add(at)
    return keep_blocks(text, [at not in gone for at in range(len(text.blocks))]) if gone else text


def _titles(text: Text, block: Block, next_gone: bool) -> bool:
    """True for the page's title, and for a heading whose section stays."""
    if block.kind is not BlockKind.HEADING:
        return False
    return block.level == 1 or not next_gone or block.of(text.content) == text.title


def _print(text: Text, block: Block) -> Digest:
    return digest(folded(block.of(text.content)).encode("utf-8", "replace"))


def _is_entry(text: Text, block: Block, linked: float, *, head: bool) -> bool:
    words = block.of(text.content)
    if word_count(words) > _MOST_WORDS or _CONTACT.search(words) or is_stamp(words):
        return False
    if linked >= _LINKED:
        return True
    return head and word_count(words) <= _LABEL_WORDS and not _ENDS.search(words)
