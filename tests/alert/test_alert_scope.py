"""What watches ask of single changes."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from tests.alert.test_alert_match import DOCUMENT, NOW, RECORD, WATCH

from clausewatch.alert import hears, match
from clausewatch.alert.sought import query_of
from clausewatch.errors import BadInputError
from clausewatch.nouns.change import Change, ChangeClass, ChangeKind, ChangeRecord, Direction, Severity
from clausewatch.nouns.subscription import Concern, Matter, Scope


def change(
    old: str | None, new: str | None, severity: Severity = Severity.MEDIUM, lineage: str = "l1"
) -> Change:
    return Change(
        kind=ChangeKind.MODIFIED if old and new else ChangeKind.ADDED if new else ChangeKind.REMOVED,
        provision="p",
        lineage=lineage,
        section="Payments",
        old=old,
        new=new,
        old_span=None,
        new_span=None,
        shift=(),
        direction=Direction.STRICTER,
        severity=severity,
        summary="",
    )


FEES = change("Fees are due in 30 days.", "Fees are due in 10 days.", Severity.LOW)
COURT = change(None, "Disputes go to arbitration.", Severity.HIGH, "l2")
MATTER = Matter(
    replace(RECORD, severity=Severity.HIGH, changes=(FEES, COURT)),
    DOCUMENT,
    (
        Concern(frozenset({"fees"}), frozenset({"consumer-law-1"})),
        Concern(frozenset({"arbitration"}), frozenset({"arbitration-act-2"})),
    ),
)


@pytest.mark.parametrize(
    ("scope", "minimum", "heard"),
    [
        (Scope(topics=("fees",)), Severity.LOW, True),
        (Scope(topics=("refunds",)), Severity.LOW, False),
        (Scope(topics=("refunds", "arbitration")), Severity.HIGH, True),
        (Scope(regulations=("consumer-law-1",)), Severity.LOW, True),
        (Scope(regulations=("consumer-law-2",)), Severity.LOW, False),
        (Scope(provisions=("l2",)), Severity.LOW, True),
        (Scope(provisions=("l3",)), Severity.LOW, False),
        (Scope(kinds=(ChangeKind.ADDED,)), Severity.LOW, True),
        (Scope(kinds=(ChangeKind.REMOVED,)), Severity.LOW, False),
        (Scope(directions=(Direction.STRICTER,)), Severity.LOW, True),
        (Scope(directions=(Direction.LOOSER,)), Severity.LOW, False),
        (Scope(search="arbitration"), Severity.LOW, True),
        (Scope(search='"30 days"'), Severity.LOW, True),
        (Scope(search='"60 days"'), Severity.LOW, False),
        (Scope(search="disput* -court"), Severity.LOW, True),
        (Scope(search="fees -days"), Severity.LOW, False),
        (Scope(search="refund OR arbitration"), Severity.LOW, True),
        (Scope(search="severity:high"), Severity.LOW, True),
        (Scope(search="severity:high fees"), Severity.LOW, False),
    ],
)
def test_a_scope_asks_for_changes(scope: Scope, minimum: Severity, heard: bool) -> None:
    assert hears(replace(WATCH, scope=scope, minimum=minimum), MATTER) is heard


def test_one_change_must_meet_all_that_is_asked() -> None:
    """The topic stands in the mild change, the severity in the other one: neither is what was asked for."""
    assert not hears(replace(WATCH, scope=Scope(topics=("fees",)), minimum=Severity.HIGH), MATTER)
    assert not hears(replace(WATCH, scope=Scope(topics=("fees",), kinds=(ChangeKind.ADDED,))), MATTER)
    assert hears(replace(WATCH, scope=Scope(topics=("fees",), search="fees")), MATTER)


def test_without_concerns_no_topic_is_known() -> None:
    assert not hears(replace(WATCH, scope=Scope(topics=("fees",))), replace(MATTER, concerns=()))


@pytest.mark.parametrize(
    ("classes", "of", "alerts", "heard"),
    [
        ((), ChangeClass.SUBSTANTIVE, True, True),
        ((), ChangeClass.METADATA, False, False),
        ((ChangeClass.METADATA,), ChangeClass.METADATA, False, True),
        ((ChangeClass.METADATA,), ChangeClass.SUBSTANTIVE, True, False),
        ((ChangeClass.EDITORIAL, ChangeClass.SUBSTANTIVE), ChangeClass.SUBSTANTIVE, True, True),
        ((ChangeClass.NOISE,), ChangeClass.NOISE, False, False),
        ((ChangeClass.VARIANT,), ChangeClass.VARIANT, False, False),
    ],
)
def test_classes_narrow_and_ask_for_what_nobody_else_is_told(
    classes: tuple[ChangeClass, ...], of: ChangeClass, alerts: bool, heard: bool
) -> None:
    record: ChangeRecord = replace(RECORD, change_class=of, alert=alerts)
    watch = replace(WATCH, scope=Scope(classes=classes))
    assert hears(watch, Matter(record, DOCUMENT)) is heard


@pytest.mark.parametrize("muted", ["lumen", "lumen/usage-policy"])
def test_what_is_muted_is_not_told(muted: str) -> None:
    assert match(MATTER, (replace(WATCH, muted=(muted,)),), NOW, ZoneInfo) == ()
    assert match(MATTER, (replace(WATCH, muted=("corvid",)),), NOW, ZoneInfo) != ()


@pytest.mark.parametrize(
    "search", ["platform:lumen fees", "at:2026-03-01 fees", "from:2026 fees", "modality:right"]
)
def test_a_search_that_no_change_can_be_asked_is_refused(search: str) -> None:
    with pytest.raises(BadInputError) as refused:
        query_of(search)
    assert refused.value.mend
