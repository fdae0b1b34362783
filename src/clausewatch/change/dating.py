"""The clocks of a change: what the document prints about itself, against when it was seen."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from clausewatch.nouns.change import RecordDates
from clausewatch.nouns.document import DateKind, Edition, PrintedDate, Version

# An observatory may see a page some days after it was dated; only a longer gap is called backdating.
BACKDATED_DAYS = 7


def record_dates(old: Edition, new: Edition, *, reworded: bool) -> RecordDates:
    """The record's dates. `reworded` says whether wording changed, for silent edits and backdating.

    Of several dates of a kind the latest counts. A document that only says when it takes effect is dated by that.
    """
    before, after = _dated(old.version), _dated(new.version)
    printed = _latest(new.version, DateKind.UPDATED) or _latest(new.version, DateKind.PUBLISHED)
    effective = _latest(new.version, DateKind.EFFECTIVE)
    notice = _latest(new.version, DateKind.PUBLISHED) or printed
    days = None
    if effective is not None and notice is not None and effective >= notice:
        days = (effective - notice).days
    silent = None
    if after:
        silent = reworded and before == after
    return RecordDates(
        printed=printed,
        effective=effective,
        notice=notice,
        notice_days=days,
        silent_edit=silent,
        backdated=reworded and before != after and _backdated(old, new),
    )


def _latest(version: Version, kind: DateKind) -> date | None:
    return max((one.value for one in version.dates if one.kind is kind), default=None)


def _dated(version: Version) -> frozenset[tuple[DateKind, date]]:
    return frozenset((one.kind, one.value) for one in version.dates)


def _backdated(old: Edition, new: Edition) -> bool:
    """Whether the newest printed date lies before a time at which the old text was still seen, or goes backwards."""
    before = max((one.value for one in old.version.dates), default=None)
    after = max((_latest_day(one) for one in new.version.dates), default=None)
    if after is None:
        return False
    if before is not None and after < before:
        return True
    return after < old.version.observed_at.date() - timedelta(days=BACKDATED_DAYS)


def _latest_day(printed: PrintedDate) -> date:
    """The last day that the printed words can mean."""
    if printed.exact:
        return printed.value
    return printed.value.replace(day=monthrange(printed.value.year, printed.value.month)[1])
