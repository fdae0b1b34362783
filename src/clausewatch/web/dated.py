"""Sentences of the program on a page: the days in them are read by people and by machines alike."""

from __future__ import annotations

from markupsafe import Markup

from clausewatch.publish import with_days
from clausewatch.web.labels import day

_TIME = Markup('<time datetime="{}">{}</time>')


def dated(text: str) -> Markup:
    """The text, escaped, each of its own days as a `<time>` in words; days within a quotation are left as they are written."""
    return Markup("").join(
        each if isinstance(each, str) else _TIME.format(each.isoformat(), day(each))
        for each in with_days(text)
    )
