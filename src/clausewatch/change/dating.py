"""The clocks of a change: what the document says about its own dates, against when it was seen."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from clausewatch.change.units import Unit
from clausewatch.nouns.change import RecordDates
from clausewatch.nouns.document import Block, BlockKind, DateKind, Edition, PrintedDate, StatementKind
from clausewatch.text.calendar_words import DATE, written

# An observatory may see a page some days after it was dated; only a longer gap is called backdating.
BACKDATED_DAYS = 7
# A date announced further ahead is no date of effect (the end of a certificate, of a copyright).
AHEAD_DAYS = 366
NEAR_CHARS = 40

# A date has a figure or, written out in Chinese or Japanese, the sign of its year.
_DIGIT = re.compile(r"[\d年]")
_EFFECT = (
    r"effective|in\s+(?:effect|force|use)|(?:takes?|taking)\s+effect|comes?\s+into\s+(?:force|effect)|(?:applies|apply|binding|valid)|"
    r"start(?:s|ing)?|begin(?:s|ning)?|gültig|in\s+kraft|wirksam|gilt|en\s+vigueur|prend\s+effet"
)
# "effective as of March 3": the cue of effect governs the date, not the "as of" between them.
_EFFECT_BEFORE = re.compile(rf"\b(?:{_EFFECT})\W+(?:date\W+)?(?:as\s+of|from|on|since|at|by|ab|am|à\s+compter\s+du|le)?\W*$", re.IGNORECASE)  # fmt: skip
_EFFECT_COLUMN = re.compile(rf"\b(?:{_EFFECT}|since)\b", re.IGNORECASE)
# The document's word on when changes of it bind: at once.
_AT_ONCE = re.compile(
    r"\b(?:terms|polic(?:y|ies)|agreement|addendum|notice|changes?|amendments?|modifications?|updates?|revisions?|version|they|these)\b"
    r"[^.;]{0,80}?\b(?:effective|take\s+effect|apply|binding|in\s+force)\b[^.;]{0,20}?"
    r"\b(?:immediately|at\s+once|(?:up)?on\s+(?:their\s+|its\s+|being\s+|the\s+)?(?:posting|publication|post(?:ed)?|publish(?:ed)?)|(?:when|once|as\s+soon\s+as)\s+(?:they\s+are\s+|it\s+is\s+|we\s+)?(?:post(?:ed)?|publish(?:ed)?))\b",
    re.IGNORECASE,
)
_NOT_AT_ONCE = re.compile(
    r"\b(?:not|never|cannot|\w+n['’]t)\s+(?:\w+\s+){0,2}?(?:effective|take\s+effect|apply|binding|in\s+force|immediately|at\s+once|(?:up)?on)\b",
    re.IGNORECASE,
)
_NONE_OF = re.compile(r"\b(?:no|none\s+of\s+(?:the|these|our))\s+(?:\w+\s+)?$", re.IGNORECASE)
_OBJECT = re.compile(r"\bobject", re.IGNORECASE)
_OBJECT_UNTIL = re.compile(r"\bobject(?:s|ions?|ing)?\b[^.;]{0,120}?\b(?:until|by|before|no\s+later\s+than|up\s+to)\W+$", re.IGNORECASE)  # fmt: skip
_UNTIL_OBJECT = re.compile(r"^[^.;]{0,80}?\bobject(?:ions?)?\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|by|before|no\s+later\s+than)\W+$", re.IGNORECASE)
_OBJECT_WITHIN = re.compile(
    r"\bobject(?:s|ions?|ing)?\b[^.;]{0,120}?\bwithin\s+(?:\w+\s+\()?(\d{1,3})\)?\s+(?:calendar\s+)?days\b[^.;]{0,60}?\b(?:notice|notif|publication|posting|announce|change|update|receipt|receiv)",
    re.IGNORECASE,
)


def record_dates(
    old: Edition,
    new: Edition,
    came: Sequence[Unit],
    *,
    reworded: bool,
    restamped: bool = False,
    last_seen: datetime | None = None,
) -> RecordDates:
    """The record's dates. `came` is the new side of what changed; `reworded` says whether wording changed, `restamped`
    whether a line that only dates the document or one of its parts did, wherever it stands: then no edit is silent.

    Of several dates of a kind the latest counts. A date of effect is, in this order: printed by the document, stated by
    the clauses or table rows that came as lying ahead, or the day of printing (else of observation) where the text says
    that changes bind at once. A document that only says when it takes effect is dated by that for silent edits.
    `last_seen` is when the old text was last seen, None where only its first observation is known.
    """
    before, after = _dated(old), _dated(new)
    printed = _latest(after, DateKind.UPDATED) or _latest(after, DateKind.PUBLISHED)
    seen = new.version.observed_at.date()
    effective = _latest(after, DateKind.EFFECTIVE)
    if reworded and (effective is None or effective < seen):
        effective = _upcoming(new, came, seen) or effective
    if reworded and effective is None and _at_once(new.text.content):
        effective = printed or seen
    notice = _latest(after, DateKind.PUBLISHED) or printed
    days = None
    if effective is not None and notice is not None and effective >= notice:
        days = (effective - notice).days
    return RecordDates(
        printed=printed,
        effective=effective,
        notice=notice,
        notice_days=days,
        silent_edit=reworded and before == after and not restamped if after else None,
        backdated=reworded and before != after and _backdated(old, new, before, last_seen),
        objection=_objection(came, notice, seen) if reworded else None,
        effective_new=effective is not None and effective != _latest(before, DateKind.EFFECTIVE),
        last_seen=last_seen,
    )


def _at_once(content: str) -> bool:
    """Whether the text says, and does not deny, that changes of it bind at once."""
    return any(
        _NOT_AT_ONCE.search(hit[0]) is None
        and _NONE_OF.search(content[max(0, hit.start() - NEAR_CHARS) : hit.start()]) is None
        for hit in _AT_ONCE.finditer(content)
    )


_Dates = frozenset[tuple[DateKind, date]]


def _dated(edition: Edition) -> _Dates:
    """The dates that the document prints about itself. "Effective as of" is a date of effect, however it was read."""
    content = edition.text.content
    found: set[tuple[DateKind, date]] = set()
    for one in edition.version.dates:
        governed = _EFFECT_BEFORE.search(content[max(0, one.start - NEAR_CHARS) : one.start])
        found.add((DateKind.EFFECTIVE if governed else one.kind, one.value))
    return frozenset(found)


def _latest(dates: _Dates, kind: DateKind) -> date | None:
    return max((value for other, value in dates if other is kind), default=None)


def _backdated(old: Edition, new: Edition, before: _Dates, last_seen: datetime | None) -> bool:
    """Whether the newest printed date lies before a time at which the old text was still seen, or goes backwards."""
    earlier = max((value for _, value in before), default=None)
    later = max(map(_latest_day, new.version.dates), default=None)
    if later is None:
        return False
    if earlier is not None and later < earlier:
        return True
    stood = (last_seen or old.version.observed_at).date()
    return later < stood - timedelta(days=BACKDATED_DAYS)


def _latest_day(printed: PrintedDate) -> date:
    """The last day that the printed words can mean."""
    if printed.exact:
        return printed.value
    return printed.value.replace(day=monthrange(printed.value.year, printed.value.month)[1])


def _upcoming(new: Edition, came: Iterable[Unit], seen: date) -> date | None:
    """The first day ahead on which something that came is said to take effect."""
    ahead: list[date] = []
    titles = _Titles(new)
    for unit in came:
        if not _DIGIT.search(unit.text):
            continue
        for hit in DATE.finditer(unit.text):
            value = _day(hit)
            if value is None or not seen < value <= seen + timedelta(days=AHEAD_DAYS):
                continue
            stated = _EFFECT_BEFORE.search(unit.text[max(0, hit.start() - NEAR_CHARS) : hit.start()])
            if stated or _EFFECT_COLUMN.search(titles.over(unit, unit.start + hit.start())):
                ahead.append(value)
    return min(ahead, default=None)


def _day(hit: re.Match[str]) -> date | None:
    """The day that a match of `DATE` names; None where it names only a month."""
    found = written(hit)
    return found.value if found is not None and found.exact else None


class _Titles:
    """The titles of table columns in an edition, found without walking through the text for every date."""

    def __init__(self, edition: Edition) -> None:
        self._content = edition.text.content
        self._rows = [block for block in edition.text.blocks if block.kind is BlockKind.ROW]
        self._titles = [block for block in self._rows if block.header]

    def over(self, unit: Unit, at: int) -> str:
        """The title of the column in which a place of a row stands; empty when there is none."""
        if unit.kind is not StatementKind.ROW:
            return ""
        row, titles = (_last(each, at) for each in (self._rows, self._titles))
        if row is None or titles is None or row.end <= at or row.table != titles.table:
            return ""
        place = self._content[row.start : at].count("\t")
        named = titles.of(self._content).split("\t")
        return named[place] if place < len(named) else ""


def _last(blocks: Sequence[Block], at: int) -> Block | None:
    """The last of the blocks that begins at or before a place."""
    place = bisect_right(blocks, at, key=lambda block: block.start)
    return blocks[place - 1] if place else None


def _objection(came: Iterable[Unit], notice: date | None, seen: date) -> date | None:
    """The last day on which one may object, as far as the clauses that came or changed say; a day past is none."""
    for text in (unit.text for unit in came):
        if _OBJECT.search(text) is None:
            continue
        for hit in DATE.finditer(text):
            value = _day(hit)
            head, tail = text[max(0, hit.start() - 200) : hit.start()], text[hit.end() : hit.end() + 100]
            until = _OBJECT_UNTIL.search(head) or (_UNTIL.search(head) and _UNTIL_OBJECT.search(tail))
            if value is not None and value >= seen and until:
                return value
        within = _OBJECT_WITHIN.search(text)
        last = notice + timedelta(days=int(within.group(1))) if within and notice else None
        if last is not None and last >= seen:
            return last
    return None
