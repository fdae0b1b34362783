"""Gathers what reports tell, and sets them; the pages and the command line ask here alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from clausewatch.alert import hears
from clausewatch.change import side_by_side
from clausewatch.errors import BadInputError, UnavailableError
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.document import Version
from clausewatch.nouns.finding import Part, SentenceKind
from clausewatch.nouns.identity import RecordId, digest
from clausewatch.nouns.report import NotSet, Paper, Report, ReportForm, Unset
from clausewatch.nouns.subscription import Matter, Watch
from clausewatch.pipeline.concerns import asked_by, concerns
from clausewatch.pipeline.said import as_ruled
from clausewatch.publish.report import (
    ChangeTold,
    DigestTold,
    DocumentTold,
    Meant,
    PlatformTold,
    RecordTold,
    RedlineTold,
    Sourced,
    report_docx,
    typst_job,
    typst_source,
)
from clausewatch.storage import Connection, captures, catalog, health, records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.web.addresses import diff_path, document_path
from clausewatch.web.desk import Desk
from clausewatch.web.lookup import Place, platform_named, version_asked
from clausewatch.web.meant import MeantChanges, MeantProvision, meant_changes
from clausewatch.web.missing import MissingPageError, Suggestion
from clausewatch.web.pages.facts import shown_facts
from clausewatch.web.recall import Recall

INSTALL = "Install the extra: pip install 'clausewatch[reports]', or take --format docx"
_MEANS = (Part.WHAT, Part.USERS, Part.BUSINESSES)

Shelved = Recall[str, bytes]


def rendered(
    desk: Desk, report: Report, form: ReportForm, paper: Paper, shelf: Shelved | None = None
) -> bytes:
    """The report as a file of that form. UnavailableError says why there is none (501: never here; 503: not now)."""
    if form is ReportForm.DOCX:
        return report_docx(report, paper)
    if form is ReportForm.TYP:
        return typst_source(report, paper).encode("ascii", "backslashreplace")
    setter = desk.site.typesetter
    if setter is None:
        raise UnavailableError(
            "this report as PDF", "the program that sets PDF files is not installed here", INSTALL, 501
        )
    job = typst_job(report, paper)

    def work() -> bytes:
        made = setter.typeset(job)
        if isinstance(made, NotSet):
            raise _unset(made)
        return made

    if shelf is None:
        return work()
    key = digest(f"{job.at.isoformat()}\n{job.program}\n{job.data}".encode())
    return shelf.get(key, work)


def _unset(made: NotSet) -> UnavailableError:
    reason = f"{made.reason.value}{f' ({made.detail})' if made.detail else ''}"
    mend = (
        "Try again in a minute." if made.reason is Unset.BUSY else "Take the Word file instead, or the page."
    )
    return UnavailableError("this report as PDF", reason, mend, 503 if made.reason is Unset.BUSY else 500)


def change_told(desk: Desk, asked: RecordId) -> ChangeTold:
    """The record with what its report names; MissingPageError where there is none."""
    with desk.site.database.read() as connection:
        found = records.record(connection, asked)
        if found is None:
            raise MissingPageError(
                f"change “{asked}”",
                "no change record has this identifier",
                "It may stand on another instance.",
                (Suggestion("Latest changes", "/changes/"),),
            )
        (found,) = as_ruled(connection, (found,))
        platform = catalog.platform(connection, found.document.partition("/")[0])
        document = catalog.document(connection, found.document)
        old = versions.version(connection, found.from_version)
        new = versions.version(connection, found.to_version) if found.to_version else None
        assert platform is not None
        assert document is not None
        assert old is not None
        sides = _sourced(connection, old), _sourced(connection, new) if new else None
    place = Place(platform, document)
    kept = meant_changes(desk, found, place, new) if new else MeantChanges((), 0)
    told = tuple(_meant(each) for each in kept.provisions) if kept else ()
    meant = tuple(each for each in told if each.means or each.context or each.actions)
    earlier = kept.earlier if kept else None
    return ChangeTold(found, document, platform, *sides, meant, kept is not None, earlier)


def _sourced(connection: Connection, version: Version) -> Sourced:
    found = (captures.capture(connection, each) for each in version.captures)
    return Sourced(version, tuple(each for each in found if each is not None))


def _meant(found: MeantProvision) -> Meant:
    meaning = [each for each in found.sentences if each.part in _MEANS]
    return Meant(
        section=found.section,
        means=tuple(each.text for each in meaning if each.kind is SentenceKind.GROUNDED),
        context=tuple(each.text for each in meaning if each.kind is SentenceKind.CONTEXT),
        actions=tuple(each.text for each in found.sentences if each.part is Part.ACTIONS),
    )


def platform_told(desk: Desk, place: str) -> PlatformTold:
    """The platform's profile as of the newest of what is known of it."""
    database = desk.site.database
    found = platform_named(database, place)
    facts, _ = shown_facts(desk, found)
    wanted = RecordFilter(platform=found.id, classes=(ChangeClass.SUBSTANTIVE,))
    with database.read() as connection:
        known = health.document_facts(connection, tuple(each.id for each in found.documents))
        current = {each.id: versions.version_at(connection, each.id, None) for each in found.documents}
        told = records.count_alerting(connection)
        changes = as_ruled(connection, records.briefly(connection, wanted))
    documents = tuple(
        DocumentTold(
            each,
            current[each.id],
            known[each.id].versions if each.id in known else 0,
            told.get(each.id, 0),
            known[each.id].last_good if each.id in known else None,
        )
        for each in found.documents
    )
    stood = [each.observed_at for each in current.values() if each is not None]
    good = [each.last_good for each in documents if each.last_good is not None]
    at = max(
        (*stood, *good, *(each.observed_at for each in changes)), default=datetime(1970, 1, 1, tzinfo=UTC)
    )
    paths = (
        document_path(each.document.id, each.version.id) if each.document and each.version else ""
        for each in facts
    )
    return PlatformTold(
        found, documents, tuple(zip((each.fact for each in facts), paths, strict=True)), changes, at
    )


