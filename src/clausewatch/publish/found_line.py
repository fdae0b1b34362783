"""What a search found, for programs."""

from __future__ import annotations

from clausewatch.meaning.highlight import excerpt
from clausewatch.nouns.search import Found, Hit, Query

EXCERPT_CHARACTERS = 320


def hit_line(hit: Hit, query: Query) -> dict[str, object]:
    """A hit as JSON-ready values: the verbatim text, and the places in it that answer the words of the query."""
    stated = hit.stated
    shown = excerpt(stated.text, query.words, EXCERPT_CHARACTERS)
    return {
        "platform": hit.platform,
        "document": stated.document,
        "provision": stated.address,
        "lineage": stated.lineage,
        "title": stated.title,
        "path": list(stated.path),
        "version": stated.version,
        "span": [stated.place.start, stated.place.end],
        "observed_from": stated.observed_from.isoformat(),
        "observed_to": stated.observed_to.isoformat() if stated.observed_to else None,
        "text": stated.text,
        "excerpt": {
            "text": shown.text,
            "marks": [[mark.start, mark.end] for mark in shown.marks],
        },
        **{facet.value: list(values) for facet, values in hit.facets.items() if facet.value != "platform"},
        "score": hit.score,
    }


def found_line(found: Found, query: Query) -> dict[str, object]:
    """A page of hits with its counts. `total` is exact with `exact`, else a least number, and the counts are of these."""
    return {
        "total": found.total,
        "exact": found.exact,
        "facets": {facet.value: dict(values) for facet, values in found.counts.items()},
        "results": [hit_line(each, query) for each in found.hits],
        "after": found.after,
    }
