"""What a provision means, worked out when its page is asked for and kept: versions never change, nor does the recipe."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.meaning.analyse import Aliases, Subject, analysed, names_of
from clausewatch.meaning.compose import composed
from clausewatch.meaning.context import Background
from clausewatch.meaning.gate import gate
from clausewatch.meaning.knowledge import knowledge, regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.meaning.topics import shipped_model
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Edition, Provision
from clausewatch.nouns.finding import Finding, Part, Sentence, TopicId
from clausewatch.nouns.identity import ProvisionId, VersionId
from clausewatch.web.recall import Recall

_PROVISIONS = 512
_DOCUMENTS = 64
_TITLES = {
    Part.WHAT: "What it is",
    Part.WHY: "Why it matters",
    Part.USERS: "What this means for users",
    Part.BUSINESSES: "What this means for businesses",
    Part.BOUND: "Who is bound",
    Part.ACTIONS: "What you can do",
    Part.QUESTIONS: "Questions to ask",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page with its sentences, grounded ones before context."""

    part: Part
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is shown of a provision's findings. `topics` are name and probability of those that are sure enough.

    `language` is set where the text is in one that is not analysed; then all else is empty.
    """

    topics: tuple[tuple[TopicId, str, int], ...]
    severity: Severity
    severity_reasons: tuple[str, ...]
    basis: str
    modalities: tuple[str, ...]
    parties: tuple[str, ...]
    sections: tuple[Section, ...]
    language: str
    recipe: str


class Analyst:
    """Works out meanings and keeps the last ones. Thread-safe."""

    def __init__(self) -> None:
        self._names: Recall[VersionId, Aliases] = Recall(_DOCUMENTS)
        self._meanings: Recall[tuple[VersionId, ProvisionId], Meaning] = Recall(_PROVISIONS)

    def meaning(self, edition: Edition, provision: Provision, subject: Subject) -> Meaning:
        """The provision's meaning as its page shows it."""
        key = edition.version.id, provision.id
        return self._meanings.get(key, lambda: self._work(edition, provision, subject))

    def _work(self, edition: Edition, provision: Provision, subject: Subject) -> Meaning:
        names = self._names.get(edition.version.id, lambda: names_of(edition, subject))
        made = analysed(edition, provision, subject, names, shipped_model())
        text = composed(made, gate, Background(knowledge(), regulations()))
        return _meaning(made.findings, text.sentences)


def _meaning(findings: tuple[Finding, ...], sentences: tuple[Sentence, ...]) -> Meaning:
    firm = [each for each in findings if each.topics and not each.abstain]
    worst = max(firm, key=lambda each: each.severity.rank, default=None)
    best: dict[TopicId, float] = {}
    for each in firm:
        best[each.topics[0].topic] = max(best.get(each.topics[0].topic, 0.0), each.topics[0].score)
    known = taxonomy()
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return Meaning(
        topics=tuple(
            (topic, known.topic(topic).name, min(99, round(100 * score))) for topic, score in ranked[:3]
        ),
        severity=worst.severity if worst else Severity.NONE,
        severity_reasons=worst.severity_reasons if worst else (),
        basis=worst.basis.value if worst else "",
        modalities=tuple(dict.fromkeys(each.modality.value for each in firm)),
        parties=tuple(dict.fromkeys(each.bound_party.value for each in firm)),
        sections=tuple(
            Section(part, title, chosen)
            for part, title in _TITLES.items()
            if (chosen := tuple(each for each in sentences if each.part is part))
        ),
        language=next((each.language for each in findings if each.language), ""),
        recipe=next((f"{each.recipe.method} {each.recipe.version}" for each in findings), ""),
    )
