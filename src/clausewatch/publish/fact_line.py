"""A quick fact as JSON-ready values."""

from __future__ import annotations

from clausewatch.nouns.knowledge import QuickFact


def fact_line(fact: QuickFact) -> dict[str, object]:
    """The question, the answer, and the quotation it rests on with its place; no quotation where none was found."""
    return {
        "id": fact.id.value,
        "question": fact.question,
        "answer": fact.answer,
        "found": fact.found,
        "quotation": fact.quotation,
        "document": fact.document,
        "audience": fact.readers.value if fact.readers else None,
        "span": [fact.span.start, fact.span.end] if fact.span else None,
    }
