"""`check`, `run`, `serve`: the service and its single rounds."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import FrameType

import click

from clausewatch.alert.secret import secret_fault
from clausewatch.cli.home import (
    bar,
    home_option,
    home_path,
    json_option,
    named_platform,
    opened,
    print_lines,
)
from clausewatch.cli.reporting import SECONDS_IN_PAGES
from clausewatch.config import Settings, load_settings
from clausewatch.drawing import open_artist
from clausewatch.errors import BadInputError
from clausewatch.nouns.evidence import Capture
from clausewatch.pipeline.enciphered import encipher_waiting
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import Round, run_round
from clausewatch.storage import captures, catalog, health
from clausewatch.web import Site, create_app, start_server
from clausewatch.web.members import Members
from clausewatch.wiring import renew_catalogue, typesetter, ways
from clausewatch.wiring.plans import load_plans

_LONGEST_PAUSE = timedelta(minutes=5)
_SHORTEST_PAUSE = timedelta(seconds=5)


@click.command()
@home_option
@click.option("--platform", metavar="NAME", help="Only this platform's documents.")
@click.option("--now", "at_once", is_flag=True, help="Capture even what is not due yet.")
@json_option
def check(platform: str | None, *, at_once: bool, as_json: bool) -> None:
    """One round: capture what is due, read, compare, alert. Says what could not be reached."""
    instance = opened(create=True)
    _renew(instance)
    wanted = named_platform(instance.database, platform).id if platform else None
    if at_once:
        with instance.database.write() as connection:
            catalog.make_due(connection, wanted)
    with bar() as progress:
        task = progress.add_task("capture", total=None)

        def advance(stage: str, done: int, total: int) -> None:
            progress.update(task, description=stage, completed=done, total=total)

        done = run_round(instance, wanted, advance)
    lines = [_capture_line(instance, each) for each in done.captures]
    if as_json:
        print_lines(lines)
    else:
        _print_round(done, lines)


def _renew(instance: Instance) -> None:
    for problem in renew_catalogue(home_path(), instance).problems:
        click.echo(f"warning: {problem}", err=True)


def _capture_line(instance: Instance, capture: Capture) -> dict[str, object]:
    with instance.database.read() as connection:
        reading = captures.reading_of(connection, capture.id)
    return {
        "document": capture.document,
        "url": capture.exchange.url,
        "observed_at": capture.observed_at.isoformat(),
        "verdict": reading.verdict.value if reading else None,
        "reasons": list(reading.reasons) if reading else [],
        "failure": capture.exchange.problem.failure.value if capture.exchange.problem else None,
    }


def _print_round(done: Round, lines: list[dict[str, object]]) -> None:
    good = sum(line["verdict"] in ("ok", "unchanged") for line in lines)
    click.echo(
        f"{len(lines)} captures, {good} good; {done.processed.compared} versions compared; "
        f"{done.alerts} alerts made, {done.delivered} delivered."
    )
    for told in done.logged.told:
        click.echo(f"  the log: {told}", err=True)
    for told in (*done.stamped.told, *done.stamped.faults):
        click.echo(f"  outside the log: {told}", err=True)
    for fault in done.faults:
        click.echo(f"  fault of ours, kept for the next round: {fault}", err=True)
    bad = [line for line in lines if line["verdict"] not in ("ok", "unchanged")]
    for line in bad:
        reasons = "; ".join(str(each) for each in line["reasons"])  # type: ignore[attr-defined]
        click.echo(f"  {line['verdict']}: {line['document']} {line['url']}: {reasons}")


@click.command()
@home_option
@click.option("--host", help="Address to serve on. [default: from the settings]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to serve on. [default: from the settings]")
def serve(host: str | None, port: int | None) -> None:
    """Serve the pages until stopped."""
    instance = opened()
    server = start_server(create_app(_site(instance)), *_listen(host, port))
    click.echo(f"serving {server.url} (stop with Ctrl-C)")
    until_stopped().wait()
    server.stop()


@click.command()
@home_option
@click.option("--host", help="Address to serve on. [default: from the settings]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to serve on. [default: from the settings]")
def run(host: str | None, port: int | None) -> None:
    """Watch: captures on schedule, pages and alerts in one process, until stopped."""
    instance = replace(opened(create=True), serving=True)
    _renew(instance)
    server = start_server(create_app(_site(instance)), *_listen(host, port))
    click.echo(f"serving {server.url}; watching (stop with Ctrl-C)")
    stop = until_stopped()
    while not stop.is_set():
        try:
            done = run_round(instance)
        except Exception as error:  # noqa: BLE001 (the worker loop: what is pending is found again next time)
            click.echo(
                f"the round was cut off and will be taken up again: {type(error).__name__}: {error}", err=True
            )
        else:
            if done.captures or done.faults or done.logged.told or done.stamped.faults:
                _print_round(done, [_capture_line(instance, each) for each in done.captures])
                _say_unreached(instance)
        stop.wait(_pause(instance).total_seconds())
    server.stop()


def _say_unreached(instance: Instance) -> None:
    with instance.database.read() as connection:
        never = [each for each in health.source_health(connection) if each.watched and each.last_good is None]
    if never:
        click.echo(f"{len(never)} addresses were never reached; /health/ names each with its reason.")


def _pause(instance: Instance) -> timedelta:
    with instance.database.read() as connection:
        due = catalog.next_due(connection)
    if due is None:
        return _LONGEST_PAUSE
    return max(_SHORTEST_PAUSE, min(_LONGEST_PAUSE, due - instance.clock.now()))


def _site(instance: Instance) -> Site:
    settings = load_settings(home_path(), os.environ)
    return Site(
        instance.database,
        instance.bodies,
        instance.clock,
        settings.instance.base_url,
        typesetter=typesetter(SECONDS_IN_PAGES),
        artist=open_artist(),
        columns=instance.columns,
        key=instance.key,
        members=members_of(home_path(), instance, settings),
        log=instance.log,
        stamps=instance.stamps,
        witnesses=instance.witnesses,
        requests_per_minute=settings.serve.requests_per_minute,
    )


def members_of(home: Path, instance: Instance, settings: Settings) -> Members | None:
    """What the pages need of an instance with accounts; None for one without."""
    if settings.instance.mode != "accounts":
        return None
    secret = settings.accounts.plan_secret
    if secret and (fault := secret_fault(secret)):
        mend = "Make one with `clausewatch watch secret`"
        raise BadInputError("[accounts] plan_secret", fault, mend)
    if instance.key is not None:
        # Not by every process that opens the database: one whose home has another key would shut everybody's second step.
        encipher_waiting(instance.database, instance.key)
    return Members(
        instance,
        load_plans(home),
        open_sign_up=settings.accounts.sign_up == "open",
        public=settings.instance.public,
        plan_secret=secret,
        issuers=ways.issuers(settings, instance.clock),
        passkeys=ways.passkeys(settings),
    )


def _listen(host: str | None, port: int | None) -> tuple[str, int]:
    settings = load_settings(home_path(), {}).serve
    return host or settings.host, settings.port if port is None else port


def until_stopped() -> threading.Event:
    """An event that the first Ctrl-C or SIGTERM sets; the second ends the process at once."""
    stop = threading.Event()

    def _stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    return stop
