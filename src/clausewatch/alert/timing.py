"""When a watch is told: at once, after its quiet hours, or with its next digest, on its own clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from clausewatch.nouns.subscription import DAY_MINUTES, Pace, Timing

_DAY = timedelta(days=1)


def due_at(now: datetime, timing: Timing, zone: tzinfo, snoozed_until: datetime | None = None) -> datetime:
    """The instant (UTC) at which what is decided now is told; `zone` is the one that `timing` names.

    A digest is the first that is due after now, so that all of one digest is decided before it goes.
    """
    start = now if snoozed_until is None else max(now, snoozed_until)
    if timing.pace is Pace.IMMEDIATE:
        return _after_quiet(start, timing, zone).astimezone(UTC)
    return next_digest(start, timing, zone)


def next_digest(now: datetime, timing: Timing, zone: tzinfo) -> datetime:
    """The first instant (UTC) after `now` at which the clock of `zone` shows the digest's time on one of its days.

    Where clocks are put forward over that time, it goes at the instant at which the clock would have shown it (PEP 495);
    where they are put back over it, at the first of the two.
    """
    day = now.astimezone(zone).date()
    while True:
        if timing.pace is not Pace.WEEKLY or day.weekday() == timing.weekday:
            due = _instant(datetime.combine(day, _clock(timing.minute)), zone)
            if due > now:
                return due
        day += _DAY


def _after_quiet(now: datetime, timing: Timing, zone: tzinfo) -> datetime:
    """`now`, or the end of the quiet hours in which it lies."""
    local = now.astimezone(zone)
    minute = local.hour * 60 + local.minute
    begin, end = timing.quiet_from, timing.quiet_until
    within = begin <= minute < end if begin <= end else minute >= begin or minute < end
    if not within:
        return now
    day = local.date() if minute < end else local.date() + _DAY
    return max(now, _instant(datetime.combine(day, _clock(end)), zone))


def _instant(local: datetime, zone: tzinfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


def _clock(minute: int) -> time:
    return time(*divmod(minute % DAY_MINUTES, 60))
