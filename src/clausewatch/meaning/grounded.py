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
            headed = (text for text in wordings if f"“{title}”" not in text)
            wordings = (*(f"Under “{title}”: {text}" for text in headed), *wordings)
        for text in wordings:
            if text not in said:
                yield Claim(text, tuple(statements), clause.path, of.platform, of.company)


def drafts(of: Analysed) -> Iterator[Draft]:
    """Every sentence that the provision's own words give, nearest first within each part."""
    spoken = [finding for finding in of.findings if finding.topics and not finding.language]
    yield from _introduced(of, _foremost(of, spoken))
    yield from _bound(of, spoken)
    yield from _facts(of, spoken)


def _foremost(of: Analysed, spoken: list[Finding]) -> list[Finding]:
    """The gravest statements, in the order of the text; a heading that runs into its sentence is none."""
    worth = [finding for finding in spoken if _is_told(of, finding)]
    gravest = sorted(worth, key=lambda finding: (-finding.severity.rank, finding.statement.start))
    return sorted(gravest[:MOST_STATEMENTS], key=lambda finding: finding.statement.start)


def _is_told(of: Analysed, finding: Finding) -> bool:
    words = unnumbered(of.content, _span(finding)).of(of.content).strip()
    heads = (
        words.rstrip(".:").casefold()
        == unnumbered(title := of.provision.title, Span(0, len(title))).of(title).casefold()
    )
    return len(words) >= _SHORTEST and not (heads and len(of.findings) > 1)


def _introduced(of: Analysed, foremost: list[Finding]) -> Iterator[Draft]:
    """What each statement does, with its words; items of which the same is said, together behind the words that lead into them."""
    groups: dict[tuple[str, Span | int], list[tuple[Finding, Quotation]]] = {}
    leads: dict[Span | int, Quotation] = {}
    for finding in foremost:
        words = quoted(of.content, unnumbered(of.content, _span(finding)))
        if words is None:
            continue
        before = _led(of, finding)
        place: Span | int = words.span.start if before is None else before.span
        if before is not None:
            leads[place] = before
        chosen_by = (words if before is None else before).span.of(of.content)
        phrase = (
            phrases.PLAINEST
            if _is_likely(finding)
            else phrases.lead(finding.modality, finding.bound_party, of.platform, chosen_by)
        )
        groups.setdefault((phrase, place), []).append((finding, words))
    for (phrase, place), told in groups.items():
        spans = (*((leads[place].span,) if place in leads else ()), *(words.span for _, words in told))
        first = f"{leads[place].printed} – " if place in leads else ""
        printed = first + "; ".join(words.printed for _, words in told)
        texts = dict.fromkeys((f"{phrase}: {printed}", f"{phrases.PLAINEST}: {printed}"))
        yield Draft(Part.WHAT, tuple(texts), spans, of, tuple(_span(finding) for finding, _ in told))


def _led(of: Analysed, finding: Finding) -> Quotation | None:
    """The words that lead into the list whose item the statement is, where they can be quoted whole."""
    lead_in = of.provision.lead_in
    if lead_in is None or not finding.statement.depth:
        return None
    before = quoted(of.content, last_sentence(of.content, lead_in))
    return None if before is None or before.clipped else before


def _bound(of: Analysed, spoken: list[Finding]) -> Iterator[Draft]:
    """Whom the provision binds and to whom it leaves a choice; then its conditions and exceptions."""
    sides = [
        (phrases.side(finding.modality, finding.bound_party, of.platform), finding)
        for finding in spoken
        if not _is_likely(finding)
    ]
    firsts = list({side: finding for side, finding in reversed(sides) if side is not None}.values())[::-1]
    opening = quoted(of.content, _span(firsts[0]), _OPENING) if firsts else None
    if opening is not None:
        told = phrases.bound(side for side, _ in sides if side is not None)
        title = _title(of)
        named = (f"The clause “{title}” {told}.",) if title else ()
        texts = (*named, f"The clause {told}: {opening.printed}")
        spans = tuple(_span(finding) for finding in firsts)
        yield Draft(Part.BOUND, texts, spans, of, spans)
    for kind, phrase in phrases.TERMS_OF_USE.items():
        for finding, fact in _of_kind(spoken, kind)[:MOST_PROVISOS]:
            yield from _set_out(Part.BOUND, phrase, of, finding, fact)


