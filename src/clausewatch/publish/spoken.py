"""The program's own sentences as people write them: days in words. What machines read keeps them as ISO 8601."""

from __future__ import annotations

import re
from datetime import date

from clausewatch.change import parted
from clausewatch.publish.words import day

# A day that is no part of an address, an identifier or an instant.
_DAY = re.compile(r"(?<![\w/.:?=&#%+-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w/:?=&#%+-]|\.\w)")


def with_days(text: str) -> tuple[str | date, ...]:
    """The text cut at its days, in order; a day within “…” is the quoted text's own, and stays as it is written."""
    out: list[str | date] = []
    done = 0
    for found in _DAY.finditer(text):
        value = _day_of(found[0])
        if value is None or text.count("“", 0, found.start()) > text.count("”", 0, found.start()):
            continue
        out += [text[done : found.start()], value]
        done = found.end()
    return (*out, text[done:])


def spoken(text: str) -> str:
    """The text with its days in words, as `3 March 2026`."""
    return "".join(each if isinstance(each, str) else day(each) for each in with_days(text))


def spoken_headline(line: str) -> str:
    """A record's headline as one line for people: nothing is left out."""
    found = parted(line)
    plural = "" if found.others == 1 else "s"
    others = f" (and {found.others} more change{plural}: {found.kinds})" if found.others else ""
    return f"{found.lead}{others}" + (f"; effective {day(found.effective)}" if found.effective else "")


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
