"""What there is to review: findings, sentences and the words of change records as items, the weightiest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from clausewatch.meaning.review import (
    headline_target,
    resting,
    ruled_advice,
    ruled_record,
    stretches_of,
    summary_target,
    value_of,
)
from clausewatch.nouns.advice import Advice
from clausewatch.nouns.change import Change, ChangeRecord, Direction, Severity
from clausewatch.nouns.document import Edition, Span
from clausewatch.nouns.finding import Finding, Sentence, SentenceKind
from clausewatch.nouns.identity import Digest, digest_of
from clausewatch.nouns.review import (
    OF_FINDING,
    Item,
    ItemKind,
    Matter,
    Reviewed,
    Ruled,
    Ruling,
    Stretch,
    Target,
    Value,
    newest,
)

# How doubtful something is, from 0 to 1, beside a finding's own doubt (1 - its probability). Set by hand: no labelled
# reviews exist yet to tune them on.
_CHANGED, _REFUSED, _WRITTEN, _UNCLEAR, _BY_RULE, _GATED = 1.0, 0.7, 0.6, 0.5, 0.2, 0.1
_FOR_EACH_REFUSED, _MOST_FOR_REFUSED = 0.1, 0.3
_LEAST_ALIKE = 0.5
"""Share of the words ruled on that must stand in a statement to take it for the same with other words. Set by hand."""

_LONGEST_ABOUT = 600
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """One provision of an edition, with what is said of it and what a model wrote of it."""

    edition: Edition
    number: int
    ruled: Ruled
    advice: Advice | None = None


def ordered(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items that wait for review: the gravest first, then the most doubtful, then the newest."""
    return tuple(sorted((each for each in items if each.listed and not each.reviewed), key=weight))


def weight(item: Item) -> tuple[int, float, float, str]:
    """What the queue is ordered by."""
    return -item.severity.rank, -item.doubt, -item.at.timestamp(), item.id


def items_of(place: Place, *, waiting: bool = False) -> tuple[Item, ...]:
    """Everything that can be ruled on in one provision, reviewed or not; each id once.

    With `waiting` at least all that waits for review: of a provision without rulings nothing else is made.
    """
    blank = _blank(place)
    waiting = waiting and not place.ruled.applied and not place.ruled.lapsed
    found = (
        *_findings(place, blank, waiting=waiting),
        *_sentences(place, blank, waiting=waiting),
        *_refused(place, blank),
        *_advice(place, blank),
        *_proposals(place, blank),
    )
    items = list({each.id: each for each in reversed(found)}.values())[::-1]
    for each in place.ruled.lapsed:
        _note_lapsed(items, each)
    return tuple(items)


def items_of_record(record: ChangeRecord, rulings: Iterable[Reviewed]) -> tuple[Item, ...]:
    """The headline of a change record and the summaries of its changes. `record` is as the program wrote it."""
    counted = {each.target: each for each in newest(rulings)}
    shown = ruled_record(record, counted.values())
    grounds = tuple(
        Stretch(digest_of(text), span or Span(0, 0), text)
        for change in record.changes
        for text, span in ((change.old, change.old_span), (change.new, change.new_span))
        if text
    )
    head = _record_item(
        record,
        headline_target(record),
        (record.headline, shown.headline),
        grounds,
        counted.get(headline_target(record)),
    )
    told = [
        _summary(record, change, now.summary, counted.get(summary_target(record, change)))
        for change, now in zip(record.changes, shown.changes, strict=True)
    ]
    return tuple({each.id: each for each in (head, *told)}.values())


def _blank(place: Place) -> Item:
    edition, number = place.edition, place.number
    provision = edition.outline.provisions[number]
    return Item(
        id="",
        kind=ItemKind.FINDING,
        document=edition.version.document,
        lineage=edition.lineage[number] if edition.lineage else "",
        words=(),
        key="",
        subject=provision.id,
        title=provision.title,
        path=provision.path,
        about="",
        values=(),
        severity=Severity.NONE,
        doubt=0.0,
        why=(),
        at=edition.version.observed_at,
        grounds=stretches_of(edition.text.content, provision),
    )


def _findings(place: Place, blank: Item, *, waiting: bool) -> Iterator[Item]:
    refused = len(place.ruled.base.refused)
    at = {each.span: each for each in blank.grounds}
    for machine, shown in zip(place.ruled.machine.findings, place.ruled.base.findings, strict=True):
        stretch = at.get(Span(machine.statement.start, machine.statement.end))
        if stretch is None:
            continue
        doubt, why = _doubt(machine, refused)
        firm = bool(shown.topics) and not shown.abstain
        listed = not machine.language and (firm or machine.severity is not Severity.NONE)
        if waiting and not listed:
            continue
        values = tuple(
            Value(each, value_of(machine, each), value_of(shown, each) if firm else "") for each in OF_FINDING
        )
        item = blank.but(
            words=(stretch.digest,),
            about=stretch.text[:_LONGEST_ABOUT],
            values=values,
            severity=machine.severity,
            doubt=doubt,
            why=why,
            listed=listed,
        )
        yield _with_rulings(item, place.ruled.applied, OF_FINDING)


