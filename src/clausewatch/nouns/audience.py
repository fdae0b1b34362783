"""For whom a document is written, as its kind and its name tell it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Audience(StrEnum):
    """Whom a document addresses. `everyone` is the general user's document, and what does not say otherwise."""

    EVERYONE = "everyone"
    BUSINESSES = "businesses"
    DEVELOPERS = "developers"
    ADVERTISERS = "advertisers and sellers"
    AUTHORITIES = "authorities"
    RESEARCHERS = "researchers"


_WORDS = (
    (
        Audience.EVERYONE,
        r"consumers?|personal use|individuals?|end[- ]users?|non-?commercial|in-app purchases",
    ),
    (Audience.AUTHORITIES, r"law enforcement|legal process|government requests?|authorities"),
    (
        Audience.RESEARCHERS,
        r"vulnerability|responsible disclosure|security disclosure|bug bounty|researchers?",
    ),
    (Audience.DEVELOPERS, r"developers?|apis?|sdks?|plug-?ins?|app review|review guidelines"),
    (
        Audience.ADVERTISERS,
        r"advertis\w+|ads|sellers?|merchants?|affiliates?|moneti[sz]ation|partner program\w*|premium partners?",
    ),
    (
        Audience.BUSINESSES,
        (
            r"business(?:es)?|enterprises?|commercial|customer agreements?|data process\w+|data controllers?"
            r"|sub-?processors?|service level|master services?|organi[sz]ations?|workspaces?"
        ),
    ),
)
"""Words of a document's name or kind by whom they address; the first row with one decides: a developer's terms may be called
commercial too, and what names consumers is theirs. The kinds are those of catalog/document_types.txt."""

_PATTERNS = tuple((audience, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for audience, words in _WORDS)


@lru_cache(maxsize=4096)
def audience_of(document_type: str, name: str = "", declared: str = "") -> Audience:
    """Whom a document of this kind and name addresses; by what was declared of it where that says, then its name, then its
    kind."""
    for told in (declared, name, document_type):
        for audience, pattern in _PATTERNS:
            if pattern.search(told):
                return audience
    return Audience.EVERYONE
