"""`demo`: the whole path on fictional platforms."""

from __future__ import annotations

import dataclasses
import socket
import time
from pathlib import Path

import click

from clausewatch.cli.home import bar, json_option, print_lines
from clausewatch.cli.reporting import SECONDS_IN_PAGES
from clausewatch.cli.watching import until_stopped
from clausewatch.demo import load_story, render, rounds
from clausewatch.demo.play import Stage, play, report, stage
from clausewatch.demo.report import StoryReport
from clausewatch.drawing import open_artist
from clausewatch.web import Site, create_app, start_server
from clausewatch.wiring import typesetter


@click.command()
@click.option("--once", is_flag=True, help="Play, report and exit instead of serving.")
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    default=Path("demo-home"),
    show_default=True,
    help="Where the demonstration keeps what it archives. Delete it to begin anew.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8300,
    show_default=True,
    help="Where to serve; another if taken.",
)
@json_option
def demo(home: Path, port: int, *, once: bool, as_json: bool) -> None:
    """Play nine simulated months of five fictional platforms through the whole path, over HTTP on this machine.

    The site serves one dated state after another; every round captures, reads, compares and mails as in real life.
    """
    story = load_story()
    base_url = f"http://127.0.0.1:{_free_port(port)}"
    began = time.monotonic()
    with stage(story, home, base_url) as on:
        with bar() as progress:
            task = progress.add_task("nine simulated months", total=None)
            play(
                story,
                on,
                rounds(story),
                lambda done, total: progress.update(task, completed=done, total=total),
            )
        found = report(story, on.instance)
        if as_json:
            print_lines([dataclasses.asdict(found.totals)])
        else:
            _print(found, on, home, time.monotonic() - began)
        if not once:
            _serve(on, base_url)


def _print(found: StoryReport, on: Stage, home: Path, seconds: float) -> None:
    click.echo(render(found))
    click.echo("")
    click.echo(f"Played in {seconds:.0f} s. {len(on.mail.messages())} e-mails lie in {home / 'mail'}.")


def _serve(on: Stage, base_url: str) -> None:
    site = Site(
        on.instance.database,
        on.instance.bodies,
        on.instance.clock,
        base_url,
        notice="A demonstration: every platform and every document here is invented.",
        typesetter=typesetter(SECONDS_IN_PAGES),
        artist=open_artist(),
        columns=on.instance.columns,
        log=on.instance.log,
    )
    host, port = "127.0.0.1", int(base_url.rpartition(":")[2])
    server = start_server(create_app(site), host, port)
    click.echo(f"Look at {server.url} (stop with Ctrl-C)")
    until_stopped().wait()
    server.stop()


def _free_port(wanted: int) -> int:
    """The wanted port, or any free one when it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free on 127.0.0.1")
