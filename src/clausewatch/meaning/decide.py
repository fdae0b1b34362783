"""From what an editor asks for to rulings, or to the reason why not. Nothing is half ruled."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch.errors import BadInputError
from clausewatch.meaning.gate import gate
from clausewatch.meaning.review import WITHDRAWN, resting
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Cited, Claim, Modality, Party
from clausewatch.nouns.identity import Digest
from clausewatch.nouns.review import (
    OF_FINDING,
    OF_RECORD,
    OF_TOPICS,
    WITHOUT_PART,
    Decision,
    Item,
    ItemKind,
    Matter,
    Reviewed,
    Ruling,
    Value,
)

MOST_NAME, MOST_REASON, MOST_TEXT = 100, 1_000, 2_000

_ODD = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
"""Invisible, but part of how some names are spelt."""

_VALUES = {
    Matter.MODALITY: tuple(each.value for each in Modality),
    Matter.PARTY: tuple(each.value for each in Party),
    Matter.SEVERITY: tuple(each.value for each in Severity),
}

_EMPTY = dict.fromkeys(_VALUES, "none") | dict.fromkeys(OF_RECORD, WITHDRAWN)
"""What is shown where a value was rejected."""


@dataclass(frozen=True, slots=True)
class Author:
    """Whose document it is, as the gate asks."""

    platform: str
    company: str


def decided(item: Item, decision: Decision, author: Author, at: datetime) -> tuple[Reviewed, ...]:
    """The rulings that the decision comes to, without numbers. Raises BadInputError where it cannot be carried out."""
    _check_words(decision)
    if decision.ruling in (Ruling.ACCEPT, Ruling.REJECT):
        made = tuple(_settled(item, each, decision, at) for each in _matters(item, decision))
    else:
        made = tuple(_amended(item, decision, author, at))
    return made


def _check_words(decision: Decision) -> None:
    _check_line("--reviewer", decision.reviewer, MOST_NAME)
    if decision.reason or decision.ruling is not Ruling.ACCEPT:
        _check_line("--reason", decision.reason, MOST_REASON)


def _check_line(option: str, given: str, most: int) -> None:
    """One printable line: what ends lines, moves a terminal's cursor or turns the reading direction is refused."""
    if not given.strip():
        raise BadInputError(
            option, "is empty", f"Give {option} with words; it is shown in the corrections log"
        )
    if len(given) > most:
        raise BadInputError(option, f"has {len(given):,} characters", f"At most {most:,} are kept")
    odd = next((each for each in given if unicodedata.category(each) in _ODD and each not in _JOINERS), None)
    if odd is not None:
        raise BadInputError(option, f"holds the invisible character U+{ord(odd):04X}", "Leave it out")


def _matters(item: Item, decision: Decision) -> tuple[Matter, ...]:
    own = tuple(each.matter for each in item.values)
    named = tuple(_meant(each, own) for each in decision.matters)
    for each in named:
        if each not in own:
            raise BadInputError(
                f"field {each.value!r}", f"{item.id} is {_article(item)}", f"It has: {_listed(own)}"
            )
    if decision.values or decision.text is not None or decision.spans or decision.part:
        raise BadInputError(
            item.id,
            f"{decision.ruling.value} takes no new value",
            "Use `review edit` or `review replace` to give one",
        )
    return named or own


def _meant(matter: Matter, own: Sequence[Matter]) -> Matter:
    """The item's own matter of that name: topics are named alike whoever proposed them."""
    return next((each for each in own if matter is Matter.TOPIC and each in OF_TOPICS), matter)


def _settled(item: Item, matter: Matter, decision: Decision, at: datetime) -> Reviewed:
    """An acceptance or a rejection."""
    value, before = _value(item, matter), _last(item, matter)
    if decision.ruling is Ruling.REJECT:
        return _reviewed(item, matter, decision, "", at)
    if not (value.shown or value.machine) and matter not in OF_FINDING:
        raise BadInputError(item.id, "there is nothing to accept", "Use `review replace` to write something")
    standing = before is not None and before.ruling is not Ruling.REJECT
    new = before.new if before is not None and standing else value.machine
    if item.kind is ItemKind.REFUSED and not standing:
        raise BadInputError(
            item.id,
            "the gate refused this sentence, so it cannot be accepted",
            "Use `review edit` with a wording that its statements bear, or `review reject`",
        )
    made = _reviewed(item, matter, decision, new, at)
    if before is None or not standing:
        return made
    return replace(made, rests=before.rests, overridden=before.overridden)


def _amended(item: Item, decision: Decision, author: Author, at: datetime) -> Iterator[Reviewed]:
    """(1) The new values belong to the item, (2) are ones that can be, (3) change something, (4) pass the gate."""
    own = {each.matter: each for each in item.values}
    if not decision.values and decision.text is None:
        raise BadInputError(item.id, "no new value is given", f"Give one of: {_listed(tuple(own))}")
    # (1):
    if decision.text is not None and not own.keys().isdisjoint((*OF_FINDING, *OF_TOPICS)):
        raise BadInputError("--text", f"{item.id} is {_article(item)}", f"It has: {_listed(tuple(own))}")
    for named, given in decision.values:
        matter = _meant(named, tuple(own))
        if matter not in own:
            raise BadInputError(
                f"--{matter.value}", f"{item.id} is {_article(item)}", f"It has: {_listed(tuple(own))}"
            )
        if decision.spans or decision.part or decision.override:
            raise BadInputError(
                item.id, f"{_article(item)} has no place, part or gate", "Leave those options out"
            )
        # (2):
        new = _finding_value(own[matter], given, decision.ruling)
        # (3):
        _check_new(item, own[matter], new)
        yield _reviewed(item, matter, decision, new, at)
    if decision.text is not None:
        matter = item.values[0].matter
        text = decision.text.strip()
        _check_line("--text", text, MOST_TEXT)
        _check_new(item, own[matter], text)
        # (4):
        yield _gated(item, matter, decision, text, author, at)


