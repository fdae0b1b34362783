"""What a team requires of documents, held against what they state: pass, fail or unknown, always with the words it rests on."""

from __future__ import annotations

from clausewatch.meaning.requirements.checking import checked, unmatched
from clausewatch.meaning.requirements.figures import PLACED, UNITS
from clausewatch.meaning.requirements.places import GROUPS, is_place, written_out
from clausewatch.meaning.requirements.reads import Read, searchable, surroundings

__all__ = [
    "GROUPS",
    "PLACED",
    "UNITS",
    "Read",
    "checked",
    "is_place",
    "searchable",
    "surroundings",
    "unmatched",
    "written_out",
]
