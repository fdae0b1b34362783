"""Grounded sentences of a provision, as drafts for the gate: each quotes its words or names a fact beside its words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from clausewatch.meaning import phrases
from clausewatch.meaning.quote import Quotation, around, last_sentence, quoted, unnumbered
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Cited, Claim, Fact, FactKind, Finding, Modality, Part, Party
from clausewatch.nouns.knowledge import Analysed

MOST_STATEMENTS = 3
"""Statements introduced on one page; the clause itself stands beside them in full."""

MOST_FACTS = 6
"""Facts of one kind that are named."""

MOST_PROVISOS = 3
"""Conditions, and exceptions, that are set out beside the clause."""

_OPENING = 160
"""Characters of a statement that are quoted where it was already quoted in full."""

_LONGEST_NAMED = 90
"""Characters of a fact that is named by its words; a longer one is no name or number."""

_LONGEST_TITLE = 120
"""Characters of a heading that is named; run-in paragraphs pass for headings now and then."""

_SHORTEST = 12
"""A statement of fewer characters ("and", "None.") is not introduced."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that waits for the gate: its wordings from fullest to plainest, its spans, the statements it cites.

    The plainest is little more than the quotation. It is what remains where the gate finds the fuller one unborne.
    """

    part: Part
    wordings: tuple[str, ...]
    spans: tuple[Span, ...]
    provision: Analysed
    cited: tuple[Span, ...]

    def claims(self, said: Collection[str]) -> Iterator[Claim]:
        """The claim in each wording that was not said before; where one was, its wordings under the heading come first."""
        of = self.provision
        clause = of.provision
        cited = [*self.cited, *([clause.lead_in] if clause.lead_in is not None else [])]
        statements = [Cited(f"s{n}", span.of(of.content), span) for n, span in enumerate(cited, start=1)]
        title = _title(of)
        if title:
            statements.append(Cited("title", title))
        wordings = self.wordings
        if title and any(text in said for text in wordings):
            wordings = (*(f"Under “{title}”: {text}" for text in wordings), *wordings)
        for text in wordings:
            if text not in said:
                yield Claim(text, tuple(statements), clause.path, of.platform, of.company)


def drafts(of: Analysed) -> Iterator[Draft]:
    """Every sentence that the provision's own words give, nearest first within each part."""
    spoken = [finding for finding in of.findings if finding.topics and not finding.language]
    for finding in _foremost(of, spoken):
        yield from _introduced(of, finding)
    yield from _bound(of, spoken)
    yield from _facts(of, spoken)


def _foremost(of: Analysed, spoken: list[Finding]) -> list[Finding]:
    """The gravest statements, in the order of the text."""
    worth = [finding for finding in spoken if len(finding.statement.of(of.content).strip()) >= _SHORTEST]
    gravest = sorted(worth, key=lambda finding: (-finding.severity.rank, finding.statement.start))
    return sorted(gravest[:MOST_STATEMENTS], key=lambda finding: finding.statement.start)


def _introduced(of: Analysed, finding: Finding) -> Iterator[Draft]:
    """What the statement does, with its words; a list item together with the words that lead into its list."""
    words = quoted(of.content, unnumbered(of.content, _span(finding)))
    if words is None:
        return
    phrase = phrases.lead(finding.modality, finding.bound_party, of.platform, words.span.of(of.content))
    lead_in = of.provision.lead_in
    before = None
    if lead_in is not None and finding.statement.depth:
        before = quoted(of.content, last_sentence(of.content, lead_in))
    if before is not None and not before.clipped:
        told = f"{before.printed} – {words.printed}"
        yield _draft(Part.WHAT, phrase, told, (before.span, words.span), of, finding)
    else:
        yield _draft(Part.WHAT, phrase, words.printed, (words.span,), of, finding)


