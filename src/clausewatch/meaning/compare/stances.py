"""What a clause does about a matter, in the words of the comparison."""

from __future__ import annotations

import re

from clausewatch.nouns.comparison import Stance
from clausewatch.nouns.finding import Modality

_STANCES = {
    Modality.PROHIBITION: Stance.PROHIBITS,
    Modality.OBLIGATION: Stance.REQUIRES,
    Modality.PERMISSION: Stance.PERMITS,
    Modality.RIGHT: Stance.GRANTS,
    Modality.POWER: Stance.RESERVES,
    Modality.DISCLAIMER: Stance.LIMITS,
}
_BOUNDED = re.compile(
    r"\b(?:without|unless|except|only (?:if|when|where|for|with)|other than)\b", re.IGNORECASE
)
# Of a list's opening only its last sentence; "without limiting the foregoing" bounds nothing.
_BOUNDED_BEFORE = re.compile(
    r"\b(?:unless|except|only (?:if|when|where|for|with)|other than|without (?:our|the|your|prior|express|written)\b"
    r"(?! (?:generality|foregoing)))[^.;]*$",
    re.IGNORECASE,
)


def stance_by(modality: Modality, text: str, lead_in: str = "") -> Stance:
    """The stance by what the statement does; a ban or leave that holds with exceptions only is a limit, also where the words
    that lead into a list name the exception for all of its items."""
    found = _STANCES.get(modality, Stance.STATES)
    if found in (Stance.PROHIBITS, Stance.PERMITS) and (
        _BOUNDED.search(text) or _BOUNDED_BEFORE.search(lead_in)
    ):
        return Stance.LIMITS
    return found
