"""From an edition to its findings: every statement of its provisions classified, with spans in the version's content."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clausewatch.meaning.classify import Refusal, classify
from clausewatch.meaning.lead_ins import lead_ins
from clausewatch.meaning.rules import aliases
from clausewatch.meaning.topics import TopicModel
from clausewatch.nouns.document import Edition, Provision, Statement
from clausewatch.nouns.finding import Asked, Finding, Party
from clausewatch.nouns.knowledge import Analysed


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose document it is and of which kind, as the catalogue says."""

    document: str
    document_type: str
    platform: str
    company: str = ""


Aliases = tuple[tuple[str, Party], ...]

Words = tuple[tuple[str, ...], str, str]
"""Heading path, lead-in and text of a statement: with subject and names all that a finding depends on."""

KnownFindings = dict[Words, Finding | Refusal]
"""Findings made before under the same subject, names and recipe, each as if its text began at 0; grows as more are made."""


def names_of(edition: Edition, subject: Subject) -> Aliases:
    """The parties by the names that the document gives them."""
    return aliases(edition.text, edition.outline, subject.platform, subject.company)


def analysed(
    edition: Edition,
    provision: Provision,
    subject: Subject,
    names: Aliases,
    model: TopicModel,
    known: KnownFindings | None = None,
) -> Analysed:
    """The provision with a finding for each of its statements, in order; statements that are none are left out.

    Facts and statements of the findings are spans of the edition's content. What is in `known` is not worked out again.
    """
    content = edition.text.content
    made = {} if known is None else known
    found = (
        _finding((provision.path, lead_in, each.of(content)), each, (subject, names), (model, made))
        for each, lead_in in zip(provision.statements, lead_ins(content, provision), strict=True)
    )
    return Analysed(
        content=content,
        provision=provision,
        findings=tuple(each for each in found if each is not None),
        platform=subject.platform,
        company=subject.company,
        document_type=subject.document_type,
    )


def _finding(
    words: Words,
    statement: Statement,
    about: tuple[Subject, Aliases],
    by: tuple[TopicModel, KnownFindings],
) -> Finding | None:
    subject, names = about
    model, known = by
    path, lead_in, text = words
    found = known.get(words)
    if found is None:
        asked = Asked(
            text=text,
            path=path,
            lead_in=lead_in,
            document_type=subject.document_type,
            platform=subject.platform,
            company=subject.company,
            aliases=names,
        )
        found = known[words] = classify(asked, model)
    if isinstance(found, Refusal):
        return None
    base = statement.start
    facts = tuple(replace(fact, start=base + fact.start, end=base + fact.end) for fact in found.facts)
    return replace(found, statement=statement, facts=facts)
