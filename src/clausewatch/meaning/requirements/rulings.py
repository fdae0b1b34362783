"""A rule held against one edition: pass, fail or unknown, in words, with the statements it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from clausewatch.meaning.quickfacts import answering, plainly
from clausewatch.meaning.requirements.figures import contradicting, figures_of, is_none, places_of
from clausewatch.meaning.requirements.places import folded, unknown_laws
from clausewatch.meaning.requirements.reads import Read, quotation
from clausewatch.nouns.change import Change
from clausewatch.nouns.knowledge import Told
from clausewatch.nouns.requirement import (
    AtLeast,
    AtMost,
    Forbid,
    NoChange,
    OneOf,
    Outcome,
    Quoted,
    Ruling,
    Unit,
    Why,
)

PerDocument = Forbid | AtLeast | AtMost | OneOf | NoChange

_UNREAD = {
    Why.NOT_CAPTURED: "No version of the document was captured, so nothing is known of what it states.",
    Why.NOT_ANALYSED: "The document is in a language that is not analysed.",
}


def ruling_on(requirement: PerDocument, read: Read) -> Ruling:
    """What the document gives; unknown wherever its text is not known, or does not settle it."""
    if read.unread is not None and (read.edition is None or not isinstance(requirement, NoChange)):
        return Ruling(Outcome.UNKNOWN, read.unread, _UNREAD[read.unread])
    match requirement:
        case Forbid():
            found = _forbidden(requirement, read)
        case AtLeast() | AtMost():
            found = _bounded(requirement, read)
        case OneOf():
            found = _placed(requirement, read)
        case NoChange():
            found = _unchanged(requirement, read)
    return stale(found) if read.stale else found


def stale(found: Ruling) -> Ruling:
    """The ruling where the page could not be captured of late: what passed then may not now."""
    if found.outcome is not Outcome.PASSED:
        return found
    told = f"The page could not be captured of late. In the last captured version: {found.told}"
    return Ruling(Outcome.UNKNOWN, Why.STALE, told, found.quoted)


def _forbidden(requirement: Forbid, read: Read) -> Ruling:
    matter = requirement.matter
    stating = read.stating(matter)
    if stating:
        return Ruling(
            Outcome.FAILED, Why.STATED, "The document states what the rule forbids.", read.quoted(stating)
        )
    doubtful = (*read.doubtful(matter), *(read.unsettled(matter) if matter.stands else ()))
    if doubtful:
        told = "The document may state it, with limits or in words that are not clear enough to say so."
        return Ruling(Outcome.UNKNOWN, Why.DOUBTFUL, told, read.quoted(doubtful))
    speaking = read.speaking(matter)
    if speaking:
        told = "The document speaks of it, and states nothing that the rule forbids."
        return Ruling(Outcome.PASSED, Why.STATED_OTHERWISE, told, read.quoted(speaking))
    return Ruling(
        Outcome.PASSED, Why.NOT_STATED, "No such statement was found in the document; it may be silent on it."
    )


def _bounded(requirement: AtLeast | AtMost, read: Read) -> Ruling:
    fact, least = requirement.fact, isinstance(requirement, AtLeast)
    found = answering(fact, read.told)
    plain = [each for each in found if plainly(fact, each)] or found
    figures = [(figure, each) for each in plain for figure in figures_of(fact, each)]
    figures += ((0, each) for each in found if is_none(fact, each.text))
    if not figures:
        return _no_value(read, found, "no figure")
    good = [each for figure, each in figures if _meets(requirement, figure)]
    bad = [each for figure, each in figures if not _meets(requirement, figure)]
    if not bad:
        # Nothing may be left out that speaks against a pass: figures of other roles, other readers, unsure statements.
        bad = [
            each
            for each in read.beside(fact)
            if not all(_meets(requirement, figure) for figure in contradicting(fact, each))
        ]
    unit = "days" if requirement.unit is Unit.DAYS else "years"
    asked = f"{'at least' if least else 'at most'} {requirement.amount} {unit}"
    return _weighed(read, good, bad, asked)


def _meets(requirement: AtLeast | AtMost, figure: float) -> bool:
    return figure >= requirement.amount if isinstance(requirement, AtLeast) else figure <= requirement.amount


def _placed(requirement: OneOf, read: Read) -> Ruling:
    wanted = frozenset(map(folded, requirement.places))
    found = answering(requirement.fact, read.told)
    named = [(place, each) for each in found for place in places_of(requirement.fact, each)]
    if not named:
        return _no_value(read, found, "no place")
    good = [each for place, each in named if folded(place) in wanted]
    bad = [each for place, each in named if folded(place) not in wanted]
    if not bad:
        # A law that cannot be told is no law that the rule names, and a statement that is not sure may still name another.
        bad = [each for each in read.beside(requirement.fact) if _names_another(requirement, wanted, each)]
    return _weighed(read, good, bad, "one of the places that the rule names")


def _names_another(requirement: OneOf, wanted: frozenset[str], told: Told) -> bool:
    named = places_of(requirement.fact, told)
    return any(folded(place) not in wanted for place in named) or bool(unknown_laws(told.text))


def _weighed(read: Read, good: Sequence[Told], bad: Sequence[Told], asked: str) -> Ruling:
    if good and bad:
        told = f"Some statements give {asked} and others do not, by case or by reader."
        return Ruling(Outcome.UNKNOWN, Why.MIXED, told, read.quoted((*bad, *good)))
    if bad:
        told = f"The document states something other than {asked}."
        return Ruling(Outcome.FAILED, Why.BEYOND, told, read.quoted(bad))
    return Ruling(Outcome.PASSED, Why.WITHIN, f"The document states {asked}.", read.quoted(good))


def _no_value(read: Read, found: Sequence[Told], what: str) -> Ruling:
    if found:
        told = f"The document speaks of it and states {what} by which to tell."
        return Ruling(Outcome.UNKNOWN, Why.NO_VALUE, told, read.quoted(found))
    return Ruling(
        Outcome.UNKNOWN, Why.SILENT, "No statement on it was found in the document, which proves nothing."
    )


def _unchanged(requirement: NoChange, read: Read) -> Ruling:
    drift = read.drift
    if drift is None or read.edition is None:
        told = "No version of this document was accepted: `clausewatch baseline accept` records one."
        return Ruling(Outcome.UNKNOWN, Why.NO_BASELINE, told)
    if drift.languages is not None:
        told = "The accepted version is in another language, {} where now it is {}.".format(*drift.languages)
        return Ruling(Outcome.UNKNOWN, Why.NOT_ANALYSED, told)
    if drift.withheld:
        told = "The text of the accepted version is withheld, so what changed since cannot be told."
        return Ruling(Outcome.UNKNOWN, Why.NOT_ANALYSED, told)
    changes = drift.combined.changes if drift.combined else ()
    grave = [each for each in changes if each.severity.rank >= requirement.severity.rank]
    level = requirement.severity.value
    if not grave:
        told = f"Nothing of severity {level} or above changed since version {drift.accepted.id[:12]}."
        return Ruling(Outcome.PASSED, Why.UNCHANGED, told)
    summaries = " ".join(each.summary for each in grave[:3])
    told = f"Changed since the accepted version, severity {level} or above ({len(grave)}): {summaries}"
    return Ruling(Outcome.FAILED, Why.CHANGED, told, tuple(_changed(read, each) for each in grave))


def _changed(read: Read, change: Change) -> Quoted:
    """The words as they stand now; where they are gone, as they stood in the accepted version."""
    side, span = (read, change.new_span) if change.new_span else (read.before, change.old_span)
    assert side is not None
    assert side.edition is not None
    assert span is not None
    version = side.edition.version
    return quotation(version.document, version.id, side.edition.text.content, span, change.section)
