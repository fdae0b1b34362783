"""Parts that several reports share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from clausewatch.change import redline
from clausewatch.nouns.catalog import Document
from clausewatch.nouns.change import Change, ChangeRecord, Op, Piece, RecordDates
from clausewatch.nouns.document import Version
from clausewatch.nouns.report import Bars, Block, Fact, Facts, Heading, Quote, Redlined, Side, Tone, Words
from clausewatch.publish.report.told import Sourced
from clausewatch.publish.words import (
    DIRECTIONS,
    DISCLAIMER,
    INDEPENDENCE,
    KINDS,
    SEVERITIES,
    day,
    moment,
    one_line,
    sentence,
)

# As on a record's page: below this share of common words the marks hide both texts.
LEAST_COMMON = 0.25
_MONTHS = 12
_UNKNOWN = "the text does not say"


def closing(link: str, base_url: str) -> tuple[Block, ...]:
    """What a report is not, who makes it, and where the same is shown."""
    return (
        Heading("About this report"),
        Words(DISCLAIMER),
        Words(INDEPENDENCE),
        Words(
            "Quotations are excerpts of the documents named beside them and belong to their owners.",
            Tone.QUIET,
        ),
        Facts(
            (
                Fact("This report as a page", link, link),
                Fact(
                    "How it is made, measured and corrected",
                    f"{base_url}/methodology/",
                    f"{base_url}/methodology/",
                ),
            )
        ),
    )


def clocks(record: ChangeRecord) -> tuple[Fact, ...]:
    """The four clocks of a change: observed, printed, effective, notice."""
    dates = record.dates
    observed = moment(record.observed_at)
    if dates.last_seen:
        observed += f"; the text before was last seen {moment(dates.last_seen)}"
    rows = [
        Fact("Observed", observed),
        Fact("Printed", _printed(dates)),
        Fact("Effective", _dated(dates.effective)),
        Fact("Notice", _notice(dates)),
    ]
    if dates.objection:
        rows.append(Fact("Objections", f"until {day(dates.objection)}"))
    return tuple(rows)


def _dated(value: date | None) -> str:
    return day(value) if value else _UNKNOWN


def _printed(dates: RecordDates) -> str:
    said = day(dates.printed) if dates.printed else "no day of updating is printed"
    if dates.silent_edit:
        stood = "this date" if dates.printed else "the printed day of effect"
        said += f". Silent edit: the wording changed, {stood} did not"
    if dates.backdated:
        said += ". Backdated: on that day the old wording still stood"
    return said


def _notice(dates: RecordDates) -> str:
    if not dates.notice:
        return _UNKNOWN
    days = dates.notice_days
    if days is None:
        return day(dates.notice)
    late = "before" if days >= 0 else "after"
    return f"{day(dates.notice)}, {abs(days)} day{'' if abs(days) == 1 else 's'} {late} it takes effect"


def rating(record: ChangeRecord) -> str:
    """`Substantive; high severity, stricter for the user`."""
    said = f"{SEVERITIES[record.severity]}, {DIRECTIONS[record.direction]}"
    return f"{sentence(record.change_class.value)}; {said}"


def change_title(change: Change) -> str:
    """The heading of one change within a report."""
    return f"{KINDS[change.kind]}: {section_of(change)}" if change.section else KINDS[change.kind]


def section_of(change: Change) -> str:
    """Where a change stands, in one line."""
    return one_line(change.section.replace(" > ", " › "), 160) or "Text outside any heading"


def excerpts(change: Change, language: str) -> tuple[Block, ...]:
    """The words that changed, marked; whole and one beneath the other where marks would hide them."""
    old, new = change.old, change.new
    if old is not None and new is not None:
        if old == new:
            return (Words("The document states, as before:", Tone.QUIET), Quote(new, language=language))
        pieces = redline(old, new)
        common = sum(len(piece.text) for piece in pieces if piece.op is Op.SAME)
        if common >= LEAST_COMMON * min(len(old), len(new)):
            return (Redlined(pieces, quoted=True, language=language),)
    found: list[Block] = []
    if old is not None:
        found.append(Words("The document stated:", Tone.QUIET))
        found.append(_whole(Op.DELETED, old, language, new is None))
    if new is not None:
        found.append(Words("The document now states:", Tone.QUIET))
        found.append(_whole(Op.INSERTED, new, language, old is None))
    return tuple(found)


def _whole(op: Op, text: str, language: str, alone: bool) -> Block:
    """Marked as gone or come; where it only gave way to other words it is left unmarked, to be read."""
    side = Side.OLD if op is Op.DELETED else Side.NEW
    if not alone:
        return Quote(text, side, language)
    return Redlined((Piece(op, text),), side=side, quoted=True, language=language)


def proof(label: str, sourced: Sourced, document: Document) -> tuple[Block, ...]:
    """By which hashes a version can be told from every other, and where it came from."""
    version = sourced.version
    rows = [
        Fact("Version", version.id, code=True),
        Fact("Observed", moment(version.observed_at)),
        Fact("Text, SHA-256", version.text, code=True),
    ]
    for capture in sourced.captures:
        url = capture.exchange.final_url or capture.exchange.url
        if url:
            rows.append(Fact("Read from", url, web_link(url)))
        rows.append(Fact("Captured", moment(capture.observed_at)))
        if capture.origin_ref:
            rows.append(Fact("From archive", capture.origin_ref, code=True))
        if capture.body:
            rows.append(Fact("Bytes, SHA-256", capture.body, code=True))
    if not sourced.captures:
        rows += sources(document)
    return (Heading(label, 2), Facts(tuple(rows)))


def sources(document: Document) -> list[Fact]:
    """The addresses that the document is read from."""
    return [Fact("Source", each.url, web_link(each.url)) for each in document.sources]


def version_fact(label: str, version: Version) -> Fact:
    return Fact(label, f"{moment(version.observed_at)}, version {version.id[:12]}, {version.words:,} words")


def web_link(url: str) -> str:
    """The address where it is one that a click may follow; else nothing."""
    return url if url.startswith(("https://", "http://")) and url.isprintable() and len(url) < 2_000 else ""


def by_month(records: Iterable[ChangeRecord], last: date) -> Bars:
    """How many of the records were observed in each of the twelve months up to that day's."""
    index = last.year * 12 + last.month - 1
    counts = dict.fromkeys(range(index - _MONTHS + 1, index + 1), 0)
    for record in records:
        month = record.observed_at.year * 12 + record.observed_at.month - 1
        if month in counts:
            counts[month] += 1
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    bars = ((f"{names[month % 12]} {month // 12 % 100:02}", count) for month, count in counts.items())
    return Bars("Changes of rules observed in each of twelve months", tuple(bars))
