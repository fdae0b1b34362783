"""Context sentences for a provision: what is known about its topics and the laws that bear on them, each with its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clausewatch.meaning.grounded import is_deadline
from clausewatch.meaning.regulate import bearing_on, case_of
from clausewatch.meaning.words import occurs
from clausewatch.nouns.finding import FactKind, Finding, Part, Sentence, SentenceKind, TopicId
from clausewatch.nouns.knowledge import Analysed, Knowledge, Regulations, SectorNote, TopicKnowledge

MOST_TOPICS = 2
"""Topics of one provision whose context is shown."""

MOST_LAWS = 3
"""Entries named on a provision's page."""

MOST_QUESTIONS = 3

_ACTED_ON: dict[FactKind, tuple[str, ...]] = {
    FactKind.SETTING: ("setting", "settings", "control", "switch", "switched", "toggle", "preference"),
    FactKind.EMAIL: ("address", "contact", "channel", "mailbox"),
    FactKind.PHONE: ("contact",),
    FactKind.ADDRESS: ("address",),
    FactKind.LINK: ("linked", "page"),
}
_ACTED_BY = ("period", "window", "deadline", "cut-off", "time limit", "days")
"""General advice is shown only where it speaks of the kind of thing that the text gives; a bare topic is not enough."""


@dataclass(frozen=True, slots=True)
class Background:
    """What is known about the world, and for which jurisdictions it is asked (empty for all)."""

    knowledge: Knowledge
    regulations: Regulations
    jurisdictions: frozenset[str] = frozenset()
    by_id: Mapping[TopicId, TopicKnowledge] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {topic.id: topic for topic in self.knowledge.topics})


def context(of: Analysed, background: Background) -> Iterator[Sentence]:
    """Sentences about the world for this provision, by its topics, modalities and words."""
    firm = [finding for finding in of.findings if finding.topics and not finding.abstain]
    text = provision_text(of)
    for topic in _topics(firm):
        known = background.by_id.get(topic)
        if known is not None:
            yield from _of_topic(known, firm, text)
    case = case_of(firm, text, of.document_type, background.jurisdictions)
    for bears in bearing_on(case, background.regulations, MOST_LAWS):
        yield _sentence(Part.WHY, bears.text, bears.entry.id)


def provision_text(of: Analysed) -> str:
    """The words of lead-in and statements; headings are left out, since an outer one may span many subjects."""
    lead_in = of.provision.lead_in
    first = [lead_in.of(of.content)] if lead_in is not None else []
    return "\n".join((*first, *(statement.of(of.content) for statement in of.provision.statements)))


def sector_is_named(sector: SectorNote, text: str) -> bool:
    """Whether the text brings the sector by the words of its stated rule."""
    return occurs(sector.terms, text) and (not sector.also or occurs(sector.also, text))


def _topics(firm: list[Finding]) -> list[TopicId]:
    """First topics of the gravest statements."""
    gravest = sorted(firm, key=lambda finding: (-finding.severity.rank, finding.statement.start))
    return list(dict.fromkeys(finding.topics[0].topic for finding in gravest))[:MOST_TOPICS]


def _of_topic(known: TopicKnowledge, firm: list[Finding], text: str) -> Iterator[Sentence]:
    yield _sentence(Part.WHAT, known.what, f"{known.id}/what")
    yield _sentence(Part.WHY, known.why, f"{known.id}/why")
    own = [finding for finding in firm if finding.topics[0].topic == known.id]
    for modality in dict.fromkeys(finding.plain.modality for finding in own):
        effect = known.effect(modality)
        if effect is not None:
            yield _sentence(Part.USERS, effect.users, f"{known.id}/{modality}/users")
            yield _sentence(Part.BUSINESSES, effect.businesses, f"{known.id}/{modality}/businesses")
    for place, sector in enumerate(known.sectors, start=1):
        if sector_is_named(sector, text):
            told = f"{sector.sector}: {sector.note}"
            yield _sentence(Part.BUSINESSES, told, f"{known.id}/sectors/{place}")
    for place, action in enumerate(known.actions, start=1):
        if _can_be_done(action, own):
            yield _sentence(Part.ACTIONS, action, f"{known.id}/actions/{place}")
    for place, question in enumerate(known.questions[:MOST_QUESTIONS], start=1):
        yield _sentence(Part.QUESTIONS, question, f"{known.id}/questions/{place}")


def _can_be_done(action: str, findings: list[Finding]) -> bool:
    facts = [(finding, fact) for finding in findings for fact in finding.facts]
    return any(
        occurs(_ACTED_ON.get(fact.kind, ()), action)
        or (is_deadline(finding, fact) and occurs(_ACTED_BY, action))
        for finding, fact in facts
    )


def _sentence(part: Part, text: str, source: str) -> Sentence:
    return Sentence(part, SentenceKind.CONTEXT, text, (), source)
