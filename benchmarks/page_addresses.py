"""Addresses of every kind of page of an archive, the same in each run."""

from __future__ import annotations

import random
from collections.abc import Iterable
from urllib.parse import urlencode

from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.storage import Database, catalog, records, versions
from clausewatch.storage.records import RecordFilter
from clausewatch.storage.stated import stated_at
from clausewatch.web.addresses import (
    change_path,
    diff_path,
    document_path,
    facts_path,
    history_path,
    platform_path,
    platform_regulations_path,
    provision_path,
    regulation_path,
    review_path,
    topic_path,
)

_SEED = 7

_WORDS = (
    "arbitration",
    "training data",
    '"delete your account"',
    "minors OR children",
    "indemnif*",
    "fee -refund",
)

Addresses = dict[str, list[str]]


def addresses(database: Database, most: int) -> Addresses:
    """Addresses of every kind of page, at most so many of a kind, the same in each run."""
    chance = random.Random(_SEED)

    def some(found: Iterable[str]) -> list[str]:
        listed = list(found)
        return listed if len(listed) <= most else chance.sample(listed, most)

    with database.read() as connection:
        platforms = catalog.platforms(connection)
        documents = [each for owner in platforms for each in owner.documents]
        known = {each.id: found for each in documents if (found := versions.versions(connection, each.id))}
        told = records.briefly(connection, RecordFilter(alerting=True, limit=2000))
        stated = [
            provision_path(name, each.address)
            for name in chance.sample(sorted(known), min(most, len(known)))
            for each in stated_at(connection, name, known[name][0].observed_at)
        ]
    pairs = [(name, found[1].id, found[0].id) for name, found in known.items() if len(found) > 1]
    topics = [each.id for each in taxonomy().topics]
    owners = sorted({name.partition("/")[0] for name in known})
    return {
        "home": ["/"],
        "changes": ["/changes/", *some(f"/changes/?platform={each}" for each in owners)],
        "record": some(change_path(each.id) for each in told),
        "health": ["/health/"],
        "methodology": ["/methodology/"],
        "review": ["/review/", *some(review_path(each) for each in owners)],
        "corrections": ["/corrections/"],
        "feed": ["/feed.atom"],
        "registry": ["/registry/", *_questions(owners, topics, chance, most)],
        "topics": ["/topic/"],
        "topic": some(map(topic_path, topics)),
        "regulations": ["/regulation/"],
        "regulation": some(regulation_path(each.id) for each in regulations().entries),
        "compare": ["/compare/", *_comparisons(owners, topics, chance, most)],
        "facts": some(map(facts_path, owners)),
        "platform": some(platform_path(each.id) for each in platforms),
        "platform's regulations": some(map(platform_regulations_path, owners)),
        "history": some(map(history_path, known)),
        "diff": some(diff_path(*each) for each in pairs),
        "document": some(map(document_path, known)),
        "provision": some(stated),
        "another version": some(document_path(name, old) for name, old, _ in pairs),
    }


def _questions(owners: list[str], topics: list[str], chance: random.Random, most: int) -> list[str]:
    """Searches by words, by facets, by both, and as of a day."""
    asked: list[list[tuple[str, str]]] = [[("q", words)] for words in _WORDS]
    while len(asked) < most - 1:
        day = f"20{chance.randrange(23, 27)}-0{chance.randrange(1, 8)}-15"
        asked += [
            [("q", chance.choice(_WORDS)), ("platform", chance.choice(owners))],
            [("topic", chance.choice(topics))],
            [("topic", chance.choice(topics)), ("severity", "high")],
            [("q", chance.choice(_WORDS)), ("at", day)],
        ]
    return [f"/registry/?{urlencode(each)}" for each in asked[: most - 1]]


def _comparisons(owners: list[str], topics: list[str], chance: random.Random, most: int) -> list[str]:
    """Two to six platforms by one to six topics."""

    def one() -> str:
        chosen = (
            chance.sample(owners, chance.randrange(2, 7)),
            chance.sample(topics, chance.randrange(1, 7)),
        )
        return f"/compare/?p={','.join(chosen[0])}&topic={','.join(chosen[1])}"

    return [one() for _ in range(most - 1)]
