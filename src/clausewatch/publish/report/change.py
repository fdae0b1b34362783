"""The report on one change record."""

from __future__ import annotations

from clausewatch.change import Edit, affected, edits, numbers, worded
from clausewatch.nouns.change import Change, ChangeClass, Severity
from clausewatch.nouns.report import Block, Fact, Facts, Heading, Points, Report, Tone, Words
from clausewatch.publish.report.parts import (
    change_title,
    clocks,
    closing,
    excerpts,
    proof,
    rating,
    section_of,
    sources,
)
from clausewatch.publish.report.told import ChangeTold, Meant
from clausewatch.publish.spoken import spoken, spoken_headline
from clausewatch.publish.words import DIRECTIONS, SEVERITIES, day, one_line, sentence

_LONG = 6
"""Edits from which on they stand under headings by severity."""

_MOST_CONTENTS = 48
"""Lines of a table of contents: a page of A4."""

_MOST_AGAIN = 60
"""Further places of one edit that are named, as on the record's page."""


def change_report(told: ChangeTold, base_url: str) -> Report:
    """What changed, when, of which class and why, what it means, and on what evidence: every quotation verbatim."""
    record, base = told.record, base_url.rstrip("/")
    link = f"{base}/change/{record.id}/"
    named = affected(record.changes)
    summary = [
        Fact("Class", rating(record)),
        Fact("Document", f"{told.document.name} ({told.document.type}), for {told.document.readers_named}"),
        *([Fact("Jurisdiction", told.document.jurisdiction)] if told.document.jurisdiction else []),
        *([Fact("Named in it", ", ".join(named))] if named else []),
        *sources(told.document),
    ]
    blocks: tuple[Block, ...] = (
        Facts(tuple(summary)),
        Heading("Four clocks"),
        Facts(clocks(record)),
        Heading("Why it has this class"),
        *(
            (Points(tuple(map(spoken, record.reasons))),)
            if record.reasons
            else (Words("No reason is on record."),)
        ),
        *_changes(told, link),
        *_meaning(told),
        Heading("Evidence"),
        *proof("The text before", told.old, told.document),
        *(proof("The text after", told.new, told.document) if told.new else ()),
        Heading("The record", 2),
        Facts((Fact("Record", record.id, link, code=True), Fact("Made by", record.recipe, code=True))),
        *closing(link, base),
    )
    return Report(
        kind="Change record",
        title=one_line(spoken_headline(record.headline), 400),
        about=(
            f"{told.platform.name}: {told.document.name}",
            f"As of {day(record.observed_at)}",
        ),
        at=record.observed_at,
        link=link,
        blocks=blocks,
        contents=_contents(blocks) if len(record.changes) > _LONG else 0,
    )


def _contents(blocks: tuple[Block, ...]) -> int:
    """Two levels of headings where they fit on a page, else the first."""
    headings = sum(isinstance(each, Heading) and each.level <= 2 for each in blocks)
    return 2 if headings <= _MOST_CONTENTS else 1


def _changes(told: ChangeTold, link: str) -> tuple[Block, ...]:
    record = told.record
    blocks: list[Block] = [Heading("What changed")]
    if record.change_class is ChangeClass.CAPTURE:
        said = f"What came was no version of the document: {record.verdict.value}. Nothing counts as removed."
        return (*blocks, Words(said))
    if not record.changes:
        return (*blocks, Words("No wording of any provision changed."))
    blocks.append(Words("Struck through: was removed. Underlined: was added.", Tone.QUIET))
    found, full = edits(record.changes), f"{link}?order=document"
    if len(record.changes) > 1:
        said = (
            "The gravest first, each edit once. Every change in the document\u2019s order stands on its page."
        )
        blocks.append(Words(said, Tone.QUIET, full))
    if len(found) <= _LONG:
        return (*blocks, *edits_told(record.changes, found, _language(told), full))
    start = 1
    for severity in reversed(Severity):
        alike = tuple(each for each in found if record.changes[each.first].severity is severity)
        if alike:
            blocks.append(Heading(f"{sentence(SEVERITIES[severity])}: {_counted(alike)}", 2))
            blocks += edits_told(record.changes, alike, _language(told), full, level=3, start=start)
            start += len(alike)
    return tuple(blocks)


