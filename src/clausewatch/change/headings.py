"""Headings that say a rule themselves, told by form from those that name what stands under them."""

from __future__ import annotations

from clausewatch.change.lexicon import MODALS
from clausewatch.change.units import Unit
from clausewatch.change.wording import words

# A heading that rules has a subject, a verb and what it says of it.
RULE_WORDS = 4
_BINDING = frozenset(["is", "are"])
_DOERS = frozenset(["you", "we"])
_ASKING = frozenset(
    [
        "how",
        "what",
        "who",
        "when",
        "where",
        "why",
        "which",
        "whose",
        "whether",
        "if",
        "do",
        "does",
        "is",
        "are",
        "can",
    ]
)


def is_rule(unit: Unit) -> bool:
    """Whether a heading says a rule itself ("You must be 18") rather than naming what stands under it.

    It has a verb that binds (a modal, "is", "are", a party that does something), is not written like a title, and asks
    nothing.
    """
    said = unit.keys
    if len(said) < RULE_WORDS or unit.text.rstrip()[-1:] == "?" or said[0] in _ASKING:
        return False
    verb = any(key in MODALS or key in _BINDING for key in said[1:]) or said[0] in _DOERS
    raw = [unit.text[spot.start : spot.end] for spot in words(unit.text)[1:]]
    content = [word for word in raw if len(word) > 3 and word.isalpha()]
    title = content and sum(word[0].isupper() for word in content) > len(content) / 2
    return verb and not title
