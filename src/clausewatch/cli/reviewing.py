"""`review`: what waits for an editor, and the editor's rulings."""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import shorten
from typing import Any, TypeVar

import click

from clausewatch.cli.home import home_option, json_option, named_document, named_platform, opened, print_lines
from clausewatch.meaning.queue import ordered
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Modality, Part, Party
from clausewatch.nouns.review import Decision, Item, Matter, Reviewed, Ruling
from clausewatch.pipeline.review import item_named, items_in, owned, rule, siblings
from clausewatch.publish import item_line, review_line

Command = TypeVar("Command", bound=Callable[..., Any])


_WIDTH = 240
"""Characters of a statement that a list shows."""


class _Place(click.ParamType[Span]):
    """START-END, half-open, in characters of the current version."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Span:  # noqa: ANN401
        found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", str(value))
        if found is None or int(found[1]) >= int(found[2]):
            self.fail(f"{value!r} is no place; write START-END as `review show` prints it", param, ctx)
        return Span(int(found[1]), int(found[2]))


@click.group()
def review() -> None:
    """Rule on what is said of texts: accept, edit, replace or reject.

    A ruling outranks the program, holds wherever the same words stand in the same provision, and is never changed: a
    later one is added. What changes something published goes into the public corrections log.
    """


@review.command("list")
@home_option
@click.option("--platform", metavar="NAME", help="Only this platform's documents.")
@click.option("--document", metavar="NAME", help="Only this one; needs --platform.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True)
@json_option
def list_(platform: str | None, document: str | None, limit: int, *, as_json: bool) -> None:
    """What nobody reviewed yet: the gravest first, then the most doubtful, then the newest."""
    instance = opened()
    if document is not None and platform is None:
        raise click.UsageError("--document needs --platform: names are unique within a platform")
    owner = named_platform(instance.database, platform).id if platform else None
    named = named_document(instance.database, platform, document).id if platform and document else None
    found = [
        items_in(instance.database, instance.editions.get, each)
        for each in owned(instance.database, owner, named)
    ]
    waiting = ordered(item for items in found for item in items or ())
    if as_json:
        print_lines(item_line(each) for each in waiting[:limit])
        return
    for item in waiting[:limit]:
        _print(item)
    left = sum(each is None for each in found)
    click.echo(f"{len(waiting)} wait for review; {left} documents are not analysed (`clausewatch analyse`).")


@review.command()
@home_option
@click.argument("item")
@json_option
def show(item: str, *, as_json: bool) -> None:
    """One item with its statements and their places, the rulings on it, and what else its provision offers."""
    instance = opened()
    found, _, items = item_named(instance.database, instance.editions.get, item)
    if as_json:
        print_lines([item_line(found)])
        return
    _print(found)
    for each in found.grounds:
        click.echo(f"    {each.span.start}-{each.span.end}: {each.text}")
    for reviewed in found.reviewed:
        _print_ruling(reviewed)
    click.echo("Beside it:")
    for other in siblings(found, items):
        _print(other)


def _ruling_options(command: Command) -> Command:
    for option in (
        json_option,
        click.option("--reason", default="", metavar="TEXT", help="Shown in the corrections log."),
        click.option("--reviewer", required=True, metavar="NAME", help="Shown in the corrections log."),
        click.argument("item"),
        home_option,
    ):
        command = option(command)
    return command


def _value_options(command: Command) -> Command:
    choices: dict[str, list[str]] = {
        "--severity": [each.value for each in Severity],
        "--party": [each.value for each in Party],
        "--modality": [each.value for each in Modality],
    }
    for name, values in choices.items():
        command = click.option(name, type=click.Choice(values), help="Of a finding.")(command)
    for option in (
        click.option(
            "--override", is_flag=True, help="Publish it as the editor's words though the gate refuses it."
        ),
        click.option(
            "--part", type=click.Choice([each.value for each in Part]), help="Where the sentence stands."
        ),
        click.option("--text", metavar="TEXT", help="Of a sentence, title, headline or summary."),
        click.option(
            "--topic",
            metavar="ID",
            multiple=True,
            help="Of a finding or a model's proposal, best first; `none` for no topic.",
        ),
    ):
        command = option(command)
    return command


_field = click.option(
    "--field",
    "fields",
    multiple=True,
    type=click.Choice(["topic", "modality", "party", "severity"]),
    help="Only this value of a finding. [default: all]",
)


@review.command()
@_ruling_options
@_field
def accept(item: str, reviewer: str, reason: str, fields: tuple[str, ...], *, as_json: bool) -> None:
    """Confirm what is said."""
    matters = tuple(map(Matter, fields))
    _rule(item, Decision(Ruling.ACCEPT, reviewer, reason, matters=matters), as_json=as_json)


@review.command()
@_ruling_options
@_field
def reject(item: str, reviewer: str, reason: str, fields: tuple[str, ...], *, as_json: bool) -> None:
    """Take away what is said. What the program says otherwise later comes back to the queue."""
    matters = tuple(map(Matter, fields))
    _rule(item, Decision(Ruling.REJECT, reviewer, reason, matters=matters), as_json=as_json)


@review.command()
@_ruling_options
@_value_options
def edit(item: str, reviewer: str, reason: str, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401
    """Amend what is said: topics named come before the program's, a sentence keeps the statements it rests on."""
    _rule(item, _decision(Ruling.EDIT, reviewer, reason, given, ()), as_json=as_json)


