"""The wording of grounded sentences: what introduces a quotation, by what the statement does and for whom.

Each phrase says no more than that the quoted words do this; the quotation carries the matter.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    _M.DISCLOSURE: ("{who} tells readers this", "{who} informs readers in these words"),
    _M.DISCLAIMER: (
        "{who} sets out what it does not promise",
        "The clause marks what {who} does not promise",
    ),
    _M.PROCEDURE: ("The clause describes how {who} goes about this",),
}
_BY_OTHERS: dict[Modality, tuple[str, ...]] = {
    _M.PROHIBITION: ("The clause rules this out for {who}", "The clause sets a limit for {who}"),
    _M.OBLIGATION: ("The clause puts a duty on {who}", "The clause asks this of {who}"),
    _M.PERMISSION: ("The clause leaves this open to {who}", "The clause lets {who} do this"),
    _M.POWER: ("The clause gives {who} a choice",),
    _M.COMMITMENT: ("The clause has {who} give this undertaking",),
    _M.RIGHT: ("The clause gives {who} a right or choice", "This right or choice is for {who}"),
    _M.DISCLOSURE: ("The clause tells readers this",),
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
    _M.DISCLOSURE: ("The clause tells readers this", "The clause informs in these words"),
    _M.DISCLAIMER: ("The clause marks what is not promised",),
    _M.PROCEDURE: ("The clause describes a route",),
    _M.DEFINITION: ("The clause fixes a meaning or a rule", "The clause settles how things are to be read"),
}
PLAINEST = "The clause says"
"""The introduction that asserts nothing about the quoted words."""

_BINDING = frozenset({_M.PROHIBITION, _M.OBLIGATION, _M.COMMITMENT})
_CHOOSING = frozenset({_M.POWER, _M.PERMISSION, _M.RIGHT})

Side = tuple[bool, str]
"""Whether somebody is bound, or else has a choice; and who."""

FACTS: dict[FactKind, str] = {
    _K.AMOUNT: "It names an amount, {words}",
    _K.PERIOD: "It names a period, {words}",
    _K.DATE: "It names a date, {words}",
    _K.AGE: "It names an age, {words}",
    _K.SHARE: "It names a share, {words}",
    _K.LAW: "It refers to {words}",
    _K.PLACE: "It names {words}",
}
"""Facts shown under what a clause says. `{words}` are the fact's own, verbatim."""

PLACE_ROLES = frozenset({"governing law", "venue"})
"""Places that say something by themselves; others are part of an address or a list and are left in their clause."""

ACTIONS: dict[FactKind, str] = {
    _K.EMAIL: "You can write to {words}",
    _K.PHONE: "You can call {words}",
    _K.ADDRESS: "An address is given, {words}",
    _K.LINK: "The text points to {words}",
    _K.SETTING: "A setting is named, {words}",
}
"""What a reader can use, as the text itself gives it."""

DEADLINE = "A time limit is named, {words}"
DEADLINE_ROLES = (
    "deadline",
    "notice",
    "claim",
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
        choices, who = _BY_NOBODY.get(modality, (PLAINEST,)), ""
    return choices[crc32(words.encode()) % len(choices)].format(who=who)


def side(modality: Modality, party: Party, platform: str) -> Side | None:
    """On which side of the clause the party stands; None where it neither binds nor leaves a choice to anybody."""
    who = platform if party is Party.PLATFORM else _WHO.get(party, "")
    if not who or modality not in _BINDING | _CHOOSING:
        return None
    return modality in _BINDING, who


def bound(sides: Iterable[Side]) -> str:
    """ "bind users and leave a choice to Lumen": the sides in the order given, each party once on each."""
    given = list(dict.fromkeys(sides))
    bound_ones = [who for is_bound, who in given if is_bound]
    choosers = [who for is_bound, who in given if not is_bound]
    told = [f"bind {' and '.join(bound_ones)}"] if bound_ones else []
    if choosers:
        told.append(f"leave a choice to {' and '.join(choosers)}")
    return (", and also " if set(bound_ones) & set(choosers) else " and ").join(told)
