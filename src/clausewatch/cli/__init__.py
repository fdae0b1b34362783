"""The command line: one file per command group."""

from __future__ import annotations

import sys
from typing import Any

import click

from clausewatch import __version__
from clausewatch.cli import (
    advising,
    analysing,
    blaming,
    browser,
    changes,
    classifying,
    comparing,
    demo,
    exporting,
    gating,
    importing,
    reading,
    replaying,
    reporting,
    reviewing,
    searching,
    setup,
    verifying,
    watches,
    watching,
)
from clausewatch.errors import BadInputError, ClausewatchError


class _Entry(click.Group):
    """The entry point: an error of ours is one paragraph on standard error and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except ClausewatchError as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(2 if isinstance(error, BadInputError) else 1)


@click.group(cls=_Entry, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--home",
    metavar="DIR",
    help="The instance's folder; also CLAUSEWATCH_HOME, or --home after the command. [default: ~/.clausewatch]",
)
@click.pass_context
def main(context: click.Context, home: str | None) -> None:
    """Clausewatch archives platform policies, says what changed and proves it.

    It is independent: affiliated with, endorsed and sponsored by none of the platforms it tracks.
    """
    context.obj = home


for _command in (
    setup.init,
    setup.platforms,
    setup.documents,
    setup.status,
    watching.check,
    watching.run,
    watching.serve,
    importing.import_,
    reading.read,
    analysing.analyse,
    analysing.provisions,
    analysing.facts,
    advising.advise_command,
    classifying.classify,
    comparing.compare,
    searching.search,
    changes.changes,
    changes.diff,
    exporting.export,
    reporting.report,
    replaying.replay,
    blaming.blame,
    gating.gate,
    reviewing.review,
    watches.watch,
    verifying.verify,
    browser.browser_check,
    demo.demo,
):
    main.add_command(_command)
