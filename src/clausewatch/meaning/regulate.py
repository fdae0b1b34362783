"""Which regulations bear on a provision, and how far a platform's documents speak of what each one is about.

All that is ever said is that an article bears on a term, under a condition; whether it is kept is for lawyers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from clausewatch.meaning.words import occurs
from clausewatch.nouns.finding import (
    HUMAN,
    Bearing,
    Finding,
    Modality,
    Party,
    RegulationEntry,
    TopicId,
    TopicScore,
)
from clausewatch.nouns.knowledge import BearsOn, EntryCover, InstrumentCover, Regulations

MOST_ENTRIES = 5
"""Entries shown for one provision. More would bury the nearest ones; the coverage page lists them all."""

_MOST_OF_ONE = 2
"""Of one instrument, so that several systems of law are seen where several bear on a term."""

MOST_TOPICS = 2
"""Topics of a statement that count: the sets are labelled with one or two, and a third is rarely right."""

LEAST_SECOND = 0.3
"""The probability from which a second topic counts. Tuned on the 512 labelled statements, each platform scored by a model that
saw nothing of it: second topics below it are right in 20 of 132 cases, those above in 63 of 131."""

_MOST_OF_ONE_TOPIC = 2
"""Of one topic while another has entries: a provision that lists many things is not shown the law on its first alone."""

_ANYWHERE = "INT"
_VOLUNTARY = frozenset({"ISO/IEC 42001", "ISO/IEC 27001", "NIST AI RMF", "GPAI Code of Practice"})
_ORGANISATIONS = frozenset(
    {"Commercial Terms", "Data Processor Agreement", "Data Controller Agreement", "Business Privacy Policy"}
)
"""Types of document that only bind organisations."""

_M = Modality
_FITS: dict[Bearing, frozenset[Modality]] = {
    Bearing.PROHIBITS_CONDUCT: frozenset(
        {_M.PROHIBITION, _M.OBLIGATION, _M.POWER, _M.DEFINITION, _M.COMMITMENT}
    ),
    Bearing.REQUIRES_TERM: frozenset(
        {
            *(_M.DISCLOSURE, _M.COMMITMENT, _M.PROCEDURE, _M.DEFINITION, _M.RIGHT, _M.OBLIGATION, _M.POWER),
            *(_M.PROHIBITION, _M.PERMISSION),
        }
    ),
    Bearing.LIMITS_TERM: frozenset(
        {
            *(_M.POWER, _M.DISCLAIMER, _M.PROHIBITION, _M.OBLIGATION, _M.PERMISSION, _M.DISCLOSURE),
            *(_M.DEFINITION, _M.COMMITMENT),
        }
    ),
    Bearing.GRANTS_RIGHT: frozenset(
        {
            *(_M.RIGHT, _M.COMMITMENT, _M.PROCEDURE, _M.PERMISSION, _M.POWER, _M.DISCLAIMER, _M.DISCLOSURE),
            _M.OBLIGATION,
        }
    ),
    Bearing.CONTEXT: frozenset(_M) - {_M.NONE},
}
"""Which kinds of statement a bearing can speak to: a law that bars conduct has nothing to say of a notice about it."""

_NEAREST: dict[Modality, Bearing] = {
    _M.PROHIBITION: Bearing.PROHIBITS_CONDUCT,
    _M.POWER: Bearing.LIMITS_TERM,
    _M.DISCLAIMER: Bearing.LIMITS_TERM,
    _M.RIGHT: Bearing.GRANTS_RIGHT,
    _M.PERMISSION: Bearing.GRANTS_RIGHT,
    _M.DISCLOSURE: Bearing.REQUIRES_TERM,
    _M.COMMITMENT: Bearing.REQUIRES_TERM,
    _M.PROCEDURE: Bearing.REQUIRES_TERM,
}
"""The bearing that is nearest to each kind of statement, for the order alone."""

_SAYS: dict[Bearing, str] = {
    Bearing.REQUIRES_TERM: "it asks for a term or notice of this kind",
    Bearing.LIMITS_TERM: "it sets limits to terms of this kind",
    Bearing.PROHIBITS_CONDUCT: "it is about the same conduct",
    Bearing.GRANTS_RIGHT: "it gives people a right in this matter",
    Bearing.CONTEXT: "it belongs to the background of such terms",
}
_PLURAL = (" laws", " measures", " rules")
_SAYS_FREELY = "it recommends a term or practice of this kind"


@dataclass(frozen=True, slots=True)
class Case:
    """A provision as regulations look at it: what its statements are about and do, and the words it has.

    `jurisdictions` are those of interest ("EU", "US-CA"); empty for all.
    """

    topics: tuple[TopicId, ...]
    modalities: frozenset[Modality]
    parties: frozenset[Party]
    text: str
    document_type: str = ""
    jurisdictions: frozenset[str] = frozenset()


def counting(finding: Finding) -> tuple[TopicScore, ...]:
    """The topics that the finding tells of, best first: the first, and others that are likely enough or an editor's."""
    first = finding.topics[:MOST_TOPICS]
    if finding.recipe.method == HUMAN:
        return first
    return first[:1] + tuple([each for each in first[1:] if each.score >= LEAST_SECOND])


