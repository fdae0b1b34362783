"""How alike two texts are, and how much a text reads like a policy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.nouns.document import BlockKind, Text
from clausewatch.text.phrases import POLICY_WORDS

_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]|[^\\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+"
)
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_SHINGLE = 4
_MOST_WORDS = 80_000


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares of four-word shingles: of the new text's found in the old one, and of the old one's kept in the new.

    `length` is the new text's word count over the old one's.
    """

    known: float
    kept: float
    length: float


def likeness(new: Text, old: Text) -> Likeness:
    """How much of each text stands in the other (w-shingling; Broder 1997)."""
    new_words, old_words = words(new.content), words(old.content)
    new_set, old_set = _shingles(new_words), _shingles(old_words)
    both = len(new_set & old_set)
    return Likeness(
        both / max(1, len(new_set)), both / max(1, len(old_set)), len(new_words) / max(1, len(old_words))
    )


def words(content: str) -> list[str]:
    """Words in lower case; a character of Chinese, Japanese or Korean is one."""
    return _WORD.findall(content.lower())[:_MOST_WORDS]


def _shingles(tokens: list[str]) -> set[tuple[str, ...]]:
    if len(tokens) < _SHINGLE:
        return {tuple(tokens)} if tokens else set()
    return set(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))


def prose_words(text: Text) -> int:
    """Words in blocks that read as sentences: not headings, at least eight words or twelve characters of Chinese."""
    count = 0
    for block in text.blocks:
        if block.kind is not BlockKind.HEADING:
            content = block.of(text.content)
            size = len(content.split()) + len(_HAN.findall(content)) // 2
            count += size if size >= 8 else 0
    return count


def policy_share(text: Text) -> float:
    """Share of the words that are common in policies, of texts in languages of Latin script."""
    tokens = words(text.content)[:5000]
    return sum(token in POLICY_WORDS for token in tokens) / max(1, len(tokens))


def same_title(one: str, two: str) -> bool:
    """True when the titles share most of the shorter one's words."""
    a, b = set(words(one)), set(words(two))
    return bool(a and b) and len(a & b) >= 0.6 * min(len(a), len(b))
