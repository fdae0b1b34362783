"""What may be learned as furniture of a page, and a text without it.

A wrong drop is a missed clause, menus that stay are a nuisance: so only entries of menus in doubtful places may be learned.
Those places are the head, before the title and the first prose, and the unbroken run of links that ends the page, where no
heading or lead-in claims it. Vendors repeat clauses across documents: sentences, numbered items, rows, dates and addresses
are never learned, whoever else has them. The constants were set by reading what would go of the good pages of the verdict
corpus (4 of 106 lose 8 or 9 entries of a menu) and of the whole pages of the extraction corpus (none of 98 loses anything).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from clausewatch.nouns.document import Block, BlockKind, Text
from clausewatch.text.counting import word_count
from clausewatch.text.fingerprint import folded
from clausewatch.text.prose import says
from clausewatch.text.pruned import keep_blocks
from clausewatch.text.stamp import is_stamp

Lesson = frozenset[str]
"""The folded words of entries that are furniture."""

_PROSE_WORDS = 12
_MOST_WORDS = 25
_MOST_WORDS_LAST = 12
_LABEL_WORDS = 4
_LINKED = 0.9
_SAME_DOCUMENT = 0.5
"""Pages that share so much of their prose are editions of one document, and tell nothing of their site."""
_LEAST_STATES = 4
_CONTACT = re.compile(r"@|\d{3}")
_ENDS = re.compile(r"[.!?:;。！？：；]\W*$")
_LEADS = re.compile(r"[:：]\W*$")
_NUMBERED = re.compile(r"\w")


def edge_entries(text: Text) -> dict[int, str]:
    """The blocks in doubtful places that look like entries of menus: their places in `blocks`, with their folded words."""
    words = [block.of(text.content) for block in text.blocks]
    shares = linked_shares(text)
    prose = _prose(words, shares)
    if not prose:
        return {}
    found = [*_head(text, words, shares, prose[0]), *_tail(text, words, shares, prose[-1])]
    return {at: folded(words[at]) for at in found}


def _head(text: Text, words: list[str], shares: list[float], prose: int) -> Iterator[int]:
    """Labels and links before the document's title, and links between that and the first prose which nothing leads in."""
    begun = False
    for at in range(prose):
        block, said = text.blocks[at], words[at]
        if _begins(text, block, said):
            begun = True
        elif begun and _claims(block, said):
            return
        elif _is_entry(block, said, _MOST_WORDS) and (
            shares[at] >= _LINKED or (not begun and _is_label(text, said))
        ):
            yield at


def _tail(text: Text, words: list[str], shares: list[float], prose: int) -> Iterable[int]:
    """The run of links that ends the text after its last prose, unless a heading or lead-in stands before it."""
    first = len(words)
    while first - 1 > prose and shares[first - 1] >= _LINKED:
        if not _is_entry(text.blocks[first - 1], words[first - 1], _MOST_WORDS_LAST):
            break
        first -= 1
    return () if _claims(text.blocks[first - 1], words[first - 1]) else range(first, len(words))


def without_learned(text: Text, lesson: Lesson) -> Text:
    """The text without the learned entries that stand in doubtful places; where nothing goes, the text itself."""
    if not lesson:
        return text
    gone = {at for at, entry in edge_entries(text).items() if entry in lesson}
    return keep_blocks(text, [at not in gone for at in range(len(text.blocks))]) if gone else text


def shared_with_site(text: Text, standing: Text | None, others: Iterable[Text]) -> Lesson:
    """The entries of the text that another document of its site has in a doubtful place too.

    `standing` is this document's last good text: what stands in its body is no furniture. Other editions of the same
    document are no witnesses.
    """
    elsewhere: set[str] = set()
    for other in others:
        if not _same_document(text, other):
            elsewhere.update(edge_entries(other).values())
    own = frozenset(elsewhere.intersection(edge_entries(text).values()))
    return own.difference(_rest(standing, edge_entries(standing))) if standing is not None else own


def coming_and_going(states: Sequence[Text]) -> Lesson:
    """The entries that came and went at the edges while the body stood word for word, over four states or more.

    `states` are one document's texts in order. A list that only grows, or only shrinks, is being edited: of it nothing is
    learned.
    """
    if len(states) < _LEAST_STATES:
        return frozenset()
    edges = [edge_entries(each) for each in states]
    bodies = {_rest(each, edge) for each, edge in zip(states, edges, strict=True)}
    if len(bodies) > 1:
        return frozenset()
    seen = [frozenset(each.values()) for each in edges]
    came = frozenset().union(*(new - old for old, new in pairwise(seen)))
    went = frozenset().union(*(old - new for old, new in pairwise(seen)))
    steps = sum(1 for old, new in pairwise(seen) if new - old and old - new)
    return came | went if steps >= _LEAST_STATES - 1 else frozenset()


def _begins(text: Text, block: Block, said: str) -> bool:
    """True for what opens the document: its title, a heading of the first level, or the date of its edition."""
    return (block.kind is BlockKind.HEADING and block.level == 1) or said == text.title or is_stamp(said)


def _claims(block: Block, said: str) -> bool:
    """True when what follows belongs to this block: a heading, or a sentence that leads in."""
    return block.kind is BlockKind.HEADING or _LEADS.search(said) is not None


def _is_entry(block: Block, said: str, most: int) -> bool:
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM} or _NUMBERED.search(block.marker):
        return False
    if not 0 < word_count(said) <= most or _CONTACT.search(said) or _ENDS.search(said):
        return False
    return not is_stamp(said) and not says(said)


def _is_label(text: Text, said: str) -> bool:
    """True for a few words that are no part of the title, which may stand as plain words over its document."""
    return word_count(said) <= _LABEL_WORDS and folded(said) not in folded(text.title)


def linked_shares(text: Text) -> list[float]:
    """How much of each block stands in links, from 0 to 1."""
    found = [0] * len(text.blocks)
    at = 0
    for link in sorted(text.links, key=lambda each: each.start):
        while at < len(text.blocks) - 1 and text.blocks[at].end <= link.start:
            at += 1
        if text.blocks:
            found[at] += link.end - link.start
    return [links / max(1, block.end - block.start) for links, block in zip(found, text.blocks, strict=True)]


def _prose(words: list[str], shares: list[float]) -> list[int]:
    """The places of blocks that are long enough for a sentence and no link."""
    return [at for at, said in enumerate(words) if shares[at] < _LINKED and word_count(said) >= _PROSE_WORDS]


def _rest(text: Text, edge: Container[int]) -> tuple[str, ...]:
    """The folded words of the blocks that are not among those places."""
    return tuple(folded(each.of(text.content)) for at, each in enumerate(text.blocks) if at not in edge)


def _same_document(text: Text, other: Text) -> bool:
    mine, theirs = _said(text), _said(other)
    fewest = min(len(mine), len(theirs))
    return not fewest or len(mine & theirs) >= _SAME_DOCUMENT * fewest


def _said(text: Text) -> frozenset[str]:
    """The blocks of prose, folded."""
    words = [block.of(text.content) for block in text.blocks]
    return frozenset(folded(words[at]) for at in _prose(words, linked_shares(text)))