def case_of(
    findings: Iterable[Finding], text: str, document_type: str = "", jurisdictions: Collection[str] = ()
) -> Case:
    """The case that findings of one provision make; those that abstain count for nothing."""
    spoken = [finding for finding in findings if finding.topics and not finding.abstain]
    topics = dict.fromkeys(
        score.topic
        for place in range(MOST_TOPICS)
        for finding in spoken
        for score in counting(finding)[place : place + 1]
    )
    return Case(
        tuple(topics),
        frozenset(finding.plain.modality for finding in spoken),
        frozenset(finding.plain.bound_party for finding in spoken),
        text,
        document_type,
        frozenset(jurisdictions),
    )


def bearing_on(case: Case, regulations: Regulations, most: int = MOST_ENTRIES) -> tuple[BearsOn, ...]:
    """The entries that bear on the case, nearest first, at most `most` and two of one instrument.

    (1) The nearest ones, two of each topic; (2) where these are too few, more of the same topics.
    """
    ranked = sorted(
        (
            (_rank(case, entry, fitting), place, entry, fitting)
            for place, entry in regulations.about(case.topics)
            if (fitting := _fitting(case, entry))
        ),
        key=lambda item: item[:2],
    )
    chosen: dict[int, BearsOn] = {}
    of_one: dict[str, int] = defaultdict(int)
    of_topic: dict[TopicId, int] = defaultdict(int)
    for most_of_topic in (_MOST_OF_ONE_TOPIC, most):
        for at, (_, _, entry, fitting) in enumerate(ranked):
            topic = next(topic for topic in case.topics if topic in entry.topics)
            full = of_one[entry.instrument] >= _MOST_OF_ONE or of_topic[topic] >= most_of_topic
            if at in chosen or full or len(chosen) == most:
                continue
            of_one[entry.instrument] += 1
            of_topic[topic] += 1
            chosen[at] = BearsOn(entry, topic, fitting, sentence(entry, fitting))
    return tuple(chosen[at] for at in sorted(chosen))


def all_bearing(case: Case, regulations: Regulations) -> tuple[RegulationEntry, ...]:
    """Every entry that bears on the case, in the order of the file."""
    return tuple(entry for _, entry in regulations.about(case.topics) if _fitting(case, entry))


def sentence(entry: RegulationEntry, bearings: Sequence[Bearing]) -> str:
    """That the entry bears on a term, how, under which condition and from when; and its mark if it is to be checked."""
    check = " To be checked at the official source." if entry.verify else ""
    bear = "bear" if entry.instrument.endswith(_PLURAL) else "bears"
    return (
        f"{entry.instrument}, {entry.provision} ({entry.jurisdiction}), {bear} on this, {entry.condition}: "
        f"{' and '.join(says(entry, bearings))}. {entry.gist} {application(entry)}.{check}"
    )


