"""Who hears of a change record, how often delivery is tried, and what a person may write as a watch."""

from clausewatch.alert.attempts import DELAYS, after_attempt, retry_after
from clausewatch.alert.match import hears, match, watch_id
from clausewatch.alert.secret import webhook_secret
from clausewatch.alert.target import email_fault, webhook_fault
from clausewatch.alert.watches import check_names, make_watch, parse_watches

__all__ = [
    "DELAYS",
    "after_attempt",
    "check_names",
    "email_fault",
    "hears",
    "make_watch",
    "match",
    "parse_watches",
    "retry_after",
    "watch_id",
    "webhook_fault",
    "webhook_secret",
]
