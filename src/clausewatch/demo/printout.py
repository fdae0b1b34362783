"""The comparison with the story as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausewatch.demo.report import StoryReport, Totals, totals


def render(report: StoryReport) -> str:
    """The report for a terminal: a line per platform, the sum, and everything that was wrong, in plain words."""
    rows = [
        _HEAD,
        *(_row(each.name, totals(each.states)) for each in report.platforms),
        _row("All", report.totals),
    ]
    return "\n".join((*_table(rows), "", *_wrong_lines(report)))


_HEAD = (
    "Platform", "pages", "class right", "alerts due", "raised", "missed", "false",
    "bad captures refused", "silent edits flagged", "changes found",
)  # fmt: skip


def _row(name: str, count: Totals) -> tuple[str, ...]:
    return (
        name,
        str(count.states),
        str(count.classes_right),
        str(count.alerts_wanted),
        str(count.alerts_raised),
        str(count.alerts_missed),
        str(count.alerts_false),
        f"{count.refused} of {count.bad_captures}",
        f"{count.silent_edits_found} of {count.silent_edits}",
        f"{count.changes_found} of {count.changes}",
    )


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        numbers = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield "  ".join((name.ljust(widths[0]), *numbers)).rstrip()


def _wrong_lines(report: StoryReport) -> Iterable[str]:
    if not report.wrong and not report.unplaced:
        yield "Everything is as the story tells it."
        return
    yield f"Not as the story tells it ({len(report.wrong) + len(report.unplaced)}):"
    for result in report.wrong:
        yield f"- {result.document_id}, {result.state.at:%Y-%m-%d}: {'; '.join(result.wrong)}"
        yield f"  (the story: {result.state.expected.note})"
    for find in report.unplaced:
        yield f"- {find.document_id}, {find.observed_at:%Y-%m-%d}: found where the story has no page"
