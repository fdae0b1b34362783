"""From an edition to its findings: every statement of its provisions classified, with spans in the version's content."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clausewatch.meaning.classify import Refusal, classify
from clausewatch.meaning.rules import aliases
from clausewatch.meaning.topics import TopicModel
from clausewatch.nouns.document import Edition, Provision, Statement
from clausewatch.nouns.finding import Asked, Finding, Party
from clausewatch.nouns.knowledge import Analysed, Told


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose document it is and of which kind, as the catalogue says."""

    document: str
    document_type: str
    platform: str
    company: str = ""


Aliases = tuple[tuple[str, Party], ...]


def names_of(edition: Edition, subject: Subject) -> Aliases:
    """The parties by the names that the document gives them."""
    return aliases(edition.text, edition.outline, subject.platform, subject.company)


def analysed(
    edition: Edition, provision: Provision, subject: Subject, names: Aliases, model: TopicModel
) -> Analysed:
    """The provision with a finding for each of its statements, in order; statements that are none are left out.

    Facts and statements of the findings are spans of the edition's content.
    """
    content = edition.text.content
    found = (_finding(content, provision, each, (subject, names), model) for each in provision.statements)
    return Analysed(
        content=content,
        provision=provision,
        findings=tuple(each for each in found if each is not None),
        platform=subject.platform,
        company=subject.company,
        document_type=subject.document_type,
    )


def told(edition: Edition, subject: Subject, model: TopicModel) -> tuple[Told, ...]:
    """Every finding of the edition with the document's name, as quick facts are picked from."""
    names = names_of(edition, subject)
    return tuple(
        Told(subject.document, subject.document_type, edition.text.content, finding)
        for provision in edition.outline.provisions
        for finding in analysed(edition, provision, subject, names, model).findings
    )


def _finding(
    content: str,
    provision: Provision,
    statement: Statement,
    about: tuple[Subject, Aliases],
    model: TopicModel,
) -> Finding | None:
    subject, names = about
    asked = Asked(
        text=statement.of(content),
        path=provision.path,
        lead_in=provision.lead_in.of(content) if provision.lead_in else "",
        document_type=subject.document_type,
        platform=subject.platform,
        company=subject.company,
        aliases=names,
    )
    found = classify(asked, model, statement)
    if isinstance(found, Refusal):
        return None
    base = statement.start
    facts = tuple(replace(fact, start=base + fact.start, end=base + fact.end) for fact in found.facts)
    return replace(found, facts=facts)
