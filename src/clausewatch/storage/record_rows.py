"""A change record as a row: what it holds is packed, and sealed as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from clausewatch.nouns.change import Change, ChangeClass, ChangeRecord, Direction, RecordDates, Severity
from clausewatch.nouns.document import Cause
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import LineageId
from clausewatch.nouns.observed import UNOBSERVED, Observed
from clausewatch.storage import codec, sealing


@dataclass(frozen=True, slots=True)
class _Details:
    """`seal` stays the last field: what is stored before it is sealed with it."""

    reasons: tuple[str, ...]
    dates: RecordDates
    changes: tuple[Change, ...]
    observed: Observed = UNOBSERVED
    seal: str = ""


@dataclass(frozen=True, slots=True)
class _Brief:
    """The first fields of _Details: what a list of records needs, at a tenth of the cost."""

    reasons: tuple[str, ...]
    dates: RecordDates


def row_of(record: ChangeRecord) -> dict[str, Any]:
    """The row of the record, sealed."""
    unsealed = codec.dumps(_Details(record.reasons, record.dates, record.changes, record.observed))
    return {
        "id": record.id,
        "document": record.document,
        "from_version": record.from_version,
        "to_version": record.to_version,
        "capture": record.capture,
        "observed_at": record.observed_at,
        "cause": record.cause.value,
        "verdict": record.verdict.value,
        "class": record.change_class.value,
        "alert": record.alert,
        "severity": record.severity.value,
        "direction": record.direction.value,
        "headline": record.headline,
        "silent_edit": record.dates.silent_edit,
        "details": codec.packed(sealing.sealed(record, unsealed)),
        "recipe": record.recipe,
    }


def as_kept(row: RowMapping) -> bool:
    """Whether the row is as it was kept, by its seal."""
    try:
        stored = codec.unpacked(row["details"])
        found, details = record_in(row), codec.loads(_Details, stored)
    except codec.UNREADABLE:
        return False
    return row["silent_edit"] == details.dates.silent_edit and sealing.holds(found, stored, details.seal)


def lineage_in(row: RowMapping, lineage: LineageId) -> ChangeRecord:
    """The record of the row; of one that does not touch the lineage no more than the head, and with none no changes."""
    # Most records do not touch the provision: what they hold beside their heads is not made into nouns.
    if lineage:
        details = codec.unpack_of(_Details, row["details"], ("changes", "lineage"), lineage)
        if details is not None:
            return _with_details(row, details)
    return record_in(row, brief=True)


def record_in(row: RowMapping, *, brief: bool = False) -> ChangeRecord:
    """The record of the row; `brief` without its changes and what was observed."""
    stored = row["details"]
    return _with_details(row, codec.unpack_first(_Brief, stored) if brief else codec.unpack(_Details, stored))


def _with_details(row: RowMapping, details: _Brief | _Details) -> ChangeRecord:
    return ChangeRecord(
        id=row["id"],
        document=row["document"],
        from_version=row["from_version"],
        to_version=row["to_version"],
        capture=row["capture"],
        observed_at=row["observed_at"],
        cause=Cause(row["cause"]),
        verdict=Verdict(row["verdict"]),
        change_class=ChangeClass(row["class"]),
        alert=row["alert"],
        severity=Severity(row["severity"]),
        direction=Direction(row["direction"]),
        headline=row["headline"],
        reasons=details.reasons,
        dates=details.dates,
        changes=details.changes if isinstance(details, _Details) else (),
        recipe=row["recipe"],
        observed=details.observed if isinstance(details, _Details) else UNOBSERVED,
    )
