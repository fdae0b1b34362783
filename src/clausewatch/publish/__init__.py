"""What leaves the house: messages, feeds and the change record line, made of nouns alone."""

from clausewatch.publish.about import RecordTold
from clausewatch.publish.adoption_line import adoption_line
from clausewatch.publish.advice_line import advice_line
from clausewatch.publish.calendar import Day, calendar, days_of
from clausewatch.publish.catalog_line import capture_lines, document_line, platform_line, version_line
from clausewatch.publish.cell_line import cell_line, matrix_line
from clausewatch.publish.check_line import check_line, check_report
from clausewatch.publish.diff_line import diff_row_line, redline_line, spell_line
from clausewatch.publish.digest import digest_message
from clausewatch.publish.drift_line import acceptance_line, drift_line
from clausewatch.publish.fact_line import fact_line
from clausewatch.publish.failing import Failing, failing_entry, failing_message
from clausewatch.publish.feed import FeedEntry, atom_feed, feed_entry, newest_first
from clausewatch.publish.finding_line import finding_line, sentence_line
from clausewatch.publish.found_line import EXCERPT_CHARACTERS, found_line, hit_line
from clausewatch.publish.history import History, drawable, history_of, told_history
from clausewatch.publish.jsonfeed import json_feed
from clausewatch.publish.junit import junit
from clausewatch.publish.log_line import head_line, key_line, proof_line
from clausewatch.publish.matrix import matrix_csv, matrix_markdown, matrix_xlsx, tame
from clausewatch.publish.message import message
from clausewatch.publish.note import Note, note_message, trial_message
from clausewatch.publish.provision_line import analysed_line, analysed_lines, provision_line
from clausewatch.publish.record_line import SourceRef, canonical_json, change_line, instant, record_line
from clausewatch.publish.review_line import item_line, review_line
from clausewatch.publish.sarif import sarif
from clausewatch.publish.seen import seen
from clausewatch.publish.service_line import level_line, way_line
from clausewatch.publish.spoken import spoken, spoken_headline, with_days
from clausewatch.publish.told import Told
from clausewatch.publish.watch_line import delivery_line, masked_watch_line, watch_line
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE, STATE_MEANING

__all__ = [
    "DISCLAIMER",
    "EXCERPT_CHARACTERS",
    "INDEPENDENCE",
    "STATE_MEANING",
    "Day",
    "Failing",
    "FeedEntry",
    "History",
    "Note",
    "RecordTold",
    "SourceRef",
    "Told",
    "acceptance_line",
    "adoption_line",
    "advice_line",
    "analysed_line",
    "analysed_lines",
    "atom_feed",
    "calendar",
    "canonical_json",
    "capture_lines",
    "cell_line",
    "change_line",
    "check_line",
    "check_report",
    "days_of",
    "delivery_line",
    "diff_row_line",
    "digest_message",
    "document_line",
    "drawable",
    "drift_line",
    "fact_line",
    "failing_entry",
    "failing_message",
    "feed_entry",
    "finding_line",
    "found_line",
    "head_line",
    "history_of",
    "hit_line",
    "instant",
    "item_line",
    "json_feed",
    "junit",
    "key_line",
    "level_line",
    "masked_watch_line",
    "matrix_csv",
    "matrix_line",
    "matrix_markdown",
    "matrix_xlsx",
    "message",
    "newest_first",
    "note_message",
    "platform_line",
    "proof_line",
    "provision_line",
    "record_line",
    "redline_line",
    "review_line",
    "sarif",
    "seen",
    "sentence_line",
    "spell_line",
    "spoken",
    "spoken_headline",
    "tame",
    "told_history",
    "trial_message",
    "version_line",
    "watch_line",
    "way_line",
    "with_days",
]
