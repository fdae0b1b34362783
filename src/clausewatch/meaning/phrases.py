"""The wording of grounded sentences: what introduces a quotation, by what the statement does and for whom.

Each phrase says no more than that the quoted words do this; the quotation carries the matter. The gate knows the phrases
(`gate.framing`) and holds each to the sign in the cited text that it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zlib import crc32

from clausewatch.nouns.finding import FactKind, Modality, Party

_M, _P, _K = Modality, Party, FactKind

WHO: dict[Party, str] = {
    _P.USER: "users",
    _P.DEVELOPER: "developers",
    _P.CUSTOMER: "the customer",
    _P.BOTH: "both sides",
    _P.THIRD_PARTY: "third parties",
}

BY_PLATFORM: dict[Modality, tuple[str, ...]] = {
    _M.PROHIBITION: ("{who} rules this out for itself",),
    _M.OBLIGATION: ("{who} takes on this duty", "The clause puts this duty on {who}"),
    _M.PERMISSION: ("The clause leaves this open to {who}",),
    _M.POWER: ("The clause leaves this choice to {who}", "{who} keeps this choice for itself"),
    _M.COMMITMENT: ("{who} commits itself to this", "{who} gives this undertaking"),
    _M.RIGHT: ("The clause gives {who} this right",),
    _M.DISCLOSURE: ("{who} tells readers this", "{who} gives this information"),
    _M.DISCLAIMER: ("{who} sets out what it does not promise", "The clause limits what {who} answers for"),
    _M.PROCEDURE: ("The clause describes how {who} goes about this",),
}
BY_OTHERS: dict[Modality, tuple[str, ...]] = {
    _M.PROHIBITION: ("The clause rules this out for {who}",),
    _M.OBLIGATION: ("The clause puts this duty on {who}", "The clause asks this of {who}"),
    _M.PERMISSION: ("The clause leaves this open to {who}", "The clause lets {who} do this"),
    _M.POWER: ("The clause leaves this choice to {who}",),
    _M.COMMITMENT: ("The clause has {who} give this undertaking",),
    _M.RIGHT: ("The clause gives {who} this right or choice",),
    _M.DISCLOSURE: ("The clause tells readers this",),
    _M.DISCLAIMER: ("The clause sets out what is not promised",),
    _M.PROCEDURE: ("The clause sets out these steps for {who}", "The clause describes this way for {who}"),
}
BY_NOBODY: dict[Modality, tuple[str, ...]] = {
    _M.PROHIBITION: ("The clause rules this out",),
    _M.OBLIGATION: ("The clause sets this duty",),
    _M.PERMISSION: ("The clause leaves this open",),
    _M.POWER: ("The clause leaves this choice",),
    _M.COMMITMENT: ("The clause gives this undertaking",),
    _M.RIGHT: ("The clause gives this right or choice",),
    _M.DISCLOSURE: ("The clause tells readers this", "The clause gives this information"),
    _M.DISCLAIMER: ("The clause sets out what is not promised",),
    _M.PROCEDURE: ("The clause sets out these steps",),
    _M.DEFINITION: ("The clause fixes a meaning or a rule", "The clause settles how things are to be read"),
}
PLAINEST = "The clause says"
"""The introduction that asserts nothing about the quoted words."""

_BINDING = frozenset({_M.PROHIBITION, _M.OBLIGATION, _M.COMMITMENT})
_CHOOSING = frozenset({_M.POWER, _M.PERMISSION, _M.RIGHT})

Side = tuple[bool, str]
"""Whether somebody is bound, or else has a choice; and who."""

FACTS: dict[FactKind, str] = {
    _K.AMOUNT: "The amount named is {words}",
    _K.PERIOD: "The period named is {words}",
    _K.DATE: "The date named is {words}",
    _K.AGE: "The age named is {words}",
    _K.SHARE: "The share named is {words}",
    _K.LAW: "The text refers to {words}",
    _K.PLACE: "The place named is {words}",
}
"""Facts shown under what a clause says. `{words}` are the fact's own, verbatim."""

