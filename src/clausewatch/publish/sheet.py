"""What a message shows of a change record, before it is written as text or HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from clausewatch.change import Edit, affected, edits, numbers, redline, worded
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import Change, ChangeRecord, Op, Piece, RecordDates
from clausewatch.publish.history import History
from clausewatch.publish.spoken import spoken, spoken_headline
from clausewatch.publish.words import DIRECTIONS, KINDS, SEVERITIES, day, moment, one_line, sendable, sentence

# Mail readers cut a message of about 100 KB short; 25 changes with 40,000 quoted characters stay below that in HTML.
MOST_CHANGES = 25
MOST_QUOTED = 40_000
LONGEST_QUOTE = 4_000
CONTEXT = 200
# Further places of one edit that a message names: the rest stands on the record's page.
MOST_AGAIN = 12
# Below this share of common words the marks hide both texts (seen on rewritten paragraphs: every other word marked).
LEAST_COMMON = 0.3
_LONGEST_WORD = 80
_SPACE = re.compile(r"\s")
CUT = " […] "


@dataclass(frozen=True, slots=True)
class Shown:
    """One edit as shown, and where else it was made: `again` are section and address, `places` counts all, the first among
    them. `pieces` is the redline, empty where there is nothing to mark or marks would hide the text.

    `shortened` says that a text was too long for a message: then `old` and `new` are its beginning or the redline has
    gaps marked […].
    """

    number: int
    kind: str
    section: str
    facts: str
    summary: str
    old: str | None
    new: str | None
    same: bool
    pieces: tuple[Piece, ...]
    shortened: bool
    again: tuple[tuple[str, str], ...] = ()
    places: int = 1

    @property
    def unnamed(self) -> int:
        """Places of it that are not named here."""
        return self.places - 1 - len(self.again)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A record told: where it happened, its headline, facts as label and value, reasons, and the changes shown.

    `picture` is the address of the history's picture within the message, empty where there is none.
    """

    platform: str
    document: str
    headline: str
    link: str
    original: str
    base_url: str
    facts: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    changes: tuple[Shown, ...]
    more: int
    history: History | None = None
    picture: str = ""


def sheet(
    record: ChangeRecord,
    document: Document,
    platform: Platform,
    base_url: str,
    most: int = MOST_CHANGES,
    quoted: int = MOST_QUOTED,
) -> Sheet:
    """The record as a message shows it: the gravest edits first, each once; of many, as many as a message has room for.

    At most so many are shown, with so many quoted characters; the first is shown whatever its length.

    Promise: every text is fit to be sent (`sendable`); `old` and `new` are verbatim where not marked as shortened.
    """
    base = base_url.rstrip("/")
    chosen = _chosen(record.changes, most, quoted)
    link = f"{base}/change/{record.id}/"
    url = document.sources[0].url if document.sources else ""
    return Sheet(
        platform=one_line(platform.name, 120),
        document=one_line(document.name, 200),
        headline=one_line(spoken_headline(record.headline), 400),
        link=link,
        original=sendable(url) if url.startswith(("https://", "http://")) else "",
        base_url=f"{base}/",
        facts=_facts(record),
        reasons=tuple(one_line(spoken(reason), 400) for reason in record.reasons),
        changes=tuple(
            replace(
                _shown(number, record.changes[edit.first]),
                again=_again(record.changes, edit, link),
                places=len(edit.places),
            )
            for number, edit in enumerate(chosen, start=1)
        ),
        more=len(record.changes) - sum(len(edit.places) for edit in chosen),
    )


def _chosen(changes: tuple[Change, ...], most: int, room: int) -> tuple[Edit, ...]:
    kept: list[Edit] = []
    quoted = 0
    for edit in edits(changes)[:most]:
        first = changes[edit.first]
        quoted += sum(min(len(side), LONGEST_QUOTE) for side in (first.old or "", first.new or ""))
        if kept and quoted > room:
            break
        kept.append(edit)
    return tuple(kept)


def _again(changes: tuple[Change, ...], edit: Edit, link: str) -> tuple[tuple[str, str], ...]:
    if len(edit.places) < 2:
        return ()
    known = numbers(changes)
    return tuple(
        (
            one_line(changes[place].section, 160) or "Text outside any heading",
            f"{link}?order=document&change={known[place]}#change-{known[place]}",
        )
        for place in edit.places[1 : 1 + MOST_AGAIN]
    )


