"""`gate`: the claim gate alone, on claims given as JSON lines."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from clausewatch.catalog import shipped
from clausewatch.cli.home import json_option, print_lines
from clausewatch.errors import BadInputError
from clausewatch.meaning.gate import gate as ruled
from clausewatch.nouns.finding import Cited, Claim

_FORM = 'Write {"id": "c1", "claim": "...", "statements": [{"id": "s1", "text": "..."}], "heading_path": ["..."], "platform": "..."}'  # fmt: skip
# Statements of a document are a few thousand characters; a line of many megabytes is some other file.
_MOST_LINE = 4_000_000
_MOST_WORDS = 400
_MOST_STATEMENT = 20_000


@click.command()
@click.argument("file", default="-", metavar="[CLAIMS]")
@json_option
def gate(file: str, *, as_json: bool) -> None:
    """Say of each claim whether its cited statements bear it. CLAIMS are JSON lines; - is standard input."""
    companies = _companies()
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        identifier, claim = _claim(line, f"{_called(file)} line {number}", companies)
        ruling = ruled(claim)
        if as_json:
            print_lines([{"id": identifier, "pass": ruling.passes, "reasons": list(ruling.reasons)}])
        else:
            click.echo(f"{identifier}  {'pass' if ruling.passes else 'refuse: ' + '; '.join(ruling.reasons)}")


def _called(file: str) -> str:
    return "standard input" if file == "-" else file


def _lines(file: str) -> Iterator[str]:
    try:
        if file == "-":
            yield from io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8")
            return
        with Path(file).open(encoding="utf-8") as stream:
            yield from stream
    except UnicodeDecodeError as error:
        raise BadInputError(_called(file), "is not UTF-8 text", "Save it as UTF-8 JSON lines") from error
    except OSError as error:
        raise BadInputError(file, f"cannot be read ({error})", "Check the path and the file") from error


def _companies() -> dict[str, str]:
    """The company behind each platform of the shipped catalogue, by the platform's name and slug in lower case."""
    known = shipped().platforms
    return {key.lower(): each.company for each in known for key in (each.name, each.id)}


def _claim(line: str, where: str, companies: Mapping[str, str]) -> tuple[str, Claim]:
    if len(line) > _MOST_LINE:
        raise BadInputError(where, f"has {len(line):,} characters", f"Give at most {_MOST_LINE:,}")
    try:
        given = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInputError(where, f"is no JSON ({error})", _FORM) from error
    if not isinstance(given, dict):
        raise BadInputError(where, "is no object", _FORM)
    platform = _text(given, "platform", where, needed=False)
    company = _text(given, "company", where, needed=False) or companies.get(platform.lower(), "")
    text = _text(given, "claim", where)
    if len(text.split()) > _MOST_WORDS:
        raise BadInputError(
            where,
            f"the claim has {len(text.split()):,} words",
            f"A claim is one sentence of at most {_MOST_WORDS}",
        )
    path = given.get("heading_path") or []
    if not isinstance(path, list) or not all(isinstance(each, str) for each in path):
        raise BadInputError(where, "heading_path is no list of texts", _FORM)
    claim = Claim(text, _cited(given, where), tuple(path), platform, company)
    return _text(given, "id", where), claim


def _text(given: Mapping[str, object], field: str, where: str, *, needed: bool = True) -> str:
    value = given.get(field)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise BadInputError(where, f"“{field}” is missing, empty or no text", _FORM)
    return value


def _cited(given: Mapping[str, object], where: str) -> tuple[Cited, ...]:
    statements = given.get("statements")
    if not isinstance(statements, list) or not statements:
        raise BadInputError(where, "“statements” is missing, empty or no list", _FORM)
    found: list[Cited] = []
    for each in statements:
        if not isinstance(each, dict):
            raise BadInputError(where, "a statement is no object", _FORM)
        text = _text(each, "text", where)
        if len(text) > _MOST_STATEMENT:
            mend = f"Cite single statements of at most {_MOST_STATEMENT:,} characters"
            raise BadInputError(where, f"a statement has {len(text):,} characters", mend)
        found.append(Cited(_text(each, "id", where, needed=False), text))
    return tuple(found)
