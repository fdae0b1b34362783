"""The command line: one file per command group, each read only when one of its commands is called."""

from __future__ import annotations

import importlib
import os
import sys
from textwrap import shorten
from typing import Any, Final

import click

from clausewatch import __version__
from clausewatch.errors import BadInputError, ClausewatchError

# Our matrices are small: threads that share one and wait for each other take twice the processor's time and no less of the
# clock's. It is read when the library of numbers is loaded, which no module of this one is before a command is called.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "account": (
        "accounts:account",
        "Invite people, list and disable accounts, make links to set a password.",
    ),
    "advise": (
        "advising:advise_command",
        "Have the model under [adviser] propose titles, topics and sentences; publish only what the text bears.",
    ),
    "analyse": ("analysing:analyse", "Find out what provisions mean, and keep it."),
    "backup": (
        "backing_up:backup",
        "Copy database, archive, log, its private key and settings, with a manifest of digests, while rounds go on.",
    ),
    "baseline": ("baselining:baseline", "Record which version was accepted, and tell what changed since."),
    "blame": ("blaming:blame", "Say since when a document has said something, and when it did not."),
    "browser-check": (
        "browser:browser_check",
        "Render a page of our own with the browser and say what works; exit code 1 when something does not.",
    ),
    "changes": ("changes:changes", "List change records in the order they were observed."),
    "check": ("watching:check", "One round: capture what is due, read, compare, alert."),
    "check-rules": (
        "checking:check_rules_command",
        "Hold rules against what documents state: exit code 1 where one fails.",
    ),
    "classify": (
        "classifying:classify",
        "Say what statements mean: topics, modality, whom they bind, severity.",
    ),
    "compare": (
        "comparing:compare",
        "Show how every other platform handles a provision, or that it is silent.",
    ),
    "demo": (
        "demo:demo",
        "Play nine simulated months of five fictional platforms through the whole path, over HTTP on this machine.",
    ),
    "diff": (
        "changes:diff",
        "Show what changed between the texts of two days, as Markdown with [-removed-] and {+added+} words.",
    ),
    "documents": ("setup:documents", "List the documents with their addresses."),
    "evidence": (
        "evidence:evidence",
        "Make evidence packs: web archives with the proofs that they were logged, checked by `clausewatch verify PACK`.",
    ),
    "export": (
        "exporting:export",
        "Write documents, versions, provisions, findings and changes as a dataset with its card.",
    ),
    "facts": (
        "analysing:facts",
        "Answer the questions asked most of a platform, each with its quotation, or say that none was found.",
    ),
    "gate": ("gating:gate", "Say of each claim whether its cited statements bear it."),
    "import": ("importing:import_", "Take over another archive's history."),
    "init": ("setup:init", "Make an instance: its folder, settings, database and catalogue."),
    "log": (
        "log:log",
        "Show the log of all that was captured, read and analysed, and prove what is in it.",
    ),
    "plan": ("accounts:plan", "List plans, and grant one to an organisation."),
    "platforms": ("setup:platforms", "List the platforms."),
    "provisions": (
        "analysing:provisions",
        "Print a document's provisions, with --json also what each of them means and what it rests on.",
    ),
    "read": ("reading:read", "Read one stored page: Markdown on standard output."),
    "replay": (
        "replaying:replay",
        "Read the archive again with the present reader, and prove that the change log says what it said.",
    ),
    "report": ("reporting:report", "Write typeset reports: PDF, Word with tracked changes, or typst source."),
    "restore": (
        "backing_up:restore",
        "Make the instance of a backup at --home, where none may be; every file is checked, and nothing appears if one fails.",
    ),
    "review": ("reviewing:review", "Rule on what is said of texts: accept, edit, replace or reject."),
    "run": ("watching:run", "Watch: captures on schedule, pages and alerts in one process, until stopped."),
    "search": ("searching:search", "Find provisions by their words, best first."),
    "serve": ("watching:serve", "Serve the pages until stopped."),
    "status": ("setup:status", "Say what is stored, what is waiting and what was told."),
    "verify": (
        "verifying:verify",
        "Check every archived object, quotation, sentence and leaf of the log; or an evidence pack.",
    ),
    "watch": ("watches:watch", "Say whom to tell about what."),
    "witness": (
        "witness:witness",
        "Witness somebody's log: cosign its heads while each extends the last one seen (C2SP tlog-witness).",
    ),
}
"""Every command: where it is ("module:attribute" of this room) and what `--help` says of it, kept in step by a test."""


class _Entry(click.Group):
    """The entry point: it reads a command's module when that is called, and not to list the names.

    An error of ours is one paragraph on standard error and an exit code, never a traceback.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        found = getattr(importlib.import_module(f"{__name__}.{module}"), attribute)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(len(each) for each in names)
        with formatter.section("Commands"):
            formatter.write_dl(
                [(each, shorten(COMMANDS[each][1], room, placeholder="...")) for each in names]
            )

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
