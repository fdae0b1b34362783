"""Which words lead into each statement of a provision: the provision's lead-in, or the sentence that opens the statement's list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausewatch.meaning.classify import LONGEST
from clausewatch.meaning.rules.clauses import clause
from clausewatch.meaning.rules.names import marked
from clausewatch.nouns.document import Provision, Statement, StatementKind
from clausewatch.nouns.finding import Asked
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
_SUBJECT = re.compile(r"\W*(?:\w{1,4}[.)]\s+)?z(?:plat|you|cust|dev|user|both)\b(?!')")
"""A party, with which a clause begins, in words as `marked` gives them."""

_LAST_WORDS = 80
"""Characters in which the end of an opening is looked for."""


def opens_list(words: str) -> bool:
    """Whether the words are unfinished without the list that follows them."""
    return _OPEN.search(words.rstrip()[-_LAST_WORDS:]) is not None


def lead_ins(content: str, provision: Provision) -> tuple[str, ...]:
    """The words that lead into each statement of the provision, "" where none do.

    A provision's lead-in holds for all of it, but items of a later list are led by the nearer sentence that opens that one. In
    a provision without, an item is led by what stands just before its list, a sentence or an item of less depth, if that opens
    a list; behind other sentences or rows by nothing. Items of nested lists are led by all that open.
    """
    words = [each.of(content) for each in provision.statements]
    opening = provision.lead_in
    if opening is None:
        return _led(provision.statements, words)
    return _reopened(opening.of(content), provision.statements, words, opening.end)


def kept_lead_ins(stated: Stated) -> tuple[str, ...]:
    """The same for the statement of each finding of a stored provision."""
    statements = [each.statement for each in stated.said.findings]
    base = stated.place.start
    words = [stated.text[each.start - base : each.end - base] for each in statements]
    if not stated.lead_in:
        return _led(statements, words)
    # A lead-in that several provisions share stands before all but the first of them.
    end = (
        base + stated.text.find(stated.lead_in) + len(stated.lead_in)
        if stated.lead_in in stated.text
        else base
    )
    return _reopened(stated.lead_in, statements, words, end)


def _reopened(
    opening: str, statements: Sequence[Statement], words: Sequence[str], end: int
) -> tuple[str, ...]:
    """The provision's lead-in, which ends at `end`, but for items under a later sentence or an item that opens a list."""
    found: list[str] = []
    around = [(0, opening)]
    for each, own in zip(statements, words, strict=True):
        opens = _told(own) and opens_list(own)
        if each.kind is StatementKind.ITEM:
            above = [one for one in around if one[0] < each.depth] or around[:1]
            before = above[-1][1]
            around = [*above, (each.depth, _joined(before, own) if opens else before)]
            found.append(before)
        else:
            if opens and each.kind is StatementKind.SENTENCE and each.start >= end:
                around = [(0, own.strip())]
            found.append(opening)
    return tuple(found)


def _joined(before: str, own: str) -> str:
    """Both openings, but the nearer alone where it is a clause of its own: under "You must not:" "We may:" begins anew."""
    words = marked(own, Asked(own))
    whole = _SUBJECT.match(words) and clause(words.rstrip(" :"))
    return own.strip() if whole else f"{before} {own}".strip()


def _told(own: str) -> bool:
    """Statements of which nothing is found are passed over, so that stored findings tell the same as their provision."""
    return bool(own.strip()) and len(own) <= LONGEST


def _led(statements: Sequence[Statement], words: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    around: list[tuple[int, str]] = []
    for each, own in zip(statements, words, strict=True):
        listed = each.kind is StatementKind.ITEM
        depth = each.depth if listed else 0
        above = [one for one in around if one[0] < depth]
        before = above[-1][1] if above else ""
        found.append(before)
        if _told(own):
            opens = each.kind is not StatementKind.ROW and opens_list(own)
            around = [*above, (depth, _joined(before, own) if opens else before)]
    return tuple(found)