def _finding_value(value: Value, given: str, ruling: Ruling) -> str:
    if value.matter in OF_TOPICS:
        named = () if given.strip() == "none" else tuple(dict.fromkeys(given.split()))
        known = [taxonomy().topic(each).id for each in named]
        rest = value.machine.split() if ruling is Ruling.EDIT and known else []
        return " ".join(dict.fromkeys((*known, *rest)))
    if given not in _VALUES[value.matter]:
        raise BadInputError(
            f"--{value.matter.value} {given!r}",
            "is no such value",
            f"Use one of: {', '.join(_VALUES[value.matter])}",
        )
    return given


def _check_new(item: Item, value: Value, new: str) -> None:
    if new and new == value.shown:
        raise BadInputError(
            item.id, f"its {value.matter.value} is that already", "Use `review accept` to confirm it"
        )


def _gated(
    item: Item, matter: Matter, decision: Decision, text: str, author: Author, at: datetime
) -> Reviewed:
    rests = _rests(item, matter, decision)
    chosen = [each for each in item.grounds if each.lead or each.digest in rests or matter in OF_RECORD]
    cited = [Cited(f"s{n}", each.text, each.span) for n, each in enumerate(chosen, 1)]
    if item.title and matter not in OF_RECORD:
        cited.append(Cited("title", item.title))
    ruling = gate(Claim(text, tuple(cited), item.path, author.platform, author.company))
    if not ruling.passes and not decision.override:
        reasons = "; ".join(ruling.reasons) or "its statements do not bear it"
        raise BadInputError(
            f"{text[:80]!r}",
            f"the gate refuses it: {reasons}",
            "Say only what the statements say, or give --override to publish it as the editor's words",
        )
    before = _last(item, matter)
    part = decision.part or (before.part if before else item.part)
    if decision.part and matter in WITHOUT_PART:
        raise BadInputError("--part", f"{_article(item)} stands in no part of a page", "Leave it out")
    made = _reviewed(item, matter, decision, text, at)
    return replace(made, part=part, rests=rests, overridden=not ruling.passes)


def _rests(item: Item, matter: Matter, decision: Decision) -> tuple[Digest, ...]:
    """The statements that the new sentence rests on: those named by their places, or the same as before."""
    if not decision.spans:
        before = _last(item, matter)
        return () if matter in OF_RECORD else (before.rests if before else ()) or item.words
    if decision.ruling is not Ruling.REPLACE or matter in OF_RECORD:
        raise BadInputError(
            "--span", "is for replacing a sentence", "An edited sentence rests on what it rested on"
        )
    for span in decision.spans:
        inside = any(each.span.start <= span.start < span.end <= each.span.end for each in item.grounds)
        if not inside:
            places = ", ".join(f"{each.span.start}-{each.span.end}" for each in item.grounds)
            raise BadInputError(
                f"span {span.start}-{span.end}",
                f"lies in no statement of {item.title[:80]!r}",
                f"Its statements stand at {places}",
            )
    return resting(decision.spans, item.grounds)


def _reviewed(item: Item, matter: Matter, decision: Decision, new: str, at: datetime) -> Reviewed:
    value, before = _value(item, matter), _last(item, matter)
    was = value.shown
    nothing = _EMPTY.get(matter, "")
    changed = was not in ("", new or nothing)
    # A later ruling that takes a logged one back is logged as well, also where that had left nothing to be shown.
    undone = before is not None and before.correction and (before.new or nothing) != (new or nothing)
    return Reviewed(
        number=0,
        target=item.target(matter),
        ruling=decision.ruling,
        old=was,
        new=new,
        machine=value.machine,
        reason=decision.reason.strip(),
        reviewer=decision.reviewer.strip(),
        at=at,
        correction=changed or undone,
        about=item.about,
        subject=item.subject,
        part=before.part if before else item.part,
    )


def _value(item: Item, matter: Matter) -> Value:
    return next(each for each in item.values if each.matter is matter)


def _last(item: Item, matter: Matter) -> Reviewed | None:
    return next((each for each in reversed(item.reviewed) if each.target.matter is matter), None)


def _article(item: Item) -> str:
    plural = item.kind is ItemKind.ADVICE_TOPICS
    return item.kind.value if plural else f"a {item.kind.value}"


def _listed(matters: tuple[Matter, ...]) -> str:
    """The options that give the matters a value, by name."""
    named = {Matter.ADVICE_TOPICS: Matter.TOPIC.value} | {each: each.value for each in OF_FINDING}
    return ", ".join(named.get(each, "text") for each in matters)
