"""How alike two texts are, and how much a text reads like a policy."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from clausewatch.nouns.document import BlockKind, Text
from clausewatch.nouns.identity import SourceId
from clausewatch.text.counting import word_count
from clausewatch.text.phrases import KINDS, POLICY_TERMS, POLICY_WORDS
from clausewatch.text.pruned import keep_blocks

_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]|[^\\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+"
)
_HANGUL = re.compile("[\uac00-\ud7af]")
_HANGUL_WORD = 2
"""Korean writes as one word what others write as two or three: two syllables count as one."""
_SHINGLE = 4
_NEARLY_ALL = 0.8
_SENTENCE = 8
_LIST_WORDS = 80
_MOST_WORDS = 80_000
_MOST_CHARS = 40 * _MOST_WORDS


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares of four-word shingles: of the new text's found in the old one, and of the old one's kept in the new.

    `length` is the new text's word count over the old one's.
    """

    known: float
    kept: float
    length: float


def likeness(new: Text, old: Text) -> Likeness:
    """How much of each text stands in the other (w-shingling; Broder 1997).

    Where nearly all of the old text stands in whole blocks of the new one, those shares are taken as they are.
    """
    whole = _by_blocks(new, old)
    if whole.kept >= _NEARLY_ALL:
        return whole
    new_words, old_words = words(new.content), words(old.content)
    new_set, old_set = _shingles(new_words), _shingles(old_words)
    both = len(new_set & old_set)
    return Likeness(
        both / max(1, len(new_set)), both / max(1, len(old_set)), len(new_words) / max(1, len(old_words))
    )


def _by_blocks(new: Text, old: Text) -> Likeness:
    new_blocks = {block.of(new.content) for block in new.blocks}
    old_blocks = {block.of(old.content) for block in old.blocks}
    shared = sum(map(len, new_blocks & old_blocks))
    new_size, old_size = sum(map(len, new_blocks)), sum(map(len, old_blocks))
    length = len(new.content) / max(1, len(old.content))
    return Likeness(shared / max(1, new_size), shared / max(1, old_size), length)


def stretch_of(whole: Text, part: Text, source: SourceId) -> Text | None:
    """What a text put together from several says of the source of `part`.

    The stretch that came from it; where that was not told, the one in which the part's blocks stand, or None where most of
    the part does not.
    """
    told = next((each for each in whole.parts if each.source == source), None)
    if told is not None:
        return keep_blocks(whole, [told.start <= block.start < told.end for block in whole.blocks])
    known = {block.of(part.content) for block in part.blocks}
    found = [place for place, block in enumerate(whole.blocks) if block.of(whole.content) in known]
    shared = {whole.blocks[place].of(whole.content) for place in found}
    if 2 * sum(map(len, shared)) < sum(map(len, known)) or not found:
        return None
    return keep_blocks(whole, [found[0] <= place <= found[-1] for place in range(len(whole.blocks))])


def words(content: str) -> list[str]:
    """Words in lower case; a character of Chinese, Japanese or Korean is one."""
    return _WORD.findall(content[:_MOST_CHARS].lower())[:_MOST_WORDS]


def _shingles(tokens: list[str]) -> set[tuple[str, ...]]:
    if len(tokens) < _SHINGLE:
        return {tuple(tokens)} if tokens else set()
    return set(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))


def prose_words(text: Text) -> int:
    """Words that a document has and a site's frame has not.

    Those of blocks that read as sentences (at least eight words, no heading); else those of list items outside links and of
    rows (a menu has one cell a row), when there are enough of them to be a list of facts.
    """
    linked = [0] * (len(text.blocks) + 1)
    places = [block.start for block in text.blocks]
    for link in text.links:
        linked[bisect_right(places, link.start) - 1] += word_count(text.content[link.start : link.end])
    prose = listed = 0
    for block, words_linked in zip(text.blocks, linked, strict=False):
        size = _size(block.of(text.content))
        if block.kind is not BlockKind.HEADING:
            prose += size if size >= _SENTENCE else 0
        if block.kind in {BlockKind.ITEM, BlockKind.ROW}:
            listed += size if len(block.cells) > 1 else max(0, size - words_linked)
    return prose if prose >= _LIST_WORDS or listed < _LIST_WORDS else max(prose, listed)


def _size(said: str) -> int:
    count = word_count(said)
    if said.isascii() or not _HANGUL.search(said):
        return count
    return max(count, len(_HANGUL.findall(said)) // _HANGUL_WORD)


def policy_share(text: Text) -> float:
    """Share of what is common in policies: of the words in languages of Latin script, of the characters else."""
    tokens = words(text.content)[:5000]
    spelled = sum(token in POLICY_WORDS for token in tokens) / max(1, len(tokens))
    sample = "" if text.content.isascii() else text.content[:5000]
    return max(spelled, sum(map(len, POLICY_TERMS.findall(sample))) / max(1, len(sample)))


def same_title(one: str, two: str) -> bool:
    """True when the titles share most of the shorter one's words."""
    a, b = set(words(one)), set(words(two))
    return bool(a and b) and len(a & b) >= 0.6 * min(len(a), len(b))


def other_kind(one: str, two: str) -> bool:
    """True when both titles name a kind of document (privacy, terms, cookies ...) and no kind in common."""
    a, b = _kinds(one), _kinds(two)
    return bool(a and b) and not a & b


def _kinds(title: str) -> set[str]:
    return {name for name, pattern in KINDS if pattern.search(title)}
