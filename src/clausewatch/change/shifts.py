"""What an edit means: its shifts and whom it favours. Written rules over the edited words, no model."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.change.differences import Difference
from clausewatch.change.facts import Facts, facts, figures_in
from clausewatch.change.frames import frames, lead
from clausewatch.change.lexicon import (
    ADVICE,
    ANSWERS,
    COLLECT,
    CONTACT,
    COVERS,
    CURRENCIES,
    DATA,
    DEFINES,
    FUNCTION_WORDS,
    LISTING,
    MONEY,
    MONEY_SIGNS,
    PARTIES,
    PARTY,
    POINTER,
    PRINTED_ADDRESS,
    PURPOSE,
    RECIPIENT,
    REFERENCE,
    RETENTION,
    TIME_UNITS,
    VENUE,
)
from clausewatch.change.nature import Nature
from clausewatch.change.stance import Stance, stance
from clausewatch.nouns.change import ChangeKind, Direction, Shift
from clausewatch.nouns.document import Edition, StatementKind

# An edit of so few content words that touches nothing named here is called wording.
SLIGHT_WEIGHT = 2


# A link of so few words names where it leads and says nothing.
BARE_WORDS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A difference laid out for the rules: texts, stances before and after, facts of the edit (None when lone).

    `lead` is the sentence that an item or a row is listed under; `bare` says that the text is nothing but a short link.
    """

    kind: ChangeKind
    nature: Nature
    old: str
    new: str
    before: Stance | None
    after: Stance | None
    section: str
    lead: str
    row: bool
    keys: tuple[str, ...]
    facts: Facts | None
    bare: bool = False

    @property
    def text(self) -> str:
        return f"{self.old} {self.new}".strip()

    @property
    def said(self) -> str:
        """The one text there is, or the new one."""
        return self.new or self.old

    @property
    def stance(self) -> Stance:
        return self.after or self.before or Stance.STATEMENT

    @property
    def added(self) -> bool:
        return self.kind is ChangeKind.ADDED

    @property
    def relisted(self) -> bool:
        """Whether the same words stand in another list, under another opening."""
        return self.kind is ChangeKind.MOVED and self.nature is Nature.WORDING and self.facts is None


def case_of(one: Difference, old: Edition, new: Edition) -> Case:
    """The difference between the two editions as the rules see it."""
    shown = one.new or one.old
    assert shown is not None
    both = one.old is not None and one.new is not None and bool(one.edits)
    return Case(
        kind=one.kind,
        nature=one.nature,
        old=_plain(one.old.text) if one.old else "",
        new=_plain(one.new.text) if one.new else "",
        before=stance(one.old.text, frames(one.old, old)) if one.old else None,
        after=stance(one.new.text, frames(one.new, new)) if one.new else None,
        section=shown.section,
        lead=lead(shown, new if one.new else old),
        row=shown.kind is StatementKind.ROW,
        keys=shown.keys,
        facts=facts(one.old, one.new, one.edits) if both and one.old and one.new else None,
        bare=shown.linked and len(shown.keys) <= BARE_WORDS,
    )


def _plain(text: str) -> str:
    return text.replace("’", "'")


def shifts(case: Case) -> tuple[Shift, ...]:
    """What shifted, of the edited words; `clarification-only` where nothing else did."""
    if case.nature is Nature.RENAME and case.kind is not ChangeKind.RENAMED_HEADING:
        return (Shift.PARTY, Shift.CLARIFICATION_ONLY)
    if case.nature is not Nature.WORDING:
        return () if case.kind is ChangeKind.MOVED else (Shift.CLARIFICATION_ONLY,)
    if case.kind is ChangeKind.RENAMED_HEADING:
        return _scopes(case.facts) or (Shift.CLARIFICATION_ONLY,)
    if case.relisted:
        return _relisted_shifts(case)
    found = _lone_shifts(case) if case.facts is None else _edit_shifts(case, case.facts)
    return tuple(dict.fromkeys(found)) or (Shift.CLARIFICATION_ONLY,)


