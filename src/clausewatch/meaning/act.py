"""Who acts in a statement, coarsely: the same words under a ban and in a company's account of itself are other topics.

"Using outputs to develop models" is a ban on rivals when users must not do it, and model training when the provider does.
"""

from __future__ import annotations

from enum import IntEnum

from clausewatch.meaning.rules.reading import plain_reading
from clausewatch.nouns.finding import Asked, Modality, Party


class Act(IntEnum):
    """Kinds of act; the value is the place in the weights."""

    UNKNOWN = 0
    BAN = 1
    PLATFORM = 2
    OTHER_SIDE = 3
    RIGHT = 4
    DEFINITION = 5
    DISCLAIMER = 6


_BY_MODALITY = {
    Modality.RIGHT: Act.RIGHT,
    Modality.DEFINITION: Act.DEFINITION,
    Modality.DISCLAIMER: Act.DISCLAIMER,
}
_OTHER_SIDE = frozenset({Party.USER, Party.CUSTOMER, Party.DEVELOPER})


def act_of(asked: Asked) -> Act:
    """The act by the rules of modality and party; UNKNOWN where they say nothing."""
    if not asked.text.strip():
        return Act.UNKNOWN
    found = plain_reading(asked)
    modality, party = found.modality, found.party
    if modality is Modality.PROHIBITION:
        return Act.BAN
    if party is Party.PLATFORM:
        return Act.PLATFORM
    if modality in _BY_MODALITY:
        return _BY_MODALITY[modality]
    return Act.OTHER_SIDE if party in _OTHER_SIDE else Act.UNKNOWN
