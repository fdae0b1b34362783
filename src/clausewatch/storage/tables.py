"""Tables of what was captured, read, changed and said, each once; those of watches and accounts are beside. Migrations are tested to build exactly these."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from clausewatch.storage.types import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

platform = Table(
    "platform",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("group_name", Text, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, ForeignKey("platform.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("watched", Boolean, nullable=False),
    Column("cadence_hours", Float, nullable=False),
    Column("details", Text, nullable=False),
)

source = Table(
    "source",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("details", Text, nullable=False),
    Column("last_attempt_at", Instant),
    Column("due_at", Instant),
    Column("failures", Integer, nullable=False, server_default=text("0")),
)

capture = Table(
    "capture",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("source", Text, ForeignKey("source.id"), nullable=False),
    Column("observed_at", Instant, nullable=False),
    Column("origin", Text, nullable=False),
    Column("origin_ref", Text, nullable=False),
    Column("origin_parent", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("charset", Text),
    Column("body", Text),
    Column("body_bytes", BigInteger, nullable=False),
    Column("exchange", Text, nullable=False),
    Column("renderer", Text, nullable=False, server_default=text("''")),
    Column("screenshot", Text),
    Column("collection", Text),
    Index("ix_capture_source_observed_at", "source", "observed_at"),
    Index("ix_capture_document_observed_at", "document", "observed_at"),
)

version = Table(
    "version",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("observed_at", Instant, nullable=False),
    Column("captures", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("words", Integer, nullable=False),
    Column("dates", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("layout", LargeBinary, nullable=False),
    Column("outline", LargeBinary, nullable=False),
    Column("provisions", Integer, nullable=False),
    Column("lineage", Text),
    Column("replaces", Text, ForeignKey("version.id")),
    Column("replaced", Boolean, nullable=False, server_default=text("false")),
    Column("confirmed_by", Text),
    Column("learned", Text),
    Index("ix_version_document_observed_at", "document", "observed_at"),
    Index("ix_version_replaces", "replaces"),
)

reading = Table(
    "reading",
    metadata,
    Column("capture", Text, ForeignKey("capture.id"), primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("source", Text, ForeignKey("source.id"), nullable=False),
    Column("observed_at", Instant, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("version", Text, ForeignKey("version.id")),
    Column("body", Text),
    Column("recipe", Text, nullable=False),
    Column("collection", Text),
    Index("ix_reading_source_observed_at", "source", "observed_at"),
    Index("ix_reading_document_observed_at", "document", "observed_at"),
)

record = Table(
    "record",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("from_version", Text, ForeignKey("version.id"), nullable=False),
    Column("to_version", Text, ForeignKey("version.id")),
    Column("capture", Text, ForeignKey("capture.id")),
    Column("observed_at", Instant, nullable=False),
    Column("cause", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("alert", Boolean, nullable=False),
    Column("severity", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("silent_edit", Boolean),
    Column("details", LargeBinary, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("superseded", Boolean, nullable=False, server_default=text("false")),
    Column("told_at", Instant),
    Index("ix_record_document_observed_at", "document", "observed_at"),
    Index("ix_record_class_observed_at", "class", "observed_at"),
    Index("ix_record_to_version", "to_version"),
)

# What a team accepted: rows are added and never changed, the newest of an owner and document is the baseline. A row without a
# version drops it.
baseline = Table(
    "baseline",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("owner", Text, nullable=False),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("version", Text, ForeignKey("version.id")),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_baseline_owner_document_number", "owner", "document", "number"),
)

# A provision as stated over one unbroken time. Rows come and go when a document is analysed anew, so what must outlive
# that (reviews, permalinks) names document, lineage and words, not `provision.id`.
provision = Table(
    "provision",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    Column("lineage", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("lead_in", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("first_version", Text, ForeignKey("version.id"), nullable=False),
    Column("observed_from", Instant, nullable=False),
    Column("observed_to", Instant),
    Column("address", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("said", LargeBinary, nullable=False),
    Index("ix_provision_document_observed_from", "document", "observed_from"),
    Index("ix_provision_document_observed_to", "document", "observed_to"),
)

# Document and times are those of the provision: who spoke of a topic when is read from the index alone.
provision_topic = Table(
    "provision_topic",
    metadata,
    Column("provision", Text, ForeignKey("provision.id"), primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("modality", Text, primary_key=True),
    Column("party", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("first", Boolean, nullable=False),
    Column("severity", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("observed_from", Instant, nullable=False),
    Column("observed_to", Instant),
    Index(
        "ix_provision_topic_over_time",
        *("topic", "document", "observed_from", "observed_to", "modality", "first", "score", "provision"),
    ),
)

# What is ranked too low or too late to be said, or betrayed by a cue alone: shown as "perhaps", and never counted.
provision_perhaps = Table(
    "provision_perhaps",
    metadata,
    Column("provision", Text, ForeignKey("provision.id"), primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Index("ix_provision_perhaps_topic", "topic"),
)

analysis = Table(
    "analysis",
    metadata,
    Column("version", Text, ForeignKey("version.id"), primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False, index=True),
    Column("recipe", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("places", LargeBinary, nullable=False),
)

# The clauses of each document in force that say most about a matter, the first few (storage/clauses.py): what pages of a
# matter show, so that none reads every provision that speaks of it. `total` counts all of the document.
clause = Table(
    "clause",
    metadata,
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    Column("matter", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("provision", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("modality", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("total", Integer, nullable=False),
    # None for a clause that was chosen before migration 0024.
    Column("stance", Text),
    Index("ix_clause_matter_place_document", "matter", "place", "document"),
)

# Of what a document's clauses were chosen: while it is the same, so are they.
clause_state = Table(
    "clause_state",
    metadata,
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    Column("state", Text, nullable=False),
)

# Provisions as they are searched (storage/indexing.py). `search_index` is each database's own: an FTS5 table kept in step
# by triggers, or a generated tsvector under GIN. Migrations make it, and nothing but storage/search.py reads it.
search = Table(
    "search",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("provision", Text, ForeignKey("provision.id"), nullable=False, unique=True),
    Column("observed_from", Instant, nullable=False),
    Column("observed_to", Instant),
    Column("recipe", Text, nullable=False),
    Column("facets", Text, nullable=False),
    Column("times", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("ix_search_observed_to_number", "observed_to", "number"),
    Index("ix_search_observed_from", "observed_from"),
)

# Every word that some provision was found to hold: what a search may have meant.
search_word = Table("search_word", metadata, Column("word", Text, primary_key=True))

# How many provisions in force have each facet word, by platform (storage/search_counts.py).
search_count = Table(
    "search_count",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("word", Text, primary_key=True),
    Column("provisions", Integer, nullable=False),
)

# What a model was asked and proposed. Proposals are kept as they came; what of them may be shown is worked out anew.
advice = Table(
    "advice",
    metadata,
    Column("key", Text, primary_key=True),
    Column("asked_at", Instant, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False, index=True),
    Column("about", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("declined", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("proposal", LargeBinary),
    Index("ix_advice_asked_at", "asked_at"),
    Index("ix_advice_subject", "subject"),
)

# Rulings of editors: rows are added, never changed. They name words, not rows, so that they outlive every re-analysis.
review = Table(
    "review",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, ForeignKey("document.id"), nullable=False, index=True),
    Column("lineage", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("ruling", Text, nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("correction", Boolean, nullable=False),
    Column("about", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("rests", Text, nullable=False),
    Column("overridden", Boolean, nullable=False),
    Column("seal", Text, nullable=False),
    Index("ix_review_correction_number", "correction", "number"),
)

# The leaves of the log by what they are about (storage/logged.py). The log itself lies in files; these rows are made of it.
leaf = Table(
    "leaf",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("track", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_leaf_kind_subject_state", "kind", "subject", "state"),
    Index("ix_leaf_track_seq", "track", "seq"),
)