_LONE = {
    Stance.BAN: (Shift.NEW_PROHIBITION, Shift.NEW_PERMISSION),
    Stance.POWER: (Shift.NEW_PERMISSION, Shift.SCOPE_NARROWED),
    Stance.RIGHT: (Shift.RIGHT_ADDED, Shift.RIGHT_REMOVED),
    Stance.COMMITMENT: (Shift.SCOPE_NARROWED, Shift.RIGHT_REMOVED),
    Stance.DUTY: (Shift.SCOPE_WIDENED, Shift.SCOPE_NARROWED),
    Stance.DISCLAIMER: (Shift.SCOPE_WIDENED, Shift.SCOPE_NARROWED),
    Stance.DEFINITION: (Shift.DEFINITION, Shift.DEFINITION),
}


def _relisted_shifts(case: Case) -> tuple[Shift, ...]:
    """What the new list makes of the words: banned or no more, a right or no more; else what the list is about."""
    before, after = case.before, case.after
    if Stance.BAN in (before, after):
        if before is after:
            return ()
        return (Shift.NEW_PROHIBITION if after is Stance.BAN else Shift.NEW_PERMISSION,)
    if Stance.RIGHT in (before, after) and before is not after:
        return (Shift.RIGHT_ADDED if after is Stance.RIGHT else Shift.RIGHT_REMOVED,)
    return tuple(dict.fromkeys(_topics(case.lead, case.lead)))


def _lone_shifts(case: Case) -> list[Shift]:
    if case.row:
        listing = _listing(case)
        return [Shift.RECIPIENT, Shift.DATA_CATEGORY] if listing else [Shift.DATA_CATEGORY]
    if ADVICE.search(case.said) or POINTER.search(case.said):
        return [Shift.CLARIFICATION_ONLY, *([Shift.CONTACT] if CONTACT.search(case.said) else [])]
    found: list[Shift] = []
    told = _LONE.get(case.stance)
    if told is not None:
        found.append(told[0] if case.added else told[1])
    if figures_in(case.keys):
        found.extend((Shift.NUMBER, Shift.DEADLINE))
        if not case.added:
            found.append(Shift.RIGHT_REMOVED)
    if DEFINES.search(case.said):
        found.append(Shift.DEFINITION)
    if ANSWERS.search(case.said):
        found.append(Shift.PARTY)
    found.extend(_topics(case.said, case.said))
    if not found and case.lead and RECIPIENT.search(f"{case.section} {case.lead}"):
        # A bare entry of a list is what the sentence above it says its entries are.
        found.append(Shift.RECIPIENT)
    if not case.added and told is None and not found:
        found.append(Shift.SCOPE_NARROWED)
    return found


def _listing(case: Case) -> bool:
    """Whether a row is of a list of those who receive data."""
    return LISTING.search(f"{case.section} {case.lead} {case.text}") is not None


def _topics(edited: str, whole: str) -> list[Shift]:
    found: list[Shift] = []
    if VENUE.search(edited):
        found.append(Shift.VENUE)
    if RECIPIENT.search(edited):
        found.append(Shift.RECIPIENT)
    if CONTACT.search(edited):
        found.append(Shift.CONTACT)
    if DATA.search(edited) and COLLECT.search(whole):
        found.append(Shift.DATA_CATEGORY)
    if PURPOSE.search(edited):
        found.append(Shift.PURPOSE)
    return found


def _scopes(found: Facts | None) -> tuple[Shift, ...]:
    if found is None:
        return ()
    return (*([Shift.SCOPE_WIDENED] if found.grew or found.slack else []),
            *([Shift.SCOPE_NARROWED] if found.shrank or found.tight else []))  # fmt: skip


