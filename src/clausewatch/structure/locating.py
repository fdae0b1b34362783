"""Where a quotation stands in a text."""

from __future__ import annotations

import re
import unicodedata

from clausewatch.nouns.document import Span, Text


def locate(text: Text, quotation: str) -> tuple[Span, ...]:
    """Every place where the quotation stands word for word, in order and apart; empty for an empty quotation.

    White space of any kind and length counts as equal, so that a quotation may run over blocks; nothing else is folded.
    """
    words = unicodedata.normalize("NFC", quotation).split()
    if not words:
        return ()
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    return tuple(Span(found.start(), found.end()) for found in pattern.finditer(text.content))
