"""The typed facts of a statement with their exact spans."""

from __future__ import annotations

from clausewatch.meaning.rules.figures import figures
from clausewatch.meaning.rules.names import flat
from clausewatch.meaning.rules.provisos import provisos
from clausewatch.meaning.rules.references import references
from clausewatch.nouns.finding import Asked, Fact

# A statement beyond this is a page in a row's dress; facts after it are not read.
READ_FACTS = 20_000


def facts_of(asked: Asked) -> tuple[Fact, ...]:
    """The facts printed in the statement, in order; spans are offsets into `asked.text`, where the words stand verbatim."""
    text = flat(asked.text[:READ_FACTS])
    found = {*figures(text), *references(text), *provisos(text)}
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind, fact.value)))
