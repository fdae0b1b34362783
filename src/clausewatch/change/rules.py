"""The class of a record: a list of small rules over the differences, each with its reason in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from clausewatch.change.differences import Difference
from clausewatch.change.nature import Nature
from clausewatch.nouns.change import ChangeClass, ChangeKind, PastState
from clausewatch.nouns.document import Cause, Edition, Text
from clausewatch.text import language_shift
from clausewatch.text.links import Turn, anchors, varying

# A page that alternates shows both texts again and again, each for days; a clause withdrawn and put back comes back
# once, or stood long. Chosen on the returns to earlier texts among the 954 transitions of data/changes; the longest flap
# there stood 9 days.
FLAP_DAYS = 10
# Where so large a part of the text is another, and at least so many places, it is another page that was shown for a
# while, at its first return already.
WHOLE_SHARE = 0.5
WHOLE_PLACES = 4
# So many spellings of the other side of the ocean are a locale variant of the page, fewer an editor's hand.
LOCALE_WORDS = 2
LINKS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the class is decided on. `reordered` says that the pages of the document are joined in another order."""

    old: Edition
    new: Edition
    found: tuple[Difference, ...]
    past: tuple[PastState, ...]
    reordered: bool = False

    def of(self, *natures: Nature) -> tuple[Difference, ...]:
        return tuple(one for one in self.found if one.nature in natures)

    @property
    def returned_to(self) -> PastState | None:
        """The latest state before the old one that had the new one's words, when the old one's differ from both."""
        if self.new.version.fingerprint == self.old.version.fingerprint:
            return None
        earlier = [
            one
            for one in self.past
            if one.fingerprint == self.new.version.fingerprint and one.version != self.new.version.id
        ]
        return earlier[-1] if earlier else None

    @property
    def returns(self) -> int:
        """How often the new text has come up before, counting a text that stood over several states once."""
        times, before = 0, ""
        for one in self.past:
            times += one.fingerprint == self.new.version.fingerprint != before
            before = one.fingerprint
        return times

    @property
    def alternates(self) -> bool:
        """Whether both texts came up before, so that this is at least the second turn of the same kind."""
        turns = [fingerprint for fingerprint, _ in groupby(one.fingerprint for one in self.past)]
        return turns.count(self.old.version.fingerprint) > 1 and self.new.version.fingerprint in turns

    @property
    def stood_days(self) -> float:
        """How long the old text stood, in days."""
        return (self.new.version.observed_at - self.old.version.observed_at).total_seconds() / 86_400


@dataclass(frozen=True, slots=True)
class Ruling:
    """A class with the sentences that explain it."""

    change_class: ChangeClass
    reasons: tuple[str, ...]


Rule = Callable[[Evidence], Ruling | None]


def ruling(evidence: Evidence) -> Ruling:
    """The first rule that speaks decides; every edition pair gets a class."""
    for rule in RULES:
        found = rule(evidence)
        if found is not None:
            return found
    return Ruling(ChangeClass.NOISE, ("Nothing that counts as wording changed.",))


def _reread(evidence: Evidence) -> Ruling | None:
    if evidence.new.version.cause is not Cause.REREAD:
        return None
    reason = f"The platform changed nothing: the same bytes were read again ({evidence.new.version.recipe})."
    return Ruling(ChangeClass.NOISE, (reason, *_aside(evidence)))


def _other_language(evidence: Evidence) -> Ruling | None:
    before, after = evidence.old.version.language, evidence.new.version.language
    if not before or not after:
        return _translated(evidence)
    if before.split("-")[0] == after.split("-")[0]:
        return None
    reason = f"The page is served in another language ({after} instead of {before})."
    return Ruling(ChangeClass.VARIANT, (reason,))


def _translated(evidence: Evidence) -> Ruling | None:
    """A text too short or too full of names for its language to be told: what differs tells."""
    gone = [key for one in evidence.found if one.old for key in differing(one, old=True)]
    come = [key for one in evidence.found if one.new for key in differing(one, old=False)]
    shift = language_shift(gone, come)
    if shift is None:
        return None
    reason = f"What differs is in another language ({shift[1]} instead of {shift[0]})."
    return Ruling(ChangeClass.VARIANT, (reason,))


def differing(one: Difference, *, old: bool) -> tuple[str, ...]:
    """The words of one side that the other does not have."""
    if one.edits:
        return tuple(key for edit in one.edits for key in (edit.old if old else edit.new))
    unit = one.old if old else one.new
    return unit.keys if unit and not (one.old and one.new) else ()


def _variant(evidence: Evidence) -> Ruling | None:
    state = evidence.returned_to
    if state is None:
        return None
    wording = evidence.of(Nature.WORDING)
    since = f"The words are those of {state.observed_at:%Y-%m-%d} again"
    if not wording:
        if any(one.nature.change_class is ChangeClass.EDITORIAL for one in evidence.found):
            return Ruling(ChangeClass.VARIANT, (f"{since}, and no rule differs.",))
        return None
    days = evidence.stood_days
    if days < FLAP_DAYS and (evidence.alternates or _is_another_page(evidence, wording)):
        reason = f"{since}; the text in between stood {days:.0f} days and differs in {len(wording)} places."
        return Ruling(ChangeClass.VARIANT, (reason, "The page alternates between whole earlier states."))
    return None


def _is_another_page(evidence: Evidence, wording: Sequence[Difference]) -> bool:
    sizes = (
        sum(len(provision.statements) for provision in edition.outline.provisions)
        for edition in (evidence.old, evidence.new)
    )
    return len(wording) >= max(WHOLE_PLACES, WHOLE_SHARE * max(sizes))