def _doubt(finding: Finding, refused: int) -> tuple[float, tuple[str, ...]]:
    sure = finding.topics[0].score if finding.topics else 0.0
    why = ["too unsure to be shown"] if finding.abstain else []
    why.append(f"its topic is {min(99, round(100 * sure))} % sure" if finding.topics else "it has no topic")
    if refused:
        why.append(f"the gate refused {refused} of its provision's sentences")
    more = min(_MOST_FOR_REFUSED, _FOR_EACH_REFUSED * refused)
    return min(1.0, 1.0 - sure + more), tuple(why)


def _sentences(place: Place, blank: Item, *, waiting: bool) -> Iterator[Item]:
    shown = {each.text for each in place.ruled.said.sentences}
    gravity = _gravity(place.ruled.base.findings)
    for each in place.ruled.base.sentences:
        drawn = _Drawn(ItemKind.SENTENCE, Matter.SENTENCE, _GATED, each.kind is SentenceKind.GROUNDED)
        if waiting and not drawn.listed:
            continue
        item = _sentence(blank, each, drawn, gravity)
        yield _as_shown(item, Matter.SENTENCE, each.text, each.text in shown, place.ruled.applied)
    # Rulings on sentences that are composed no more still stand, and can be ruled on anew.
    composed = {digest_of(each.text) for each in place.ruled.base.sentences}
    refused = {digest_of(each) for each in place.ruled.base.refused}
    for ruling in place.ruled.applied:
        target = ruling.target
        if target.matter is Matter.SENTENCE and target.key not in composed | refused:
            item = blank.but(kind=ItemKind.SENTENCE, words=target.words, key=target.key, part=ruling.part)
            item = item.but(about=ruling.about, listed=False)
            yield _as_shown(item, Matter.SENTENCE, ruling.machine, False, place.ruled.applied)


def _refused(place: Place, blank: Item) -> Iterator[Item]:
    severity = _gravest(place.ruled.base.findings)
    every = tuple(dict.fromkeys(each.digest for each in blank.grounds))
    for text in place.ruled.base.refused:
        item = blank.but(
            kind=ItemKind.REFUSED,
            words=every,
            key=digest_of(text),
            about=_about(blank.grounds, every),
            severity=severity,
            doubt=_REFUSED,
            why=("the gate refused this sentence in every wording",),
        )
        yield _as_shown(item, Matter.SENTENCE, text, False, place.ruled.applied)


def _advice(place: Place, blank: Item) -> Iterator[Item]:
    if place.advice is None:
        return
    gravity = _gravity(place.ruled.base.findings)
    drawn = _Drawn(ItemKind.ADVICE, Matter.ADVICE, _WRITTEN, listed=True, why=("written by a model",))
    for each in place.advice.sentences:
        item = _sentence(blank, each, drawn, gravity)
        yield _as_shown(item, Matter.ADVICE, each.text, True, place.ruled.applied)


