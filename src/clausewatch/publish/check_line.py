"""Checked rules as JSON-ready values, and as lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from clausewatch.nouns.requirement import Checked, Outcome, Quoted, Why
from clausewatch.publish.record_line import instant
from clausewatch.publish.seen import seen

NOTICE = "This says what the captured documents state, by automatic analysis. It is no statement on compliance and no legal advice."
MOST_QUOTED = 5
"""Quotations shown of one outcome in a terminal; files hold them all."""

_LONGEST = 600
_ORDER = (Outcome.PASSED, Outcome.UNKNOWN, Outcome.FAILED)


def check_line(checked: Checked) -> dict[str, object]:
    """One rule held against one document, every quotation verbatim with its span in the version's text."""
    rule, at, ruling = checked.rule, checked.subject, checked.ruling
    return {
        "rule": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "platform": at.platform_name,
        "document": at.document_name,
        "document_type": at.document_type,
        "version": at.version,
        "observed_at": instant(at.observed_at) if at.observed_at else None,
        "url": at.url,
        "outcome": ruling.outcome.value,
        "why": ruling.why.value,
        "told": ruling.told,
        "breaks": checked.breaks,
        "accepted": checked.accepted or None,
        "stood_when_accepted": checked.stood,
        "quotations": [_quotation(each) for each in ruling.quoted],
    }


def _quotation(quoted: Quoted) -> dict[str, object]:
    return {
        "text": quoted.text,
        "section": quoted.section,
        "document": quoted.document,
        "version": quoted.version,
        "span": [quoted.span.start, quoted.span.end],
        "line": quoted.line,
        "column": quoted.column,
    }


def check_report(checked: Sequence[Checked]) -> Iterator[str]:
    """All of them for a terminal: what passed, what is unknown, what fails, and last what breaks the build; then the sum.

    What was never captured is told in one line for each rule.
    """
    missing = Counter(each.rule.id for each in checked if _missing(each))
    shown = [each for each in checked if not _missing(each)]
    for each in sorted(shown, key=lambda one: (one.breaks, _ORDER.index(one.ruling.outcome))):
        yield from check_text(each)
    for rule, count in missing.items():
        yield seen(f"UNKNOWN {rule}  nothing captured to hold it against: {count} (--json lists all)")
    yield check_summary(checked)
    yield NOTICE


def _missing(checked: Checked) -> bool:
    return checked.ruling.why is Why.NOT_CAPTURED and not checked.breaks


def check_text(checked: Checked) -> Iterator[str]:
    """The same for a terminal: lines that hold nothing but what is seen."""
    rule, at, ruling = checked.rule, checked.subject, checked.ruling
    where = f"{at.platform_name}: {at.document_name}" if at.document_name else at.platform_name
    version = f" (version {at.version[:12]} of {at.observed_at:%Y-%m-%d})" if at.observed_at else ""
    stood = ", stood when accepted" if checked.stood else ""
    yield seen(f"{ruling.outcome.value.upper():7} {rule.id}  {where}{version}{stood}")
    yield seen(f"        {rule.title}: {ruling.told}")
    if ruling.outcome is not Outcome.PASSED:
        for each in ruling.quoted[:MOST_QUOTED]:
            text = each.text if len(each.text) <= _LONGEST else f"{each.text[:_LONGEST]} [...]"
            yield seen(f"        > {' '.join(text.split())}")
            yield seen(
                f"          {each.section or 'no heading'}{whence(checked, each)}, line {each.line}, characters {each.span.start}-{each.span.end}"
            )
        if more := len(ruling.quoted[MOST_QUOTED:]):
            yield f"        ... and {more} more (--json lists all)"


def is_older(checked: Checked, quoted: Quoted) -> bool:
    """Whether the words are quoted from another version than the one that was checked: the accepted one."""
    return bool(quoted.version) and quoted.version != checked.subject.version


def whence(checked: Checked, quoted: Quoted) -> str:
    """What to say beside a quotation from the accepted version; nothing beside others."""
    return f", stood in the accepted version {quoted.version[:12]}" if is_older(checked, quoted) else ""


def check_summary(checked: Sequence[Checked]) -> str:
    """How many of each outcome, and how many break the build."""
    counts = {each: sum(one.ruling.outcome is each for one in checked) for each in Outcome}
    stood = sum(each.stood for each in checked)
    told = ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items())
    breaks = sum(each.breaks for each in checked)
    return (
        f"{len(checked)} check{'' if len(checked) == 1 else 's'}: {told}"
        + (f" ({stood} stood when accepted)" if stood else "")
        + f"; {breaks} break the build."
    )
