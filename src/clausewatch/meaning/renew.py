"""Findings of an earlier taxonomy under today's topics."""

from __future__ import annotations

from dataclasses import replace

from clausewatch.meaning.taxonomy import Taxonomy
from clausewatch.nouns.stated import Said


def renewed(said: Said, by: Taxonomy) -> Said:
    """The same with every topic that was split or merged since under the ids that took its place.

    Scores stay as they were; a topic that was never known is an UnknownNameError.
    """
    if not by.moves:
        return said
    return replace(
        said, findings=tuple(replace(each, topics=by.migrated(each.topics)) for each in said.findings)
    )
