"""What an edit means: its shifts, whom it favours, how much it weighs. Written rules, no model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.change.differences import Difference
from clausewatch.change.lexicon import (
    ACCOUNT,
    ACTIVITY,
    ANNOUNCEMENT,
    COLLECT,
    COMPETE,
    CONDUCT_RULES,
    CONTACT,
    DATA,
    LIMITS,
    LISTING,
    MODALS,
    MONEY,
    NEGATIONS,
    NUMBER_WORDS,
    PARTIES,
    POINTER,
    PURPOSE,
    RECIPIENT,
    RETENTION,
    RIGHTS,
    TIME_UNITS,
    TRAINING,
    VENUE,
)
from clausewatch.change.nature import Nature
from clausewatch.change.stance import Stance, stance
from clausewatch.change.units import Unit
from clausewatch.nouns.change import ChangeKind, Direction, Severity, Shift
from clausewatch.nouns.document import Edition, StatementKind


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is said of one difference beside its texts."""

    shift: tuple[Shift, ...]
    direction: Direction
    severity: Severity


@dataclass(frozen=True, slots=True)
class _Case:
    """A difference laid out for the rules: texts, what came and went, stances before and after."""

    kind: ChangeKind
    old: str
    new: str
    lost: frozenset[str]
    won: frozenset[str]
    before: Stance | None
    after: Stance | None
    section: str
    row: bool

    @property
    def text(self) -> str:
        return f"{self.old} {self.new}"

    @property
    def edited(self) -> str:
        return " ".join((*sorted(self.lost), *sorted(self.won)))


def meaning(one: Difference, old: Edition, new: Edition) -> Meaning:
    """Shifts, direction and severity of a difference; nothing but wording weighs anything."""
    if one.nature is Nature.RENAME and one.kind is ChangeKind.RENAMED_HEADING:
        return Meaning((Shift.CLARIFICATION_ONLY,), Direction.NEUTRAL, Severity.LOW)
    if one.nature is not Nature.WORDING:
        slight: tuple[Shift, ...] = () if one.kind is ChangeKind.MOVED else (Shift.CLARIFICATION_ONLY,)
        return Meaning(slight, Direction.NEUTRAL, Severity.NONE)
    case = _case(one, old, new)
    if one.kind is ChangeKind.RENAMED_HEADING:
        return Meaning((Shift.CLARIFICATION_ONLY,), Direction.NEUTRAL, Severity.LOW)
    if one.kind is ChangeKind.ADDED or one.kind is ChangeKind.REMOVED:
        shift = _lone_shifts(case)
        direction = _lone_direction(case)
    else:
        shift = _edit_shifts(case)
        direction = _edit_direction(case, shift)
    return Meaning(shift, direction, _severity(case, shift, one))


def _case(one: Difference, old: Edition, new: Edition) -> _Case:
    lost = frozenset(key for edit in one.edits for key in edit.old)
    won = frozenset(key for edit in one.edits for key in edit.new)
    shown = one.new or one.old
    assert shown is not None
    return _Case(
        kind=one.kind,
        old=one.old.text if one.old else "",
        new=one.new.text if one.new else "",
        lost=lost if one.edits else frozenset(one.old.keys if one.old else ()),
        won=won if one.edits else frozenset(one.new.keys if one.new else ()),
        before=stance(one.old.text, frame(one.old, old)) if one.old else None,
        after=stance(one.new.text, frame(one.new, new)) if one.new else None,
        section=shown.section,
        row=shown.kind is StatementKind.ROW,
    )


