"""The text of a provision's page: grounded sentences from its own words and facts, context from the knowledge.

A grounded sentence quotes the provision or names what stands in it, carries the spans, and is published only if the
gate lets it pass, in the fullest of its wordings that does. Context is about the world and carries the id of its source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from clausewatch.meaning.context import Background, context
from clausewatch.meaning.grounded import drafts
from clausewatch.nouns.finding import Claim, GateRuling, Part, Sentence, SentenceKind
from clausewatch.nouns.knowledge import Analysed, Composition

Gate = Callable[[Claim], GateRuling]

_PARTS = list(Part)


def composed(provision: Analysed, gate: Gate, background: Background) -> Composition:
    """The page text of one provision by itself."""
    return composed_all((provision,), gate, background)[0]


def composed_all(
    provisions: Iterable[Analysed], gate: Gate, background: Background
) -> tuple[Composition, ...]:
    """The page texts of the provisions of one document, in order.

    No two of them share a grounded sentence. Each has all the context there is for it, whatever its neighbours have.
    The same input gives the same output.
    """
    said: set[str] = set()
    return tuple(_one(provision, gate, background, said) for provision in provisions)


def recomposed(
    provision: Analysed, gate: Gate, background: Background, elsewhere: Collection[str]
) -> Composition:
    """The page text of one provision whose findings changed; nothing that is said `elsewhere` in the document is said
    again."""
    return _one(provision, gate, background, set(elsewhere))


def first_told(texts: Iterable[tuple[Sentence, ...]]) -> tuple[tuple[Sentence, ...], ...]:
    """The sentences of a document's provisions, in order, as it is shown whole: no context sentence twice."""
    told: set[str] = set()
    return tuple(tuple(_fresh(sentences, told)) for sentences in texts)


def _one(provision: Analysed, gate: Gate, background: Background, said: set[str]) -> Composition:
    sentences: list[Sentence] = []
    refused: list[str] = []
    for draft in drafts(provision):
        claims = list(draft.claims(said))
        passed = next((claim for claim in claims if gate(claim).passes), None)
        if passed is not None:
            said.add(passed.text)
            sentences.append(Sentence(draft.part, SentenceKind.GROUNDED, passed.text, draft.spans))
        elif claims:
            refused.append(claims[0].text)
    sentences += _fresh(context(provision, background), set())
    sentences.sort(key=lambda sentence: (_PARTS.index(sentence.part), sentence.kind is SentenceKind.CONTEXT))
    return Composition(tuple(sentences), tuple(refused))


def _fresh(sentences: Iterable[Sentence], told: set[str]) -> Iterator[Sentence]:
    for sentence in sentences:
        if sentence.kind is SentenceKind.GROUNDED or sentence.source not in told:
            told.add(sentence.source)
            yield sentence
