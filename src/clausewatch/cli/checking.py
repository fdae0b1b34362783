"""`check-rules`: whether documents state what a team's rules ask for."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from clausewatch import __version__, publish
from clausewatch.cli.home import home_option, json_option, named_platform, opened, print_lines
from clausewatch.errors import BadInputError
from clausewatch.nouns.requirement import Checked


@click.command("check-rules")
@home_option
@click.option(
    "--rules", metavar="FILE", required=True, type=click.Path(path_type=Path), help="The rules, in YAML."
)
@click.option("--platform", metavar="NAME", help="Only this platform's documents.")
@click.option("--sarif", metavar="FILE", type=click.Path(path_type=Path), help="Also write SARIF 2.1.0.")
@click.option("--junit", metavar="FILE", type=click.Path(path_type=Path), help="Also write JUnit XML.")
@click.option(
    "--since-baseline",
    is_flag=True,
    help="What failed by the same words in the accepted version does not break the build.",
)
@json_option
def check_rules_command(
    *,
    rules: Path,
    platform: str | None,
    sarif: Path | None,
    junit: Path | None,
    since_baseline: bool,
    as_json: bool,
) -> None:
    """Hold rules against what documents state: exit code 1 where one fails.

    Every outcome is pass, fail or unknown, with the words it rests on. Unknown breaks nothing unless the rule says so.
    Texts that were not analysed yet are analysed on the way, and nothing is kept.
    """
    from clausewatch.catalog.rules_file import read_rules
    from clausewatch.pipeline.requirements import check_rules

    asked = read_rules(_content(rules), str(rules))
    if since_baseline:
        asked = tuple(replace(each, only_new=True) for each in asked)
    instance = opened()
    only = named_platform(instance.database, platform).id if platform else None
    found = tuple(check_rules(instance, asked, only))
    if sarif is not None:
        _write(sarif, publish.sarif(found, __version__).encode())
    if junit is not None:
        _write(junit, publish.junit(found))
    _print(found, as_json=as_json)
    if any(each.breaks for each in found):
        sys.exit(1)


def _print(found: tuple[Checked, ...], *, as_json: bool) -> None:
    if as_json:
        print_lines(map(publish.check_line, found))
        return
    for line in publish.check_report(found):
        click.echo(line)


def _content(path: Path) -> bytes:
    from clausewatch.catalog.rules_tree import MOST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInputError(
            f"--rules {path}", f"it cannot be read ({error.strerror})", "Check the path"
        ) from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise BadInputError(
            str(path), f"it cannot be written ({error.strerror})", "Check folder and rights"
        ) from error
