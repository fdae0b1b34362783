"""Leaves of the log: in-toto Statements (v1) as canonical JSON (RFC 8785).

Whoever checks a leaf hashes its bytes as given; the canonical form only makes the same statement the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import rfc8785

from clausewatch.nouns.identity import Digest
from clausewatch.proof.tiles import LONGEST_ENTRY

_TYPE = "https://in-toto.io/Statement/v1"
_PREDICATE = "urn:clausewatch:leaf:{}:v1"


class LeafKind(StrEnum):
    """What a leaf is about."""

    KEY = "key"
    ROSTER = "roster"
    CAPTURE = "capture"
    VERSION = "version"
    ANALYSIS = "analysis"
    TOMBSTONE = "tombstone"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf: digests of what it is about by name, and what is said of that.

    `track` joins the leaves of one source or document, which `seq` numbers from 0; `prev` is the hash of the one before.
    """

    kind: LeafKind
    subjects: Mapping[str, Digest]
    said: Mapping[str, Any] = field(default_factory=dict)


def canonical(value: object) -> bytes:
    """`value` (dicts, lists, strings, numbers) as canonical JSON. ValueError for what has no such form."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except rfc8785.CanonicalizationError as error:
        raise ValueError(str(error)) from error


def statement(leaf: Leaf) -> bytes:
    """The bytes of the leaf. ValueError where they are more than an entry may have."""
    found = canonical(
        {
            "_type": _TYPE,
            "subject": [
                {"name": name, "digest": {"sha256": value}} for name, value in sorted(leaf.subjects.items())
            ],
            "predicateType": _PREDICATE.format(leaf.kind.value),
            "predicate": dict(leaf.said),
        }
    )
    if len(found) > LONGEST_ENTRY:
        raise ValueError(f"a leaf of {len(found)} bytes is longer than {LONGEST_ENTRY}")
    return found


def parse_statement(entry: bytes) -> Leaf:
    """The leaf whose bytes these are. ValueError where they are not exactly what `statement` writes."""
    try:
        told = json.loads(entry)
        kind = LeafKind(told["predicateType"].split(":")[3])
        subjects = {each["name"]: each["digest"]["sha256"] for each in told["subject"]}
        leaf = Leaf(kind, subjects, dict(told["predicate"]))
        same = statement(leaf) == entry
    except (KeyError, IndexError, TypeError, AttributeError, RecursionError, ValueError) as error:
        raise ValueError(f"it is no leaf of ours ({type(error).__name__})") from error
    if not all(isinstance(each, str) for each in leaf.subjects.values()):
        raise ValueError("it is no leaf of ours (a digest is no text)")
    if not same:
        raise ValueError("it is not in canonical form")
    return leaf
