"""Acceptances and drift as JSON-ready values."""

from __future__ import annotations

from clausewatch.nouns.baseline import Acceptance, Drift
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import Change
from clausewatch.publish.record_line import instant


def acceptance_line(acceptance: Acceptance, document: Document, platform: Platform) -> dict[str, object]:
    """One entry of the history of acceptances; without a version the baseline was dropped."""
    return {
        "number": acceptance.number,
        "platform": platform.name,
        "document": document.name,
        "version": acceptance.version,
        "accepted_at": instant(acceptance.at),
        "by": acceptance.by,
        "note": acceptance.note,
    }


def drift_line(drift: Drift) -> dict[str, object]:
    """What changed since the accepted version: the changes gravest first, verbatim, and the records between."""
    combined = drift.combined
    return {
        "platform": drift.platform.name,
        "document": drift.document.name,
        "accepted": {
            "version": drift.acceptance.version,
            "read_as": drift.accepted.id,
            "observed_at": instant(drift.accepted.observed_at),
            "at": instant(drift.acceptance.at),
            "by": drift.acceptance.by,
            "note": drift.acceptance.note,
        },
        "current": {"version": drift.current.id, "observed_at": instant(drift.current.observed_at)},
        "languages": list(drift.languages) if drift.languages else None,
        "withheld": drift.withheld,
        "counts": {severity.value: count for severity, count in drift.counts.items()},
        "silent_edits": drift.silent,
        "records": [
            {
                "id": each.id,
                "observed_at": instant(each.observed_at),
                "class": each.change_class.value,
                "severity": each.severity.value,
                "silent_edit": each.dates.silent_edit,
                "summary": each.headline,
            }
            for each in drift.between
        ],
        "class": combined.change_class.value if combined else None,
        "changes": [_change(each) for each in combined.changes] if combined else [],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "section": change.section,
        "old": change.old,
        "new": change.new,
        "old_span": [change.old_span.start, change.old_span.end] if change.old_span else None,
        "new_span": [change.new_span.start, change.new_span.end] if change.new_span else None,
        "shift": [each.value for each in change.shift],
        "direction": change.direction.value,
        "severity": change.severity.value,
        "summary": change.summary,
    }
