"""What rules nothing: dates, headings, openings of lists, pointers, entries of change logs, links of a page, heads of tables.

Such words often name a matter ("Mandatory arbitration", "Effective 1 March", "Learn more about cookies") and say nothing about
it; a platform is not said to speak of a matter because of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from clausewatch.meaning.rules import clauses
from clausewatch.meaning.rules import verbs as v
from clausewatch.meaning.rules.view import REMEMBERED, View, view
from clausewatch.meaning.sieve import Sieve
from clausewatch.nouns.finding import Asked
from clausewatch.text.calendar_words import DATE

_MONTH = r"(?:(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber)"
_DAY = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?)\b",
    re.IGNORECASE,
)
_DATING = frozenset(
    [
        "a",
        "agreement",
        "amended",
        "and",
        "archived",
        "as",
        "at",
        "been",
        "by",
        "comes",
        "cookie",
        "cookies",
        "current",
        "date",
        "dated",
        "document",
        "earlier",
        "effect",
        "effective",
        "enters",
        "entry",
        "force",
        "from",
        "guidelines",
        "has",
        "have",
        "in",
        "into",
        "is",
        "issued",
        "last",
        "latest",
        "modified",
        "notice",
        "of",
        "on",
        "our",
        "policies",
        "policy",
        "posted",
        "previous",
        "privacy",
        "published",
        "release",
        "released",
        "revised",
        "revision",
        "service",
        "services",
        "since",
        "starting",
        "statement",
        "take",
        "takes",
        "terms",
        "the",
        "these",
        "this",
        "to",
        "update",
        "updated",
        "updates",
        "usage",
        "use",
        "user",
        "v",
        "valid",
        "version",
        "was",
        "were",
        "will",
        "you",
        "your",
    ]
)
_MOST_DATING = 16
_DATES_BEGIN = re.compile(r"\d|年")
"""What every date has: a figure, or the sign behind a year in words."""
_LOG_HEAD = Sieve(
    r"\b(?:change ?-?log|release notes|(?:revision|version|change|update) history|history of (?:changes|updates|revisions)|summary of (?:the |our |recent |key |main )*(?:changes|updates)|what(?:'s| is| has|'s been)? (?:new|changed|changing)|recent (?:changes|updates))\b"
)
_EDITS = r"(?:updated|revised|clarified|reorgani[sz]ed|restructured|renamed|reworded|simplified|streamlined|rewritten|rewrote|expanded|moved|refreshed|corrected|added|removed|amended|modified)"
_PAPERS = r"(?:terms|polic(?:y|ies)|agreement|notice|guidelines|addendum|document|page|section|sections|language|wording|definitions?|paragraphs?|appendix|faqs?|text|headings?|links?|formatting|typos?)"
_LOGGED = Sieve(
    rf"^\W*(?:(?:in this (?:update|version|revision),? )?(?:we|zplat)(?: have| has|'ve)? (?:also |recently |just )*{_EDITS}\b[^.;]{{0,60}}\b{_PAPERS}\b"
    rf"|(?:this|the|these|our) (?:[a-z]+ ){{0,3}}{_PAPERS} (?:was|were|has been|have been) (?:last |recently |also )*{_EDITS}\b"
    rf"|(?:minor |various |small )?(?:{_EDITS}|clarifications?|corrections?|edits) (?:to |of |in |on )?(?:[a-z]+ ){{0,4}}{_PAPERS}\b[^.;]{{0,60}}[.;]?$)"
)
_EDITED = Sieve(rf"\b{_EDITS}\b")
_LINK = Sieve(
    r"^\W*(?:skip to|back to|return to|jump to|go to top|table of contents|on this page|in this (?:section|article|page)|related (?:articles|links|pages|resources|topics)|share this|print(?: this)?(?: page)?\W*$|download (?:the |a |as )?(?:pdf|copy|version)|log ?in\W*$|sign (?:in|up|out)\W*$|was this (?:page|article) helpful|view (?:all|previous|archived|full|prior|older|in|the full|our full)\b|(?:select|choose) (?:a |your )?(?:language|country|region)|(?:all|show|expand|collapse) (?:sections|all)\W*$|close\W*$|menu\W*$|search\W*$)"
)
_OWNED = re.compile(r"^\W*(?:©|\(c\)|copyright)\s*(?:\(c\)|©)?\s*\d{4}", re.IGNORECASE)
_SHORT_LINK = 90
_FURTHER = Sieve(
    r"^\W*(?:to |you can |please )?(?:learn|read|find out|see|discover) more\b|^\W*for (?:more|further|additional) (?:information|details)\b|^\W*last updated\b"
)
# A pointer that tells how to reach somebody, or to have something one's way, is a step or a choice.
_REACHES = Sieve(
    r"@|\bopt[- ]?(?:ing )?(?:out|in)\b|\b(?:contact|e-?mail|write to|call|appeal|report|request|submit|object|delete|withdraw|unsubscribe|turn (?:on|off)|disable|enable|change your|manage your|adjust)\b"
    r"|\b(?:it|they) (?:requires?|limits?|affects?|waives?|excludes?)\b"
)
_TABLE_HEAD = re.compile(
    r"\b(?:name|names|purposes?|types?|duration|descriptions?|categor(?:y|ies)|sources?|domain|details|providers?|vendor|basis|bases|expiry|expiration|retention|period|examples?|location|country|recipients?|function|lifespan|host|party|entity|subprocessors?|service|services|data|cookies?|product|products|rights?|use)\b",
    re.IGNORECASE,
)
_MOST_HEAD_WORDS = 5
# "Mandatory arbitration" is a title, "No refunds" and "You may cancel" are rules.
_SAYING = re.compile(
    r"\b(?:z[a-z]+|is|are|be|may|must|shall|will|can|do|does|has|have|no|not|non|never|only|always|all|final|without|unless|waived?|excluded?|prohibited|required|forbidden|allowed|permitted)\b"
)
_TITLE_WORDS = 4
_LONGEST_HEADING, _LONGEST_STUB = 60, 260
# A cell of a table, an address, a value behind its name ("Kept: 3 years"), a number.
_FACT = re.compile(r"[@\t]|:\s*\S|\d{3}|\d\s*(?:%|days?|months?|years?|hours?)")
_CONDUCT = Sieve(
    r"acceptable use|usage polic|community (?:guideline|rule|standard)|house rules|content (?:standard|rule)|restricted use|prohibited|code of conduct|content polic"
)


@lru_cache(maxsize=REMEMBERED)
def rules_nothing(asked: Asked) -> bool:
    """Whether the words date, point, lead through the page or tell of edits; the same for the same words and surroundings."""
    seen = view(asked)
    return any(holds(seen) for holds in (_dates, _points, _logs, _links, _heads_table))


@lru_cache(maxsize=REMEMBERED)
def names_only(asked: Asked) -> bool:
    """Whether the words name a matter and what is said of it, if anything, is said elsewhere: a heading, a list's opening."""
    seen = view(asked)
    return _opens(seen) or _heads(seen)