def _counted(found: tuple[Edit, ...]) -> str:
    changes = sum(len(each.places) for each in found)
    one = f"{changes} change{'' if changes == 1 else 's'}"
    return one if changes == len(found) else f"{one}, {len(found)} edit{'' if len(found) == 1 else 's'}"


def edits_told(
    changes: tuple[Change, ...],
    found: tuple[Edit, ...],
    language: str,
    full: str,
    *,
    level: int = 2,
    start: int = 1,
) -> list[Block]:
    """Each edit with its rating, summary and marked words, and where else it was made.

    `full` is the page that shows every change in the document's order; edits are numbered from `start`.
    """
    blocks: list[Block] = []
    for number, edit in enumerate(found, start):
        change = changes[edit.first]
        blocks.append(Heading(f"{number}. {change_title(change)}", level))
        shifts = ", ".join(shift.value.replace("-", " ") for shift in change.shift)
        said = f"{SEVERITIES[change.severity]}, {DIRECTIONS[change.direction]}"
        blocks.append(Words(sentence(said) + (f"; concerns: {shifts}" if shifts else ""), Tone.QUIET))
        reasons = spoken("; ".join(change.reasons))
        if change.summary:
            blocks.append(Words(worded(change.summary) + (f" ({reasons})" if reasons else "")))
        blocks += excerpts(change, language)
        blocks += _again(changes, edit, full)
    return blocks


def _again(changes: tuple[Change, ...], edit: Edit, full: str) -> tuple[Block, ...]:
    """Where else the same was edited, each place with its address."""
    rest = edit.places[1:]
    if not rest:
        return ()
    known = numbers(changes)
    rows = [
        Fact("Also in", section_of(changes[place]), f"{full}&change={known[place]}#change-{known[place]}")
        for place in rest[:_MOST_AGAIN]
    ]
    if len(rest) > _MOST_AGAIN:
        more = len(rest) - _MOST_AGAIN
        rows.append(Fact("Also in", f"{more} more place{'' if more == 1 else 's'}", full))
    return (Words(f"The same edit in {len(edit.places)} places:", Tone.QUIET), Facts(tuple(rows)))


def _meaning(told: ChangeTold) -> tuple[Block, ...]:
    if told.new is None:
        return ()
    if not told.analysed:
        said = "The text after has not been analysed here, so nothing is said of what it means."
        return (Heading("What it means"), Words(said, Tone.QUIET))
    means = [block for each in told.meant if each.means or each.context for block in _means(each)]
    actions = [block for each in told.meant if each.actions for block in _actions(each)]
    return (
        Heading("What it means"),
        *_by_whom(told),
        *(means or [Words("Nothing beyond the words themselves.", Tone.QUIET)]),
        Heading("What you can do"),
        *(actions or [Words("The changed provisions name no step that users can take.", Tone.QUIET)]),
    )


def _by_whom(told: ChangeTold) -> tuple[Block, ...]:
    if told.earlier is None:
        return ()
    said = (
        f"Found out on {day(told.earlier)} by an earlier version of the analysis, which the present one has not renewed "
        "here yet; it may say otherwise."
    )
    return (Words(said, Tone.NOTICE),)


def _means(each: Meant) -> list[Block]:
    """What the words bear, and apart from it what is generally so."""
    blocks: list[Block] = [_section(each)]
    if each.means:
        blocks.append(Points(each.means))
    if each.context:
        blocks.append(Words(f"In general: {spoken(' '.join(each.context))}", Tone.QUIET))
    return blocks


def _actions(each: Meant) -> list[Block]:
    return [_section(each), Points(each.actions)]


def _section(each: Meant) -> Heading:
    return Heading(one_line(each.section, 160) or "Text outside any heading", 2)


def _language(told: ChangeTold) -> str:
    return (told.new or told.old).version.language
