"""What is said about a provision: topics, parties, facts, severity, and sentences that are held to the text.

All spans are half-open intervals of Unicode code points over the content of one version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Span, Statement

TopicId = str
"""A leaf of the taxonomy, `FAMILY.leaf`."""


class Modality(StrEnum):
    """What a statement does, by its operative verb read with its lead-in."""

    PROHIBITION = "prohibition"
    OBLIGATION = "obligation"
    PERMISSION = "permission"
    POWER = "power"
    COMMITMENT = "commitment"
    RIGHT = "right"
    DISCLOSURE = "disclosure"
    DEFINITION = "definition"
    DISCLAIMER = "disclaimer"
    PROCEDURE = "procedure"
    NONE = "none"


class Party(StrEnum):
    """Whom a statement binds: the logical subject of its operative verb."""

    PLATFORM = "platform"
    USER = "user"
    DEVELOPER = "operator/developer"
    CUSTOMER = "customer"
    BOTH = "both"
    THIRD_PARTY = "third-party"
    NONE = "none"


class Basis(StrEnum):
    """Whether a finding is printed in the statement, or read out of its surroundings."""

    EXPLICIT = "explicit"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class TopicScore:
    """A topic with the calibrated probability that a careful reader would name it, 0 to 1."""

    topic: TopicId
    score: float


class FactKind(StrEnum):
    """Typed facts that are read out of a statement's words."""

    AMOUNT = "amount"
    PERIOD = "period"
    DATE = "date"
    AGE = "age"
    SHARE = "share"
    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    LINK = "link"
    SETTING = "setting"
    LAW = "law"
    DOCUMENT = "document"
    PLACE = "place"
    RECIPIENT = "recipient"
    SECTOR = "sector"
    CONDITION = "condition"
    EXCEPTION = "exception"
    CONSEQUENCE = "consequence"


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed fact: its words stand verbatim at `start:end`; `value` is their normal form ("30 days", "EUR 40", "13").

    `role` says what it is in the statement where that is known ("notice period", "liability cap", "deadline").
    """

    kind: FactKind
    start: int
    end: int
    value: str
    role: str = ""

    def moved(self, by: int) -> Fact:
        """The same, `by` code points further on."""
        return Fact(self.kind, self.start + by, self.end + by, self.value, self.role)


HUMAN = "human"
"""The method of a finding that an editor ruled on."""

JUDGED = "clausewatch.meaning.judge"
"""The method of a finding whose modality or party the judge said and the written rules did not: a likelihood, learned from
labels, for which no word of the statement can be shown."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """By which method and version a finding was made, so that it can be made again."""

    method: str
    version: str


@dataclass(frozen=True, slots=True)
class Plain:
    """What the written rules read, where the judge says otherwise."""

    modality: Modality
    bound_party: Party


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said about one statement.

    `topics` are ranked, best first, and empty where the statement is no provision. `abstain` says that the ranking is
    too unsure to be shown as a finding. `severity_reasons` are the written rules that gave the severity, in words.
    `language` is set, and all else is empty, where the text is in a language that is not analysed.
    `ruled` is set where modality or party are the judge's: a likelihood, which no composed sentence asserts and no answer about
    what a document states is built on.
    """

    statement: Statement
    topics: tuple[TopicScore, ...]
    modality: Modality
    bound_party: Party
    beneficiary: Party
    basis: Basis
    severity: Severity
    severity_reasons: tuple[str, ...]
    facts: tuple[Fact, ...]
    abstain: bool
    recipe: Recipe
    language: str = ""
    ruled: Plain | None = None

    @property
    def plain(self) -> Plain:
        """Modality and party by the written rules, or by an editor."""
        return self.ruled or Plain(self.modality, self.bound_party)

    def moved(self, by: int) -> Finding:
        """The same with every span `by` code points further on."""
        at = self.statement
        # Written out: `replace` takes five times as long, and a page moves hundreds.
        return Finding(
            Statement(at.kind, at.start + by, at.end + by, at.depth),
            self.topics,
            self.modality,
            self.bound_party,
            self.beneficiary,
            self.basis,
            self.severity,
            self.severity_reasons,
            tuple([each.moved(by) for each in self.facts]),
            self.abstain,
            self.recipe,
            self.language,
            self.ruled,
        )


class _HashedOnce:
    """Remembers its hash, which is no field: no copy and no other process is given it."""

    __slots__ = ("_hash",)
    _hash: int


@dataclass(frozen=True, slots=True)
class Asked(_HashedOnce):
    """A statement as given to the rules and models: its words and what stands around them.

    `path` is the heading path, outermost first. `aliases` maps names that the document defines ("Customer", "we",
    "Anthropic") in lower case to the party they stand for.
    """

    text: str
    path: tuple[str, ...] = ()
    lead_in: str = ""
    document_type: str = ""
    platform: str = ""
    company: str = ""
    aliases: tuple[tuple[str, Party], ...] = ()

    def __hash__(self) -> int:
        # What is found of a statement is looked up some thirty times by it, and it holds all names of its document.
        try:
            return self._hash
        except AttributeError:
            found = hash(
                (self.text, self.path, self.lead_in, self.document_type, self.platform, self.aliases)
            )
            object.__setattr__(self, "_hash", found)
            return found


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement that a claim rests on: its verbatim words, and where they stand when it is a stored one."""

    id: str
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence about a document, with the statements it rests on."""

    text: str
    cited: tuple[Cited, ...]
    path: tuple[str, ...] = ()
    platform: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class GateRuling:
    """Whether a claim may be published. Refusals name what the cited statements do not bear, in words."""

    passes: bool
    reasons: tuple[str, ...] = ()


class SentenceKind(StrEnum):
    """Grounded sentences speak about this document and carry spans; context speaks about the world and carries an id."""

    GROUNDED = "grounded"
    CONTEXT = "context"


class Part(StrEnum):
    """The parts of a provision's page that sentences are composed for, in their order."""

    WHAT = "what"
    WHY = "why"
    USERS = "users"
    BUSINESSES = "businesses"
    BOUND = "bound"
    ACTIONS = "actions"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One published sentence of an analysis. Grounded ones name spans; context ones name a knowledge or regulation id."""

    part: Part
    kind: SentenceKind
    text: str
    spans: tuple[Span, ...] = ()
    source: str = ""

    def moved(self, by: int) -> Sentence:
        """The same with every span `by` code points further on."""
        spans = tuple([Span(each.start + by, each.end + by) for each in self.spans])
        return Sentence(self.part, self.kind, self.text, spans, self.source)


class Bearing(StrEnum):
    """How a regulation stands to a term; always worded as "bears on", never as compliance or breach."""

    REQUIRES_TERM = "requires_term"
    LIMITS_TERM = "limits_term"
    PROHIBITS_CONDUCT = "prohibits_conduct"
    GRANTS_RIGHT = "grants_right"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class RegulationEntry:
    """One article or section. `applies_from` None means "not stated here"; `verify` that it must be checked first.

    `condition` says when it bears on a term at all. Where `words` are given, it is named only beside one of them.
    `consumers` says that it does not bear on documents which only bind organisations.
    """

    id: str
    instrument: str
    citation: str
    provision: str
    jurisdiction: str
    gist: str
    applies_from: date | None
    source: str
    topics: tuple[TopicId, ...]
    bearings: tuple[Bearing, ...]
    tier: int
    verify: bool
    condition: str = ""
    words: tuple[str, ...] = ()
    consumers: bool = False
