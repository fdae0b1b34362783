"""The line by which a document dates itself, which may stand in a header or footer that is chrome otherwise."""

from __future__ import annotations

import re

from clausewatch.text.tree import Node, words_of

_MOST_WORDS = 60
_STAMP = re.compile(
    r"(?:updated?|effective|in\s+effect|revis|modifi|amended|version|aktualisi|geändert|fassung|stand\s*:|gültig|in\s+kraft|mise?s?\s+à\s+jour|"
    r"en\s+vigueur|actualiza|vigen|aggiorna|in\s+vigore|bijgewerkt|van\s+kracht|atualiza|更新|修订|生效|発効|施行|改定)"
    r"[^©]{0,40}?(?:19|20)\d\d",
    re.IGNORECASE,
)


def is_stamped(node: Node) -> bool:
    """True when a small part says when the document was updated or takes effect, with a year."""
    return node.words <= _MOST_WORDS and is_stamp(" ".join(words_of(node)))


def is_stamp(words: str) -> bool:
    """True when the words say when a document was updated or takes effect, with a year."""
    return _STAMP.search(words) is not None