def opens_list(asked: Asked) -> bool:
    """Whether the words end before the list that says what: they are its lead-in, and its items are read with them."""
    seen = view(asked)
    return not seen.lead and v.STUB.search(seen.bare) is not None


def _dates(seen: View) -> bool:
    """ "Effective 1 March 2025", "Terms of Service, last updated on 3 May": a date, and words that say of what."""
    if not _DATES_BEGIN.search(seen.bare):
        return False
    left, dates = DATE.subn(" ", seen.bare)
    left, days = _DAY.subn(" ", left)
    words = re.findall(r"[\w']+", left.lower())
    of_whom = re.findall(r"[\w']+", f"{seen.asked.platform} {seen.asked.company}".lower())
    known = _DATING.union(of_whom)
    return (
        dates + days > 0
        and len(words) <= _MOST_DATING
        and all(each in known or each.isdigit() for each in words)
    )


def _points(seen: View) -> bool:
    """Another place is named for the matter, and nothing else is said."""
    text = seen.bare.lower()
    if len(seen.sentences) > 1 or (seen.lead and seen.run_in) or _REACHES.search(text):
        return False
    return (_FURTHER if seen.lead else v.POINTER).search(text) is not None


def _opens(seen: View) -> bool:
    """ "Legitimate interests relied on:": words that are no clause before the list that says what."""
    words = seen.bare
    if len(words) >= _LONGEST_STUB or not opens_list(seen.asked):
        return False
    return not clauses.clause(seen.own) and not _REACHES.search(words.lower())


def _logs(seen: View) -> bool:
    """What a change log says of the document's own wording: edits, by their words, or behind a date or a log's heading."""
    own = seen.own
    if _LOGGED.search(own):
        return True
    under = " > ".join((*seen.asked.path[-2:], seen.asked.lead_in)).lower().replace("’", "'")
    dated = DATE.match(seen.bare) is not None
    return _EDITED.search(own) is not None and (dated or _LOG_HEAD.search(under) is not None)


def _links(seen: View) -> bool:
    """What a page says of itself: ways through it, and whose it is."""
    words = seen.bare
    return len(words) <= _SHORT_LINK and (
        _LINK.search(words.lower()) is not None or _OWNED.match(words) is not None
    )


def _heads_table(seen: View) -> bool:
    """ "Name, purpose, duration": the first row of a table."""
    cells = [cell for cell in seen.asked.text.split("\t") if cell.strip()]
    return len(cells) > 1 and all(
        _TABLE_HEAD.search(cell)
        and len(cell.split()) <= _MOST_HEAD_WORDS
        and not re.search(r"[\d._:;]", cell)
        for cell in cells
    )


def _heads(seen: View) -> bool:
    """A heading, or its words again: a few words without an act, a figure or the end of a sentence."""
    words = seen.bare
    if seen.lead or len(words) > _LONGEST_HEADING or words[-1:] in ".;!" or _FACT.search(seen.asked.text):
        return False
    bare = len(words.split()) <= _TITLE_WORDS and not _SAYING.search(seen.own)
    if (clauses.clause(seen.own) and not bare) or v.IMPERATIVE.search(words.lower()):
        return False
    return not conducts(seen) or any(_letters(words) == _letters(each) for each in seen.asked.path)


def _letters(text: str) -> str:
    """The words alone, without number and marks."""
    return " ".join(re.findall(r"[^\W\d_]+", text.lower()))


def paper_of(seen: View) -> str:
    """The kind of document and its title, in lower case."""
    return f"{seen.asked.document_type} {' '.join(seen.asked.path[:1])}".lower()


def conducts(seen: View) -> bool:
    """Whether the document is one of rules of conduct: its items, as short as headings, name what is forbidden."""
    return _CONDUCT.search(paper_of(seen)) is not None
