"""How much a difference weighs and why. Written rules; each verdict comes with its reasons."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.change.clues import Clue
from clausewatch.change.facts import Facts, figures_in
from clausewatch.change.lexicon import (
    ACCOUNT,
    ADVICE,
    ANNOUNCEMENT,
    ANSWERABLE,
    ANSWERS,
    BROAD,
    COLLECT,
    COMPETE,
    CONTACT,
    CONTROL,
    COVERS,
    DATA,
    DATING,
    DEFINES,
    EXCLUSIVE,
    HANDLING,
    MONEY,
    POINTER,
    PURPOSE,
    RECIPIENT,
    RETENTION,
    RIGHTS,
    TRAINING,
)
from clausewatch.change.nature import Nature
from clausewatch.change.shifts import SLIGHT_WEIGHT, Case
from clausewatch.change.stance import Stance
from clausewatch.nouns.change import ChangeKind, Severity, Shift

# An edit of so many content words changes the scope of a rule; fewer are small. Between 7 and 12 the figures on the hand
# lists of data/provision-changes hardly differ (evals/provision_folds.py).
MUCH = 9
# A longer opening of a list says something itself. Same lists: openings that are told alone have 24 words and more.
OPENING_WORDS = 20


@dataclass(frozen=True, slots=True)
class Weight:
    """A severity with its reasons, in words for people."""

    severity: Severity
    reasons: tuple[str, ...]


def weigh(case: Case, shift: tuple[Shift, ...]) -> Weight:
    """High: a right, retention, training, money, an account, a broad ban. Medium: a real change of scope. Low: small."""
    if case.kind is ChangeKind.RENAMED_HEADING:
        return Weight(Severity.LOW, ("a heading was renamed",))
    if case.nature is not Nature.WORDING:
        return Weight(Severity.NONE, (f"the difference is of nature {case.nature.value}",))
    if says_nothing(case.old) or says_nothing(case.new):
        return Weight(Severity.NONE, ("the sentence rules nothing itself: it points, announces or dates",))
    if case.bare and case.facts is None and says_nothing(case.lead):
        return Weight(Severity.NONE, ("it is a link in a list of pointers",))
    if case.facts is None and _opens(case.said):
        return Weight(Severity.NONE, ("it opens a list, whose items are told each",))
    if case.relisted:
        return _relisted(case)
    if case.row:
        return _row(case)
    return _lone(case) if case.facts is None else _edit(case, case.facts, shift)


def says_nothing(text: str) -> bool:
    """Whether a clause rules nothing by itself: a pointer, a notice of edits, a line that dates the document."""
    return bool(text) and bool(POINTER.search(text) or ANNOUNCEMENT.search(text) or DATING.search(text))


def _opens(text: str) -> bool:
    """Whether a clause is nothing but the opening of a list, whose items are told each."""
    flat = text.rstrip()
    return flat.endswith(":") and len(flat.split()) <= OPENING_WORDS and ". " not in flat


def _relisted(case: Case) -> Weight:
    if case.before is Stance.BAN and case.after is Stance.BAN:
        return Weight(Severity.NONE, ("it was banned in the list it left, and is in the one it joined",))
    return Weight(
        Severity.MEDIUM, ("the same words stand in another list, which says another thing of them",)
    )


def _row(case: Case) -> Weight:
    if case.added and "cookie" not in case.section.lower():
        return Weight(Severity.MEDIUM, ("an entry is added to a list",))
    return Weight(Severity.LOW, ("an entry of a list changed",))


def _lone(case: Case) -> Weight:
    text, stance = case.said, case.stance
    if ADVICE.search(text):
        return Weight(Severity.LOW, ("advice, no rule",))
    high = _lone_high(case)
    if high:
        return Weight(Severity.HIGH, (high,))
    if not case.added and DEFINES.search(text) and stance not in (Stance.BAN, Stance.DUTY, Stance.RIGHT):
        return Weight(Severity.LOW, ("an explanation of a word is gone",))
    if stance in (Stance.BAN, Stance.DUTY, Stance.DISCLAIMER):
        return Weight(Severity.MEDIUM, (f"a whole {stance.value} came or went",))
    if stance is Stance.RIGHT:
        if CONTACT.search(text) or not (RIGHTS.search(text) or DATA.search(text)):
            return Weight(Severity.LOW, ("a way to reach someone or a choice in use",))
        return Weight(Severity.MEDIUM, ("a right came or went",))
    weighty = RECIPIENT.search(text) or PURPOSE.search(text) or MONEY.search(text) or ACCOUNT.search(text)
    if stance in (Stance.POWER, Stance.COMMITMENT):
        if weighty or ANSWERS.search(text) or (DATA.search(text) and COLLECT.search(text)):
            return Weight(Severity.MEDIUM, (f"a {stance.value} over data, money, purposes or recipients",))
        return Weight(Severity.LOW, (f"a {stance.value} over nothing that weighs",))
    if figures_in(case.keys) and not case.added:
        return Weight(Severity.MEDIUM, ("a stated period is gone",))
    return Weight(Severity.LOW, ("a statement that binds nobody",))


def _lone_high(case: Case) -> str:
    text, stance = case.said, case.stance
    if stance in (Stance.RIGHT, Stance.COMMITMENT, Stance.POWER) and TRAINING.search(text):
        return "it decides about training models"
    if not case.added and stance is Stance.RIGHT and RIGHTS.search(text):
        return "a right is taken away"
    if (
        figures_in(case.keys)
        and RETENTION.search(text)
        and (not case.added or stance is not Stance.STATEMENT)
    ):
        return "it sets how long data are kept"
    if stance is Stance.POWER and ACCOUNT.search(text) and MONEY.search(text):
        return "an account and its money may be lost"
    if stance is Stance.BAN and COMPETE.search(text):
        return "a ban on competing"
    if stance in (Stance.BAN, Stance.DUTY) and BROAD.search(text):
        return "a ban of a whole manner of use"
    return ""


def _edit(case: Case, found: Facts, shift: tuple[Shift, ...]) -> Weight:
    high = _edit_high(case, found, shift)
    if high:
        return Weight(Severity.HIGH, (high,))
    reasons = _edit_reasons(case, found, shift)
    if reasons:
        return Weight(Severity.MEDIUM, reasons)
    if Shift.CLARIFICATION_ONLY in shift:
        slight = found.weight <= 1 and not found.named
        return Weight(Severity.NONE if slight else Severity.LOW, ("the wording changed, not the rule",))
    return Weight(Severity.LOW, ("a small or local edit",))


def _edit_high(case: Case, found: Facts, shift: tuple[Shift, ...]) -> str:
    """Why an edit weighs high; empty when it does not."""
    matter = next((name for name, pattern in _MATTERS if pattern.search(case.text)), "")
    if TRAINING.search(found.edited):
        return "it decides about training models"
    if matter and any(one.old and one.new for one in found.figures):
        return f"a figure about {matter} changed"
    if matter and found.modal and case.before is not case.after:
        return f"what may or must be done about {matter} changed"
    if COMPETE.search(case.text) and found.weight > SLIGHT_WEIGHT:
        return "a ban on competing changed"
    return _data_high(case, found, shift)


def _data_high(case: Case, found: Facts, shift: tuple[Shift, ...]) -> str:
    """Why an edit weighs high for the data or rights it touches."""
    came, went = set(found.came), set(found.went)
    about_data = DATA.search(case.text) is not None
    if (came ^ went) & EXCLUSIVE and (about_data or RIGHTS.search(case.text)):
        return "it is no longer, or newly, confined to the one named"
    if len((came - went) & HANDLING) > 1 and about_data:
        return "more may be done with data"
    kept = RETENTION.search(case.text) is not None
    if kept and CONTROL.search(case.text) and Shift.PARTY in shift and found.weight > SLIGHT_WEIGHT:
        return "control over kept data passes to another"
    if kept and case.stance is Stance.POWER and PURPOSE.search(found.edited):
        return "data are kept for other purposes"
    return ""


_MATTERS = (
    ("training", TRAINING),
    ("retention", RETENTION),
    ("money", MONEY),
    ("accounts", ACCOUNT),
    ("rights", RIGHTS),
)


def _edit_reasons(case: Case, found: Facts, shift: tuple[Shift, ...]) -> tuple[str, ...]:
    """Why an edit weighs medium; empty when it does not."""
    told = set(shift)
    meant = Shift.CLARIFICATION_ONLY not in told
    reached = found.grew or found.shrank
    narrowed = found.tight or found.slack
    free = case.stance is not Stance.BAN
    rules = (
        (found.opposed, "a word became its opposite"),
        (Shift.MODALITY in told, "what may or must be done changed"),
        (Shift.DEADLINE in told or bool(found.figures), "a figure or period changed"),
        (Shift.NUMBER in told and not found.figures, "the currency changed"),
        (meant and Shift.PARTY in told, "whom it binds or covers changed"),
        (meant and bool(told & _OUTWARD), "recipients, purposes or the venue changed"),
        (meant and found.limited, "a limit of the rule came or went"),
        (reached and free and Shift.DATA_CATEGORY in told, "which data are handled changed"),
        ((reached or narrowed) and _has(ANSWERABLE, case), "who answers for what changed"),
        (narrowed and _has(TRAINING, case), "a qualification of what is trained changed"),
        (
            meant and reached and free and _has(COVERS, case),
            "what the document or a word in it covers changed",
        ),
        (
            found.weight >= MUCH and case.stance is not Stance.STATEMENT,
            "the rule reaches further or less far",
        ),
    )
    return tuple(reason for holds, reason in rules if holds)


_OUTWARD = frozenset((Shift.RECIPIENT, Shift.VENUE, Shift.PURPOSE))


def _has(pattern: Clue, case: Case) -> bool:
    return pattern.search(case.text) is not None
