"""What a person writes of a watch's scope and timing -> Scope and Timing."""

from __future__ import annotations

from clausewatch.alert.entry import Entry, nearest
from clausewatch.alert.match import ON_REQUEST
from clausewatch.alert.sought import query_of
from clausewatch.errors import BadInputError
from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import ChangeClass, ChangeKind, Direction
from clausewatch.nouns.subscription import Pace, Scope, Timing

SCOPE_KEYS = ("topics", "provisions", "regulations", "search", "kinds", "directions", "classes")
TIMING_KEYS = ("pace", "zone", "at", "weekday", "quiet")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOLD = ON_REQUEST | {ChangeClass.SUBSTANTIVE}


def scope_of(entry: Entry) -> Scope:
    """The scope that the entry's keys describe. Topics and regulations may be families and instruments, which stand for
    all that is theirs. `provisions` stay as they were written. Raises BadInputError."""
    classes = entry.words("classes", ChangeClass)
    for each in classes:
        if each not in _TOLD:
            raise entry.error(
                "classes",
                f"names {each.value!r}, which is no change of a document and never told",
                f"Write some of {', '.join(sorted(_TOLD))}.",
            )
    return Scope(
        topics=_topics(entry),
        provisions=tuple(dict.fromkeys(each.strip().strip("/") for each in entry.texts("provisions"))),
        regulations=_regulations(entry),
        search=_search(entry),
        kinds=entry.words("kinds", ChangeKind),
        directions=entry.words("directions", Direction),
        classes=classes,
    )


def timing_of(entry: Entry) -> Timing:
    """When the entry's watch is told. Raises BadInputError for what cannot be."""
    pace = entry.word("pace", Pace, Pace.IMMEDIATE)
    if pace is Pace.IMMEDIATE and "at" in entry.fields:
        raise entry.error(
            "at", "is given, but nothing is gathered", 'Write pace = "daily" as well, or quiet.'
        )
    if pace is not Pace.WEEKLY and "weekday" in entry.fields:
        raise entry.error("weekday", "is given, but only weekly digests have one", 'Write pace = "weekly".')
    if pace is not Pace.IMMEDIATE and "quiet" in entry.fields:
        raise entry.error("quiet", "is given for a digest, which has its own hour", "Leave it out.")
    weekday = entry.text("weekday").strip().lower() or _DAYS[0]
    if weekday not in _DAYS:
        raise entry.error(
            "weekday", f"is {weekday!r}", nearest(weekday, _DAYS) or f"Write one of {', '.join(_DAYS)}."
        )
    quiet_from, quiet_until = _quiet(entry)
    usual = Timing()
    return Timing(
        pace=pace,
        zone=entry.text("zone").strip() or usual.zone,
        minute=entry.minute("at", usual.minute),
        weekday=_DAYS.index(weekday),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    )


def _topics(entry: Entry) -> tuple[str, ...]:
    known: dict[str, tuple[str, ...]] = {
        name.casefold(): (each.id,) for each in taxonomy().topics for name in (each.name, each.id)
    }
    known |= {each.id.casefold(): tuple(topic.id for topic in each.topics) for each in taxonomy().families}
    return _all_of(entry, "topics", known, "`clausewatch search --help` and the page /topic/ name them.")


def _regulations(entry: Entry) -> tuple[str, ...]:
    known: dict[str, tuple[str, ...]] = {each.id.casefold(): (each.id,) for each in regulations().entries}
    for each in regulations().entries:
        name = each.instrument.casefold()
        known[name] = (*known.get(name, ()), each.id)
    return _all_of(entry, "regulations", known, "The page /regulation/ names them.")


def _all_of(entry: Entry, key: str, known: dict[str, tuple[str, ...]], listed: str) -> tuple[str, ...]:
    found: list[str] = []
    for item in entry.texts(key):
        wanted = item.strip().casefold()
        if wanted not in known:
            raise entry.error(key, f"names {item!r}, which is not known", nearest(wanted, known) or listed)
        found += known[wanted]
    return tuple(dict.fromkeys(found))


def _search(entry: Entry) -> str:
    search = entry.text("search").strip()
    try:
        query_of(search)
    except BadInputError as error:
        raise entry.error("search", f"cannot be asked of a change: {error.reason}", error.mend) from error
    return search


def _quiet(entry: Entry) -> tuple[int, int]:
    if "quiet" not in entry.fields:
        return 0, 0
    begin, dash, end = entry.text("quiet").replace("\N{EN DASH}", "-").partition("-")
    if not dash:
        raise entry.error("quiet", f"is {begin!r}", 'Write it as quiet = "22:00-07:00".')
    sides = Entry(entry.subject, {"quiet": begin.strip()}), Entry(entry.subject, {"quiet": end.strip()})
    return sides[0].minute("quiet", 0), sides[1].minute("quiet", 0)
