"""The digest by which a text seen before is recognised."""

from __future__ import annotations

import re
import unicodedata

from clausewatch.nouns.document import Text
from clausewatch.nouns.identity import Digest, digest
from clausewatch.text.characters import stream_safe
from clausewatch.text.relative import without_relative_dates

_FOLDED: dict[int, str] = {
    **dict.fromkeys(map(ord, "‘’‚‛`´′ʼ"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), ""),
}
_GAPS = re.compile(r"\s*([^\w\s])\s*|\s+")


def fingerprint(text: Text) -> Digest:
    """Digest of the words alone, in order: equal for two texts that differ only in letter case, white space, spacing
    around punctuation, forms of quotes and dashes, markup, link targets, list marks or relative dates.

    Unicode NFKC and case folding (Unicode Standard Annex 15; chapter 3.13) come first.
    """
    words = "\n".join(without_relative_dates(block.of(text.content)) for block in text.blocks)
    return digest(folded(words).encode("utf-8", "replace"))


def folded(words: str) -> str:
    """The text as it is compared: see `fingerprint`."""
    plain = unicodedata.normalize("NFKC", stream_safe(words.translate(_FOLDED))).casefold().translate(_FOLDED)
    return _GAPS.sub(lambda found: found[1] or " ", plain).strip()
