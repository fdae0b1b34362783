"""Words that say the same in a policy, and what a wider word in the text bears: the rows of two data files beside the knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def groups() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each row of `knowledge/synonyms.txt`: a group's name and its members, phrases with underscores; rows of one name are one group."""
    for row in _rows("synonyms.txt"):
        name, _, members = row.partition(":")
        yield name, tuple(members.split())


def wider() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each row of `knowledge/narrower.txt`: words that a claim may have where the text has one of the others."""
    for row in _rows("narrower.txt"):
        narrow, _, wide = row.partition("<")
        yield tuple(narrow.split()), tuple(wide.split())


def _rows(name: str) -> Iterator[str]:
    text = files("clausewatch.meaning").joinpath("knowledge", name).read_text(encoding="utf-8")
    return (row for row in text.splitlines() if row.strip() and not row.startswith("#"))