def frame(unit: Unit, edition: Edition) -> str:
    """What stands above a unit and decides the sense of a bare list item: its list's opening, lead-in and headings.

    In a usage policy or a list of prohibited uses, an item that names an activity ("Selling access") is banned even
    where no sentence above it says so again.
    """
    if unit.provision is None:
        return ""
    provision = edition.outline.provisions[unit.provision]
    content = edition.text.content
    lead = provision.lead_in.of(content) if provision.lead_in is not None else ""
    if unit.kind is StatementKind.ITEM:
        before = [one.of(content) for one in provision.statements if one.end <= unit.start]
        opening = next((text for text in reversed(before) if text.rstrip().endswith(":")), "")
        lead = f"{opening} {lead}".strip()
        if ACTIVITY.match(unit.text) and CONDUCT_RULES.search(edition.version.document):
            lead += " prohibited uses"
    return f"{lead} . {' . '.join(provision.path)}"


def _lone_shifts(case: _Case) -> tuple[Shift, ...]:
    added = case.kind is ChangeKind.ADDED
    is_ = case.after if added else case.before
    text = case.new or case.old
    found: list[Shift] = []
    if case.row:
        if LISTING.search(f"{case.section} {text}"):
            found.append(Shift.RECIPIENT)
        found.append(Shift.DATA_CATEGORY)
        return tuple(found)
    if is_ is Stance.BAN:
        found.append(Shift.NEW_PROHIBITION if added else Shift.NEW_PERMISSION)
    elif is_ is Stance.POWER:
        found.append(Shift.NEW_PERMISSION if added else Shift.SCOPE_NARROWED)
    elif is_ is Stance.RIGHT or (is_ is Stance.COMMITMENT and not added):
        found.append(Shift.RIGHT_ADDED if added else Shift.RIGHT_REMOVED)
    elif is_ is Stance.DEFINITION:
        found.append(Shift.DEFINITION)
    elif is_ is Stance.COMMITMENT:
        found.append(Shift.SCOPE_NARROWED)
    elif is_ in (Stance.DUTY, Stance.DISCLAIMER):
        found.append(Shift.SCOPE_WIDENED if added else Shift.SCOPE_NARROWED)
    found.extend(_topics(text, text))
    return tuple(dict.fromkeys(found)) or (Shift.CLARIFICATION_ONLY,)


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


def _is_number(key: str) -> bool:
    return key[0].isdigit() or key in NUMBER_WORDS or key in "$€£¥₹%"


def _edit_shifts(case: _Case) -> tuple[Shift, ...]:
    found: list[Shift] = []
    changed = case.lost ^ case.won
    if changed & (MODALS | NEGATIONS):
        found.append(Shift.MODALITY)
        if case.after is Stance.BAN and case.before is not Stance.BAN:
            found.append(Shift.NEW_PROHIBITION)
        elif case.before is Stance.BAN and case.after is not Stance.BAN:
            found.append(Shift.NEW_PERMISSION)
    numbers = any(_is_number(key) for key in changed)
    if numbers:
        found.append(Shift.NUMBER)
    time_words = TIME_UNITS & (
        frozenset(case.old.lower().split()) | frozenset(case.new.lower().split()) | changed
    )
    if (numbers and time_words) or changed & TIME_UNITS:
        found.append(Shift.DEADLINE)
    if changed & PARTIES:
        found.append(Shift.PARTY)
    if case.before is Stance.DEFINITION or case.after is Stance.DEFINITION:
        found.append(Shift.DEFINITION)
    found.extend(_topics(case.edited, case.text))
    if case.row:
        found.append(
            Shift.RECIPIENT if LISTING.search(f"{case.section} {case.text}") else Shift.DATA_CATEGORY
        )
    if len(case.won) != len(case.lost):
        grew = len(case.won) > len(case.lost)
        limits = bool((case.won if grew else case.lost) & LIMITS)
        found.append(Shift.SCOPE_WIDENED if grew is not limits else Shift.SCOPE_NARROWED)
    return tuple(dict.fromkeys(found)) or (Shift.CLARIFICATION_ONLY,)


def _turned(weight: int) -> Direction:
    return Direction.STRICTER if weight > 0 else Direction.LOOSER if weight < 0 else Direction.NEUTRAL


