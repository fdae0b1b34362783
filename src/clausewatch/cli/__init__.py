"""The command line: one file per command group."""

from __future__ import annotations

import click

from clausewatch import __version__


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Clausewatch archives platform policies and tells what changed, with proof."""