def _facts(record: ChangeRecord) -> tuple[tuple[str, str], ...]:
    rating = f"{SEVERITIES[record.severity]}, {DIRECTIONS[record.direction]}"
    named = affected(record.changes)
    return (
        ("Observed", moment(record.observed_at)),
        *_dates(record.dates, record.observed_at.date()),
        ("Class", f"{record.change_class.value}, {rating}"),
        *((("Named in it", ", ".join(named)),) if named else ()),
    )


def _dates(dates: RecordDates, observed: date) -> tuple[tuple[str, str], ...]:
    facts = []
    effective = dates.upcoming(observed)
    if dates.printed:
        facts.append(("Printed date", day(dates.printed)))
    if effective:
        facts.append(("Effective", day(effective)))
    if dates.notice:
        days = dates.notice_days
        ahead = "" if days is None else f", {days} day{'' if days == 1 else 's'} before it takes effect"
        ahead = ", on the day it takes effect" if days == 0 else ahead
        late = "" if days is None else ", after it took effect"
        facts.append(("Notice", day(dates.notice) + (ahead if days is None or days >= 0 else late)))
    if dates.objection:
        facts.append(("Objections until", day(dates.objection)))
    if dates.silent_edit:
        facts.append(("Silent edit", "the wording changed, the date that the document prints did not"))
    if dates.backdated:
        facts.append(
            (
                "Backdated",
                "the printed date lies before the old wording was last seen, or before the date printed then",
            )
        )
    return tuple(facts)


def _shown(number: int, change: Change) -> Shown:
    old = None if change.old is None else sendable(change.old)
    new = None if change.new is None else sendable(change.new)
    longest = max(len(old or ""), len(new or ""))
    pieces: tuple[Piece, ...] = ()
    if old is not None and new is not None and old != new:
        pieces = _marks(redline(old, new), longest)
    return Shown(
        number=number,
        kind=KINDS[change.kind],
        section=one_line(change.section, 300),
        facts=_change_facts(change),
        summary=one_line(worded(change.summary), 600),
        old=_cut(old),
        new=_cut(new),
        same=old == new,
        pieces=pieces,
        shortened=longest > LONGEST_QUOTE,
    )


def _change_facts(change: Change) -> str:
    rating = [SEVERITIES[change.severity], DIRECTIONS[change.direction]]
    shifts = [shift.value.replace("-", " ") for shift in change.shift]
    return sentence(", ".join(rating)) + (f"; concerns: {', '.join(shifts)}" if shifts else "")


def _cut(text: str | None) -> str | None:
    if text is None or len(text) <= LONGEST_QUOTE:
        return text
    return text[: _word_end(text, LONGEST_QUOTE)].rstrip() + CUT.rstrip()


def _word_end(text: str, most: int) -> int:
    """The last place up to `most` that is between two words: half a figure would be another figure. `most` itself where
    the words are longer than any, or not written apart."""
    spaces = list(_SPACE.finditer(text, max(most - _LONGEST_WORD, 0), most + 1))
    return spaces[-1].start() if spaces else most


def _word_begin(text: str, least: int) -> int:
    """The first place from `least` on that is between two words."""
    space = _SPACE.search(text, max(least - 1, 0), least + _LONGEST_WORD)
    return space.end() if space else least


def _marks(pieces: tuple[Piece, ...], longest: int) -> tuple[Piece, ...]:
    """The redline if it can be read: not where little is common; with gaps where the texts are long."""
    common = sum(len(piece.text) for piece in pieces if piece.op is Op.SAME)
    if longest <= LONGEST_QUOTE:
        return pieces if common >= LEAST_COMMON * longest else ()
    kept: list[Piece] = []
    room = 2 * LONGEST_QUOTE
    for piece in pieces:
        text = piece.text
        most = 2 * CONTEXT if piece.op is Op.SAME else LONGEST_QUOTE
        if len(text) > most:
            first, last = _word_end(text, most // 2), _word_begin(text, len(text) - most // 2)
            text = text[:first] + CUT + text[last:]
        if len(text) > room:
            kept.append(Piece(Op.SAME, CUT))
            break
        room -= len(text)
        kept.append(Piece(piece.op, text))
    return tuple(kept)