def _proposals(place: Place, blank: Item) -> Iterator[Item]:
    """The title and the topics that a model proposed for the provision: they rest on all of its statements."""
    if place.advice is None:
        return
    shown = ruled_advice(place.advice, blank.grounds, place.ruled.applied)
    every = resting((), blank.grounds)
    for kind, matter, machine, now in (
        (ItemKind.ADVICE_TITLE, Matter.ADVICE_TITLE, place.advice.title, shown.title),
        (
            ItemKind.ADVICE_TOPICS,
            Matter.ADVICE_TOPICS,
            " ".join(place.advice.topics),
            " ".join(shown.topics),
        ),
    ):
        if not machine:
            continue
        item = blank.but(
            kind=kind,
            words=every,
            key=digest_of(machine),
            about=_about(blank.grounds, every),
            values=(Value(matter, machine, now),),
            severity=_gravest(place.ruled.base.findings),
            doubt=_WRITTEN,
            why=("written by a model",),
        )
        yield _with_rulings(item, place.ruled.applied, (matter,))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the items of one kind of sentence have in common."""

    kind: ItemKind
    matter: Matter
    doubt: float
    listed: bool
    why: tuple[str, ...] = ()


def _sentence(blank: Item, sentence: Sentence, drawn: _Drawn, gravity: dict[Span, Severity]) -> Item:
    words = resting(sentence.spans, blank.grounds)
    graver = (gravity[each.span] for each in blank.grounds if each.digest in words and each.span in gravity)
    return blank.but(
        kind=drawn.kind,
        words=words,
        key=digest_of(sentence.text),
        part=sentence.part,
        about=_about(blank.grounds, words),
        severity=max(graver, key=_rank, default=Severity.NONE),
        doubt=drawn.doubt,
        why=drawn.why,
        listed=drawn.listed,
    )


def _as_shown(
    item: Item,
    matter: Matter,
    machine: str,
    stands: bool,
    rulings: Sequence[Reviewed],
) -> Item:
    """The item of a sentence with what stands for it now: the editor's words, the program's, or nothing."""
    if not rulings:
        return item.but(
            id=item.target(matter).item,
            values=(Value(matter, machine, machine if stands else ""),),
        )
    item = _with_rulings(item.but(values=(Value(matter, machine, machine),)), rulings, (matter,))
    shown = item.reviewed[-1].new if item.reviewed else machine if stands else ""
    return item.but(values=(Value(matter, machine, shown),))


def _with_rulings(item: Item, rulings: Sequence[Reviewed], matters: Sequence[Matter]) -> Item:
    if not rulings:
        return item.but(id=item.target(matters[0]).item)
    targets = {item.target(each) for each in matters}
    mine = tuple(each for each in rulings if each.target in targets and _holds(each, item))
    return item.but(id=item.target(matters[0]).item, reviewed=mine)


def _holds(ruling: Reviewed, item: Item) -> bool:
    """Whether a rejection still meets what the program says: another value it has not seen."""
    if ruling.ruling is not Ruling.REJECT:
        return True
    now = next((each.machine for each in item.values if each.matter is ruling.target.matter), None)
    if now is None or ruling.target.matter not in OF_FINDING:
        return True
    if ruling.target.matter is Matter.TOPIC:
        return set(now.split()) <= set(ruling.machine.split())
    return now == ruling.machine


def _summary(record: ChangeRecord, change: Change, shown: str, ruling: Reviewed | None) -> Item:
    target = summary_target(record, change)
    sides = ((change.old, change.old_span), (change.new, change.new_span))
    grounds = tuple(Stretch(digest_of(text), span or Span(0, 0), text) for text, span in sides if text)
    item = _record_item(record, target, (change.summary, shown), grounds, ruling)
    return item.but(
        severity=change.severity,
        doubt=_unclear(change.direction),
        path=tuple(change.section.split(" > ")),
    )


def _record_item(
    record: ChangeRecord,
    target: Target,
    words: tuple[str, str],
    grounds: tuple[Stretch, ...],
    ruling: Reviewed | None,
) -> Item:
    headline = target.matter is Matter.HEADLINE
    return Item(
        id=target.item,
        kind=ItemKind.HEADLINE if headline else ItemKind.SUMMARY,
        document=record.document,
        lineage=target.lineage,
        words=target.words,
        key=target.key,
        subject=record.id,
        title=words[1],
        path=(),
        about=_about(grounds, [each.digest for each in grounds]),
        values=(Value(target.matter, *words),),
        severity=record.severity,
        doubt=_unclear(record.direction),
        why=("its direction is unclear",) if record.direction is Direction.UNCLEAR else ("told by rule",),
        at=record.observed_at,
        grounds=grounds,
        reviewed=(ruling,) if ruling else (),
    )


def _unclear(direction: Direction) -> float:
    return _UNCLEAR if direction is Direction.UNCLEAR else _BY_RULE


def _gravity(findings: Iterable[Finding]) -> dict[Span, Severity]:
    """The gravest severity of each statement."""
    found: dict[Span, Severity] = {}
    for each in findings:
        span = Span(each.statement.start, each.statement.end)
        found[span] = max(each.severity, found.get(span, Severity.NONE), key=_rank)
    return found


def _gravest(findings: Iterable[Finding]) -> Severity:
    return max((each.severity for each in findings), key=_rank, default=Severity.NONE)


def _rank(severity: Severity) -> int:
    return severity.rank


def _about(grounds: Iterable[Stretch], words: Sequence[Digest]) -> str:
    texts = dict.fromkeys(each.text for each in grounds if each.digest in words)
    return " ".join(texts)[:_LONGEST_ABOUT]


def _note_lapsed(items: list[Item], ruling: Reviewed) -> None:
    """Marks the item that stands where the words ruled on stood, if there is one: most of its words are the same."""
    known = set(_WORD.findall(ruling.about.lower()))
    alike = [
        (len(known & set(_WORD.findall(each.about.lower()))) / max(1, len(known)), -n)
        for n, each in enumerate(items)
        if not each.reviewed and any(one.matter is ruling.target.matter for one in each.values)
    ]
    share, at = max(alike, default=(0.0, 0))
    if share < _LEAST_ALIKE:
        return
    item = items[-at]
    note = f"words changed since review of {ruling.at:%Y-%m-%d}"
    if note not in item.why:
        items[-at] = item.but(doubt=_CHANGED, listed=True, why=(note, *item.why))
