"""What a watch asks for, in words."""

from __future__ import annotations

from collections.abc import Iterator

from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Pace, Watch

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def watch_words(watch: Watch) -> str:
    """What the watch is about and when it is told, in one line: `claude-ai, from medium severity; daily at 08:00 Europe/Berlin`."""
    return "; ".join((", ".join(_about(watch)), *_when(watch)))


def _about(watch: Watch) -> Iterator[str]:
    scope = watch.scope
    yield from (*watch.platforms, *watch.documents) or ("everything",)
    yield f"from {watch.minimum.value} severity" if watch.minimum is not Severity.NONE else "of any severity"
    for name, values in (
        ("on", (*scope.topics, *scope.regulations)),
        ("of the provisions", scope.provisions),
        ("kinds", scope.kinds),
        ("directions", scope.directions),
        ("classes", scope.classes),
        ("without", watch.muted),
    ):
        if values:
            yield f"{name} {' or '.join(values)}"
    if scope.search:
        yield f"with the words {scope.search}"


def _when(watch: Watch) -> Iterator[str]:
    timing = watch.timing
    if timing.pace is Pace.DAILY:
        yield f"daily at {_clock(timing.minute)} {timing.zone}"
    elif timing.pace is Pace.WEEKLY:
        yield f"on {_DAYS[timing.weekday]}s at {_clock(timing.minute)} {timing.zone}"
    elif timing.quiet_from != timing.quiet_until:
        yield f"not from {_clock(timing.quiet_from)} to {_clock(timing.quiet_until)} {timing.zone}"
    if watch.snoozed_until is not None:
        yield f"snoozed until {watch.snoozed_until:%Y-%m-%d %H:%M} UTC"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
