"""`classify`: findings for given statements."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from clausewatch.cli.home import json_option, print_lines
from clausewatch.errors import BadInputError
from clausewatch.meaning.classify import Refusal
from clausewatch.meaning.classify import classify as finding_of
from clausewatch.meaning.topics import read_model, shipped_model
from clausewatch.nouns.finding import Asked, Fact, Finding

_MEND = 'Write one object a line: {"id": "1", "text": "You may not ...", "heading_path": ["Use"], "lead_in": null}'


@click.command()
@click.argument("file", default="-")
@click.option(
    "--weights", metavar="FILE", help="A weight file that `make train` made. [default: the shipped one]"
)
@json_option
def classify(file: str, weights: str | None, *, as_json: bool) -> None:
    """Say what statements mean: topics, modality, whom they bind, severity.

    Reads JSON lines of {id, text, heading_path, lead_in, document_type, platform} from FILE or standard input; `doc_type` is
    read where there is no `document_type`.
    """
    model = read_model(_bytes(weights), weights) if weights else shipped_model()
    name = "standard input" if file == "-" else file
    lines = _bytes(file).decode("utf-8", "replace").splitlines()
    asked = [_asked(line, f"{name} line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    found = ((given, each, finding_of(each, model)) for given, each in asked)
    if as_json:
        print_lines(_line(given, finding) for given, _, finding in found)
        return
    for line in _told(found):
        click.echo(line)


def _told(found: Iterator[tuple[str, Asked, Finding | Refusal]]) -> Iterator[str]:
    for given, asked, finding in found:
        if isinstance(finding, Refusal):
            yield f"{given}: refused, {finding.value}"
            continue
        topics = ", ".join(f"{each.topic} {each.score:.2f}" for each in finding.topics) or "no provision"
        unsure = " (unsure)" if finding.abstain else ""
        yield f"{given}: {topics}{unsure}; {finding.modality.value}, {finding.bound_party.value}, {finding.severity.value}"
        yield f"    {asked.text[:100]}"


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInputError(name, f"cannot be read ({error})", "Check the path and the file") from error


def _asked(line: str, where: str) -> tuple[str, Asked]:
    try:
        given = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInputError(where, f"is no JSON ({error})", _MEND) from error
    if not isinstance(given, dict) or not isinstance(given.get("text"), str) or "id" not in given:
        raise BadInputError(where, "has no `id` and `text`", _MEND)
    path = given.get("heading_path") or []
    lead_in, platform = (given.get(key) or "" for key in ("lead_in", "platform"))
    # Label sets call it `doc_type`. Left unread, half the items of developer and data papers would bind the wrong party.
    kind = given.get("document_type") or given.get("doc_type") or ""
    if not isinstance(path, list) or not all(
        isinstance(each, str) for each in (*path, lead_in, kind, platform)
    ):
        raise BadInputError(where, "holds something other than texts", _MEND)
    return str(given["id"]), Asked(given["text"], tuple(path), lead_in, kind, platform)


def _line(given: str, finding: Finding | Refusal) -> dict[str, object]:
    if isinstance(finding, Refusal):
        return {"id": given, "topics": [], "abstain": True, "refused": finding.value}
    return {
        "id": given,
        "topics": [{"id": each.topic, "score": each.score} for each in finding.topics],
        "modality": finding.modality.value,
        "bound_party": finding.bound_party.value,
        "beneficiary": finding.beneficiary.value,
        "basis": finding.basis.value,
        "severity": finding.severity.value,
        "severity_reasons": list(finding.severity_reasons),
        "facts": [_fact(each) for each in finding.facts],
        "abstain": finding.abstain,
        "language": finding.language,
        "recipe": {"method": finding.recipe.method, "version": finding.recipe.version},
    }


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "kind": fact.kind.value,
        "value": fact.value,
        "role": fact.role,
        "span": [fact.start, fact.end],
    }
