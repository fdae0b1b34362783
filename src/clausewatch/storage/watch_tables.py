"""The tables of watches: whom to tell, what they were told, and every try at it; also of captures that fail."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from clausewatch.storage.tables import metadata
from clausewatch.storage.types import Instant

__all__ = ["alert", "attempt", "metadata", "notice", "notice_attempt", "notice_spell", "spell", "watch"]

watch = Table(
    "watch",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("platforms", Text, nullable=False),
    Column("documents", Text, nullable=False),
    Column("minimum", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("secret", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("scope", Text, nullable=False, server_default=text("''")),
    Column("timing", Text, nullable=False, server_default=text("''")),
    Column("muted", Text, nullable=False, server_default=text("''")),
    Column("snoozed_until", Instant),
    Column("left_at", Instant),
    Column("previous_secret", Text, nullable=False, server_default=text("''")),
    Column("previous_until", Instant),
    Column("organisation", Text, index=True),
    # The watch that one of an organisation became when it was changed; none for one that ended otherwise, or has not.
    Column("became", Text, index=True),
)

alert = Table(
    "alert",
    metadata,
    Column("id", Text, primary_key=True),
    Column("watch", Text, ForeignKey("watch.id"), nullable=False, index=True),
    Column("record", Text, ForeignKey("record.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Instant),
    Column("digest", Text, nullable=False, server_default=text("''")),
    Index("ix_alert_state_next_attempt_at", "state", "next_attempt_at"),
    Index("ix_alert_digest", "digest"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("alert", Text, ForeignKey("alert.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("delivered", Boolean, nullable=False),
    Column("permanent", Boolean, nullable=False),
    Column("detail", Text, nullable=False),
)

# Unbroken times in which a document was not captured well, and who was told of them; no change is recorded by it. A notice
# to the operator has no watch.
spell = Table(
    "spell",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_spell_document_ended_at", "document", "ended_at"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Text, primary_key=True),
    Column("watch", Text, nullable=False, index=True),
    Column("event", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Instant),
    Index("ix_notice_state_next_attempt_at", "state", "next_attempt_at"),
)

notice_spell = Table(
    "notice_spell",
    metadata,
    Column("notice", Text, ForeignKey("notice.id"), primary_key=True),
    Column("spell", Text, ForeignKey("spell.id"), primary_key=True, index=True),
)

notice_attempt = Table(
    "notice_attempt",
    metadata,
    Column("notice", Text, ForeignKey("notice.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("delivered", Boolean, nullable=False),
    Column("permanent", Boolean, nullable=False),
    Column("detail", Text, nullable=False),
)