def digest_told(desk: Desk, watch: Watch, month: str) -> DigestTold:
    """What the watch hears of in that month ("2026-03"), whenever it was made; BadInputError for no month."""
    begins, ends = month_asked(month)
    heard = replace(watch, active=True, created_at=datetime.combine(begins, time(0), UTC))
    after = datetime.combine(ends + timedelta(days=1), time(0), UTC)
    with desk.site.database.read() as connection:
        owners = {
            each.id: (each, owner) for owner in catalog.platforms(connection) for each in owner.documents
        }
        found = records.records(connection, RecordFilter(since=heard.created_at, alerting=True))
        found = as_ruled(connection, (each for each in found if each.observed_at < after))
    told = (RecordTold(each, *owners[each.document]) for each in found if each.document in owners)
    return DigestTold(
        subject=watch.name,
        begins=begins,
        ends=ends,
        records=tuple(each for each in told if hears(heard, _matter(desk, heard, each))),
    )


def _matter(desk: Desk, watch: Watch, told: RecordTold) -> Matter:
    if not asked_by((watch,)):
        return Matter(told.record, told.document)
    known = concerns(desk.site.database, desk.edition, told.record, told.document, told.platform)
    return Matter(told.record, told.document, known)


def month_asked(month: str) -> tuple[date, date]:
    """The first and last day of the month."""
    try:
        begins = date.fromisoformat(f"{month}-01")
        following = (begins.replace(day=28) + timedelta(days=4)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise BadInputError(f"month {month[:40]!r}", "is no month", "Write 2026-03") from error
    return begins, following - timedelta(days=1)


def redline_told(desk: Desk, place: Place, pair: tuple[str, str], *, changed: bool) -> RedlineTold:
    """The two versions asked for, row by row."""
    with desk.site.database.read() as connection:
        known = versions.versions(connection, place.document.id)
    old, new = (desk.edition(version_asked(known, place.document, each).id) for each in pair)
    return RedlineTold(
        document=place.document,
        platform=place.platform,
        old=old,
        new=new,
        rows=side_by_side(old, new),
        changed=changed,
        path=diff_path(place.document.id, old.version.id, new.version.id),
    )


def listed(values: Iterable[str]) -> tuple[str, ...]:
    """Values given one by one or with commas between them, each once."""
    return tuple(dict.fromkeys(part.strip() for value in values for part in value.split(",") if part.strip()))
