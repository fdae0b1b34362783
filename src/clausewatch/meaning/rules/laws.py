"""What a law or an authority demands or gives: it is told, and no rule of the one who tells it."""

from __future__ import annotations

import re

from clausewatch.meaning.rules.gazetteer import LAWS, is_law
from clausewatch.meaning.rules.names import flat
from clausewatch.meaning.rules.view import View

_SCENE = r"(?:(?:in|under|for|outside|within|as of|since) [^,.;:]{2,60}, )?"
_DOES = (
    r"(?: \([^)]{1,80}\))?(?: (?:in|of|on|about) [^,.;:]{2,50}?)?(?: (?:also|may|might|can|will|would|generally|expressly|often|sometimes|currently|only|already))*"
    r" (?:prohibits?|forbids?|bans?|bars?|restricts?|requires?|obliges?|mandates?|gives?|grants?|provides?|allows?|permits?|entitles?|protects?|regulates?|defines?|makes? it)\b"
)
# "The law requires", "Some local laws may give you", "Regulators may require us".
_SOME_LAW = re.compile(
    rf"\W*{_SCENE}(?:(?:the|a|an|any|some|many|most|certain|these|such|other|your|our|applicable|relevant|local|national|mandatory|federal|state|international|european|privacy|data|protection|consumer|copyright|export|supervisory|public|competent) ){{0,5}}"
    rf"(?:laws?|legislation|statutes?|regulations?|regulators?|authorit(?:y|ies)|governments?|legislators?){_DOES}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\W*(?i:{_SCENE})(?:[Tt]he )?(?P<name>[A-Z][\w'&-]*(?: (?:of|and|on|for|the|to|[A-Z][\w'&-]*|\d{{4}}))*?){_DOES}"
)


def law_speaks(seen: View) -> bool:
    """Whether the subject of the statement's first clause is a law or an authority: "The Act prohibits", "GDPR gives you"."""
    if seen.lead:
        return False
    if _SOME_LAW.match(seen.bare):
        return True
    found = _NAMED.match(seen.bare)
    if found is None:
        return False
    name = flat(found["name"])
    listed = LAWS[0].search(name)
    return (listed is not None and listed.end() == len(name)) or is_law(name, found[0][len(name) :])
