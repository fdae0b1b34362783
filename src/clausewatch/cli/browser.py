"""`browser-check`: is the browser for captures in working order?"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict

import click

from clausewatch.cli.home import home_option, home_path, json_option, print_lines
from clausewatch.wiring import check_browser


@click.command("browser-check")
@home_option
@json_option
def browser_check(*, as_json: bool) -> None:
    """Render a page of our own with the browser and say what works; exit code 1 when something does not.

    The page is served on this machine: scripts, a shadow root, an accordion, a consent dialog, a forbidden address.
    """
    found = check_browser(home_path(), os.environ)
    if as_json:
        print_lines(asdict(each) for each in found)
    else:
        for each in found:
            click.echo(
                f"{'ok  ' if each.ok else 'FAIL'} {each.name}{': ' + each.detail if each.detail else ''}"
            )
    if not all(each.ok for each in found):
        sys.exit(1)