def says(entry: RegulationEntry, bearings: Sequence[Bearing]) -> tuple[str, ...]:
    """How the entry stands to a term, in words, one for each bearing; a standard that nobody must keep recommends."""
    return tuple(
        _SAYS_FREELY
        if bearing is Bearing.REQUIRES_TERM and entry.instrument in _VOLUNTARY
        else _SAYS[bearing]
        for bearing in bearings
    )


def application(entry: RegulationEntry) -> str:
    """From when the entry applies, or that this is not stated here."""
    if entry.applies_from is None:
        return "Date of application: not stated here"
    return f"Applies from {entry.applies_from.isoformat()}"


def coverage(findings: Iterable[Finding], regulations: Regulations) -> tuple[InstrumentCover, ...]:
    """Each instrument against the findings of one platform's captured documents, in the order of the file."""
    spoken = frozenset(
        score.topic for finding in findings if not finding.abstain for score in counting(finding)
    )
    return covered(spoken, regulations)


def covered(spoken: Collection[TopicId], regulations: Regulations) -> tuple[InstrumentCover, ...]:
    """Each instrument against the topics that one platform's captured documents speak of, in the order of the file."""
    by_instrument: dict[tuple[str, str], list[EntryCover]] = defaultdict(list)
    for entry in regulations.entries:
        found = tuple(topic for topic in entry.topics if topic in spoken)
        not_found = tuple(topic for topic in entry.topics if topic not in spoken)
        by_instrument[entry.instrument, entry.jurisdiction].append(EntryCover(entry, found, not_found))
    return tuple(
        InstrumentCover(
            instrument,
            jurisdiction,
            tuple(entries),
            tuple(dict.fromkeys(topic for each in entries for topic in each.found)),
            tuple(dict.fromkeys(topic for each in entries for topic in each.not_found)),
        )
        for (instrument, jurisdiction), entries in by_instrument.items()
    )


def _fitting(case: Case, entry: RegulationEntry) -> tuple[Bearing, ...]:
    """The bearings by which an entry of the case's topics speaks to it; none where it does not."""
    if entry.consumers and case.document_type in _ORGANISATIONS:
        return ()
    if case.jurisdictions and not _reaches(entry.jurisdiction, case.jurisdictions):
        return ()
    if entry.words and not occurs(entry.words, case.text):
        return ()
    return tuple(bearing for bearing in entry.bearings if _speaks_to(bearing, case))


def _speaks_to(bearing: Bearing, case: Case) -> bool:
    if not case.modalities & _FITS[bearing]:
        return False
    # A platform's promise about its own conduct is met by a bar on that conduct; its notices and rights are not.
    only_platform = case.parties <= {Party.PLATFORM, Party.NONE}
    if bearing is Bearing.PROHIBITS_CONDUCT and only_platform:
        return bool(case.modalities & {Modality.COMMITMENT, Modality.PROHIBITION, Modality.POWER})
    return True


def _reaches(jurisdiction: str, wanted: frozenset[str]) -> bool:
    """A federation reaches its states, and who asks for a federation asks for its states as well."""
    return jurisdiction == _ANYWHERE or any(
        jurisdiction == each or each.startswith(f"{jurisdiction}-") or jurisdiction.startswith(f"{each}-")
        for each in wanted
    )


def _rank(case: Case, entry: RegulationEntry, fitting: tuple[Bearing, ...]) -> tuple[int, ...]:
    """Lower is nearer: by the provision's own first topic, the entry's first topic, the kind of bearing, and tier."""
    topic = min(case.topics.index(topic) for topic in entry.topics if topic in case.topics)
    nearest = {_NEAREST[modality] for modality in case.modalities if modality in _NEAREST}
    return (
        topic,
        0 if entry.words else 1,
        0 if nearest & set(fitting) else 1,
        entry.topics.index(case.topics[topic]),
        entry.tier,
        1 if entry.instrument in _VOLUNTARY else 0,
        1 if entry.verify else 0,
    )
