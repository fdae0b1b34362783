"""The change record line: the shape in which records leave by command line, webhook and API."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from clausewatch.change import affected
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import Change, ChangeRecord, RecordDates
from clausewatch.nouns.observed import Observed, PageObserved

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a record's new side came from: a commit and path of an imported archive, or captures.

    `kind` is the captures' origin (live, ota, captures). With a `commit` the captures are not told.
    """

    kind: str
    commit: str | None = None
    parent: str | None = None
    path: str | None = None
    captures: tuple[str, ...] = ()


def record_line(
    record: ChangeRecord, document: Document, platform: Platform, source: SourceRef
) -> dict[str, object]:
    """The record as JSON-ready values, every text verbatim. Platform and document are given by name."""
    return {
        "id": record.id,
        "platform": platform.name,
        "document": document.name,
        "document_type": document.type,
        "observed_at": instant(record.observed_at),
        "cause": record.cause.value,
        "verdict": record.verdict.value,
        "class": record.change_class.value,
        "alert": record.alert,
        "severity": record.severity.value,
        "direction": record.direction.value,
        "summary": record.headline,
        "reasons": list(record.reasons),
        "affected": list(affected(record.changes)),
        "dates": _dates(record.dates),
        "source": _source(source),
        "changes": [change_line(change) for change in record.changes],
        "evidence": _evidence(record.observed),
    }


def canonical_json(value: object) -> str:
    """One line of JSON with sorted keys and no spaces, always encodable as UTF-8: the same value, the same bytes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def instant(value: datetime) -> str:
    """RFC 3339 in UTC, `2026-03-01T09:05:00Z`; fractions only where there are any."""
    return value.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _source(source: SourceRef) -> dict[str, object]:
    if source.commit is None:
        return {"kind": source.kind, "captures": list(source.captures)}
    return {
        "kind": source.kind,
        "commit": source.commit,
        "parent": source.parent,
        "path": source.path,
    }


def _dates(dates: RecordDates) -> dict[str, object]:
    return {
        "printed": _iso(dates.printed),
        "effective": _iso(dates.effective),
        "notice": _iso(dates.notice),
        "silent_edit": dates.silent_edit,
        "notice_days": dates.notice_days,
        "objection": _iso(dates.objection),
        "backdated": dates.backdated,
        "last_seen": instant(dates.last_seen) if dates.last_seen else None,
    }


def _evidence(observed: Observed) -> dict[str, object]:
    collected = observed.collected
    return {
        "differs": [aspect.value for aspect in observed.differs],
        "where": [place.value for place in observed.where],
        "seen_exactly": instant(observed.seen_exactly) if observed.seen_exactly else None,
        "seen_words": instant(observed.seen_words) if observed.seen_words else None,
        "stood_days": observed.stood_days,
        "usual_days": observed.usual_days,
        "returns": observed.returns,
        "sources_moved": observed.sources_moved,
        "sources_before": collected.before.sources,
        "sources_after": collected.after.sources,
        "collection_changed": collected.changed,
        "failures_between": [verdict.value for verdict in collected.failures],
        "pages": [_page(page) for page in observed.pages],
        "pages_reordered": observed.reordered,
    }


def _page(page: PageObserved) -> dict[str, object]:
    return {
        "url": page.url,
        "turn": page.turn.value,
        "differences": page.differences,
        "failures": [verdict.value for verdict in page.failures],
    }


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def change_line(change: Change) -> dict[str, object]:
    """One change of a record, its texts verbatim."""
    line: dict[str, object] = {
        "kind": change.kind.value,
        "provision": change.provision,
        "section": change.section,
        "old": change.old,
        "new": change.new,
        "shift": [shift.value for shift in change.shift],
        "direction": change.direction.value,
        "severity": change.severity.value,
        "summary": change.summary,
        "reasons": list(change.reasons),
    }
    # Where a document has but one page, and nothing came back, there is nothing to tell.
    if change.source:
        line["source"] = change.source
    if change.away_since:
        line["away_since"] = instant(change.away_since)
    return line
