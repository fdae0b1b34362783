"""Who hears of a change record, how often delivery is tried, and what a person may write as a watch."""

from clausewatch.alert.asked import SCOPE_KEYS, TIMING_KEYS
from clausewatch.alert.attempts import DELAYS, after_attempt, retry_after
from clausewatch.alert.leaving import leave_link, leave_token, may_leave
from clausewatch.alert.masked import listed_target, masked_target
from clausewatch.alert.match import ON_REQUEST, Zones, covers, hears, match, watch_id
from clausewatch.alert.pacing import next_turn
from clausewatch.alert.secret import webhook_secret
from clausewatch.alert.service import Level, Spread, service_level
from clausewatch.alert.sought import query_of
from clausewatch.alert.target import ChatService, chat_fault, chat_service, email_fault, webhook_fault
from clausewatch.alert.timing import due_at, next_digest
from clausewatch.alert.watches import check_names, make_watch, parse_watches
from clausewatch.alert.words import watch_words

__all__ = [
    "DELAYS",
    "ON_REQUEST",
    "SCOPE_KEYS",
    "TIMING_KEYS",
    "ChatService",
    "Level",
    "Spread",
    "Zones",
    "after_attempt",
    "chat_fault",
    "chat_service",
    "check_names",
    "covers",
    "due_at",
    "email_fault",
    "hears",
    "leave_link",
    "leave_token",
    "listed_target",
    "make_watch",
    "masked_target",
    "match",
    "may_leave",
    "next_digest",
    "next_turn",
    "parse_watches",
    "query_of",
    "retry_after",
    "service_level",
    "watch_id",
    "watch_words",
    "webhook_fault",
    "webhook_secret",
]
