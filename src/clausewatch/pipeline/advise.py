"""Step: put a provision or a change record to the adviser, within its budget, and keep what it proposed.

What of a proposal may be shown is worked out from it each time (`meaning.advise.checked`), so a stricter gate takes
effect on what is stored already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clausewatch.meaning.advise import MOST_CHARACTERS, RECIPE, checked, key_of
from clausewatch.meaning.gate import gate
from clausewatch.nouns.advice import About, Advice, Answer, Declined, Proposal, Question
from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord
from clausewatch.nouns.document import Edition, Provision, Span
from clausewatch.nouns.finding import Cited
from clausewatch.nouns.identity import Digest
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import Connection, advice
from clausewatch.storage.advice import Asked, Use

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Budget:
    """What the adviser may take. Prices are those of the operator's provider, per million tokens; 0 where it is free.

    `daily_cost` 0 sets no limit of its own.
    """

    daily_tokens: int = 200_000
    per_minute: int = 20
    daily_cost: float = 0.0
    input_price: float = 0.0
    output_price: float = 0.0

    def cost(self, use: Use) -> float:
        """What that use cost, in the prices' currency."""
        return (use.input_tokens * self.input_price + use.output_tokens * self.output_price) / 1_000_000

    def exceeded(self, day: Use, minute: Use) -> str:
        """Which limit is reached, in words; empty where none is."""
        if day.input_tokens + day.output_tokens >= self.daily_tokens:
            return f"{self.daily_tokens} tokens were spent within a day (daily_tokens)"
        if self.daily_cost and self.cost(day) >= self.daily_cost:
            return f"{self.daily_cost:g} were spent within a day (daily_cost)"
        if minute.questions >= self.per_minute:
            return f"{self.per_minute} questions were asked within a minute (per_minute)"
        return ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A question with what it is about: `<version>#<address>` of a provision, or a change record's id."""

    id: str
    document: Document
    question: Question


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may be shown, or why there is nothing. `cached` where the model had been asked the same before."""

    advice: Advice | None
    answer: Answer
    cached: bool


def about_provision(
    platform: Platform, document: Document, edition: Edition, provision: Provision
) -> Subject:
    """The provision's lead-in and statements, numbered."""
    content = edition.text.content
    stretches = (*((provision.lead_in,) if provision.lead_in else ()), *provision.statements)
    spans = dict.fromkeys(Span(each.start, each.end) for each in stretches)
    cited = tuple(Cited(f"s{n}", span.of(content), span) for n, span in enumerate(spans, 1))
    question = Question(
        About.PROVISION,
        platform.name,
        platform.company,
        document.name,
        document.type,
        provision.path,
        cited,
    )
    return Subject(f"{edition.version.id}#{provision.id}", document, question)


def about_change(platform: Platform, document: Document, record: ChangeRecord) -> Subject:
    """The record's old and new statements, numbered; spans lie in the version that each statement is of."""
    cited = [
        Cited(f"{side}{n}", text, span)
        for n, each in enumerate(record.changes, 1)
        for side, text, span in (("old", each.old, each.old_span), ("new", each.new, each.new_span))
        if text is not None
    ]
    question = Question(
        About.CHANGE, platform.name, platform.company, document.name, document.type, (), tuple(cited)
    )
    return Subject(record.id, document, question)


def advise(instance: Instance, subject: Subject, budget: Budget) -> Outcome:
    """(1) what was proposed before, (2) limits, (3) the model, (4) what may be shown of it."""
    # (1):
    model, question = instance.adviser.model, subject.question
    key = key_of(question, model)
    with instance.database.read() as connection:
        before = advice.proposal(connection, key)
        day = advice.used(connection, instance.clock.now() - _DAY)
        minute = advice.used(connection, instance.clock.now() - _MINUTE)
    if before is not None:
        _keep_again(instance, subject, key, before)
        return Outcome(checked(question, before, gate, model), Answer(before), True)
    # (2):
    size = sum(len(each.text) for each in question.statements)
    if size > MOST_CHARACTERS:
        detail = f"its statements have {size} characters; at most {MOST_CHARACTERS} are sent"
        return Outcome(None, Answer(None, declined=Declined.OVERSIZED, detail=detail), False)
    if reached := budget.exceeded(day, minute):
        return Outcome(None, Answer(None, declined=Declined.OVER_BUDGET, detail=reached), False)
    # (3):
    answer = instance.adviser.ask(question)
    if answer.declined is not Declined.OFF:
        asked = Asked(
            key,
            instance.clock.now(),
            subject.document.id,
            question.about,
            subject.id,
            model,
            RECIPE,
            answer,
        )
        with instance.database.write() as connection:
            advice.save_asked(connection, asked)
    # (4):
    shown = checked(question, answer.proposal, gate, model) if answer.proposal else None
    return Outcome(shown, answer, False)


def _keep_again(instance: Instance, subject: Subject, key: Digest, before: Proposal) -> None:
    """The same words in a later version, or in another place, are shown what was proposed of them."""
    with instance.database.write() as connection:
        if advice.latest(connection, subject.id) is None:
            at, about, model = instance.clock.now(), subject.question.about, instance.adviser.model
            answer = Answer(before, detail=advice.AGAIN)
            asked = Asked(key, at, subject.document.id, about, subject.id, model, RECIPE, answer)
            advice.save_asked(connection, asked)


def advised(connection: Connection, subject: Subject) -> Advice | None:
    """What a model wrote of it last and may be shown now; nothing is asked."""
    stored = advice.latest(connection, subject.id)
    return None if stored is None else checked(subject.question, stored[1], gate, stored[0])
