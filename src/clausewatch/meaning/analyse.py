"""From an edition to its findings: every statement of its provisions classified, with spans in the version's content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from clausewatch.meaning.classify import Refusal, classify_all
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
    subject: Subject,
    names: Aliases,
    model: TopicModel,
    known: KnownFindings | None = None,
) -> tuple[Analysed, ...]:
    """Each provision with a finding for each of its statements, in order; statements that are none are left out.

    Facts and statements of the findings are spans of the edition's content. What is in `known` is not worked out again.
    """
    content = edition.text.content
    made = {} if known is None else known
    provisions = [(each, _words(content, each)) for each in edition.outline.provisions]
    new = [
        each
        for each in dict.fromkeys(chain.from_iterable(words for _, words in provisions))
        if each not in made
    ]
    made.update(zip(new, classify_all([_asked(words, subject, names) for words in new], model), strict=True))
    return tuple(
        Analysed(
            content=content,
            provision=provision,
            findings=tuple(_placed(words, provision.statements, made)),
            platform=subject.platform,
            company=subject.company,
            document_type=subject.document_type,
        )
        for provision, words in provisions
    )


def _words(content: str, provision: Provision) -> tuple[Words, ...]:
    return tuple(
        (provision.path, lead_in, each.of(content))
        for each, lead_in in zip(provision.statements, lead_ins(content, provision), strict=True)
    )


def _asked(words: Words, subject: Subject, names: Aliases) -> Asked:
    path, lead_in, text = words
    return Asked(
        text=text,
        path=path,
        lead_in=lead_in,
        document_type=subject.document_type,
        platform=subject.platform,
        company=subject.company,
        aliases=names,
    )


def _placed(
    words: Iterable[Words], statements: Iterable[Statement], made: KnownFindings
) -> Iterator[Finding]:
    """The findings with the spans of the statements."""
    for each, statement in zip(words, statements, strict=True):
        found = made[each]
        if not isinstance(found, Refusal):
            base = statement.start
            facts = tuple(replace(fact, start=base + fact.start, end=base + fact.end) for fact in found.facts)
            yield replace(found, statement=statement, facts=facts)
