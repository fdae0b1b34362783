"""Bytes to Text and Verdict: reading pages, judging captures, printed dates, fingerprints, Markdown."""

from __future__ import annotations

from clausewatch.text.dates import find_dates
from clausewatch.text.doubt import agree, doubt
from clausewatch.text.fingerprint import fingerprint
from clausewatch.text.join import join
from clausewatch.text.language import language_shift
from clausewatch.text.learned import block_prints, without_recurring
from clausewatch.text.lesson import Lesson, coming_and_going, edge_entries, shared_with_site, without_learned
from clausewatch.text.likeness import stretch_of
from clausewatch.text.pdf import is_pdf
from clausewatch.text.phrases import failure_said
from clausewatch.text.reader import read
from clausewatch.text.recipe import RECIPE
from clausewatch.text.relative import is_relative_date
from clausewatch.text.verdict import judge
from clausewatch.text.write_markdown import to_markdown

__all__ = [
    "RECIPE", "Lesson", "agree", "block_prints", "coming_and_going", "doubt", "edge_entries", "failure_said", "find_dates",
    "fingerprint", "is_pdf", "is_relative_date", "join", "judge", "language_shift", "read", "shared_with_site",
    "stretch_of", "to_markdown", "without_learned", "without_recurring",
]  # fmt: skip
