"""Short documents that are no prose: tables and lists of facts, imprints.

Told from a site's frame by what a frame has not: rows of several cells, entries that are no links, ways to reach someone.
"""

from __future__ import annotations

import re

from clausewatch.nouns.document import BlockKind, Text
from clausewatch.text.counting import word_count
from clausewatch.text.phrases import POLICY_TITLE
from clausewatch.text.prose import says
from clausewatch.text.titles import kinds_of

# Set on pages of our own (`tests/text/test_verdict_facts.py`); no page of the verdict corpus's development half that is
# no document holds so many facts under a policy's title.
_ROWS = 2
_ENTRIES = 3
_ENTRY_WORDS = 3
_LEAST = 8
_TOP = 4
_MEASURED = re.compile(
    r"\d\s?(?:%|percent|prozent|€|\$|£|euros?\b|days?\b|weeks?\b|months?\b|years?\b|hours?\b|tagen?\b|wochen\b|monaten?\b|jahren?\b|jours\b|mois\b|ans\b|"
    r"días\b|meses\b|años\b|giorni\b|mesi\b|anni\b|dias\b|anos\b|dagen\b|maanden\b|jaar\b|dni\b|lat\b|日|天|个月|年|日間)",
    re.IGNORECASE,
)
_WAYS = 2
_MOST_LINKED = 0.5
_REACHED = (
    re.compile(r"[\w.+-]+(?:@|\s*[\[(]at[\])]\s*)[\w-]+(?:\.|\s*[\[(]dot[\])]\s*)\w+", re.IGNORECASE),
    re.compile(r"(?<!\w)\+?\d[\d ()/.-]{6,}\d"),
    re.compile(r"\b\d{4,5}\s+[A-Z]\w+|\b[A-Z]{1,2}\d[\dA-Z]?\s+\d[A-Z]{2}\b"),
    re.compile(r"\b(?:HRB|HRA|USt|VAT|UID|SIREN|SIRET|RCS|KvK|NIF|CIF|P\.?\s?IVA|NIP|KRS|CHE)\b[\w .:/-]{0,20}\d|\b[A-Z]{2}\d{8,}\b"),
)  # fmt: skip
"""An address of e-mail, a telephone's number, a town with its code, an entry in a register."""


def holds_facts(text: Text) -> bool:
    """True when a text under a policy's title says something without long sentences, mostly outside links.

    Rows of several cells, not all links; or, beneath a heading that is such a title itself, entries of some words, a sentence with a
    measure in it, or an imprint's ways to reach someone.
    """
    said = [block.of(text.content) for block in text.blocks if block.kind is not BlockKind.HEADING]
    total = sum(map(word_count, said))
    linked = sum(word_count(text.content[link.start : link.end]) for link in text.links)
    rows = sum(len(block.cells) > 1 and not block.header for block in text.blocks)
    if rows >= _ROWS and total - linked >= rows:
        return True
    if total < _LEAST or linked > _MOST_LINKED * total or not _is_headed(text):
        return False
    entries = [word_count(block.of(text.content)) for block in text.blocks if block.kind is BlockKind.ITEM]
    if len(entries) >= _ENTRIES and sum(entries) >= _ENTRY_WORDS * len(entries):
        return True
    if any(_MEASURED.search(each) and says(each) for each in said):
        return True
    whole = "\n".join(said)
    ways = sum(pattern.search(whole) is not None for pattern in _REACHED)
    return ways >= _WAYS and "imprint" in kinds_of(text.title)


def _is_headed(text: Text) -> bool:
    heads = (block.of(text.content) for block in text.blocks[:_TOP] if block.kind is BlockKind.HEADING)
    return any(POLICY_TITLE.search(head) for head in heads)
