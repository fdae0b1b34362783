"""The changes of a month, for a watch list."""

from __future__ import annotations

from datetime import UTC, datetime, time

from clausewatch.change import edits
from clausewatch.nouns.change import Severity
from clausewatch.nouns.report import Block, Fact, Facts, Grid, Heading, Picture, Report, Tone, Words
from clausewatch.publish.about import RecordTold
from clausewatch.publish.report.change import edits_told
from clausewatch.publish.report.parts import closing, rating
from clausewatch.publish.report.told import DigestTold
from clausewatch.publish.spoken import spoken_headline
from clausewatch.publish.words import day, one_line, sentence

# Of each change record the digest quotes the gravest few edits; its own report and page hold the rest.
MOST_CHANGES = 4
_LONG = 5


def digest_report(told: DigestTold, base_url: str, drawn: Picture | None = None) -> Report:
    """The records of the period by platform, the severest first in each, with their marked words; `drawn` is its timeline."""
    base = base_url.rstrip("/")
    link = f"{base}/changes/"
    counted = _counted(told.records)
    blocks: list[Block] = [Facts((Fact("Changes", counted), Fact("Watched", told.subject)))]
    if drawn:
        blocks.append(drawn)
    if told.records:
        blocks.append(_overview(told.records))
    else:
        blocks.append(Words("Nothing that is watched changed in this time."))
    for name, records in _by_platform(told.records).items():
        blocks.append(Heading(name))
        for each in records:
            blocks += _told(each, base)
    period = f"{day(told.begins)} to {day(told.ends)}"
    return Report(
        kind="Digest of changes",
        title=f"What changed, {period}",
        about=(one_line(told.subject, 300), f"As of {day(told.ends)}"),
        at=datetime.combine(told.ends, time(0), UTC),
        link=link,
        blocks=(*blocks, *closing(link, base)),
        contents=1 if len(told.records) > _LONG else 0,
    )


def _counted(records: tuple[RecordTold, ...]) -> str:
    parts = [
        f"{count} of {severity.value} severity"
        if severity is not Severity.NONE
        else f"{count} without severity"
        for severity in reversed(Severity)
        if (count := sum(each.record.severity is severity for each in records))
    ]
    return f"{len(records)}" + (f": {', '.join(parts)}" if parts else "")


def _overview(records: tuple[RecordTold, ...]) -> Grid:
    ordered = sorted(records, key=lambda each: each.record.observed_at)
    rows = tuple(
        (
            day(each.record.observed_at),
            f"{each.platform.name}: {each.document.name}",
            one_line(spoken_headline(each.record.headline), 110),
            sentence(each.record.severity.value),
        )
        for each in ordered
    )
    return Grid(("Observed", "Document", "What changed", "Severity"), rows, (3, 4, 8, 2))


def _by_platform(records: tuple[RecordTold, ...]) -> dict[str, list[RecordTold]]:
    grouped: dict[str, list[RecordTold]] = {}
    for each in sorted(records, key=_order):
        grouped.setdefault(each.platform.name, []).append(each)
    return grouped


def _order(each: RecordTold) -> tuple[str, int, str, str]:
    record = each.record
    return each.platform.name.casefold(), -record.severity.rank, record.observed_at.isoformat(), record.id


def _told(each: RecordTold, base: str) -> list[Block]:
    record = each.record
    page = f"{base}/change/{record.id}/"
    facts = [Fact("Document", each.document.name), Fact("Observed", day(record.observed_at))]
    if record.dates.effective:
        facts.append(Fact("Effective", day(record.dates.effective)))
    facts += [Fact("Class", rating(record)), Fact("In full", page, page)]
    few = edits(record.changes)[:MOST_CHANGES]
    more = len(record.changes) - sum(len(one.places) for one in few)
    rest = [Words(f"… and {more} more change{'' if more == 1 else 's'}: {page}", Tone.QUIET, page)]
    return [
        Heading(one_line(spoken_headline(record.headline), 300), 2),
        Facts(tuple(facts)),
        *edits_told(record.changes, few, each.document.language, f"{page}?order=document", level=3),
        *(rest if more > 0 else []),
    ]
