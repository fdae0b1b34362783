"""From rows to the nouns that charts are drawn from, for each subject that has a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from clausewatch.change import parted, worded
from clausewatch.meaning.compare.kinds import would_say
from clausewatch.nouns.adoption import Adoption
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import Change, ChangeClass, ChangeRecord, Direction, Severity
from clausewatch.nouns.identity import DocumentId, LineageId, PlatformId
from clausewatch.pipeline.said import as_ruled
from clausewatch.publish.charts import (
    Grid,
    Mark,
    Spread,
    Stretch,
    StretchKind,
    Stroke,
    Tally,
    Timeline,
    distinct,
)
from clausewatch.storage import Connection, records, timelines
from clausewatch.storage.records import RecordFilter
from clausewatch.storage.timelines import DayCount, Run
from clausewatch.web.addresses import change_path
from clausewatch.web.drawn import ADOPTION, HEAT, PROFILE, TIMELINE, Chart

MOST_MARKS = 400
_MOST_RUNS = 300
MOST_LANES = 30
_MOST_ROWS = 24
HEAT_MONTHS, PROFILE_MONTHS = 24, 12
_REAL = (ChangeClass.SUBSTANTIVE,)
_EVER = datetime(1970, 1, 1, 12, tzinfo=UTC)
"""Where a chart without anything in it ends; it is never drawn or told."""
_THIS, _DOCUMENT = "This provision", "Whole document"


def platform_timeline(connection: Connection, platform: Platform, now: datetime) -> Chart[Timeline]:
    """The changes of rules in all documents of the platform."""
    wanted = RecordFilter(platform=platform.id, classes=_REAL, limit=MOST_MARKS)
    found = as_ruled(connection, records.briefly(connection, wanted))
    lanes = dict(
        zip(
            (each.id for each in platform.documents),
            distinct(each.name for each in platform.documents),
            strict=True,
        )
    )
    spells = timelines.runs(connection, lanes, _MOST_RUNS)
    seen = {each.document for each in spells} | {each.document for each in found}
    shown = {document: lane for document, lane in lanes.items() if document in seen}
    noun = Timeline(
        title=f"Changes of rules of {platform.name}",
        lane_kind="Document",
        lanes=tuple(shown.values())[:MOST_LANES],
        marks=marks_of(found, shown),
        stretches=stretches(spells, shown),
        strokes=(),
        now=_noon(now),
    )
    return Chart(TIMELINE, f"platform/{platform.id}", noun)


def document_timeline(
    connection: Connection, document: Document, found: tuple[ChangeRecord, ...], now: datetime
) -> Chart[Timeline]:
    """All that is on record of the document; `found` are its records, newest first."""
    (lane,) = distinct((document.name,))
    lanes = {document.id: lane}
    real = [each for each in found if each.change_class is ChangeClass.SUBSTANTIVE]
    quiet = [
        each for each in found if each.change_class not in (ChangeClass.SUBSTANTIVE, ChangeClass.CAPTURE)
    ]
    noun = Timeline(
        title=f"Changes of rules in {document.name}",
        lane_kind="Document",
        lanes=(lane,),
        marks=marks_of(real[:MOST_MARKS], lanes),
        stretches=stretches(timelines.runs(connection, lanes, _MOST_RUNS), lanes),
        strokes=tuple(Stroke(lane, each.observed_at) for each in reversed(quiet[: MOST_MARKS * 2])),
        now=_noon(now),
        left_out=max(len(real) - MOST_MARKS, 0),
    )
    return Chart(TIMELINE, f"document/{document.id}", noun)


def record_timeline(
    connection: Connection,
    document: Document,
    found: tuple[ChangeRecord, ...],
    record: ChangeRecord,
    now: datetime,
) -> Chart[Timeline]:
    """The document's timeline with a ring around that record; `found` are the document's records, newest first."""
    whole = document_timeline(connection, document, found, now)
    return Chart(TIMELINE, f"record/{record.id}", replace(whole.noun, ringed=record.observed_at))


def provision_timeline(
    connection: Connection,
    document: Document,
    lineage: LineageId,
    history: Iterable[ChangeRecord],
    now: datetime,
) -> Chart[Timeline]:
    """What happened to the provision of that lineage, above what happened to its document. `history` is newest first."""
    known = tuple(history)
    real = [each for each in known if each.change_class is ChangeClass.SUBSTANTIVE]
    mine = [(each, changes) for each in known if (changes := _changes_of(each, lineage))]
    own = tuple(_own_mark(each, changes) for each, changes in reversed(mine[:MOST_MARKS]))
    lanes = {document.id: _DOCUMENT}
    noun = Timeline(
        title="Changes of this provision and of its document",
        lane_kind="Of",
        lanes=(_THIS, _DOCUMENT),
        marks=tuple(sorted((*own, *marks_of(real[:MOST_MARKS], lanes)), key=lambda each: each.at)),
        stretches=stretches(timelines.runs(connection, lanes, _MOST_RUNS), lanes),
        strokes=(),
        now=_noon(now),
        focus=_THIS,
    )
    return Chart(TIMELINE, f"provision/{document.id}/{lineage}", noun)


def topic_timeline(
    rewriting: tuple[ChangeRecord, ...],
    platforms: tuple[Platform, ...],
    topic: tuple[str, str],
    now: datetime,
) -> Chart[Timeline]:
    """Changes of rules with which words on the topic (identifier, name) came or went, a lane for each platform.

    `rewriting` are these changes, newest first.
    """
    identifier, name = topic
    found = rewriting
    owners = {document.id: owner.id for owner in platforms for document in owner.documents}
    counts = Counter(owners[each.document] for each in found if each.document in owners)
    busy = [owner for owner, _ in counts.most_common(MOST_LANES)]
    chosen = [each for each in platforms if each.id in busy]
    names = dict(zip((each.id for each in chosen), distinct(each.name for each in chosen), strict=True))
    lanes = {document: names[owner] for document, owner in owners.items() if owner in names}
    noun = Timeline(
        title=f"Changes that touched: {name}",
        lane_kind="Platform",
        lanes=tuple(names.values()),
        marks=marks_of(found, lanes),
        stretches=(),
        strokes=(),
        now=_noon(now),
        left_out=len(found) - sum(each.document in lanes for each in found),
    )
    return Chart(TIMELINE, f"topic/{identifier}", noun)


def adoption_curve(
    adoption: Adoption, name: str, platforms: Iterable[Platform], seen: Mapping[DocumentId, datetime]
) -> Chart[Spread]:
    """How many platforms spoke of the topic of that name, or so of it, the end of each day that changed it.

    `seen` is when each document was last observed: the curve ends with the newest of those that would speak of it, or did.
    """
    narrowed = f", {adoption.modality.value}" if adoption.modality else ""
    subject = f"topic/{adoption.topic}" + (f"/{adoption.modality.value}" if adoption.modality else "")
    last_of_day = {each.at.date(): each for each in adoption.points}
    spoke = {each.document for each in adoption.events}
    ends = [
        seen[document.id]
        for owner in platforms
        for document in owner.documents
        if document.id in seen and (document.id in spoke or would_say(adoption.topic, (document.type,)))
    ]
    newest_end = (max(ends),) if ends else ()
    noun = Spread(
        title=f"{name}{narrowed}: platforms over time",
        points=tuple(last_of_day.values()),
        until=max((*map(_noon, newest_end), *(each.at for each in adoption.points[-1:])), default=_EVER),
    )
    return Chart(ADOPTION, subject, noun)


def heat_map(connection: Connection, platforms: Iterable[Platform], now: datetime) -> Chart[Grid]:
    """Changes of rules by platform and month, the busiest platforms first, until the newest observation."""
    captured = newest(timelines.last_observed(connection))
    months = _months(captured or now, HEAT_MONTHS)
    found = timelines.day_counts(connection, _start(months))
    totals: Counter[PlatformId] = Counter()
    for each in found:
        totals[each.platform] += each.count
    chosen = [owner for owner, _ in totals.most_common(_MOST_ROWS)]
    known = {each.id: each.name for each in platforms}
    names = dict(zip(chosen, distinct(known.get(each, each) for each in chosen), strict=True))
    noun = Grid(
        title="Changes of rules by platform and month",
        row_kind="Platform",
        rows=tuple(names.values()),
        months=_known_months(months, found),
        tallies=_tallies(found, names),
        left_out=len(totals) - len(chosen),
        captured=captured.date() if captured else None,
    )
    return Chart(HEAT, "all", noun)


def severity_profile(connection: Connection, now: datetime, platform: Platform | None = None) -> Chart[Grid]:
    """Changes of rules by month and severity over the year until the newest observation, of all platforms or of one."""
    captured = newest(timelines.last_observed(connection, None if platform is None else (platform.id,)))
    months = _months(captured or now, PROFILE_MONTHS)
    found = timelines.day_counts(connection, _start(months), None if platform is None else platform.id)
    names = {each.platform: "all" for each in found}
    noun = Grid(
        title="Changes of rules by severity in twelve months",
        row_kind="Platform",
        rows=tuple(dict.fromkeys(names.values())),
        months=months,
        tallies=_tallies(found, names),
        captured=captured.date() if captured else None,
    )
    return Chart(PROFILE, "all" if platform is None else f"platform/{platform.id}", noun)


def newest(seen: Mapping[DocumentId, datetime]) -> datetime | None:
    """The newest of these observations; None where nothing was observed."""
    return max(seen.values(), default=None)


def stretches(found: tuple[Run, ...], lanes: Mapping[DocumentId, str]) -> tuple[Stretch, ...]:
    """The runs as stretches of their lanes, an outage until the first good capture after it.

    The last good run ends with a whole day, so that a chart changes once a day and not with every capture.
    """
    out: list[Stretch] = []
    following = (*found, None)[1:]
    for run, later in zip(found, following, strict=True):
        lane = lanes.get(run.document)
        if lane is None:
            continue
        if run.before is not None and run.begins - run.before > timelines.BLANK:
            out.append(Stretch(lane, run.before, run.begins, StretchKind.BLANK))
        ends = run.ends
        if later is not None and later.source == run.source and later.begins - run.ends <= timelines.BLANK:
            ends = later.begins
        elif run.good:
            ends = max(run.begins, datetime.combine(run.ends.date(), time(), UTC))
        kind = StretchKind.GOOD if run.good else StretchKind.OUTAGE
        out.append(Stretch(lane, run.begins, ends, kind))
    return tuple(out)


def marks_of(newest_first: Iterable[ChangeRecord], lanes: Mapping[DocumentId, str]) -> tuple[Mark, ...]:
    """The changes of documents that have a lane, oldest first."""
    found = [
        Mark(
            lane=lanes[each.document],
            at=each.observed_at,
            words=parted(each.headline).lead,
            severity=each.severity,
            direction=each.direction,
            href=change_path(each.id),
            effective=each.dates.upcoming(each.observed_at.date()),
        )
        for each in newest_first
        if each.document in lanes
    ]
    return tuple(reversed(found))


def _changes_of(record: ChangeRecord, lineage: LineageId) -> tuple[Change, ...]:
    return tuple(each for each in record.changes if lineage and each.lineage == lineage)


def _own_mark(record: ChangeRecord, changes: tuple[Change, ...]) -> Mark:
    """A mark for the provision's own share of a record."""
    directions = {each.direction for each in changes}
    more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    return Mark(
        lane=_THIS,
        at=record.observed_at,
        words=worded(changes[0].summary) + more,
        severity=max((each.severity for each in changes), key=lambda each: each.rank, default=Severity.NONE),
        direction=directions.pop() if len(directions) == 1 else Direction.UNCLEAR,
        href=change_path(record.id),
        effective=record.dates.upcoming(record.observed_at.date()),
    )