def _lone_direction(case: _Case) -> Direction:
    if case.row:
        return Direction.UNCLEAR if case.kind is ChangeKind.ADDED else Direction.LOOSER
    if case.kind is ChangeKind.ADDED:
        assert case.after is not None
        return _turned(case.after.weight)
    assert case.before is not None
    return _turned(-case.before.weight)


def _edit_direction(case: _Case, shift: tuple[Shift, ...]) -> Direction:
    assert case.before is not None
    assert case.after is not None
    if shift == (Shift.CLARIFICATION_ONLY,):
        return Direction.NEUTRAL
    if case.before.weight != case.after.weight and Shift.MODALITY in shift:
        return _turned(case.after.weight - case.before.weight)
    if Shift.SCOPE_WIDENED in shift and case.after.weight:
        return _turned(case.after.weight)
    if Shift.SCOPE_NARROWED in shift and case.after.weight:
        return _turned(-case.after.weight)
    if Shift.NUMBER in shift or Shift.PARTY in shift or case.after.weight:
        return Direction.UNCLEAR
    return Direction.NEUTRAL


_MATTERS = (TRAINING, RETENTION, MONEY, ACCOUNT, RIGHTS, COMPETE)


def _severity(case: _Case, shift: tuple[Shift, ...], one: Difference) -> Severity:
    """High: a right, retention, training, money, an account or a broad new ban; medium: scope; low: small or local.

    Sides and words as in the hand lists of data/provision-changes (258 changes), where these rules were tuned.
    """
    stance_now = case.after or case.before
    if one.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return _lone_severity(case, stance_now)
    strong = {Shift.MODALITY, Shift.DEADLINE, Shift.NUMBER, Shift.NEW_PROHIBITION} & set(shift)
    if strong and any(pattern.search(case.text) for pattern in _MATTERS):
        return Severity.HIGH
    if TRAINING.search(case.text) and any(
        pattern.search(case.edited) for pattern in (TRAINING, RIGHTS, DATA)
    ):
        return Severity.HIGH
    if strong or {Shift.PARTY, Shift.RECIPIENT, Shift.VENUE, Shift.PURPOSE} & set(shift):
        return Severity.MEDIUM
    moved = sum(len(edit.old) + len(edit.new) for edit in one.edits)
    if Shift.CLARIFICATION_ONLY in shift:
        return Severity.NONE if moved <= 2 else Severity.LOW
    return Severity.MEDIUM if moved >= 6 and stance_now is not Stance.STATEMENT else Severity.LOW


def _says_nothing(text: str) -> bool:
    """Whether a clause rules nothing by itself: the opening of a list, a pointer, a notice of edits."""
    flat = text.replace("’", "'").strip()
    return flat.endswith(":") or bool(POINTER.search(flat) or ANNOUNCEMENT.search(flat))


def _lone_severity(case: _Case, stance_now: Stance | None) -> Severity:
    text = case.new or case.old
    if not case.row and _says_nothing(text):
        return Severity.NONE
    if case.row:
        return (
            Severity.MEDIUM
            if case.kind is ChangeKind.ADDED and "cookie" not in case.section.lower()
            else Severity.LOW
        )
    if stance_now in (Stance.RIGHT, Stance.COMMITMENT, Stance.POWER) and TRAINING.search(text):
        return Severity.HIGH
    if case.kind is ChangeKind.REMOVED and stance_now is Stance.RIGHT and RIGHTS.search(text):
        return Severity.HIGH
    if stance_now in (Stance.RIGHT, Stance.POWER) and (RETENTION.search(text) and re.search(r"\d", text)):
        return Severity.HIGH
    if stance_now is Stance.POWER and ACCOUNT.search(text) and MONEY.search(text):
        return Severity.HIGH
    if stance_now is Stance.BAN and COMPETE.search(text):
        return Severity.HIGH
    if stance_now in (Stance.STATEMENT, Stance.DEFINITION) and not RECIPIENT.search(text):
        return Severity.LOW
    return Severity.MEDIUM