PLACE_ROLES = frozenset({"governing law", "venue"})
"""Places that say something by themselves; others are part of an address or a list and are left in their clause."""

ACTIONS: dict[FactKind, str] = {
    _K.EMAIL: "The e-mail address given is {words}",
    _K.PHONE: "The telephone number given is {words}",
    _K.ADDRESS: "The postal address given is {words}",
    _K.LINK: "The link given is {words}",
    _K.SETTING: "The setting named is {words}",
}
"""What a reader can use, as the text itself gives it."""

DEADLINE = "The time limit named is {words}"
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
CONSEQUENCE = "A consequence is named"


def lead(modality: Modality, party: Party, platform: str, words: str) -> str:
    """The phrase before a quotation of `words`; the same words get the same phrase each time."""
    if party is Party.PLATFORM and modality in BY_PLATFORM:
        choices, who = BY_PLATFORM[modality], platform
    elif party in WHO and modality in BY_OTHERS:
        choices, who = BY_OTHERS[modality], WHO[party]
    else:
        choices, who = BY_NOBODY.get(modality, (PLAINEST,)), ""
    return choices[crc32(words.encode()) % len(choices)].format(who=who)


def leads() -> Mapping[str, Modality]:
    """Every phrase that `lead` can give, with what it says; the platform's name stands as `{who}`."""
    own = {phrase: does for does, phrases in BY_PLATFORM.items() for phrase in phrases}
    others = {
        phrase.format(who=who): does
        for does, phrases in BY_OTHERS.items()
        for phrase in phrases
        for who in WHO.values()
    }
    nobody = {phrase: does for does, phrases in BY_NOBODY.items() for phrase in phrases}
    return {**own, **others, **nobody, PLAINEST: Modality.NONE}


def named(phrase: str, words: str, *, further: bool) -> str:
    """ "The period named is 30 days", and of a further one of its kind "Another period named is a year"."""
    if further and phrase.startswith(_FIRST) and " is {" in phrase:
        phrase = _FURTHER + phrase.removeprefix(_FIRST)
    return phrase.format(words=words)


def namings() -> Mapping[str, FactKind]:
    """What stands before the fact's words in each sentence that `named` can give, with the kind of the fact."""
    kinds = {phrase: kind for kind, phrase in (*FACTS.items(), *ACTIONS.items(), (_K.PERIOD, DEADLINE))}
    return {
        named(phrase, "", further=further): kind
        for phrase, kind in kinds.items()
        for further in (False, True)
    }


_FIRST, _FURTHER = "The ", "Another "


def side(modality: Modality, party: Party, platform: str) -> Side | None:
    """On which side of the clause the party stands; None where it neither binds nor leaves a choice to anybody."""
    who = platform if party is Party.PLATFORM else WHO.get(party, "")
    if not who or modality not in _BINDING | _CHOOSING:
        return None
    return modality in _BINDING, who


def bound(sides: Iterable[Side]) -> str:
    """ "binds users and leaves a choice to Lumen": the sides in the order given, each party once on each."""
    given = list(dict.fromkeys(sides))
    bound_ones = [who for is_bound, who in given if is_bound]
    choosers = [who for is_bound, who in given if not is_bound]
    if bound_ones and choosers == bound_ones:
        return f"binds {_listed(bound_ones)} but also leaves {'it' if len(choosers) == 1 and choosers[0] not in _MANY else 'them'} a choice"
    told = [f"binds {_listed(bound_ones)}"] if bound_ones else []
    if choosers:
        told.append(f"leaves a choice to {_listed(choosers)}")
    return ", and ".join(told) if len(bound_ones) + len(choosers) > 2 else " and ".join(told)


_MANY = frozenset(WHO.values()) - {"the customer"}


def _listed(names: list[str]) -> str:
    """ "users, developers and Lumen"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