def _tallies(found: Iterable[DayCount], names: Mapping[PlatformId, str]) -> tuple[Tally, ...]:
    counts: Counter[tuple[PlatformId, date, Severity]] = Counter()
    for each in found:
        if each.platform in names:
            counts[each.platform, each.day.replace(day=1), each.severity] += each.count
    return tuple(
        Tally(names[owner], month, severity, count, f"/changes/?platform={owner}")
        for (owner, month, severity), count in sorted(counts.items())
    )


def _months(until: datetime, number: int) -> tuple[date, ...]:
    """So many months up to that of the instant, which is included."""
    last = until.year * 12 + until.month - 1
    return tuple(date(index // 12, index % 12 + 1, 1) for index in range(last - number + 1, last + 1))


def _known_months(months: tuple[date, ...], found: tuple[DayCount, ...]) -> tuple[date, ...]:
    """Without the empty ones at the beginning, though never fewer than six."""
    first = min((each.day.replace(day=1) for each in found), default=months[-1])
    return tuple(each for each in months if each >= first or each in months[-6:])


def _start(months: tuple[date, ...]) -> datetime:
    return datetime.combine(months[0], time(), UTC)


def _noon(at: datetime) -> datetime:
    """So that a chart changes once a day and not with every capture."""
    return datetime.combine(at.date(), time(), UTC) + timedelta(hours=12)
