"""Records for the tests of what is sent, in words of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.change import (
    Change,
    ChangeClass,
    ChangeKind,
    ChangeRecord,
    Direction,
    RecordDates,
    Severity,
    Shift,
)
from clausewatch.nouns.document import Cause
from clausewatch.nouns.evidence import Verdict
from clausewatch.publish import SourceRef

BASE = "https://watch.example.org"
DOCUMENT = Document(
    id="lumen-assistant/usage-policy",
    platform="lumen-assistant",
    name="Usage Policy",
    type="Acceptable Use Policy",
    sources=(Source("s", "https://lumen.example/legal/usage?a=1&b=2"),),
)
PLATFORM = Platform("lumen-assistant", "Lumen Assistant", "Lumen Labs", "assistants", (DOCUMENT,))
OTA = SourceRef("ota", commit="c" * 40, parent="p" * 40, path="Lumen Assistant/Usage Policy.md")
LIVE = SourceRef("live", captures=("cap1", "cap2"))
OLD = "You may delete your conversations at any time; we remove them from our systems within 30 days."
NEW = "You may delete your conversations at any time; we remove them from our systems within 90 days."
HOSTILE = '<script>alert("x")</script> & "quoted" <img src=https://evil.example/p.gif onerror=alert(1)> {{ 7*7 }} ]]>'


def change(
    kind: ChangeKind = ChangeKind.MODIFIED,
    old: str | None = OLD,
    new: str | None = NEW,
    severity: Severity = Severity.HIGH,
    section: str = "Your data > Deletion",
) -> Change:
    return Change(
        kind=kind,
        provision="deletion",
        lineage="l1",
        section=section,
        old=old,
        new=new,
        old_span=None,
        new_span=None,
        shift=(Shift.NUMBER, Shift.DEADLINE),
        direction=Direction.STRICTER,
        severity=severity,
        summary="The period goes from 30 days to 90 days",
    )


ADDED = replace(
    change(
        ChangeKind.ADDED,
        None,
        "You must not use the service to impersonate a public office.",
        Severity.MEDIUM,
    ),
    shift=(Shift.NEW_PROHIBITION,),
    summary="A new prohibition on impersonating public offices",
    section="Prohibited uses",
)
REMOVED = replace(
    change(ChangeKind.REMOVED, "We tell you by e-mail before we change this policy.", None, Severity.MEDIUM),
    shift=(Shift.RIGHT_REMOVED,),
    summary="The promise of notice by e-mail is gone",
    section="Changes to this policy",
)
MOVED = replace(
    change(
        ChangeKind.MOVED,
        "Report abuse to abuse@lumen.example.",
        "Report abuse to abuse@lumen.example.",
        Severity.NONE,
    ),
    shift=(),
    direction=Direction.NEUTRAL,
    summary="Moved from “Contact” to “Reporting”, text unchanged",
    section="Reporting",
)


def record(
    *changes: Change, headline: str = "Deleted conversations are kept for 90 days, up from 30"
) -> ChangeRecord:
    return ChangeRecord(
        id="ab12cd34ef56ab12cd34",
        document=DOCUMENT.id,
        from_version="v1",
        to_version="v2",
        capture=None,
        observed_at=datetime(2026, 3, 9, 9, 5, tzinfo=UTC),
        cause=Cause.PUBLISHED,
        verdict=Verdict.OK,
        change_class=ChangeClass.SUBSTANTIVE,
        alert=True,
        severity=Severity.HIGH,
        direction=Direction.STRICTER,
        headline=headline,
        reasons=("A number of days changed in a sentence about deletion.", "A prohibition was added."),
        dates=RecordDates(
            printed=date(2026, 3, 1),
            effective=date(2026, 4, 8),
            notice=date(2026, 3, 9),
            notice_days=30,
            silent_edit=True,
        ),
        changes=changes or (change(), ADDED, REMOVED, MOVED),
        recipe="test",
    )
