"""The name of this way of finding out what provisions mean; under another one findings are made anew.

It is derived, so nobody can forget to raise it: whatever a finding or a sentence follows from is part of its digest, the
rules and the gate as they are written, the weights, the vectors, the taxonomy and the knowledge. An edit that changes no
finding gives another name as well; analysing anew what is kept costs seconds, one name for two ways of finding out would
cost the promise that findings of the same words under one recipe are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.knowledge import knowledge, regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.meaning.topics import shipped_model
from clausewatch.nouns.identity import Digest, DocumentId, digest_of

METHOD = "meaning/4"
"""Names the method as a whole; raised by hand where findings are of another kind than before, not with each edit."""

ELSEWHERE = ("text/calendar_words.py", "text/language.py")
"""What findings follow from outside of this room."""

APART = frozenset(
    {
        *("accuracy.py", "adoption.py", "advise.py", "alike.py", "clauses.py", "compare", "decide.py"),
        *("folding.py", "highlight.py", "query.py", "queue.py", "quickfact_rules.py", "quickfacts.py"),
        "refusals.py",
        *("requirements", "review.py", "stances.py"),
        *("knowledge/comparison.json", "knowledge/topic-accuracy.json"),
    }
)
"""What in this room, by path, no finding or sentence follows from: it is made of them, or asks for them. A test holds that nothing
else imports these."""

_LETTERS = 12


@cache
def recipe() -> str:
    """Rules, weights and knowledge by their content: findings of the same words under one recipe are the same."""
    return (
        f"{METHOD} topics/{shipped_model().version} taxonomy/{taxonomy().version}"
        f" knowledge/{knowledge().version} regulations/{regulations().version} content/{content_digest()[:_LETTERS]}"
    )


def content_digest() -> Digest:
    """The SHA-256 of all files that findings follow from, names included; the same for the same files anywhere (some 20 ms)."""
    found = hashlib.sha256()
    for name, file in sources():
        data = file.read_bytes()
        found.update(f"{name}\0{len(data)}\0".encode())
        found.update(data)
    return found.hexdigest()


def sources() -> Iterator[tuple[str, Traversable]]:
    """The files that findings follow from, by name."""
    root = files("clausewatch")
    yield from ((name, root.joinpath(name)) for name in ELSEWHERE)
    yield from _inside(root.joinpath("meaning"), "meaning")


def _inside(folder: Traversable, at: str) -> Iterator[tuple[str, Traversable]]:
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        if f"{at}/{each.name}".removeprefix("meaning/") in APART or each.name.startswith(
            (".", "__pycache__")
        ):
            continue
        name = f"{at}/{each.name}"
        if each.is_dir():
            yield from _inside(each, name)
        elif each.name.endswith((".py", ".json", ".yaml", ".npz", ".gz", ".txt")):
            yield name, each


def circumstances(document: DocumentId, subject: Subject) -> Digest:
    """The digest of all that a document's findings depend on beside its own words."""
    about = (subject.document, subject.document_type, subject.platform, subject.company)
    return digest_of(recipe(), document, *about)
