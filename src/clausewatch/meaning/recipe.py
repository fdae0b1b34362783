"""The name of this way of finding out what provisions mean; under another one findings are made anew."""

from __future__ import annotations

from functools import cache

from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.knowledge import knowledge, regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.meaning.topics import shipped_model
from clausewatch.nouns.identity import Digest, DocumentId, digest_of

RECIPE = "meaning/2"
"""Grows with every edit of rules, phrases or gate that changes a finding or a sentence."""


@cache
def recipe() -> str:
    """Rules, weights and knowledge by their versions: findings of the same words under one recipe are the same."""
    return (
        f"{RECIPE} topics/{shipped_model().version} taxonomy/{taxonomy().version}"
        f" knowledge/{knowledge().version} regulations/{regulations().version}"
    )


def circumstances(document: DocumentId, subject: Subject) -> Digest:
    """The digest of all that a document's findings depend on beside its own words."""
    about = (subject.document, subject.document_type, subject.platform, subject.company)
    return digest_of(recipe(), document, *about)
