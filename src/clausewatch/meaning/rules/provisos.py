"""Facts about a rule's reach: conditions, exceptions, and what follows a breach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausewatch.meaning.sieve import Sieve
from clausewatch.nouns.finding import Fact, FactKind

_I = re.IGNORECASE
_TAIL = r"\b[^.;:()]{2,220}?(?=,\s|[.;:](?:\s|$)|[()]|$)"
_CONDITION = Sieve(
    rf"\b(?:only if|if|unless|subject to|provided that|on condition that|(?:as|so) long as|in the event (?:that|of)|to the extent(?: that)?|where (?:required|permitted|applicable|prohibited|necessary)){_TAIL}",
    _I,
)
_EXCEPTION = Sieve(
    rf"\b(?:except(?:ing)?(?: that| where| as| for| to| in| when| with| if| by)?|other than|excluding|save (?:for|as|where|that)|with the exception of|apart from|notwithstanding){_TAIL}",
    _I,
)
_CONSEQUENCE = Sieve(
    r"\b(?:may|will|can|could|might|shall|reserves? the right to|result(?:s|ing)? in|lead(?:s|ing)? to)\b[^.;:]{0,60}?\b(?:suspen[ds]\w*|terminat\w*|remov(?:e|al)\w*|ban(?:ned)?|disabl\w*|block\w*|restrict\w*|revo(?:ke|cation)\w*|throttl\w*|clos(?:e|ing|ure)\w*|report\w*|forfeit\w*|limit(?:s|ed|ing)?\b(?! of)|legal action|charge you)\b[^.;:]{0,120}",
    _I,
)
_BREACH = Sieve(r"\b(?:violat\w+|breach\w*|fail(?:s|ure)? to comply|non-?compliance|if you (?:do not|don't|fail)|infring\w+|misuse|abuse|result(?:s|ing)? in|lead(?:s|ing)? to)\b", _I)  # fmt: skip
# What the reader may do follows from no breach.
_USER_DOES = re.compile(r"\b(?:you|customers?|users?) (?:also |then )?$", _I)


def provisos(text: str) -> Iterator[Fact]:
    """Conditions, exceptions and consequences of a text with plain quotes and spaces; the value is the words themselves."""
    for pattern, kind in ((_CONDITION, FactKind.CONDITION), (_EXCEPTION, FactKind.EXCEPTION)):
        for hit in pattern.finditer(text):
            words = hit[0].rstrip()
            yield Fact(kind, hit.start(), hit.start() + len(words), " ".join(words.split()))
    if _BREACH.search(text):
        for hit in _CONSEQUENCE.finditer(text):
            if _USER_DOES.search(text[max(0, hit.start() - 40) : hit.start()]):
                continue
            words = hit[0].rstrip(" ,")
            yield Fact(
                FactKind.CONSEQUENCE,
                hit.start(),
                hit.start() + len(words),
                " ".join(words.split()),
                "on breach",
            )
