"""The report on one change record."""

from __future__ import annotations

from clausewatch.change import affected
from clausewatch.nouns.change import ChangeClass, ChangeRecord
from clausewatch.nouns.report import Block, Fact, Facts, Heading, Points, Report, Tone, Words
from clausewatch.publish.report.parts import change_title, clocks, closing, excerpts, proof, rating, sources
from clausewatch.publish.report.told import ChangeTold, Meant
from clausewatch.publish.words import DIRECTIONS, SEVERITIES, day, one_line, sentence

_LONG = 6


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
        *((Points(record.reasons),) if record.reasons else (Words("No reason is on record."),)),
        *_changes(told),
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
        title=one_line(record.headline, 400),
        about=(
            f"{told.platform.name}: {told.document.name}",
            f"As of {day(record.observed_at)}",
        ),
        at=record.observed_at,
        link=link,
        blocks=blocks,
        contents=2 if len(record.changes) > _LONG else 0,
    )


def _changes(told: ChangeTold) -> tuple[Block, ...]:
    record = told.record
    blocks: list[Block] = [Heading("What changed")]
    if record.change_class is ChangeClass.CAPTURE:
        said = f"What came was no version of the document: {record.verdict.value}. Nothing counts as removed."
        return (*blocks, Words(said))
    if not record.changes:
        return (*blocks, Words("No wording of any provision changed."))
    blocks.append(Words("Struck through: was removed. Underlined: was added.", Tone.QUIET))
    blocks += changes_of(record, _language(told))
    return tuple(blocks)


def changes_of(record: ChangeRecord, language: str, level: int = 2) -> list[Block]:
    """Each change with its rating, summary and marked words."""
    blocks: list[Block] = []
    for number, change in enumerate(record.changes, 1):
        blocks.append(Heading(f"{number}. {change_title(change)}", level))
        shifts = ", ".join(shift.value.replace("-", " ") for shift in change.shift)
        said = f"{SEVERITIES[change.severity]}, {DIRECTIONS[change.direction]}"
        blocks.append(Words(sentence(said) + (f"; concerns: {shifts}" if shifts else ""), Tone.QUIET))
        reasons = "; ".join(change.reasons)
        if change.summary:
            blocks.append(Words(change.summary + (f" ({reasons})" if reasons else "")))
        blocks += excerpts(change, language)
    return blocks


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
        *(means or [Words("Nothing beyond the words themselves.", Tone.QUIET)]),
        Heading("What you can do"),
        *(actions or [Words("The changed provisions name no step that users can take.", Tone.QUIET)]),
    )


def _means(each: Meant) -> list[Block]:
    """What the words bear, and apart from it what is generally so."""
    blocks: list[Block] = [_section(each)]
    if each.means:
        blocks.append(Points(each.means))
    if each.context:
        blocks.append(Words(f"In general: {' '.join(each.context)}", Tone.QUIET))
    return blocks


def _actions(each: Meant) -> list[Block]:
    return [_section(each), Points(each.actions)]


def _section(each: Meant) -> Heading:
    return Heading(one_line(each.section, 160) or "Text outside any heading", 2)


def _language(told: ChangeTold) -> str:
    return (told.new or told.old).version.language
