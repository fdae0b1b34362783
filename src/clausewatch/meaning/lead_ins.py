"""Which words lead into each statement of a provision: the provision's lead-in, or the sentence that opens the statement's list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausewatch.meaning.classify import LONGEST
from clausewatch.nouns.document import Provision, Statement, StatementKind
from clausewatch.nouns.stated import Stated

_OPEN = re.compile(
    # A colon, also behind a dash or a closing bracket.
    r"[:：]\W*$"
    # A clause that breaks off before its verb, object or condition: "in any manner that would", "you may not", "in order to".
    r"|\b(?:to|not|that|which|who|whose|would|will|may|must|shall|can|cannot|could|should|might|by|for|of|with|from|if|when"
    r"|where|unless|including|includes?|such as|are|is)[\s,–—-]*$"
    # "... any of the following", also as a whole sentence.
    r"|\bfollowing(?: \w+){0,2}[\s.,–—-]*$",
    re.IGNORECASE,
)
_LAST_WORDS = 80
"""Characters in which the end of an opening is looked for."""


def opens_list(words: str) -> bool:
    """Whether the words are unfinished without the list that follows them."""
    return _OPEN.search(words.rstrip()[-_LAST_WORDS:]) is not None


def lead_ins(content: str, provision: Provision) -> tuple[str, ...]:
    """The words that lead into each statement of the provision, "" where none do.

    A provision's lead-in holds for all of it. In one without, an item is led by what stands just before its list, a sentence
    or an item of less depth, if that opens a list; of nested lists by all that open. Behind other sentences or rows items
    are led by nothing.
    """
    if provision.lead_in is not None:
        return (provision.lead_in.of(content),) * len(provision.statements)
    return _led(provision.statements, [each.of(content) for each in provision.statements])


def kept_lead_ins(stated: Stated) -> tuple[str, ...]:
    """The same for the statement of each finding of a stored provision."""
    statements = [each.statement for each in stated.said.findings]
    if stated.lead_in:
        return (stated.lead_in,) * len(statements)
    base = stated.place.start
    return _led(statements, [stated.text[each.start - base : each.end - base] for each in statements])


def _led(statements: Sequence[Statement], words: Sequence[str]) -> tuple[str, ...]:
    """Statements of which nothing is found are passed over, so that stored findings tell the same as their provision."""
    found: list[str] = []
    around: list[tuple[int, str]] = []
    for each, own in zip(statements, words, strict=True):
        listed = each.kind is StatementKind.ITEM
        depth = each.depth if listed else 0
        above = [one for one in around if one[0] < depth]
        before = above[-1][1] if above else ""
        found.append(before)
        if own.strip() and len(own) <= LONGEST:
            opens = each.kind is not StatementKind.ROW and opens_list(own)
            around = [*above, (depth, f"{before} {own}".strip() if opens else before)]
    return tuple(found)
