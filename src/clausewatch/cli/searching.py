"""`search`: provisions by their words, of now, of a day, or of all time."""

from __future__ import annotations

import json
from datetime import date, datetime

import click

from clausewatch.cli.home import home_option, opened
from clausewatch.cli.options import AsOf
from clausewatch.meaning.highlight import excerpt
from clausewatch.nouns.search import Facet, Hit, Query
from clausewatch.pipeline.searching import MOST_HITS, Answer, Asked, answer
from clausewatch.publish import EXCERPT_CHARACTERS, found_line


@click.command()
@home_option
@click.argument("query", nargs=-1)
@click.option("--at", type=AsOf(), metavar="DATE", help="As texts stood at the end of that day (UTC).")
@click.option("--all", "everything", is_flag=True, help="Every wording of all time.")
@click.option("--platform", multiple=True, metavar="NAME", help="Only of these platforms.")
@click.option("--type", "kind", multiple=True, metavar="NAME", help="Only in documents of these types.")
@click.option("--topic", multiple=True, metavar="TOPIC", help="Only about these topics or families.")
@click.option("--limit", type=click.IntRange(1, MOST_HITS), default=10, show_default=True)
@click.option("--after", default="", metavar="CURSOR", help="The next page: what `after` said.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def search(
    *,
    query: tuple[str, ...],
    at: datetime | None,
    platform: tuple[str, ...],
    kind: tuple[str, ...],
    topic: tuple[str, ...],
    limit: int,
    after: str,
    everything: bool,
    as_json: bool,
) -> None:
    """Find provisions by their words, best first.

    \b
    words               all of them, in their usual inflections
    '"some words"'      side by side, exactly so
    arbitrat*           words that begin so
    fee OR charge       either; -word is without
    platform: type: topic: modality: party: severity: language:
    at: from: to:       days as 2025-03-01; from and to bound when a wording was first observed

    Give -- before a query that begins with a minus. What is not analysed yet is not found; the end of the answer says
    how many documents wait.
    """
    day: date | None = at.date() if at else None
    filters = {Facet.PLATFORM: platform, Facet.TYPE: kind, Facet.TOPIC: topic}
    asked = Asked(" ".join(query), filters, at=day, everything=everything, limit=limit, after=after)
    instance = opened()
    found = answer(instance.database, asked, instance.clock.now().date())
    if as_json:
        searched = {"searched": found.searched.documents, "waiting": found.searched.waiting}
        help_ = {"meant": found.meant, "elsewhen": found.elsewhen}
        line = {"query": asked.text, **searched, **found_line(found.found, found.query), **help_}
        click.echo(json.dumps(line, ensure_ascii=False))
        return
    names = {each.id: each.name for each in found.platforms}
    documents = {document.id: document.name for each in found.platforms for document in each.documents}
    for hit in found.found.hits:
        _show(hit, found.query, f"{names[hit.platform]}, {documents[hit.stated.document]}")
    for told in _end(found):
        click.echo(told)


def _show(hit: Hit, query: Query, where: str) -> None:
    stated = hit.stated
    until = f" to {stated.observed_to.date()}" if stated.observed_to else ""
    click.secho(f"{where}: {stated.title}", bold=True)
    shown = excerpt(stated.text, query.words, EXCERPT_CHARACTERS)
    pieces = "".join(
        click.style(piece, underline=True) if marked else piece for piece, marked in shown.pieces()
    )
    cut = ["… " if shown.cut[0] else "", " …" if shown.cut[1] else ""]
    click.echo(f"    {cut[0]}{' '.join(pieces.split())}{cut[1]}")
    facets = (Facet.SEVERITY, Facet.TOPIC)
    told = ", ".join(value for facet in facets for value in hit.facets[facet] if value != "none")
    click.echo(f"    from {stated.observed_from.date()}{until}{'; ' + told if told else ''}")


def _end(found: Answer) -> list[str]:
    total, searched = found.found, found.searched
    least = "" if total.exact else "at least "
    lines = [f"{least}{total.total:,} found in {searched.documents:,} documents"]
    if total.after:
        lines[0] += f"; more with --after {total.after}"
    if found.meant:
        lines.append(f"Did you mean: {found.meant}")
    if found.elsewhen:
        lines.append(f"{found.elsewhen:,} wordings of other times answer this: --all")
    if searched.waiting and found.query.everything:
        lines.append(
            f"{searched.waiting:,} versions wait to be analysed; wordings only in them are not found: clausewatch analyse --all"
        )
    elif searched.waiting:
        when, how = ("stand now", "") if found.query.at is None else (f"stood on {found.query.at}", " --all")
        lines.append(
            f"{searched.waiting:,} documents wait to be analysed and are not found as they {when}: clausewatch analyse{how}"
        )
    return lines
