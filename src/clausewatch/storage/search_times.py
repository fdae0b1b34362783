"""When a provision stood, as words of the index: months and years, so that a day long past is found as fast as today.

Each row holds the month and the year in which it came; one that stands no more also the whole years in which it stood and
the months of the others. They are a month wide: which of the rows fit a day is told by the rows themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from clausewatch.nouns.search import Query

NOW = "ǂnow"
"""What stands in the current version."""

_STANDS, _WENT, _STOOD = "ǂa", "ǂb", "ǂy"
_EARLIEST, _LATEST = 1995 * 12, 2049 * 12 + 11
"""Months counted from the year 0. What came before or after counts for the first or the last of them."""


def times_of(came: datetime, went: datetime | None) -> tuple[str, ...]:
    """The words of a row that stood from `came` until `went`, still stands where that is None."""
    month = _month(came.date())
    if went is None:
        return (NOW, _year(_STANDS, month // 12), _named(_STANDS, month))
    # It stands at the end of a day only up to the day before it went.
    last = went.date() - timedelta(days=1)
    stood = _spanned(_STOOD, month, _month(last)) if last >= came.date() else ()
    return (_year(_WENT, month // 12), _named(_WENT, month), *stood)


def times_asked(query: Query, earliest: date = date.min) -> list[tuple[str, ...]]:
    """Groups of words, one of each of which every row has that can fit the query's days; none if all rows can.

    No row came before `earliest`. The fewer words, the faster: PostgreSQL looks at each of them for every row.
    """
    groups = []
    begin = _month(earliest)
    if query.at is not None:
        month = _month(query.at)
        january = month // 12 * 12
        # Of a year that is mostly over by then, rows that came later are few.
        came = (
            _within(_STANDS, max(january, begin), month)
            if month < january + 6
            else (_year(_STANDS, month // 12),)
        )
        before = [_year(_STANDS, year) for year in range(begin // 12, month // 12)]
        groups.append((_year(_STOOD, month // 12), _named(_STOOD, month), *before, *came))
    elif not query.everything and query.since is None and query.until is None:
        groups.append((NOW,))
    if query.since is not None or query.until is not None:
        first = max(_month(query.since), begin) if query.since else begin
        # Where all that is asked for is earlier, the first month stands for it: the rows themselves tell.
        last = max(first, _month(query.until) if query.until else _LATEST)
        # What has the first of these stands now.
        kinds = (_STANDS,) if query.at is None and not query.everything else (_STANDS, _WENT)
        groups.append(tuple(word for kind in kinds for word in _spanned(kind, first, last)))
    return groups


def _spanned(kind: str, first: int, last: int) -> Iterator[str]:
    """Whole years between the two months, and the months of those that are not whole."""
    month = first
    while month <= last:
        if month % 12 == 0 and month + 11 <= last:
            yield _year(kind, month // 12)
            month += 12
        else:
            yield _named(kind, month)
            month += 1


def _within(kind: str, first: int, last: int) -> Iterator[str]:
    return (_named(kind, month) for month in range(first, last + 1))


def _month(day: date) -> int:
    return min(max(day.year * 12 + day.month - 1, _EARLIEST), _LATEST)


def _year(kind: str, year: int) -> str:
    return f"{kind}{year}"


def _named(kind: str, month: int) -> str:
    return f"{kind}{month // 12}{month % 12 + 1:02}"
