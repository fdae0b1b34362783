"""A platform's profile."""

from __future__ import annotations

from clausewatch.nouns.knowledge import QuickFact
from clausewatch.nouns.report import Block, Fact, Facts, Heading, Picture, Quote, Report, Tone, Words
from clausewatch.publish.report.parts import by_month, closing, rating, sources, version_fact
from clausewatch.publish.report.told import DocumentTold, PlatformTold
from clausewatch.publish.spoken import spoken_headline
from clausewatch.publish.words import day, moment, one_line

LATEST = 25


def platform_report(told: PlatformTold, base_url: str, drawn: Picture | None = None) -> Report:
    """Its documents with hashes and sources, quick facts in its own words, and what changed; `drawn` is its timeline."""
    base = base_url.rstrip("/")
    link = f"{base}/platform/{told.platform.id}/"
    rows = [
        *([Fact("Company", told.platform.company)] if told.platform.company else []),
        Fact("Documents", str(len(told.documents))),
        Fact("Changes of rules on record", f"{len(told.records):,}"),
    ]
    return Report(
        kind="Platform profile",
        title=one_line(told.platform.name, 200),
        about=(f"As of {moment(told.at)}" if _known(told) else "Nothing of it is on record yet",),
        at=told.at,
        link=link,
        blocks=(
            Facts(tuple(rows)),
            by_month(told.records, told.at.date()),
            *((drawn,) if drawn else ()),
            *_facts(told, base),
            *_latest(told, base),
            Heading("Documents"),
            *(block for each in told.documents for block in _document(each)),
            *closing(link, base),
        ),
        contents=2,
    )


def _known(told: PlatformTold) -> bool:
    return bool(told.records) or any(each.version or each.last_good for each in told.documents)


def _facts(told: PlatformTold, base: str) -> list[Block]:
    found = [(fact, path) for fact, path in told.facts if fact.found]
    missing = [fact for fact, _ in told.facts if not fact.found]
    blocks: list[Block] = [Heading("Quick facts, in its own words")]
    for fact, path in found:
        blocks += _fact(fact, f"{base}{path}")
    if missing:
        asked = " ".join(fact.question for fact in missing)
        blocks.append(Heading("Not found", 2))
        blocks.append(Words(f"In the captured documents no answer was recognised to: {asked}", Tone.QUIET))
    return blocks


def _fact(fact: QuickFact, url: str) -> list[Block]:
    return [
        Heading(fact.question, 2),
        *([Words(fact.answer)] if fact.answer not in ("", fact.quotation) else []),
        Quote(fact.quotation),
        Facts(
            (Fact("Where", f"{fact.document}, for {fact.readers}" if fact.readers else fact.document, url),)
        ),
    ]


def _latest(told: PlatformTold, base: str) -> list[Block]:
    blocks: list[Block] = [Heading("What changed lately")]
    if not told.records:
        return [*blocks, Words("No change of a rule is on record.")]
    names = {each.document.id: each.document.name for each in told.documents}
    for record in told.records[:LATEST]:
        page = f"{base}/change/{record.id}/"
        blocks.append(Words(one_line(spoken_headline(record.headline), 300), link=page))
        where = names.get(record.document, record.document)
        blocks.append(Words(f"{day(record.observed_at)}, {where}. {rating(record)}", Tone.QUIET))
    more = len(told.records) - LATEST
    if more > 0:
        blocks.append(Words(f"… and {more} more: {base}/changes/?platform={told.platform.id}", Tone.QUIET))
    return blocks


def _document(each: DocumentTold) -> list[Block]:
    document, version = each.document, each.version
    rows = [Fact("Kind", f"{document.type}, for {document.readers_named}")]
    if version is None:
        rows.append(Fact("Text", "no good capture yet"))
    else:
        rows += [
            version_fact("Text in force", version),
            Fact("Text, SHA-256", version.text, code=True),
            Fact("History", f"{each.versions} versions, {each.changes} changes of rules"),
        ]
    rows.append(Fact("Last good capture", moment(each.last_good) if each.last_good else "none"))
    return [Heading(document.name, 2), Facts((*rows, *sources(document)))]