@review.command()
@_ruling_options
@_value_options
@click.option("--span", "spans", type=_Place(), multiple=True, help="A statement it rests on, START-END.")
def replace(
    item: str,
    reviewer: str,
    reason: str,
    spans: tuple[Span, ...],
    *,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Say something else instead: only the topics named; a sentence that may rest on other statements."""
    _rule(item, _decision(Ruling.REPLACE, reviewer, reason, given, spans), as_json=as_json)


def _decision(
    ruling: Ruling, reviewer: str, reason: str, given: dict[str, Any], spans: tuple[Span, ...]
) -> Decision:
    named = {Matter.TOPIC: " ".join(given["topic"]) or None}
    named |= {each: given[each.value] for each in (Matter.MODALITY, Matter.PARTY, Matter.SEVERITY)}
    return Decision(
        ruling,
        reviewer,
        reason,
        values=tuple((matter, value) for matter, value in named.items() if value is not None),
        spans=spans,
        part=Part(given["part"]) if given["part"] else None,
        override=given["override"],
        text=given["text"],
    )


def _rule(item: str, decision: Decision, *, as_json: bool) -> None:
    instance = opened()
    for each in rule(instance.database, instance.editions.get, item, decision, instance.clock.now()):
        if as_json:
            print_lines([review_line(each)])
        else:
            _print_ruling(each)


def _print(item: Item) -> None:
    click.echo(f"{item.id}  [{item.severity.value}] {item.kind.value}: {item.title}")
    for value in item.values:
        shown = "" if value.shown == value.machine else f" (shown: {value.shown or 'nothing'})"
        click.echo(f"    {value.matter.value}: {value.machine or 'none'}{shown}")
    if item.about:
        click.echo(f"    on: {shorten(item.about, _WIDTH, placeholder=' …')}")
    if item.why:
        click.echo(f"    {'; '.join(item.why)}")


def _print_ruling(reviewed: Reviewed) -> None:
    logged = ", in the corrections log" if reviewed.correction else ""
    click.echo(
        f"{reviewed.at:%Y-%m-%d} {reviewed.reviewer}: {reviewed.ruling.value} {reviewed.target.matter.value}: "
        f"{reviewed.old or 'nothing'} -> {reviewed.new or 'nothing'} ({reviewed.reason or 'no reason given'}){logged}"
    )
