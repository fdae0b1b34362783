"""`read`: what a page says."""

from __future__ import annotations

import gzip
import json
import mimetypes
import re
import sys
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

import click
from zstandard import ZstdDecompressor, ZstdError

from clausewatch import structure, text
from clausewatch.cli.home import json_option, print_lines
from clausewatch.errors import BadInputError
from clausewatch.nouns.document import Page, Reading
from clausewatch.pipeline import apart
from clausewatch.publish import provision_line

_PACKED = re.compile(r"\.(gz|zst)$")
_MOST_BYTES = 200_000_000


@click.command()
@click.argument("file", required=False)
@click.option("--url", default="", metavar="URL", help="Where the page came from.")
@click.option("--media-type", metavar="TYPE", help="[default: by the file's name]")
@click.option("--previous", metavar="FILE", help="The document's last good page, for the verdict.")
@click.option("--select", multiple=True, metavar="CSS", help="Read only these parts.")
@click.option("--title", default="", metavar="NAME", help="Which document, where the page holds several.")
@click.option(
    "--siblings",
    multiple=True,
    metavar="FILE",
    help="Pages of the site's other documents: menus they share go.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Tell on standard error what was taken for the document and what was left out.",
)
@click.option(
    "--batch",
    metavar="LIST",
    help="JSON lines of {file, url, media_type, previous, title}; a line that cannot be read gives an object with `error`, and exit code 2 at the end.",
)
@json_option
def read(
    *,
    file: str | None,
    url: str,
    media_type: str | None,
    previous: str | None,
    select: tuple[str, ...],
    title: str,
    siblings: tuple[str, ...],
    batch: str | None,
    explain: bool,
    as_json: bool,
) -> None:
    """Read one stored page: Markdown on standard output. A verdict other than ok exits with 3."""
    if (file is None) == (batch is None):
        raise click.UsageError("Give a FILE or --batch LIST, one of them")
    if batch is not None:
        if not _batch(batch):
            sys.exit(2)
        return
    source = _Source(str(file), url, media_type, select, title, siblings)
    reading, line = _read(source, previous)
    if as_json:
        print_lines([{**line, **(_explained(reading) if explain else {})}])
    else:
        click.echo(line["markdown"])
        if explain:
            click.echo(_account(reading), err=True)
        for reason in line["reasons"] if line["verdict"] != "ok" else ():  # type: ignore[attr-defined]
            click.echo(f"{line['verdict']}: {reason}", err=True)
    if line["verdict"] != "ok":
        sys.exit(3)


@dataclass(frozen=True, slots=True)
class _Source:
    """A stored page and what is known of it."""

    file: str
    url: str
    media_type: str | None
    select: tuple[str, ...] = ()
    title: str = ""
    siblings: tuple[str, ...] = ()

    def page(self, file: str) -> Page:
        kind = self.media_type or mimetypes.guess_type(_PACKED.sub("", file))[0] or "text/html"
        mime, _, parameters = kind.partition(";")
        charset = parameters.partition("charset=")[2].strip() or None
        return Page(_bytes(file), mime.strip(), charset, self.url, select=self.select, title=self.title)


def _explained(reading: Reading) -> dict[str, object]:
    dropped = [
        {"reason": part.reason, "words": part.words, "text": part.text} for part in reading.signals.dropped
    ]
    return {"chosen": reading.signals.chosen, "dropped": dropped}


def _account(reading: Reading) -> str:
    """What was taken for the document, and a line for each part that was left out."""
    words = len(reading.text.content.split())
    kept = f"kept: {words} words of {reading.signals.chosen or 'the whole text'}"
    parts = (
        f"{part.reason}: {part.words} words: {part.text}" if part.words else part.reason
        for part in reading.signals.dropped
    )
    return "\n".join((kept, *parts))


def _lines(name: str) -> list[str]:
    return _bytes(name).decode("utf-8", "replace").splitlines()


def _batch(name: str) -> bool:
    """Prints an object for each line, in order; one that cannot be read is told as its `error`. True when all could."""
    sound = True
    for number, line in enumerate(_lines(name), 1):
        try:
            told = _batch_line(line, number, name)
        except BadInputError as error:
            told, sound = {"line": number, "file": _named(line), "error": str(error)}, False
            click.echo(str(error), err=True)
        print_lines([told])
    return sound


def _named(line: str) -> str | None:
    try:
        file = json.loads(line)["file"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return file if isinstance(file, str) else None


def _batch_line(line: str, number: int, name: str) -> dict[str, object]:
    try:
        given = json.loads(line)
        file = given["file"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInputError(
            f"{name} line {number}", f"is no object with a file ({error!r})", 'Write {"file": "page.html"}'
        ) from error
    told = (
        file, given.get("url") or "", given.get("media_type"), given.get("previous"), given.get("title") or ""
    )  # fmt: skip
    if not all(each is None or isinstance(each, str) for each in told):
        raise BadInputError(
            f"{name} line {number}", "holds something other than texts", "Write every value in quotes"
        )
    source = _Source(file, told[1], told[2], title=told[4])
    return _read(source, told[3])[1]


def _read(source: _Source, previous: str | None) -> tuple[Reading, dict[str, object]]:
    page = source.page(source.file)
    reading = apart.read(page)
    if source.siblings:
        others = [text.block_prints(apart.read(source.page(each)).text) for each in source.siblings]
        reading = replace(reading, text=text.without_recurring(reading.text, others))
    before = apart.read(source.page(previous)).text if previous else None
    judgement = text.judge(reading, page, before)
    outline = structure.outline(reading.text)
    return reading, {
        "file": source.file,
        "verdict": judgement.verdict.value,
        "reasons": list(judgement.reasons),
        "language": reading.text.language,
        "title": reading.text.title,
        "dates": [
            {"kind": each.kind.value, "date": each.value.isoformat(), "start": each.start, "end": each.end}
            for each in text.find_dates(reading.text)
        ],
        "markdown": text.to_markdown(reading.text),
        "provisions": [provision_line(each, reading.text) for each in outline.provisions],
    }


def _bytes(name: str) -> bytes:
    """The file's bytes, unpacked when its name ends in .gz or .zst."""
    try:
        if name == "-":
            return sys.stdin.buffer.read()
        if name.endswith(".gz"):
            with gzip.open(name) as packed:
                return packed.read(_MOST_BYTES)
        if name.endswith(".zst"):
            with Path(name).open("rb") as stream, ZstdDecompressor().stream_reader(stream) as unpacked:
                return unpacked.read(_MOST_BYTES)
        return Path(name).read_bytes()
    except (OSError, EOFError, ValueError, ZstdError, zlib.error) as error:
        raise BadInputError(name, f"cannot be read ({error})", "Check the path and the file") from error
