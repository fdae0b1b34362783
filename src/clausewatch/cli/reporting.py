"""`report`: change records, profiles, comparisons, digests and redlines as files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from clausewatch.cli.home import home_option, named_document, named_platform, opened
from clausewatch.cli.options import AsOf
from clausewatch.drawing import open_artist
from clausewatch.errors import BadInputError
from clausewatch.nouns.change import Severity
from clausewatch.nouns.report import Paper, Report, ReportForm
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.publish.report import (
    change_report,
    comparison_report,
    digest_report,
    platform_report,
    redline_report,
)
from clausewatch.storage import Database, catalog, subscriptions
from clausewatch.web import Site
from clausewatch.web.desk import Desk
from clausewatch.web.lookup import Place
from clausewatch.web.pages.compare import MOST_PLATFORMS, Asked, matrix_asked
from clausewatch.web.pictured import digest_picture, platform_picture
from clausewatch.web.reporting import (
    INSTALL,
    change_told,
    digest_told,
    listed,
    platform_told,
    redline_told,
    rendered,
)
from clausewatch.wiring import typesetter

SECONDS_IN_PAGES = 30.0
_SECONDS = 300.0

Command = TypeVar("Command", bound=Callable[..., Any])


def _file_options(command: Command) -> Command:
    """What every report is asked for with."""
    forms = click.Choice([each.value for each in ReportForm])
    papers = click.Choice([each.value for each in Paper])
    for option in (
        click.option("--paper", type=papers, default=Paper.A4.value, show_default=True),
        click.option("--format", "form", type=forms, help="[default: by the end of FILE's name, else pdf]"),
        click.option("--out", metavar="FILE", required=True, help="Where it is written."),
        home_option,
    ):
        command = option(command)
    return command


@click.group()
def report() -> None:
    """Write typeset reports: PDF, Word with tracked changes, or typst source.

    The same records give the same bytes. PDF needs the extra `reports`.
    """


@report.command()
@click.argument("record")
@_file_options
def change(record: str, out: str, form: str | None, paper: str) -> None:
    """What one change record says, with its redlines, dates and evidence."""
    desk, wanted = _desk(out, form)
    told = change_told(desk, record)
    _write(desk, change_report(told, desk.site.base_url), (out, wanted, paper))


@report.command()
@click.argument("platform")
@_file_options
def platform(platform: str, out: str, form: str | None, paper: str) -> None:
    """A platform's profile: quick facts in its own words, changes, documents with hashes."""
    desk, wanted = _desk(out, form)
    named_platform(desk.site.database, platform)
    told = platform_told(desk, platform)
    _write(
        desk, platform_report(told, desk.site.base_url, platform_picture(desk, told)), (out, wanted, paper)
    )


@report.command()
@click.option("--platform", "platforms", metavar="NAME", multiple=True, required=True, help="Up to six.")
@click.option(
    "--topic", "topics", metavar="TOPIC", multiple=True, required=True, help="Identities of topics."
)
@click.option("--at", type=AsOf(), metavar="DATE", help="What stood then. [default: now]")
@_file_options
def compare(
    platforms: tuple[str, ...],
    topics: tuple[str, ...],
    at: datetime | None,
    out: str,
    form: str | None,
    paper: str,
) -> None:
    """Platforms side by side on chosen topics, with quotations."""
    desk, wanted = _desk(out, form)
    owners = tuple(named_platform(desk.site.database, each).id for each in listed(platforms))
    if len(owners) > MOST_PLATFORMS:
        raise BadInputError(
            f"{len(owners)} platforms", f"at most {MOST_PLATFORMS} stand side by side", "Name fewer"
        )
    with desk.site.database.read() as connection:
        known = catalog.platforms(connection)
    asked = Asked(owners, listed(topics), at)
    matrix = matrix_asked(desk, known, asked)
    path = f"/compare/?{asked.query(matrix.at)}"
    _write(desk, comparison_report(matrix, desk.site.base_url, path), (out, wanted, paper))


