"""The wording of grounded sentences: what introduces a quotation, by what the statement does and for whom.

Each phrase says no more than that the quoted words do this; the quotation carries the matter.
"""

from __future__ import annotations

from zlib import crc32

from clausewatch.nouns.finding import FactKind, Modality, Party

_M, _P, _K = Modality, Party, FactKind

_WHO: dict[Party, str] = {
    _P.USER: "users",
    _P.DEVELOPER: "developers",
    _P.CUSTOMER: "the customer",
    _P.BOTH: "both sides",
    _P.THIRD_PARTY: "third parties",
}

_BY_PLATFORM: dict[Modality, tuple[str, ...]] = {
    _M.PROHIBITION: ("{who} rules this out for itself",),
    _M.OBLIGATION: ("{who} takes on a duty", "The clause puts a duty on {who}"),
    _M.PERMISSION: ("The clause leaves this open to {who}",),
    _M.POWER: ("The clause gives {who} a choice", "{who} keeps this choice for itself"),
    _M.COMMITMENT: ("{who} commits itself in these words", "{who} gives this undertaking"),
    _M.RIGHT: ("The clause gives {who} a right",),
    _M.DISCLOSURE: ("{who} describes its practice", "The clause describes what {who} does"),
    _M.DISCLAIMER: ("{who} limits what it answers for", "The clause marks what {who} does not promise"),
    _M.PROCEDURE: ("The clause describes how {who} goes about this",),
}
_BY_OTHERS: dict[Modality, tuple[str, ...]] = {
    _M.PROHIBITION: ("The clause rules this out for {who}", "The clause sets a limit for {who}"),
    _M.OBLIGATION: ("The clause puts a duty on {who}", "The clause asks this of {who}"),
    _M.PERMISSION: ("The clause leaves this open to {who}", "The clause lets {who} do this"),
    _M.POWER: ("The clause gives {who} a choice",),
    _M.COMMITMENT: ("The clause has {who} give this undertaking",),
    _M.RIGHT: ("The clause gives {who} a right or choice", "This right or choice is for {who}"),
    _M.DISCLOSURE: ("The clause describes a practice",),
    _M.DISCLAIMER: ("The clause marks what is not promised",),
    _M.PROCEDURE: ("The clause describes a route for {who}", "The clause sets out steps for {who}"),
}
_BY_NOBODY: dict[Modality, tuple[str, ...]] = {
    _M.PROHIBITION: ("The clause rules this out",),
    _M.OBLIGATION: ("The clause sets a duty",),
    _M.PERMISSION: ("The clause leaves this open",),
    _M.POWER: ("The clause leaves a choice",),
    _M.COMMITMENT: ("The clause gives an undertaking",),
    _M.RIGHT: ("The clause gives a right or choice",),
    _M.DISCLOSURE: ("The clause tells readers this", "The clause describes a practice"),
    _M.DISCLAIMER: ("The clause marks what is not promised",),
    _M.PROCEDURE: ("The clause describes a route",),
    _M.DEFINITION: ("The clause fixes a meaning or a rule", "The clause settles how things are to be read"),
}
_PLAIN = ("The text reads",)

_BOUND: dict[Modality, str] = {
    _M.PROHIBITION: "It binds {who}",
    _M.OBLIGATION: "It binds {who}",
    _M.COMMITMENT: "It binds {who}",
    _M.POWER: "The choice lies with {who}",
    _M.PERMISSION: "The choice lies with {who}",
    _M.RIGHT: "The choice lies with {who}",
}

FACTS: dict[FactKind, str] = {
    _K.AMOUNT: "It names an amount, {words}",
    _K.PERIOD: "It names a period, {words}",
    _K.DATE: "It names a date, {words}",
    _K.AGE: "It names an age, {words}",
    _K.SHARE: "It names a share, {words}",
    _K.LAW: "It refers to {words}",
    _K.PLACE: "It names {words}",
    _K.DOCUMENT: "It refers to {words}",
}
"""Facts shown under what a clause says. `{words}` are the fact's own, verbatim."""

ACTIONS: dict[FactKind, str] = {
    _K.EMAIL: "You can write to {words}",
    _K.PHONE: "You can call {words}",
    _K.ADDRESS: "A postal address is given, {words}",
    _K.LINK: "The text points to {words}",
    _K.SETTING: "A setting is named, {words}",
}
"""What a reader can use, as the text itself gives it."""

DEADLINE = "A time limit is named, {words}"
DEADLINE_ROLES = (
    "deadline",
    "notice",
    "limit",
    "window",
    "opt-out",
    "cancel",
    "withdraw",
    "appeal",
    "objection",
)
"""Words in a period's role that make it something to act upon."""

TERMS_OF_USE: dict[FactKind, str] = {
    _K.CONDITION: "A condition is attached",
    _K.EXCEPTION: "An exception is made",
}
CONSEQUENCE = "What follows is stated"


def lead(modality: Modality, party: Party, platform: str, words: str) -> str:
    """The phrase before a quotation of `words`; the same words get the same phrase each time."""
    if party is Party.PLATFORM and modality in _BY_PLATFORM:
        choices, who = _BY_PLATFORM[modality], platform
    elif party in _WHO and modality in _BY_OTHERS:
        choices, who = _BY_OTHERS[modality], _WHO[party]
    else:
        choices, who = _BY_NOBODY.get(modality, _PLAIN), ""
    return choices[crc32(words.encode()) % len(choices)].format(who=who)


def bound(modality: Modality, party: Party, platform: str) -> str:
    """Whom the words bind or leave a choice; empty where they do neither, or for nobody in particular."""
    who = platform if party is Party.PLATFORM else _WHO.get(party, "")
    phrase = _BOUND.get(modality, "")
    return phrase.format(who=who) if who else ""
