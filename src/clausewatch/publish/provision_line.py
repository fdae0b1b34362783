"""Provisions as JSON-ready values: their words, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausewatch.meaning.compose import first_told
from clausewatch.nouns.document import Edition, Provision, Text
from clausewatch.nouns.finding import Sentence
from clausewatch.nouns.review import Ruled
from clausewatch.publish.finding_line import finding_line, sentence_line
from clausewatch.publish.review_line import review_line


def provision_line(provision: Provision, whole: Text) -> dict[str, object]:
    """The provision with its words and their places."""
    return {
        "id": provision.id,
        "path": list(provision.path),
        "title": provision.title,
        "number": provision.number,
        "lead_in": provision.lead_in.of(whole.content) if provision.lead_in else None,
        "text": whole.content[provision.start : provision.end],
        "span": [provision.start, provision.end],
        "statements": [
            {"kind": each.kind.value, "text": each.of(whole.content), "span": [each.start, each.end]}
            for each in provision.statements
        ],
    }


def analysed_line(
    edition: Edition, number: int, ruled: Ruled, sentences: Sequence[Sentence]
) -> dict[str, object]:
    """The provision at that place of the outline, with findings, these sentences and the rulings that count."""
    return {
        **provision_line(edition.outline.provisions[number], edition.text),
        "findings": [finding_line(finding) for finding in ruled.said.findings],
        "sentences": [sentence_line(sentence) for sentence in sentences],
        "reviewed": [review_line(one) for one in ruled.applied],
        "lineage": edition.lineage[number] if edition.lineage else "",
        "version": edition.version.id,
    }


def analysed_lines(edition: Edition, said: Sequence[Ruled]) -> Iterator[dict[str, object]]:
    """All provisions in order; a sentence of context stands with the first one that it belongs to."""
    texts = first_told(each.said.sentences for each in said)
    for number, (ruled, sentences) in enumerate(zip(said, texts, strict=True)):
        yield analysed_line(edition, number, ruled, sentences)