def _substantive(evidence: Evidence) -> Ruling | None:
    wording = evidence.of(Nature.WORDING)
    # A heading rules nothing by itself; renamed alone, it is the editor's work.
    if all(one.kind is ChangeKind.RENAMED_HEADING for one in wording):
        return None
    reasons = [f"Wording changed in {_count(len(wording), 'place')}: {_kinds(wording)}."]
    state = evidence.returned_to
    if state is not None:
        reasons.append(
            f"This returns to the words of {state.observed_at:%Y-%m-%d} after {evidence.stood_days:.0f} days; "
            "a clause withdrawn and put back is a real change."
        )
    reasons.extend(_aside(evidence))
    return Ruling(ChangeClass.SUBSTANTIVE, tuple(reasons))


def _metadata(evidence: Evidence) -> Ruling | None:
    if not evidence.of(Nature.PRINTED_DATE, Nature.EDITION) or _edited(evidence):
        return None
    reasons = []
    if evidence.of(Nature.PRINTED_DATE):
        reasons.append("Only dates that the document prints about itself changed.")
    if evidence.of(Nature.EDITION):
        reasons.append("A version number or the pointer to earlier versions changed.")
    return Ruling(ChangeClass.METADATA, (*reasons, *_aside(evidence)))


def _edited(evidence: Evidence) -> bool:
    """Whether an editor's hand shows beyond punctuation."""
    slight = (Nature.PUNCTUATION, Nature.REPEATED)
    return any(
        one.nature not in slight
        and (one.nature is Nature.WORDING or one.nature.change_class is ChangeClass.EDITORIAL)
        for one in evidence.found
    )


def _locale(evidence: Evidence) -> Ruling | None:
    words = sum(len(one.edits) for one in evidence.of(Nature.LOCALE))
    if words < LOCALE_WORDS:
        return None
    return Ruling(
        ChangeClass.VARIANT, (f"{_count(words, 'word')} differ only as British and American spelling.",)
    )


def _editorial(evidence: Evidence) -> Ruling | None:
    reasons = _aside(evidence)
    if _edited(evidence) or evidence.of(Nature.PUNCTUATION, Nature.REPEATED):
        return Ruling(ChangeClass.EDITORIAL, ("No rule differs.", *reasons))
    return None


def _links(evidence: Evidence) -> Ruling | None:
    if evidence.found or targets(evidence.old.text) == targets(evidence.new.text):
        return None
    elsewhere = [
        one
        for one in varying(anchors(evidence.old.text), anchors(evidence.new.text))
        if one.turn is Turn.TARGET
    ]
    if not elsewhere:
        return Ruling(
            ChangeClass.NOISE, ("Links differ only in query strings, marks, sessions or signatures.",)
        )
    named = ", ".join(f"“{one.anchor}”" for one in elsewhere[:LINKS_NAMED])
    lead = "leads" if len(elsewhere) == 1 else "lead"
    return Ruling(
        ChangeClass.EDITORIAL,
        (f"No word differs; {_count(len(elsewhere), 'link')} {lead} elsewhere: {named}.",),
    )


def _order(evidence: Evidence) -> Ruling | None:
    if evidence.found or not evidence.reordered:
        return None
    return Ruling(
        ChangeClass.NOISE, ("The same pages are joined in another order, which is the collector's work.",)
    )


def _furniture(evidence: Evidence) -> Ruling | None:
    found = evidence.of(Nature.FURNITURE)
    if not found:
        return None
    return Ruling(
        ChangeClass.NOISE, (f"Only page furniture changed: {_count(len(found), 'label or menu entry')}.",)
    )


def _collected(evidence: Evidence) -> Ruling | None:
    found = evidence.of(Nature.COLLECTED)
    if not found:
        return None
    reason = f"What came or went is the collector's work: {_count(len(found), 'passage')}."
    return Ruling(ChangeClass.NOISE, (reason, *_aside(evidence)))


RULES: tuple[Rule, ...] = (
    _reread,
    _other_language,
    _variant,
    _substantive,
    _metadata,
    _locale,
    _editorial,
    _collected,
    _order,
    _links,
    _furniture,
)

_ASIDE = {
    Nature.PUNCTUATION: "differs only in punctuation, capitals, spacing or numbering",
    Nature.CUT: "has the same words, cut differently",
    Nature.ORDER: "stands in another place, its text unchanged",
    Nature.HEADING: "is a heading that came or went",
    Nature.REPEATED: "repeats or no longer repeats text that stands elsewhere",
    Nature.SPELLING: "differs only in spelling",
    Nature.LOCALE: "differs only as British and American spelling",
    Nature.ADDRESS: "differs only in where on the same site a printed address leads",
    Nature.GRAMMAR: "differs only in a small word",
    Nature.RENAME: "differs only in the name of a product",
    Nature.PRINTED_DATE: "is a printed date",
    Nature.EDITION: "is a version note",
    Nature.FURNITURE: "is page furniture",
    Nature.COLLECTED: "came or went whole with how the pages are collected",
}


def _aside(evidence: Evidence) -> list[str]:
    counts = Counter(one.nature for one in evidence.found)
    return [
        f"1 place {words}." if counts[nature] == 1 else f"{counts[nature]} places: each {words}."
        for nature, words in _ASIDE.items()
        if counts[nature]
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _kinds(found: Sequence[Difference]) -> str:
    counts = Counter(one.kind for one in found)
    names = {ChangeKind.RENAMED_HEADING: "heading renamed"}
    return ", ".join(f"{counts[kind]} {names.get(kind, kind.value)}" for kind in ChangeKind if counts[kind])


def targets(text: Text) -> tuple[str, ...]:
    """Where the text's links lead, in order."""
    return tuple(link.href for link in text.links)
