"""What a clause does about a matter, in the words of the comparison."""

from __future__ import annotations

import re

from clausewatch.meaning.refusals import bounded, refuses
from clausewatch.nouns.comparison import Stance
from clausewatch.nouns.finding import Modality
from clausewatch.nouns.requirement import Matter

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
_ANY = Matter()
_COLON = re.compile(r"\s*:\s*$")
_CURLY = str.maketrans("’", "'")


def stance_by(modality: Modality, text: str, lead_in: str = "") -> Stance:
    """The stance by what the whole statement does; a ban or leave that holds with exceptions only is a limit, also where the words
    that lead into a list name the exception for all of its items.

    What the platform says of itself and denies is told apart where that is plain (`refusals.py`): it refuses the act, or does
    it within limits. A negation that is not plain leaves it a statement.
    """
    found = _STANCES.get(modality, Stance.STATES)
    if found is Stance.STATES:
        said = f"{_COLON.sub('', lead_in)} {text}".translate(_CURLY).strip()
        return Stance.REFUSES if refuses(said, _ANY) else Stance.LIMITS if bounded(said, _ANY) else found
    if found in (Stance.PROHIBITS, Stance.PERMITS) and (
        _BOUNDED.search(text) or _BOUNDED_BEFORE.search(lead_in)
    ):
        return Stance.LIMITS
    return found
