"""What leaves the house: messages, feeds and the change record line, made of nouns alone."""

from clausewatch.publish.advice_line import advice_line
from clausewatch.publish.calendar import Day, calendar, days_of
from clausewatch.publish.feed import FeedEntry, atom_feed, feed_entry
from clausewatch.publish.finding_line import finding_line, sentence_line
from clausewatch.publish.found_line import EXCERPT_CHARACTERS, found_line, hit_line
from clausewatch.publish.matrix import matrix_csv, matrix_markdown, matrix_xlsx
from clausewatch.publish.message import message
from clausewatch.publish.record_line import SourceRef, canonical_json, record_line
from clausewatch.publish.review_line import item_line, review_line
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE

__all__ = [
    "DISCLAIMER",
    "EXCERPT_CHARACTERS",
    "INDEPENDENCE",
    "Day",
    "FeedEntry",
    "SourceRef",
    "advice_line",
    "atom_feed",
    "calendar",
    "canonical_json",
    "days_of",
    "feed_entry",
    "finding_line",
    "found_line",
    "hit_line",
    "item_line",
    "matrix_csv",
    "matrix_markdown",
    "matrix_xlsx",
    "message",
    "record_line",
    "review_line",
    "sentence_line",
]
