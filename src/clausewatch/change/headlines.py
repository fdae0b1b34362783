"""The headline of a record: one line on what happened, for lists, feeds and subject lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from clausewatch.nouns.change import Change, ChangeClass, ChangeKind, RecordDates, Severity, Shift
from clausewatch.nouns.document import Cause, Version

HEADLINE_CHARS = 200

_CLASSES = {
    ChangeClass.METADATA: "Only printed dates or version notes changed",
    ChangeClass.EDITORIAL: "Editorial changes only",
    ChangeClass.NOISE: "No change of wording",
}
_COUNTED = {
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.MODIFIED: "edited",
    ChangeKind.MOVED: "moved",
    ChangeKind.SPLIT: "split",
    ChangeKind.MERGED: "merged",
    ChangeKind.RENAMED_HEADING: "renamed",
}
_SET_ELSEWHERE = {ChangeKind.MOVED, ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.RENAMED_HEADING}
# ISO 639-1, the languages that pages of platforms come in most.
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_EFFECTIVE = re.compile(r"; effective ([0-9]{4}-[0-9]{2}-[0-9]{2})$")
_OTHERS = re.compile(r" \(and ([0-9]+) more changes?: ([^()]+)\)$")
# Records are never written again: so earlier recipes worded what now reads as a sentence.
_SPLIT_OFF = re.compile(r"^Split off (“.+?”): (“.+)$", re.DOTALL)
_MERGED_INTO = re.compile(r"^Merged into (“.+?”): (“.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """What a headline is made of. `again` says that the very words of the new version stood before."""

    old: Version
    new: Version
    change_class: ChangeClass
    changes: tuple[Change, ...]
    dates: RecordDates
    again: bool


def headline(told: Told) -> str:
    """The record in one line: its weightiest change, how many others of which kinds there are, when they take effect.

    A version that only comes from reading the same bytes again, and a variant of the page, are named as that.
    """
    if told.new.cause is Cause.REREAD:
        return "Read again; the platform changed nothing"
    if told.change_class is ChangeClass.VARIANT:
        return _variant(told)
    if told.change_class is not ChangeClass.SUBSTANTIVE or not told.changes:
        return _CLASSES.get(told.change_class, "Changed")
    effective = told.dates.upcoming(told.new.observed_at.date())
    return _changed(told.changes) + (f"; effective {effective.isoformat()}" if effective else "")


def _variant(told: Told) -> str:
    before, after = (one.language.split("-")[0] for one in (told.old, told.new))
    if before and after and before != after:
        named = _LANGUAGES.get(after, f"another language ({after})")
        return f"The page is served in {named}{' again' if told.again else ''}"
    if told.again:
        return "An earlier variant of the page is shown again"
    if before and after:
        return "The page is served in another spelling of the same language"
    return "What differs is served in another language"


def _telling(one: Change) -> tuple[int, bool, bool]:
    """How much a change says of its record: by severity, then what is more than set elsewhere, then a rule turned."""
    turned = any(shift is not Shift.CLARIFICATION_ONLY for shift in one.shift)
    return one.severity.rank, one.kind not in _SET_ELSEWHERE, turned


def _changed(changes: tuple[Change, ...]) -> str:
    weighty = [one for one in changes if one.severity is not Severity.NONE]
    top = max(weighty or changes, key=_telling)
    line = (
        top.summary
        if len(top.summary) <= HEADLINE_CHARS
        else top.summary[:HEADLINE_CHARS].rsplit(" ", 1)[0] + " …"
    )
    others = [one for one in weighty if one is not top]
    if not others:
        return line
    times = Counter(_COUNTED[one.kind] for one in others)
    counted = ", ".join(f"{count} {name}" for name, count in times.most_common())
    return f"{line} (and {len(others)} more change{'s' if len(others) > 1 else ''}: {counted})"


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline in its parts: what it leads with, how many changes there are besides and of which kinds, and when they take
    effect. Only the lead where the line says no more, as an editor's."""

    lead: str
    others: int = 0
    kinds: str = ""
    effective: date | None = None


def parted(line: str) -> Headline:
    """The parts of which `headline` made the line. Promise: the lead leaves no quotation open, and reads as now made."""
    effective, others, kinds = None, 0, ""
    found = _EFFECTIVE.search(line)
    if found and (effective := _day(found[1])):
        line = line[: found.start()]
    found = _OTHERS.search(line)
    if found:
        line, others, kinds = line[: found.start()], int(found[1]), found[2]
    return Headline(worded(line), others, kinds, effective)


def worded(summary: str) -> str:
    """The summary of a change, which an earlier recipe may have written, in the words of now; a quotation that was cut short
    is closed."""
    for pattern, told in (
        (_SPLIT_OFF, "{1} now stands by itself"),
        (_MERGED_INTO, "{1} is now part of {0}"),
    ):
        found = pattern.match(summary)
        if found:
            summary = told.format(found[1], _closed(found[2]))
    return _closed(summary)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _closed(words: str) -> str:
    left = words.count("“") - words.count("”")
    return words + "”" * left if left > 0 and words.endswith("…") else words
