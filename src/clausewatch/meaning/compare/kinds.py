"""Which kinds of document would speak of a topic, so that silence is only said where one of them was collected."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.finding import TopicId

_KINDS = (
    (
        (
            "brand",
            "trademark",
            "law enforcement",
            "accessibility",
            "copyright",
            "intellectual property",
            "imprint",
        ),
        "other",
    ),
    (("privacy",), "pp"),
    (("tracker", "cookie"), "ck"),
    (("data process",), "dpa"),
    (("acceptable use", "usage polic", "guideline", "conduct", "safety"), "aup"),
    (("developer", "api"), "api"),
    (("commercial", "enterprise", "business"), "com"),
    (("terms",), "tos"),
)
"""Words of a document type and the taxonomy's short name of its kind; the first that occurs decides."""

_CONTRACTS = frozenset({"tos", "com", "api", "aup"})


@lru_cache(maxsize=1024)
def kind_of(document_type: str) -> str:
    """The taxonomy's short name of a document type: tos, aup, com, api, dpa, pp, ck or other."""
    folded = document_type.casefold()
    return next((kind for words, kind in _KINDS if any(word in folded for word in words)), "other")


_NARROW = (
    (("copyright", "intellectual property"), frozenset({"CONTENT", "OUTPUT", "GENERAL", "LIFECYCLE"})),
    (
        ("brand", "trademark"),
        frozenset({"CONTENT", "OUTPUT", "GENERAL", "INTG.impersonation", "INTG.passing_off"}),
    ),
    (("accessibility", "imprint", "captioning"), frozenset({"GENERAL"})),
)
"""Document types about one matter alone, and the topics, or families of topics, they set rules on: a copyright guide that "isn't legal
advice" is no rule about advice."""


@lru_cache(maxsize=4096)
def may_rule(topic: TopicId, document_type: str) -> bool:
    """Whether a clause of such a document may be shown as a rule on the topic, however like it the words are."""
    folded = document_type.casefold()
    return all(
        topic in own or topic.partition(".")[0] in own
        for words, own in _NARROW
        if any(word in folded for word in words)
    )


def would_say(topic: TopicId, document_types: Iterable[str]) -> bool:
    """Whether one of these document types is of a kind that the taxonomy expects the topic in.

    Contracts of all kinds stand in for one another: platforms put usage rules into terms, and terms into usage policies.
    """
    return not _kinds_for(topic).isdisjoint(kind_of(each) for each in document_types)


@lru_cache(maxsize=1024)
def _kinds_for(topic: TopicId) -> frozenset[str]:
    wanted = frozenset(taxonomy().topic(topic).documents)
    return wanted | _CONTRACTS if wanted & _CONTRACTS else wanted
