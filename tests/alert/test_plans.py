"""What plans allow, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clausewatch.alert.plans import (
    parse_plans,
    plan_named,
    plan_words,
    platforms_watched,
    refusal,
    shipped_plans,
    without_feature,
)
from clausewatch.errors import BadInputError
from clausewatch.nouns.account import Feature
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Pace, Scope, Timing, Watch

NOW = datetime(2026, 4, 1, tzinfo=UTC)
WEEKLY = Timing(Pace.WEEKLY)
PLANS = shipped_plans()
READER, WATCHER, PROFESSIONAL = PLANS


def watch(identifier: str, *platforms: str, timing: Timing = WEEKLY, scope: Scope | None = None) -> Watch:
    made = Watch(identifier, identifier, Channel.FEED, "", platforms, (), Severity.LOW, NOW)
    return replace(made, timing=timing, scope=scope or Scope())


def test_the_shipped_plans_are_those_of_the_product() -> None:
    assert [(each.name, each.platforms) for each in PLANS] == [
        ("Reader", 1),
        ("Watcher", 10),
        ("Professional", 25),
    ]
    assert READER.paces == (Pace.WEEKLY,)
    assert set(PROFESSIONAL.features) == set(Feature)
    assert plan_words(READER) == "1 platform; told weekly"
    assert plan_words(WATCHER) == "up to 10 platforms; told at once, daily or weekly"


def test_platforms_are_counted_over_all_watches_together() -> None:
    held = (watch("a", "birchwood"),)
    assert refusal(PLANS, READER, held, watch("b", "birchwood")) is None
    refused = refusal(PLANS, READER, held, watch("b", "nettle"))
    assert refused is not None
    assert refused.reason == "the plan Reader watches 1 platform, and with this it would be 2"
    assert refused.mend.startswith("Watcher or Professional allows it")
    of_document = replace(watch("b"), documents=("nettle/terms",))
    assert platforms_watched((*held, of_document)) == frozenset({"birchwood", "nettle"})
    assert refusal(PLANS, READER, held, of_document) is not None


def test_a_watch_takes_its_own_place() -> None:
    assert refusal(PLANS, READER, (watch("a", "birchwood"),), watch("a", "nettle")) is None


@pytest.mark.parametrize(("count", "allowed"), [(10, True), (11, False)])
def test_the_limit_itself_is_allowed(count: int, allowed: bool) -> None:
    wanted = watch("a", *(f"p{each}" for each in range(count)))
    assert (refusal(PLANS, WATCHER, (), wanted) is None) is allowed


def test_a_watch_of_everything_needs_a_plan_without_a_limit() -> None:
    assert refusal(PLANS, PROFESSIONAL, (), watch("a")) is not None
    free = replace(PROFESSIONAL, platforms=None)
    assert refusal((free,), free, (), watch("a")) is None


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (watch("a", "p", timing=Timing()), "tells weekly, not immediate"),
        (watch("a", "p", scope=Scope(provisions=("x",))), "no watches of single provisions"),
        (watch("a", "p", scope=Scope(regulations=("x",))), "no watches by regulation"),
    ],
)
def test_pace_and_features_bite(wanted: Watch, words: str) -> None:
    refused = refusal(PLANS, READER, (), wanted)
    assert refused is not None
    assert words in refused.reason
    assert refusal(PLANS, PROFESSIONAL, (), wanted) is None


def test_the_api_is_of_plans_that_have_it() -> None:
    assert without_feature(PLANS, PROFESSIONAL, Feature.API) is None
    refused = without_feature(PLANS, WATCHER, Feature.API)
    assert refused is not None
    assert refused.mend.startswith("Professional allows it")


def test_nothing_granted_and_an_unknown_plan_are_the_first() -> None:
    assert plan_named(PLANS, None) == READER
    assert plan_named(PLANS, "gone") == READER
    assert plan_named(PLANS, "watcher") == WATCHER


@pytest.mark.parametrize(
    "text",
    [
        "plan = 3",
        "",
        "[[plan]]\nid = 'a'",
        "[[plan]]\nid = 'A b'\nname = 'x'\npaces = ['weekly']",
        "[[plan]]\nid = 'a'\nname = 'x'\npaces = ['hourly']",
        "[[plan]]\nid = 'a'\nname = 'x'\npaces = ['weekly']\nplatforms = 0",
        "[[plan]]\nid = 'a'\nname = 'x'\npaces = ['weekly']\nplatforms = true",
        "[[plan]]\nid = 'a'\nname = 'x'\npaces = ['weekly']\nfeatures = ['gold']",
        "[[plan]]\nid = 'a'\nname = 'x'\npaces = ['weekly']\nprice = 3",
        "[[plan]]\nid = 'a'\nname = 'x'\npaces = ['weekly']\n" * 2,
        "[[plan",
    ],
)
def test_a_wrong_file_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(BadInputError, match=r"plans\.toml"):
        parse_plans(text, "plans.toml")