def _bound(of: Analysed, spoken: list[Finding]) -> Iterator[Draft]:
    """Whom the provision binds and to whom it leaves a choice; then its conditions and exceptions."""
    sides = [
        (phrases.side(finding.modality, finding.bound_party, of.platform), finding) for finding in spoken
    ]
    firsts = list({side: finding for side, finding in reversed(sides) if side is not None}.values())[::-1]
    opening = quoted(of.content, _span(firsts[0]), _OPENING) if firsts else None
    if opening is not None:
        told = phrases.bound(side for side, _ in sides if side is not None)
        title = _title(of)
        named = (f"Under “{title}”, the words {told}.",) if title else ()
        texts = (*named, f"The words {told}: {opening.printed}")
        spans = tuple(_span(finding) for finding in firsts)
        yield Draft(Part.BOUND, texts, spans, of, spans)
    for kind, phrase in phrases.TERMS_OF_USE.items():
        for finding, fact in _of_kind(spoken, kind)[:MOST_PROVISOS]:
            words = quoted(of.content, Span(fact.start, fact.end))
            if words is not None:
                yield _draft(Part.BOUND, phrase, words.printed, (words.span,), of, finding)


def _facts(of: Analysed, spoken: list[Finding]) -> Iterator[Draft]:
    """Amounts, periods, names; what follows; and what a reader can use."""
    for kind, phrase in phrases.FACTS.items():
        for finding, fact in _of_kind(spoken, kind):
            told_elsewhere = is_deadline(finding, fact)
            if not told_elsewhere and (kind is not FactKind.PLACE or fact.role in phrases.PLACE_ROLES):
                yield from _named(Part.WHAT, phrase, of, finding, fact)
    for finding, fact in _of_kind(spoken, FactKind.CONSEQUENCE):
        words = quoted(of.content, Span(fact.start, fact.end))
        if words is not None:
            business = finding.bound_party in {Party.CUSTOMER, Party.DEVELOPER}
            part = Part.BUSINESSES if business else Part.USERS
            yield _draft(part, phrases.CONSEQUENCE, words.printed, (words.span,), of, finding)
    for kind, phrase in phrases.ACTIONS.items():
        for finding, fact in _of_kind(spoken, kind):
            yield from _named(Part.ACTIONS, phrase, of, finding, fact)
    for finding, fact in _of_kind(spoken, FactKind.PERIOD):
        if is_deadline(finding, fact):
            yield from _named(Part.ACTIONS, phrases.DEADLINE, of, finding, fact)


def is_deadline(finding: Finding, fact: Fact) -> bool:
    """Whether a period is one for the reader to act within: by its role, in a statement that leaves the reader to act."""
    return (
        fact.kind is FactKind.PERIOD
        and finding.bound_party in {Party.USER, Party.CUSTOMER, Party.DEVELOPER}
        and finding.modality in {Modality.RIGHT, Modality.PERMISSION, Modality.OBLIGATION, Modality.PROCEDURE}
        and any(word in fact.role.casefold() for word in phrases.DEADLINE_ROLES)
    )


def _named(part: Part, phrase: str, of: Analysed, finding: Finding, fact: Fact) -> Iterator[Draft]:
    """The fact by its own words, with the words around it."""
    words = of.content[fact.start : fact.end].strip()
    window: Quotation | None = around(of.content, Span(fact.start, fact.end), _span(finding))
    if not words or window is None or len(words) > _LONGEST_NAMED:
        return
    printed = window.printed.removesuffix(" …")
    texts = (f"{phrase.format(words=words)} ({printed}).", f"{phrases.PLAINEST} {words}: {printed}")
    spans = (Span(fact.start, fact.end), window.span)
    yield Draft(part, texts, spans, of, (_span(finding),))


def _of_kind(spoken: list[Finding], kind: FactKind) -> list[tuple[Finding, Fact]]:
    found = [(finding, fact) for finding in spoken for fact in finding.facts if fact.kind is kind]
    return found[:MOST_FACTS]


def _span(finding: Finding) -> Span:
    return Span(finding.statement.start, finding.statement.end)


def _title(of: Analysed) -> str:
    """The heading where it can stand between quotation marks, else nothing."""
    title = of.provision.title
    return "" if set(title) & set('“”"') or len(title) > _LONGEST_TITLE else title


def _draft(
    part: Part, phrase: str, printed: str, spans: tuple[Span, ...], of: Analysed, by: Finding
) -> Draft:
    texts = (f"{phrase}: {printed}", f"{phrases.PLAINEST}: {printed}")
    return Draft(part, texts, spans, of, (_span(by),))
