"""What an editor ruled on what is said of a text. Rulings are only ever added: a later one on the same target outranks
the earlier, and both stay on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Part
from clausewatch.nouns.identity import Digest, DocumentId, LineageId, short_id
from clausewatch.nouns.stated import Said

ItemId = str
"""`<document id>:<12 hexadecimal digits>`."""

EDITOR = "editor"
"""Source of a sentence that an editor wrote and the gate let pass."""

EDITORS_WORDS = "editor's words"
"""Source of a sentence that an editor wrote and stands by although the gate refused it."""


class Ruling(StrEnum):
    """Edit amends what is said, replace puts something else in its place, reject takes it away."""

    ACCEPT = "accept"
    EDIT = "edit"
    REPLACE = "replace"
    REJECT = "reject"


class Matter(StrEnum):
    """What is ruled on: a value of a statement's finding, a sentence, what a model proposed (a sentence, the title, the
    topics), or the words of a change record."""

    TOPIC = "topic"
    MODALITY = "modality"
    PARTY = "party"
    SEVERITY = "severity"
    SENTENCE = "sentence"
    ADVICE = "advice"
    ADVICE_TITLE = "advice-title"
    ADVICE_TOPICS = "advice-topics"
    SUMMARY = "summary"
    HEADLINE = "headline"


OF_FINDING = (Matter.TOPIC, Matter.MODALITY, Matter.PARTY, Matter.SEVERITY)
OF_RECORD = (Matter.SUMMARY, Matter.HEADLINE)
OF_TOPICS = (Matter.TOPIC, Matter.ADVICE_TOPICS)
"""Those whose value is a row of topic ids."""

WITHOUT_PART = (*OF_RECORD, Matter.ADVICE_TITLE)
"""Words that stand in no part of a provision's page."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a ruling applies to, wherever it comes up again: the same words under the same lineage, whatever the version
    and the recipe.

    `words` are the digests of the statements it rests on, in order. `key` is the digest of the sentence as the program
    wrote it, or of the pair of versions of a change; empty for a finding.
    """

    document: DocumentId
    lineage: LineageId
    words: tuple[Digest, ...]
    matter: Matter
    key: str = ""

    @property
    def item(self) -> ItemId:
        """The item of the queue that this belongs to: the four values of a finding are one."""
        kind = "finding" if self.matter in OF_FINDING else self.matter.value
        return f"{self.document}:{short_id(self.lineage, kind, self.key, *self.words)[:12]}"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One ruling. `number` orders them; the newest on a target counts.

    `old` is what was shown before, empty where nothing was; `new` what is shown from then on, empty when rejected.
    Topics are ids in a row, best first. `machine` is what the program said. `correction` says that something published
    was changed. `about` are the words it was ruled on, `subject` the provision's address or the record's id. `rests` are
    the statements that a new sentence rests on, `part` is where it stands; `overridden` that the gate had refused it.
    """

    number: int
    target: Target
    ruling: Ruling
    old: str
    new: str
    machine: str
    reason: str
    reviewer: str
    at: datetime
    correction: bool
    about: str
    subject: str
    part: Part = Part.WHAT
    rests: tuple[Digest, ...] = ()
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A statement or lead-in: its words, where they stand, and their digest (see `meaning.review.digest_of_words`)."""

    digest: Digest
    span: Span
    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Ruled:
    """What is said of a provision once rulings are laid over it.

    `machine` is what the program says, `base` the same after rulings on findings, `said` after all. `applied` are the
    rulings that count here, `lapsed` those whose words stand here no more.
    """

    machine: Said
    base: Said
    said: Said
    applied: tuple[Reviewed, ...] = ()
    lapsed: tuple[Reviewed, ...] = ()


class ItemKind(StrEnum):
    FINDING = "finding"
    SENTENCE = "sentence"
    REFUSED = "refused sentence"
    ADVICE = "model-written sentence"
    ADVICE_TITLE = "model-written title"
    ADVICE_TOPICS = "model-proposed topics"
    SUMMARY = "summary of a change"
    HEADLINE = "headline of a change"


@dataclass(frozen=True, slots=True)
class Value:
    """One thing to be ruled on: what the program says, and what is shown now (empty where nothing is published)."""

    matter: Matter
    machine: str
    shown: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something an editor can rule on. `doubt` is between 0 and 1, `why` says in words where it comes from.

    `words` are the digests it rests on, out of `grounds`, which are all statements at hand. `listed` says that it belongs
    into the queue while nobody reviewed it.
    """

    id: ItemId
    kind: ItemKind
    document: DocumentId
    lineage: LineageId
    words: tuple[Digest, ...]
    key: str
    subject: str
    title: str
    path: tuple[str, ...]
    about: str
    values: tuple[Value, ...]
    severity: Severity
    doubt: float
    why: tuple[str, ...]
    at: datetime
    grounds: tuple[Stretch, ...]
    reviewed: tuple[Reviewed, ...] = ()
    part: Part = Part.WHAT
    listed: bool = True

    def target(self, matter: Matter) -> Target:
        return Target(self.document, self.lineage, self.words, matter, self.key)

    def but(self, **given: object) -> Item:
        """The same with other values for these fields, as `replace` makes it, in a quarter of its time: a queue has thousands."""
        values = [given[name] if name in given else getattr(self, name) for name in _FIELDS]
        return Item(*cast("list[Any]", values))


_FIELDS = tuple(each.name for each in fields(Item))


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor asks for. `values` are a finding's new values, `text` the new words of anything else; both are empty
    for accept and reject, which `matters` may narrow.

    `spans` are places in the current version that a new sentence rests on, `part` where it is to stand.
    """

    ruling: Ruling
    reviewer: str
    reason: str = ""
    values: tuple[tuple[Matter, str], ...] = ()
    matters: tuple[Matter, ...] = ()
    spans: tuple[Span, ...] = ()
    part: Part | None = None
    override: bool = False
    text: str | None = None


def newest(rulings: Iterable[Reviewed]) -> tuple[Reviewed, ...]:
    """Of the rulings on each target the one that counts, in the order in which they were made."""
    found: dict[Target, Reviewed] = {}
    for each in sorted(rulings, key=lambda one: one.number):
        found.pop(each.target, None)
        found[each.target] = each
    return tuple(found.values())
