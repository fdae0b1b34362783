"""A matrix of topics by platforms as CSV, Markdown and a workbook.

Quoted words are strangers' words: in a table that a spreadsheet opens none may begin a formula (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from clausewatch.nouns.comparison import CellState, Matrix, MatrixCell, Standing
from clausewatch.publish.words import DISCLAIMER, INDEPENDENCE, STATE_MEANING, STATES, stance_words

_HEAD = (
    "topic",
    "platform",
    "state",
    "stance",
    "quotation",
    "document",
    "audience",
    "provision",
    "since",
    "address",
    "more",
    "elsewhere",
)
# The last four are the wide forms, which some programs read as the narrow ones (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BREAKS = ("\t", "\r", "\n")
# What a program may trim or overlook before it looks for a formula.
_UNSEEN = (
    " \u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_WIDTHS = (28, 20, 14, 10, 80, 24, 14, 28, 12, 50, 6, 60)


def matrix_csv(matrix: Matrix, base_url: str) -> bytes:
    """One line for each cell, UTF-8 with a byte order mark so that spreadsheets take it for that."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    writer.writerows([tame(each) for each in row] for row in _rows(matrix, base_url))
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def matrix_xlsx(matrix: Matrix, base_url: str) -> bytes:
    """A workbook of one sheet; equal matrices give equal bytes. Every cell is text."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {
                "title": "Comparison",
                "comments": f"States. {STATES}. {DISCLAIMER}",
                "created": matrix.at.replace(tzinfo=None),
            }
        )
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Comparison")
        for column, (name, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        for place, row in enumerate(_rows(matrix, base_url), 1):
            for column, value in enumerate(row):
                sheet.write_string(place, column, value, wrapped)
        sheet.freeze_panes(1, 2)
    return out.getvalue()


def matrix_markdown(matrix: Matrix, base_url: str) -> str:
    """A table of platforms by column, quotations beneath, with what the figures are and are not."""
    names = [_escaped(name) for _, name in matrix.platforms]
    lines = [
        f"# Comparison, as on record at {matrix.at.date().isoformat()}; {_captured(matrix.last_captured)}",
        "",
        f"| Topic | {' | '.join(names)} |",
        f"|---|{'---|' * len(names)}",
    ]
    if matrix.last_captured:
        days = (each.date().isoformat() if each else "never" for each in matrix.captured)
        lines.append(f"| Last captured | {' | '.join(days)} |")
    for (_, topic), row in zip(matrix.topics, matrix.cells, strict=True):
        lines.append(f"| {_escaped(topic)} | {' | '.join(stance_words(cell) for cell in row)} |")
    for (_, topic), row in zip(matrix.topics, matrix.cells, strict=True):
        lines += ["", f"## {_escaped(topic)}"]
        for (_, name), cell in zip(matrix.platforms, row, strict=True):
            standing = cell.standing
            if standing is None:
                lines += ["", f"**{_escaped(name)}**: {stance_words(cell)}"]
                continue
            lines += ["", f"**{_escaped(name)}** ({_told(cell)})", ""]
            lines.append(f"> {_quoted(standing)}")
            lines += ["", _where(standing, base_url)]
            for other in cell.elsewhere:
                lines += [
                    "",
                    f"For {_escaped(other.readers)} ({other.stance.value}):",
                    "",
                    f"> {_quoted(other)}",
                ]
                lines += ["", _where(other, base_url)]
    if matrix.unread:
        lines += [
            "",
            "## Not analysed",
            "",
            "Of these editions in force then it is not known what they say:",
            "",
        ]
        lines += [
            f"- {_escaped(each.document)}, observed {each.observed_at.date().isoformat()}"
            for each in matrix.unread
        ]
    lines += ["", f"States. {STATES}."]
    return "\n".join([*lines, "", DISCLAIMER, "", INDEPENDENCE, ""])


def tame(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_BREAKS) or text.lstrip(_UNSEEN).startswith(_FORMULA) else text


def _captured(at: datetime | None) -> str:
    return f"last captured {at.date().isoformat()}" if at else "nothing captured by then"


def _rows(matrix: Matrix, base_url: str) -> Iterator[tuple[str, ...]]:
    for (_, topic), row in zip(matrix.topics, matrix.cells, strict=True):
        for (_, name), cell in zip(matrix.platforms, row, strict=True):
            standing = cell.standing
            state = cell.state.value
            if standing is None:
                yield (topic, name, state, *("",) * (len(_HEAD) - 3))
                continue
            yield (
                topic,
                name,
                state,
                standing.stance.value if _counts(cell) else "",
                standing.quotation + (" …" if standing.clipped else ""),
                standing.document,
                standing.readers,
                standing.title,
                standing.since.date().isoformat(),
                f"{base_url}{standing.path}",
                str(cell.more),
                "\n".join(_elsewhere(each, base_url) for each in cell.elsewhere),
            )


def _elsewhere(standing: Standing, base_url: str) -> str:
    words = f"{standing.quotation}{' …' if standing.clipped else ''}"
    return f"for {standing.readers}: {standing.stance.value}: {words} ({standing.document}, {base_url}{standing.path})"


def _quoted(standing: Standing) -> str:
    return f"{_escaped(standing.quotation)}{' …' if standing.clipped else ''}"


def _where(standing: Standing, base_url: str) -> str:
    names = f"{_escaped(standing.document)}, for {_escaped(standing.readers)}, {_escaped(standing.title)}"
    return f"{names}: <{base_url}{standing.path}>"


def _told(cell: MatrixCell) -> str:
    return stance_words(cell) if _counts(cell) else f"{cell.state.value}: {STATE_MEANING[cell.state]}"


def _counts(cell: MatrixCell) -> bool:
    return cell.state is CellState.COMPARABLE


def _escaped(text: str) -> str:
    """Plain text inside Markdown: nothing in it marks anything up, and it stays on its line."""
    flat = " ".join(text.split())
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>()#+-.!|~" else char for char in flat)