def _edit_shifts(case: Case, found: Facts) -> list[Shift]:
    changed = set(found.came) ^ set(found.went)
    shifted = [Shift.MODALITY] if found.modal or found.opposed else []
    shifted.extend(_turns(case, found))
    if found.figures:
        shifted.append(Shift.NUMBER)
    if any(one.timed for one in found.figures) or changed & TIME_UNITS or found.dated:
        shifted.append(Shift.DEADLINE)
    if changed & PARTIES:
        shifted.append(Shift.PARTY)
    if case.before is Stance.DEFINITION or DEFINES.search(case.new):
        shifted.append(Shift.DEFINITION)
    shifted.extend(_topics(found.edited, case.text))
    shifted.extend(_swaps(case, found))
    if case.row:
        shifted.append(Shift.RECIPIENT if _listing(case) else Shift.DATA_CATEGORY)
    shifted.extend(_scopes(found))
    if _only_wording(found, shifted):
        shifted.append(Shift.CLARIFICATION_ONLY)
    return shifted


def _swaps(case: Case, found: Facts) -> list[Shift]:
    """What a name, an address or a currency in the place of another means: the matter of the clause it stands in."""
    swapped: list[Shift] = []
    if found.named:
        listed = f"{case.section} {case.lead}" if case.lead else ""
        matters = (
            (Shift.VENUE, VENUE.search(case.text) or found.placed),
            (Shift.RECIPIENT, RECIPIENT.search(case.text) or RECIPIENT.search(listed)),
            (Shift.CONTACT, CONTACT.search(case.text)),
            (Shift.PARTY, PARTY.search(case.text)),
        )
        swapped.extend(shift for shift, holds in matters if holds)
    if found.went and found.came and PRINTED_ADDRESS.search(found.edited):
        swapped.append(Shift.CONTACT)
    currencies = [{key for key in side if _is_currency(key)} for side in (found.went, found.came)]
    if currencies[0] != currencies[1] and MONEY.search(case.text):
        swapped.append(Shift.NUMBER)
    return swapped


def _is_currency(key: str) -> bool:
    return key in CURRENCIES or key in MONEY_SIGNS


def _turns(case: Case, found: Facts) -> list[Shift]:
    """Bans, rights and powers that the edit made, unmade or stretched."""
    before, after = case.before, case.after
    turned: list[Shift] = []
    if after is Stance.BAN and (before is not Stance.BAN or found.grew):
        turned.append(Shift.NEW_PROHIBITION)
    elif before is Stance.BAN and after is not Stance.BAN:
        turned.append(Shift.NEW_PERMISSION)
    if after is Stance.RIGHT and (found.grew or before is not Stance.RIGHT):
        turned.append(Shift.RIGHT_ADDED)
    elif before is Stance.RIGHT and (found.shrank or after is not Stance.RIGHT):
        turned.append(Shift.RIGHT_REMOVED)
    if after is Stance.POWER and before is not Stance.POWER:
        turned.append(Shift.NEW_PERMISSION)
    return turned


_MILD = frozenset((Shift.SCOPE_WIDENED, Shift.SCOPE_NARROWED, Shift.DEFINITION))


def _only_wording(found: Facts, shifted: list[Shift]) -> bool:
    """Whether an edit is so slight that it may as well only clarify."""
    reference = REFERENCE.search(" ".join(found.came)) or REFERENCE.search(" ".join(found.went))
    slight = found.weight <= SLIGHT_WEIGHT and not (found.grew or found.shrank or found.limited)
    return set(shifted) <= _MILD and (bool(reference) or slight)


def _turned(weight: int) -> Direction:
    return Direction.STRICTER if weight > 0 else Direction.LOOSER if weight < 0 else Direction.NEUTRAL


def direction(case: Case, shift: tuple[Shift, ...]) -> Direction:
    """Whom the difference favours, seen from the person bound by the document."""
    if case.nature is not Nature.WORDING or case.kind is ChangeKind.RENAMED_HEADING:
        return Direction.NEUTRAL
    if case.facts is None:
        return _lone_direction(case)
    return _edit_direction(case, case.facts, shift)


