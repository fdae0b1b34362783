"""Outline x outline -> change record: alignment, redline, moves, class with reasons, lineage."""

from __future__ import annotations

from clausewatch.change.affected import affected
from clausewatch.change.compare import RECIPE, capture_record, compare
from clausewatch.change.headlines import Headline, parted, worded
from clausewatch.change.lineage import first_lineage
from clausewatch.change.presence import spells
from clausewatch.change.redline import redline
from clausewatch.change.repeats import Edit, edits, numbers
from clausewatch.change.returning import put_back
from clausewatch.change.sides import Placed, side_by_side, with_words, without_words
from clausewatch.change.variants import variants

__all__ = [
    "RECIPE",
    "Edit",
    "Headline",
    "Placed",
    "affected",
    "capture_record",
    "compare",
    "edits",
    "first_lineage",
    "numbers",
    "parted",
    "put_back",
    "redline",
    "side_by_side",
    "spells",
    "variants",
    "with_words",
    "without_words",
    "worded",
]
