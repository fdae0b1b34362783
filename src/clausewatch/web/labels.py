"""Words for people: what classes, severities, directions, kinds and verdicts are called on a page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from clausewatch.nouns.adoption import AdoptionEvent, Step
from clausewatch.nouns.change import ChangeClass, ChangeKind, ChangeRecord, Direction, Severity, Shift
from clausewatch.nouns.document import DateKind
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.review import Matter, Ruling

INDEPENDENCE = (
    "Clausewatch is independent: affiliated with, endorsed and sponsored by none of the platforms it tracks."
)
CLASS_MEANING = {
    ChangeClass.SUBSTANTIVE: "The wording of a rule changed.",
    ChangeClass.METADATA: "Only what the document says about itself changed, such as its date.",
    ChangeClass.EDITORIAL: "Words changed, but no rule did.",
    ChangeClass.NOISE: "Nothing that counts as wording changed.",
    ChangeClass.VARIANT: "Another rendering of a text seen before.",
    ChangeClass.CAPTURE: "The page could not be captured properly.",
}

_CLASS_OPTION = {
    ChangeClass.SUBSTANTIVE: "a rule",
    ChangeClass.METADATA: "only dates or notes",
    ChangeClass.EDITORIAL: "words, but no rule",
    ChangeClass.NOISE: "nothing that counts",
    ChangeClass.VARIANT: "only the rendering",
    ChangeClass.CAPTURE: "capture failed",
}

# What some records of a class are called where they are counted; "3 editorial" needs no other word.
_COUNTED = {
    ChangeClass.NOISE: ("of noise", "of noise"),
    ChangeClass.METADATA: ("of metadata", "of metadata"),
    ChangeClass.VARIANT: ("variant", "variants"),
    ChangeClass.CAPTURE: ("capture", "captures"),
}

_DIRECTION = {
    Direction.STRICTER: "stricter for users",
    Direction.LOOSER: "looser for users",
    Direction.NEUTRAL: "neutral for users",
    Direction.UNCLEAR: "direction unclear",
}

_SEVERITY = {
    Severity.NONE: "no severity",
    Severity.LOW: "low severity",
    Severity.MEDIUM: "medium severity",
    Severity.HIGH: "high severity",
}

_KIND = {
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.MODIFIED: "reworded",
    ChangeKind.MOVED: "moved",
    ChangeKind.SPLIT: "split",
    ChangeKind.MERGED: "merged",
    ChangeKind.RENAMED_HEADING: "heading renamed",
}

_DATE_KIND = {
    DateKind.UPDATED: "Last updated",
    DateKind.EFFECTIVE: "Effective",
    DateKind.PUBLISHED: "Published",
}

_VERDICT = {
    Verdict.OK: "read well",
    Verdict.UNCHANGED: "unchanged",
    Verdict.CHALLENGE: "bot challenge instead of the page",
    Verdict.LOGIN_WALL: "login page instead of the document",
    Verdict.CONSENT_WALL: "consent page instead of the document",
    Verdict.ERROR: "error",
    Verdict.SOFT_404: "“not found” page",
    Verdict.MAINTENANCE: "maintenance page",
    Verdict.SHELL: "page without its text (needs a browser)",
    Verdict.EMPTY: "empty page",
    Verdict.TRUNCATED: "text cut off",
    Verdict.OTHER_DOCUMENT: "another document",
    Verdict.WRONG_LANGUAGE: "another language",
    Verdict.REGION_BLOCK: "blocked in our region",
    Verdict.TOO_LARGE: "too large",
    Verdict.REFUSED: "refused",
    Verdict.UNCONFIRMED: "waiting to be seen a second time",
}


_MATTER = {
    Matter.PARTY: "bound party",
    Matter.ADVICE: "model-written sentence",
    Matter.ADVICE_TITLE: "model-written title",
    Matter.ADVICE_TOPICS: "model-proposed topics",
    Matter.SUMMARY: "summary of a change",
    Matter.HEADLINE: "headline of a change",
}

_RULING = {
    Ruling.ACCEPT: "confirmed",
    Ruling.EDIT: "edited",
    Ruling.REPLACE: "replaced",
    Ruling.REJECT: "withdrawn",
}

_LONG_QUOTATION, _OPENING = 600, 420
"""Characters from which on a quotation among others is folded, and those that then stand open: some six lines."""


def day(value: date | datetime) -> str:
    """5 March 2026."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date | datetime) -> str:
    """5 Mar 2026."""
    return f"{value.day} {value:%b %Y}"