def _facts(of: Analysed, spoken: list[Finding]) -> Iterator[Draft]:
    """Amounts, periods, names; what follows; and what a reader can use."""
    for kind, phrase in phrases.FACTS.items():
        for further, (finding, fact) in enumerate(_of_kind(spoken, kind)):
            yield from _named(Part.WHAT, (phrase, further > 0), of, finding, fact)
    for finding, fact in _of_kind(spoken, FactKind.CONSEQUENCE):
        business = finding.plain.bound_party in {Party.CUSTOMER, Party.DEVELOPER}
        part = Part.BUSINESSES if business else Part.USERS
        yield from _set_out(part, phrases.CONSEQUENCE, of, finding, fact)
    for kind, phrase in phrases.ACTIONS.items():
        for further, (finding, fact) in enumerate(_of_kind(spoken, kind)):
            yield from _named(Part.ACTIONS, (phrase, further > 0), of, finding, fact)
    for further, (finding, fact) in enumerate(_of_kind(spoken, FactKind.PERIOD, deadlines=True)):
        yield from _named(Part.ACTIONS, (phrases.DEADLINE, further > 0), of, finding, fact)


def is_deadline(finding: Finding, fact: Fact) -> bool:
    """Whether a period is one for the reader to act within: by its role, in a statement that leaves the reader to act."""
    return (
        fact.kind is FactKind.PERIOD
        and not _is_likely(finding)
        and finding.bound_party in {Party.USER, Party.CUSTOMER, Party.DEVELOPER}
        and finding.modality in {Modality.RIGHT, Modality.PERMISSION, Modality.OBLIGATION, Modality.PROCEDURE}
        and any(word in fact.role.casefold() for word in phrases.DEADLINE_ROLES)
    )


def _is_likely(finding: Finding) -> bool:
    """Whether what it says of modality and party is a likelihood: no sentence asserts it of the quoted words."""
    return finding.ruled is not None


def _set_out(part: Part, phrase: str, of: Analysed, finding: Finding, fact: Fact) -> Iterator[Draft]:
    """A stretch of a statement by its own words."""
    words = quoted(of.content, Span(fact.start, fact.end))
    if words is not None:
        yield Draft(part, (_ended(f"{phrase}: {words.printed}"),), (words.span,), of, (_span(finding),))


def _named(
    part: Part, phrase: tuple[str, bool], of: Analysed, finding: Finding, fact: Fact
) -> Iterator[Draft]:
    """The fact by its own words, with the words around it; `phrase` with whether it is a further one of its kind."""
    words = of.content[fact.start : fact.end].strip()
    window: Quotation | None = around(of.content, Span(fact.start, fact.end), _span(finding))
    if not words or window is None or len(words) > _LONGEST_NAMED:
        return
    printed = window.printed.removesuffix(" …")
    text = _ended(f"{phrases.named(phrase[0], words, further=phrase[1])}: {printed}")
    yield Draft(part, (text,), (Span(fact.start, fact.end), window.span), of, (_span(finding),))


def _of_kind(spoken: list[Finding], kind: FactKind, *, deadlines: bool = False) -> list[tuple[Finding, Fact]]:
    """Facts of a kind, each value once; places only in a role, periods by whether they are time limits for the reader."""
    found: dict[str, tuple[Finding, Fact]] = {}
    for finding in spoken:
        for fact in finding.facts:
            if fact.kind is not kind or is_deadline(finding, fact) is not deadlines:
                continue
            if kind is not FactKind.PLACE or fact.role in phrases.PLACE_ROLES:
                found.setdefault(fact.value.casefold(), (finding, fact))
    return list(found.values())[:MOST_FACTS]


def _ended(text: str) -> str:
    """The sentence with a full stop, where its quotation has brought none."""
    return text if text.rstrip('”"').endswith((".", "!", "?", "…")) else f"{text}."


def _span(finding: Finding) -> Span:
    return Span(finding.statement.start, finding.statement.end)


def _title(of: Analysed) -> str:
    """The heading where it can stand between quotation marks, else nothing."""
    title = of.provision.title
    return "" if set(title) & set('“”"') or len(title) > _LONGEST_TITLE else title
