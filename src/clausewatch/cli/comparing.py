"""`compare`: what other platforms say about the matter of a provision."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path, PurePosixPath

import click

from clausewatch.cli.home import home_option, json_option, named_document, opened
from clausewatch.cli.options import AsOf
from clausewatch.errors import BadInputError
from clausewatch.nouns.comparison import Cell, CellState, Passage
from clausewatch.nouns.identity import PlatformId
from clausewatch.nouns.instants import end_of_day
from clausewatch.pipeline.comparing import cells, found, gathered
from clausewatch.publish import cell_line
from clausewatch.publish.words import moment

_MEND = (
    'Write [{"id": "1", "platform": "NAME", "path": "NAME/Document.md", "quote": "words of the document"}]'
)


@click.command()
@home_option
@click.option("--platform", metavar="NAME", help="Whose provision it is.")
@click.option("--document", metavar="NAME", help="The document that holds it.")
@click.option("--quote", metavar="TEXT", help="Its words, as they stand in the document.")
@click.option("--batch", metavar="FILE", help="Many at once: a JSON list of {id, platform, path, quote}.")
@click.option("--at", type=AsOf(), metavar="DATE", help="As all of them stood then. [default: now]")
@json_option
def compare(
    platform: str | None,
    document: str | None,
    quote: str | None,
    batch: str | None,
    at: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Show how every other platform handles a provision, or that it is silent.

    Give --platform, --document and --quote, or --batch. JSON is {id: {platform: {state, stance, quotes}}}. With --at the
    quotation must have stood then; texts of other days are not kept prepared, so this takes longer.
    """
    single = (platform, document, quote)
    if batch is not None and any(single):
        raise BadInputError("--batch", "stands alone", "Leave --platform, --document and --quote out")
    if batch is None and not all(single):
        raise BadInputError(
            "compare",
            "lacks --platform, --document or --quote",
            "Give all three, or --batch FILE",
        )
    asked = _read(batch) if batch is not None else [("1", str(platform), str(document), str(quote))]
    instance = opened()
    now = instance.clock.now()
    if at is not None and at > end_of_day(now.date()):
        raise BadInputError(
            f"--at {at.isoformat()}",
            "lies ahead: what will stand then is not known",
            "Name a day until today",
        )
    owned = [
        (given, named_document(instance.database, name, wanted), words)
        for given, name, wanted, words in asked
    ]
    # Of a day that has not ended, what is known by now.
    collection = gathered(instance, None if at is None or at >= now else at)
    answers = {
        given: cells(collection, own.platform, found(collection, own.id, words), readers=own.readers)
        for given, own, words in owned
    }
    names = {each.id: each.name for each in collection.platforms}
    if as_json or batch is not None:
        lines = {
            given: {names[other]: cell_line(cell) for other, cell in answer.items()}
            for given, answer in answers.items()
        }
        click.echo(json.dumps(lines, ensure_ascii=False))
        return
    if collection.at is not None:
        click.echo(f"As on record at {moment(collection.at)}")
    for answer in answers.values():
        for line in _told(answer, names):
            click.echo(line)


def _told(answer: dict[PlatformId, Cell], names: dict[PlatformId, str]) -> list[str]:
    lines = []
    missing = [names[other] for other, cell in answer.items() if cell.state is CellState.NOT_CAPTURED]
    for other, cell in answer.items():
        if cell.state is CellState.NOT_CAPTURED:
            continue
        stance = f", {cell.stance.value}" if cell.stance else ""
        lines.append(f"{names[other]}: {cell.state.value}{stance}")
        for shown in cell.quotes[:1]:
            day = shown.passage.observed_at.date().isoformat()
            lines.append(f"    “{shown.passage.asked.text}”")
            lines.append(f"    {_where(shown.passage)}, {day}; {'; '.join(shown.reasons)}")
        for shown in cell.elsewhere:
            lines.append(
                f"    for {shown.passage.readers.value}, {shown.stance.value}: “{shown.passage.asked.text}”"
            )
            lines.append(f"    {shown.passage.document_name}; {'; '.join(shown.reasons)}")
    if missing:
        lines.append(f"Not captured: {', '.join(missing)}")
    return lines


def _where(passage: Passage) -> str:
    return f"{passage.document_name} (for {passage.readers.value})"


def _read(batch: str) -> list[tuple[str, str, str, str]]:
    try:
        given = json.loads(Path(batch).read_bytes())
    except OSError as error:
        raise BadInputError(
            batch, f"cannot be read ({error.strerror})", "Check the path and the file"
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadInputError(batch, f"is no JSON ({error})", _MEND) from error
    if not isinstance(given, list):
        raise BadInputError(batch, "holds no list", _MEND)
    return [_query(each, f"{batch} entry {place}") for place, each in enumerate(given, 1)]


def _query(given: object, where: str) -> tuple[str, str, str, str]:
    wanted = ("id", "platform", "path", "quote")
    if not isinstance(given, dict) or not all(
        isinstance(given.get(key), str) and given[key] for key in wanted
    ):
        raise BadInputError(where, "lacks one of the texts `id`, `platform`, `path`, `quote`", _MEND)
    return given["id"], given["platform"], PurePosixPath(given["path"]).stem, given["quote"]
