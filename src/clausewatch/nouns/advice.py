"""What a language model is asked about a provision or a change, what it proposes, and what became of the proposal.

A proposal is never shown as it came: `meaning.advise` keeps only what the numbered statements bear.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clausewatch.nouns.finding import Cited, Part, Sentence, TopicId


class About(StrEnum):
    """What the numbered statements are: one provision, or a change's old and new statements."""

    PROVISION = "provision"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Question:
    """Numbered statements with what a reader of the document knows; nothing else is ever sent to a model."""

    about: About
    platform: str
    company: str
    document: str
    document_type: str
    path: tuple[str, ...]
    statements: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ProposedSentence:
    """A sentence with the ids of the statements it rests on and words that it says stand in them."""

    part: Part
    text: str
    cites: tuple[str, ...]
    quotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model wrote, typed but unchecked."""

    title: str
    topics: tuple[TopicId, ...]
    sentences: tuple[ProposedSentence, ...]


class Declined(StrEnum):
    """Why there is no proposal."""

    OFF = "off"
    OVER_BUDGET = "over-budget"
    OVERSIZED = "oversized"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    GARBAGE = "garbage"


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens that a call took, as the provider counts them."""

    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's answer: a proposal, or why there is none and its detail in words. What it took is told either way."""

    proposal: Proposal | None
    spent: Spent = Spent()
    declined: Declined | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RefusedSentence:
    """What was proposed and not published, and why."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What of a proposal may be shown: marked as written by `model`, each sentence with the spans it rests on. `editors` names
    what of title and topics is an editor's instead."""

    model: str
    title: str
    topics: tuple[TopicId, ...]
    sentences: tuple[Sentence, ...]
    refused: tuple[RefusedSentence, ...]
    editors: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be shown of it."""
        return not (self.title or self.topics or self.sentences)
