"""The words in which a change is told, and what may stand in a text that is sent."""

from __future__ import annotations

import re
from datetime import date, datetime

from clausewatch.nouns.audience import Audience
from clausewatch.nouns.change import ChangeKind, Direction, Severity
from clausewatch.nouns.comparison import CellState, MatrixCell

DISCLAIMER = (
    "This describes what the document states, permits or reserves. It is no legal determination and no legal advice. "
    "Whether and how a term applies varies by jurisdiction and circumstances."
)
INDEPENDENCE = (
    "Clausewatch is independent: it is affiliated with none of the platforms it tracks, "
    "and neither endorsed nor sponsored by any of them."
)
STATE_MEANING = {
    CellState.COMPARABLE: "a clause of the platform on the matter",
    CellState.PERHAPS: "a clause that may speak of it, not counted",
    CellState.SILENT: "none recognised in the captured documents; there may be one elsewhere, or in other words",
    CellState.STALE: "none recognised, and the last good capture is too old for silence to be claimed",
    CellState.NOT_ANALYSED: "none recognised, and a captured document of the kind is in a language that is not analysed",
    CellState.WAITING: "a captured document of the kind waits to be analysed",
    CellState.NOT_CAPTURED: "no document of a kind that would say it is on record",
}
"""What each state of a platform in a matter means, in the words of pages and files."""

STATES = "; ".join(
    f"{state.value}: {meaning}"
    for state, meaning in STATE_MEANING.items()
    if state is not CellState.COMPARABLE
)

KINDS = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REMOVED: "Removed",
    ChangeKind.MODIFIED: "Changed",
    ChangeKind.MOVED: "Moved",
    ChangeKind.SPLIT: "Split",
    ChangeKind.MERGED: "Merged",
    ChangeKind.RENAMED_HEADING: "Heading changed",
}
DIRECTIONS = {
    Direction.STRICTER: "stricter for the user",
    Direction.LOOSER: "looser for the user",
    Direction.NEUTRAL: "neutral for the user",
    Direction.UNCLEAR: "direction unclear",
}
SEVERITIES = {
    Severity.NONE: "no severity",
    Severity.LOW: "low severity",
    Severity.MEDIUM: "medium severity",
    Severity.HIGH: "high severity",
}
# strftime("%B") would follow the locale of the machine.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# What XML 1.0 (2.2, Char) forbids, and the C1 controls, which some terminals obey.
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Line breaks and reorderings (UAX 9, explicit formatting) that would make one line look like another or like several.
_NOT_IN_A_LINE = re.compile("[\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def day(value: date) -> str:
    """`3 March 2026`."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """`3 March 2026, 09:05 UTC`."""
    return f"{day(value)}, {value:%H:%M} UTC"


def stance_words(cell: MatrixCell) -> str:
    """What a platform does in a matter, and for whom where not for everyone alike: `states; for businesses: prohibits`; its
    state, where no clause of it is counted."""
    if cell.standing is None or cell.state is CellState.PERHAPS:
        return cell.state.value
    whom = cell.standing.readers
    first = cell.standing.stance.value + ("" if whom == Audience.EVERYONE else f" (for {whom})")
    others = (each for each in cell.elsewhere if each.stance is not cell.standing.stance)
    return "; ".join((first, *(f"for {each.readers}: {each.stance.value}" for each in others)))


def sendable(text: str) -> str:
    """`text` without control characters other than tab and LF, and without code points that cannot be encoded."""
    return _UNSENDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, limit: int) -> str:
    """`text` as one line of at most `limit` characters, cut at a word with an ellipsis; fit for a mail header."""
    flat = " ".join(_NOT_IN_A_LINE.sub(" ", sendable(text)).split())
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    space = cut.rfind(" ")
    return cut[: space if space > limit // 2 else len(cut)].rstrip() + "…"


def sentence(text: str) -> str:
    """`text` with a capital first letter."""
    return text[:1].upper() + text[1:]