def moment(value: datetime) -> str:
    """5 March 2026, 14:02 UTC."""
    return f"{day(value)}, {value:%H:%M} UTC"


def iso(value: date | datetime) -> str:
    """What a <time> element's attribute holds."""
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value.isoformat()


def span(value: timedelta) -> str:
    """Its two largest units: 40 s, 12 min, 3 h 20 min, 2 d 4 h; rounded down."""
    seconds = max(0, int(value.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    for unit, size, smaller, part in (("d", 86_400, "h", 3_600), ("h", 3_600, "min", 60)):
        if seconds >= size:
            rest = seconds % size // part
            return f"{seconds // size} {unit}" + (f" {rest} {smaller}" if rest else "")
    return f"{seconds // 60} min"


def direction(value: Direction) -> str:
    return _DIRECTION[value]


def severity(value: Severity) -> str:
    return _SEVERITY[value]


def step(event: AdoptionEvent) -> str:
    """What was seen of a platform, and why it is no claim where it is none."""
    if event.step is Step.ALREADY_THERE:
        return "already there when tracking began"
    return f"{event.step.value}; {event.doubt.value}" if event.doubt else event.step.value


def kind(value: ChangeKind) -> str:
    return _KIND[value]


def date_kind(value: DateKind) -> str:
    return _DATE_KIND[value]


def verdict(value: Verdict) -> str:
    return _VERDICT[value]


def shift(value: Shift) -> str:
    return value.value.replace("-", " ")


def class_option(value: ChangeClass) -> str:
    """A class to choose, as an answer to what changed."""
    return f"{_CLASS_OPTION[value]} ({value.value})"


def of_class(count: int, value: ChangeClass) -> str:
    """How many records of the class there are: `22 captures`, `3 editorial`."""
    return plural(count, *_COUNTED.get(value, (value.value, value.value)))


def takes_effect(record: ChangeRecord) -> date | None:
    """The day from which the change holds by its own words, where that was not past when it was observed."""
    effective = record.dates.upcoming(record.observed_at.date())
    return effective if effective and effective >= record.observed_at.date() else None


def class_meaning(value: ChangeClass) -> str:
    return CLASS_MEANING[value]


def matter(value: Matter) -> str:
    return _MATTER.get(value, value.value)


def ruling(value: Ruling) -> str:
    return _RULING[value]


def thousands(value: int) -> str:
    return f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 version`, `3 versions`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def opening(words: str) -> tuple[str, str]:
    """The words that stand open, and what of a long quotation is folded away: nothing of it is left out."""
    if len(words) <= _LONG_QUOTATION:
        return words, ""
    cut = words.rfind(" ", 0, _OPENING)
    cut = cut if cut > 0 else _OPENING
    return words[:cut], words[cut:].lstrip()


def title_size(words: str) -> str:
    """How large a title may be set: a class of the style sheet. Long ones shrink; no word is left out."""
    return "longest" if len(words) > 170 else "long" if len(words) > 80 else ""


def in_a_row(values: tuple[StrEnum, ...]) -> str:
    """The values as words in a row: "wording, numbers and link targets"."""
    words = [value.value.replace("-", " ") for value in values]
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)


def why_alert(record: ChangeRecord) -> str:
    """One sentence on whether watches are told about this record, and why."""
    if record.alert:
        return "Watches are told: the class says that a rule changed, and the change was published by the platform."
    if record.change_class is ChangeClass.CAPTURE:
        return (
            f"No alert: what came was no version of the document ({verdict(record.verdict)}). It is shown on the health "
            "page and is never taken for a removal."
        )
    return f"No alert: changes of class “{record.change_class.value}” are kept on record but told to nobody."
