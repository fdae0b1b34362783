"""What is printed in several units and is one rule to whoever reads it: sentences carried on, the fields of a card."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from clausewatch.change.differences import Difference
from clausewatch.change.nature import Nature, edits
from clausewatch.change.units import Role, Unit
from clausewatch.change.wording import keys
from clausewatch.nouns.change import ChangeKind

# A sentence that begins so speaks of what the sentence before it said.
_CARRIES_ON = re.compile(
    r"^\W*(?:this|these|those|such|it|they|that|its|their|dies(?:e[rs]?)?|ces|cela)\b(?! (?:agreement|policy|notice|section|terms|document)\b)"
    r"|^\W*(?:in (?:such|that|this|these|those|any such|each) (?:an? )?(?:cases?|events?|instances?|circumstances?)|if so|if not|otherwise|alternatively|until then"
    r"|for (?:example|instance)|examples? (?:include|are|of)|once \w+, (?:it|they)|without (?:this|these|those|them|it)|(?:please )?note that|among (?:these|those|them)|as such|therefore|thus|accordingly|hence|consequently|however,? (?:this|these|those|it|they)"
    r"|the (?:aforementioned|aforesaid|foregoing|above)|likewise|the same)\b"
    r"|^\(",
    re.IGNORECASE,
)
# How to reach someone, printed after the sentence that names them.
_REACH = re.compile(r"^\W*(?:e-?mail|phone|telephone|tel|fax|contact|postal address|address|attn|website)\b\s*[:.+(\d]", re.IGNORECASE)  # fmt: skip
_REACH_WORDS = 16
_LABEL = re.compile(r"^\W*([^\n:.]{2,30}):(?=\s)", re.MULTILINE)
# Longest title of such a card in data/ota: 7 words.
TITLE_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Page:
    """One side's content with the labels that recur in it at the beginning of a line, as fields of cards do."""

    content: str
    labels: frozenset[str]

    @staticmethod
    def of(content: str) -> _Page:
        times = Counter(label.strip().lower() for label in _LABEL.findall(content))
        return _Page(content, frozenset(label for label, count in times.items() if count > 1))

    def field(self, unit: Unit) -> str:
        """The label of a card's field; empty when the unit is none."""
        found = _LABEL.match(unit.text)
        label = found.group(1).strip().lower() if found else ""
        return label if label in self.labels else ""

    def adjoin(self, first: Unit, second: Unit) -> bool:
        """Whether nothing but white space stands between them."""
        return first.end <= second.start and not self.content[first.end : second.start].strip()

    def joined(self, first: Unit, second: Unit) -> Unit:
        """Both as one unit, verbatim."""
        text = self.content[first.start : second.end]
        return replace(
            first,
            end=second.end,
            text=text,
            keys=(*first.keys, *second.keys),
            linked=first.linked and second.linked,
            dated=first.dated or second.dated,
        )


def joined(found: tuple[Difference, ...], old: str, new: str) -> tuple[Difference, ...]:
    """`found` with sentences and fields that carry on one rule told as one difference; `old`, `new` are the contents."""
    before, after = _Page.of(old), _Page.of(new)
    kept: list[Difference] = []
    fields: set[str] = set()
    for one in found:
        last = kept[-1] if kept else None
        page = after if one.kind is ChangeKind.ADDED else before
        if last is None or not _lone(one):
            kept.append(one)
            fields = set()
            continue
        label = page.field(_unit(one))
        if last.kind is one.kind and _lone(last) and _one_rule(last, one, page, fields):
            whole = page.joined(_unit(last), _unit(one))
            kept[-1] = replace(last, old=whole) if last.old else replace(last, new=whole)
        elif last.kind is ChangeKind.MODIFIED and last.edits and _extends(last, one, page):
            kept[-1] = _grown(last, one, page)
        else:
            kept.append(one)
            fields = set()
        fields.add(label)
    return tuple(kept)


def _lone(one: Difference) -> bool:
    return one.kind in (ChangeKind.ADDED, ChangeKind.REMOVED) and one.nature is Nature.WORDING


def _unit(one: Difference) -> Unit:
    unit = one.new or one.old
    assert unit is not None
    return unit


def _one_rule(last: Difference, one: Difference, page: _Page, fields: set[str]) -> bool:
    first, second = _unit(last), _unit(one)
    if first.role is Role.HEADING or second.role is Role.HEADING or not page.adjoin(first, second):
        return False
    label = page.field(second)
    if label:
        titled = len(first.keys) <= TITLE_WORDS and first.text.rstrip()[-1:] not in ".:;!?"
        return label not in fields and (titled or bool(fields - {""}))
    return first.kind is second.kind and _carries_on(first, second, page)


def _carries_on(first: Unit, second: Unit, page: _Page) -> bool:
    reach = len(second.keys) <= _REACH_WORDS and bool(_REACH.match(second.text))
    # A line of its own begins anew, whatever its first word.
    prose = "\n" not in page.content[first.end : second.start]
    return prose and (reach or bool(_CARRIES_ON.match(second.text)))


def _extends(last: Difference, one: Difference, page: _Page) -> bool:
    """Whether a sentence that came or went carries on the sentence edited before it."""
    edited = last.new if one.kind is ChangeKind.ADDED else last.old
    assert edited is not None
    return (
        page.adjoin(edited, _unit(one))
        and edited.kind is _unit(one).kind
        and _carries_on(edited, _unit(one), page)
    )


def _grown(last: Difference, one: Difference, page: _Page) -> Difference:
    assert last.old is not None
    assert last.new is not None
    old = last.old if one.kind is ChangeKind.ADDED else page.joined(last.old, _unit(one))
    new = page.joined(last.new, _unit(one)) if one.kind is ChangeKind.ADDED else last.new
    return replace(last, nature=Nature.WORDING, old=old, new=new, edits=edits(keys(old.text), keys(new.text)))