def _lone_direction(case: Case) -> Direction:
    if case.row:
        cookies = "cookie" in case.section.lower()
        return Direction.LOOSER if cookies and not case.added else Direction.UNCLEAR
    if ADVICE.search(case.said) or POINTER.search(case.said):
        return Direction.NEUTRAL
    if case.added:
        return _turned(case.stance.weight)
    if figures_in(case.keys) and RETENTION.search(case.said) and case.stance is not Stance.DUTY:
        # A period within which data go bound the other side.
        return Direction.STRICTER
    if case.stance in (Stance.POWER, Stance.STATEMENT, Stance.DEFINITION) and DATA.search(case.said):
        # That a practice is no longer described does not say that it ended.
        return Direction.UNCLEAR
    return _turned(-case.stance.weight)


# One side of an edit outweighs the other when it has so many more content words.
OUTWEIGHS = 3


def _net(found: Facts, shift: tuple[Shift, ...]) -> int:
    """+1 where the rule reaches further all in all, -1 where less far, 0 where it cannot be said."""
    widened, narrowed = Shift.SCOPE_WIDENED in shift, Shift.SCOPE_NARROWED in shift
    if widened != narrowed:
        return 1 if widened else -1
    if not widened or found.limited or abs(found.surplus) < OUTWEIGHS:
        return 0
    return 1 if found.surplus > 0 else -1


# Another party, court or recipient may be better or worse for the one bound; the words do not say.
_ELSEWHERE = frozenset((Shift.PARTY, Shift.VENUE, Shift.RECIPIENT))


_MEANS = frozenset(
    [
        "call",
        "calling",
        "dial",
        "e-mail",
        "email",
        "emails",
        "fax",
        "free",
        "letter",
        "line",
        "mail",
        "number",
        "numbers",
        "phone",
        "phones",
        "post",
        "postal",
        "tel",
        "telephone",
        "text",
        "toll",
        "toll-free",
        "write",
        "writing",
    ]
)
# Figures from which words may be a telephone number; a year or a sum has fewer.
_PHONE_FIGURES = 6
_SHORTEST = 3


def _reaches(case: Case, found: Facts) -> bool:
    """Whether the edit only takes or gives a way to reach somebody: who must write and may no longer call owes no less."""
    edited = (*found.went, *found.came)
    changed = [
        key for key in edited if key not in FUNCTION_WORDS and not (key.isalpha() and len(key) < _SHORTEST)
    ]
    if COLLECT.search(case.text) or not all(_is_means(key) for key in changed):
        return False
    figures = sum(letter.isdigit() for key in changed for letter in key)
    return figures >= _PHONE_FIGURES or any(not key.isdigit() for key in changed)


def _is_means(key: str) -> bool:
    return key in _MEANS or "@" in key or key.strip("+()-.").isdigit()


def _edit_direction(case: Case, found: Facts, shift: tuple[Shift, ...]) -> Direction:
    assert case.before is not None
    assert case.after is not None
    if Shift.CLARIFICATION_ONLY in shift:
        return Direction.NEUTRAL
    if case.before.weight != case.after.weight and (
        (case.before.weight and case.after.weight) or found.modal
    ):
        return _turned(case.after.weight - case.before.weight)
    if case.after is not Stance.RIGHT and _reaches(case, found):
        return Direction.NEUTRAL
    widened = _net(found, shift)
    if widened and case.after.weight:
        return _turned(widened * case.after.weight)
    if widened and not case.row and case.after is not Stance.DISCLAIMER and COVERS.search(case.new):
        # What a document covers binds.
        return _turned(widened)
    if found.figures or _ELSEWHERE & set(shift) or case.after.weight:
        return Direction.UNCLEAR
    return Direction.NEUTRAL
