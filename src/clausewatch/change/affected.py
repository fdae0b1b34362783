"""Who is affected by a change, as far as the changed clauses name them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from clausewatch.nouns.change import Change, Severity

# In the order in which they are told. Each is named only where a changed clause uses such a word.
_GROUPS = (
    ("users", r"you|your|yours|yourself|users?|members?|individuals?|data\s+subjects?|consumers?|visitors?"),
    (
        "business customers",
        r"customers?|business(?:es)?|enterprises?|organi[sz]ations?|companies|workspaces?|admin(?:istrator)?s?|subscribers?|controllers?",
    ),
    ("developers and operators", r"developers?|operators?|API|SDK|integrations?|deployers?"),
    (
        "minors and their parents",
        r"minors?|child(?:ren)?|teen(?:ager)?s?|parents?|guardians?|parental|(?:under|at\s+least)\s+(?:the\s+age\s+of\s+)?1[0-8]",
    ),
    (
        "holders of rights",
        r"copyright\s+(?:owners?|holders?)|rights?\s+holders?|rightsholders?|creators?|authors?",
    ),
    (
        "vendors and recipients of data",
        r"sub-?processors?|vendors?|suppliers?|service\s+providers?|recipients?",
    ),
)
_INITIAL = re.compile(r"(?:^|\||\(\?:)(\w)")
# At most words the first letter tells that none of these stands there: all that changed is looked through.
_PATTERNS = tuple(
    (name, re.compile(rf"\b(?=[{''.join(_INITIAL.findall(words))}])(?:{words})\b", re.IGNORECASE))
    for name, words in _GROUPS
)


def affected(changes: Iterable[Change]) -> tuple[str, ...]:
    """The groups that weighty changes name in their old or new words; empty when none is named."""
    # Once each: a provision that was split stands whole beside every part.
    said = " \n".join(
        dict.fromkeys(
            words
            for change in changes
            if change.severity is not Severity.NONE
            for words in (change.old, change.new)
            if words
        )
    )
    return tuple(name for name, pattern in _PATTERNS if pattern.search(said))