@report.command()
@click.option("--watch", "watched", metavar="NAME", help="What this watch hears of. [default: everything]")
@click.option("--platform", "platforms", metavar="NAME", multiple=True, help="Only these. May be repeated.")
@click.option("--month", metavar="YYYY-MM", required=True)
@_file_options
def digest(
    watched: str | None, platforms: tuple[str, ...], month: str, out: str, form: str | None, paper: str
) -> None:
    """The changes of a month, for a watch or for chosen platforms."""
    if watched and platforms:
        raise BadInputError("--watch", "stands alone", "Leave --platform out")
    desk, wanted = _desk(out, form)
    database = desk.site.database
    watch = _watch(database, watched) if watched else _chosen(database, platforms)
    told = digest_told(desk, watch, month)
    _write(desk, digest_report(told, desk.site.base_url, digest_picture(desk, told)), (out, wanted, paper))


@report.command()
@click.argument("platform")
@click.argument("document")
@click.option("--from", "old", metavar="VERSION", required=True, help="Its identifier's beginning, or a day.")
@click.option("--to", "new", metavar="VERSION", required=True, help="Its identifier's beginning, or a day.")
@click.option("--changed", is_flag=True, help="Leave out what is the same.")
@_file_options
def redline(
    platform: str, document: str, old: str, new: str, *, changed: bool, out: str, form: str | None, paper: str
) -> None:
    """Two versions of a document; in Word as tracked insertions, deletions and moves."""
    desk, wanted = _desk(out, form)
    owner = named_platform(desk.site.database, platform)
    place = Place(owner, named_document(desk.site.database, platform, document))
    told = redline_told(desk, place, (old, new), changed=changed)
    _write(desk, redline_report(told, desk.site.base_url), (out, wanted, paper))


def _desk(out: str, form: str | None) -> tuple[Desk, ReportForm]:
    """The instance's desk, once it is sure that a report of that form can be made."""
    wanted = _form(out, form)
    setter = typesetter(_SECONDS)
    if wanted is ReportForm.PDF and setter is None:
        raise BadInputError("--format pdf", "typst is not installed", INSTALL)
    instance = opened()
    artist = open_artist()
    if artist is not None:
        click.get_current_context().call_on_close(artist.close)
    site = Site(
        instance.database,
        instance.bodies,
        instance.clock,
        instance.base_url,
        typesetter=setter,
        artist=artist,
    )
    return Desk(site), wanted


def _form(out: str, form: str | None) -> ReportForm:
    if form is not None:
        return ReportForm(form)
    ending = Path(out).suffix.removeprefix(".").lower()
    if not ending:
        return ReportForm.PDF
    try:
        return ReportForm(ending)
    except ValueError as error:
        raise BadInputError(
            out, "ends in no form of report", "Name it .pdf, .docx or .typ, or give --format"
        ) from error


def _write(desk: Desk, made: Report, file: tuple[str, ReportForm, str]) -> None:
    out, form, paper = file
    body = rendered(desk, made, form, Paper(paper))
    try:
        Path(out).write_bytes(body)
    except OSError as error:
        raise BadInputError(out, f"cannot be written ({error.strerror})", "Choose another file") from error
    click.echo(f"{made.kind}: {made.title}: {len(body):,} bytes in {out}")


def _watch(database: Database, name: str) -> Watch:
    with database.read() as connection:
        known = subscriptions.watches(connection, active_only=False)
    found = next((each for each in known if name in (each.name, each.id)), None)
    if found is None:
        raise BadInputError(f"watch {name!r}", "it is not known here", "`clausewatch watch list` lists them")
    return found


def _chosen(database: Database, platforms: tuple[str, ...]) -> Watch:
    owners = [named_platform(database, each) for each in listed(platforms)]
    return Watch(
        id="",
        name=", ".join(each.name for each in owners) or "All platforms",
        channel=Channel.FEED,
        target="",
        platforms=tuple(each.id for each in owners),
        documents=(),
        minimum=Severity.NONE,
        created_at=datetime(1970, 1, 1, tzinfo=UTC),
    )
