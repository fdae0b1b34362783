"""A rule held against a platform's documents, now and as they were accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewatch.meaning.compare.kinds import would_say
from clausewatch.meaning.quickfact_rules import RULES
from clausewatch.meaning.requirements.reads import Read
from clausewatch.meaning.requirements.rulings import ruling_on, stale
from clausewatch.meaning.requirements.stands import denied
from clausewatch.nouns.identity import PlatformId
from clausewatch.nouns.knowledge import QuickFactId, Told
from clausewatch.nouns.requirement import (
    Checked,
    Forbid,
    Matter,
    NoChange,
    Outcome,
    Require,
    Rule,
    Ruling,
    Subject,
    Why,
)

_KINDS = {each.id: frozenset(each.documents) for each in RULES}

_SPEAKS = frozenset({Why.STATED, Why.STATED_OTHERWISE, Why.DOUBTFUL})


def checked(rule: Rule, reads: Sequence[Read]) -> tuple[Checked, ...]:
    """What the rule gives for one platform's documents, in their order; `require` gives one answer for all of them.

    The rule's filters are by identifier. Without filters on documents the rule holds for the kinds of document that would
    speak of its matter; what it forbids is looked for in others as well. A platform without any such document on record is told
    as unknown; where the rule names documents it gives nothing, as those may be another's.
    """
    if not reads or (rule.platforms and reads[0].subject.platform not in rule.platforms):
        return ()
    chosen = [each for each in reads if _let_in(rule, each)]
    if not isinstance(rule.requirement, Require):
        found = tuple(_one_by_one(rule, chosen))
    elif wanted := [each for each in chosen if _expected(rule, each)]:
        found = (_required(rule, rule.requirement, chosen, wanted),)
    else:
        found = ()
    if found or rule.documents:
        return found
    return (unmatched(rule, reads[0].subject.platform, reads[0].subject.platform_name),)


def unmatched(
    rule: Rule, platform: PlatformId = "", platform_name: str = "", document_name: str = ""
) -> Checked:
    """The unknown outcome of a rule that finds nothing to be held against: of the platform, or of any where none is given."""
    if document_name:
        told = f"The rule names the document {document_name!r}, and the platform has none of that name on record."
    elif rule.platforms or rule.documents or rule.document_types or rule.audiences:
        told = "No document on record fits what the rule names, so it was held against nothing."
    else:
        told = "No document on record is of a kind that would state it."
    whole = Subject(platform, platform_name or "no platform", document_name=document_name)
    return Checked(rule, whole, Ruling(Outcome.UNKNOWN, Why.NOT_CAPTURED, told))


def _one_by_one(rule: Rule, chosen: Sequence[Read]) -> Iterator[Checked]:
    requirement = rule.requirement
    assert not isinstance(requirement, Require)
    for read in chosen:
        ruling = ruling_on(requirement, read)
        told_in_others = isinstance(requirement, Forbid) and ruling.why in _SPEAKS
        if not told_in_others and not _expected(rule, read):
            continue
        before = read.before
        stood = (
            ruling.outcome is Outcome.FAILED
            and before is not None
            and not isinstance(requirement, NoChange)
            and _stood(ruling, ruling_on(requirement, before))
        )
        yield Checked(rule, read.subject, ruling, _accepted(read), stood=stood)


def _required(rule: Rule, requirement: Require, chosen: Sequence[Read], wanted: Sequence[Read]) -> Checked:
    ruling, read = _stated_by(requirement.matter, chosen, wanted)
    before = [each.before or each for each in chosen]
    known = all(each.before is not None for each in wanted)
    stood = (
        ruling.outcome is Outcome.FAILED
        and known
        and _stated_by(requirement.matter, before, [each for each in before if _expected(rule, each)])[
            0
        ].outcome
        is Outcome.FAILED
    )
    if read is not None:
        return Checked(rule, read.subject, ruling, _accepted(read), stood=stood)
    first = wanted[0].subject
    return Checked(rule, Subject(first.platform, first.platform_name), ruling, stood=stood)


def _stated_by(matter: Matter, chosen: Sequence[Read], wanted: Sequence[Read]) -> tuple[Ruling, Read | None]:
    """The answer of all documents together, and the one that gave it where one did."""
    for read in sorted(chosen, key=lambda each: each.stale):
        if found := [each for each in read.stating(matter) if not _denies(matter, each)]:
            ruling = Ruling(
                Outcome.PASSED, Why.STATED, "The document states what the rule asks for.", read.quoted(found)
            )
            return stale(ruling) if read.stale else ruling, read
    for read in chosen:
        if unsure := (
            *read.doubtful(matter),
            *(each for each in read.stating(matter) if _denies(matter, each)),
        ):
            told = "The document may state it, with limits or in words that are not clear enough to say so."
            return Ruling(Outcome.UNKNOWN, Why.DOUBTFUL, told, read.quoted(unsure)), read
    names = ", ".join(each.subject.document_name for each in wanted)
    unread = next((each.unread for each in wanted if each.unread is not None), None)
    if unread is not None:
        told = f"Not all documents that would state it could be read ({names})."
        return Ruling(Outcome.UNKNOWN, unread, told), None
    told = f"It was found in none of the captured documents that would state it: {names}."
    return Ruling(Outcome.FAILED, Why.NOT_STATED, told), None


def _denies(matter: Matter, told: Told) -> bool:
    """Whether the statement denies what it names, where the rule does not say how it is to stand to it."""
    return not matter.modalities and not matter.stands and denied(told.text)


def _stood(now: Ruling, then: Ruling) -> bool:
    """Whether it failed by the same words: every statement that fails now failed then."""
    words = {each.text for each in then.quoted}
    return then.outcome is Outcome.FAILED and all(each.text in words for each in now.quoted)


def _let_in(rule: Rule, read: Read) -> bool:
    at = read.subject
    return (
        (not rule.documents or at.document in rule.documents)
        and (not rule.document_types or at.document_type in rule.document_types)
        and (not rule.audiences or read.audience in rule.audiences)
    )


def _expected(rule: Rule, read: Read) -> bool:
    """Whether the document's silence counts: it was named, or is of a kind that would speak of the matter."""
    requirement, kind = rule.requirement, read.subject.document_type
    if rule.documents or rule.document_types or isinstance(requirement, NoChange):
        return True
    matter = getattr(requirement, "matter", None)
    fact: QuickFactId | None = matter.fact if matter is not None else getattr(requirement, "fact", None)
    if fact is not None:
        return kind in _KINDS[fact]
    return matter is not None and would_say(matter.topic, (kind,))


def _accepted(read: Read) -> str:
    return read.drift.accepted.id if read.drift is not None else ""
