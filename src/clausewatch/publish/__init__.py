"""What leaves the house: messages, feeds and the change record line, made of nouns alone."""

from clausewatch.publish.feed import FeedEntry, atom_feed, feed_entry
from clausewatch.publish.message import message
from clausewatch.publish.record_line import SourceRef, canonical_json, record_line
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE

__all__ = [
    "DISCLAIMER",
    "INDEPENDENCE",
    "FeedEntry",
    "SourceRef",
    "atom_feed",
    "canonical_json",
    "feed_entry",
    "message",
    "record_line",
]
