"""Watches beyond their organisation's plan, or of people who left, are told nothing; all others are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.pipeline.live_kit import BEGIN, page
from tests.pipeline.test_failing import rounds
from tests.pipeline.told_kit import TERMS, Told, told

from clausewatch.alert.plans import beyond, plan_named, shipped_plans
from clausewatch.nouns.account import Account, Membership, Organisation, Role
from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import AlertState, Channel, Pace, Scope, Timing, Watch
from clausewatch.pipeline.deliver import send_trial
from clausewatch.pipeline.paused import paused
from clausewatch.storage import Database, accounts, subscriptions

PLANS = shipped_plans()


def watch(name: str, *platforms: str, pace: Pace = Pace.WEEKLY, scope: Scope | None = None) -> Watch:
    return Watch(
        name,
        name,
        Channel.FEED,
        "",
        platforms,
        (),
        Severity.LOW,
        BEGIN,
        timing=Timing(pace),
        scope=scope or Scope(),
        organisation="one",
    )


@pytest.mark.parametrize(
    ("plan", "held", "silent"),
    [
        ("reader", [watch("a", "oak"), watch("b", "oak"), watch("c", "elm")], {"c"}),
        ("reader", [watch("a", "oak", "elm"), watch("b", "oak"), watch("c", "elm")], {"a", "c"}),
        ("reader", [watch("a"), watch("b", "oak")], {"a"}),
        ("reader", [watch("a", "oak", pace=Pace.DAILY), watch("b", "elm")], {"a"}),
        ("watcher", [watch("a", "oak", scope=Scope(provisions=("p",))), watch("b", "oak")], {"a"}),
        ("watcher", [watch(str(each), f"p{each}") for each in range(12)], {"10", "11"}),
        ("professional", [watch(str(each), f"p{each}") for each in range(12)], set()),
    ],
)
def test_the_oldest_that_fit_go_on(plan: str, held: list[Watch], silent: set[str]) -> None:
    found = beyond(PLANS, plan_named(PLANS, plan), held)
    assert set(found) == silent
    assert all(each.reason.startswith("the plan ") for each in found.values())


def test_nothing_is_paused_where_there_are_no_accounts(database: Database) -> None:
    with database.read() as connection:
        assert paused(connection, (), [watch("a")]) == {}


@dataclass
class Scene:
    """A document that is told to an organisation of one owner and one reader."""

    told: Told
    owner: Account
    reader: Account

    def grant(self, plan: str) -> None:
        with self.told.instance.database.write() as connection:
            accounts.grant_plan(connection, "one", plan, self.told.live.clock.now())

    def theirs(self, name: str, channel: Channel = Channel.WEBHOOK, timing: Timing | None = None) -> Watch:
        return self.told.watch(name, channel, timing=timing, organisation="one", platforms=("birchwood",))

    def alerts(self, of: Watch) -> list[AlertState]:
        with self.told.instance.database.read() as connection:
            return [each.state for each in subscriptions.alerts(connection, to=of.id)]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with told(tmp_path) as found:
        found.live.instance = replace(found.live.instance, plans=PLANS)
        owner, reader = (
            Account(each, f"{each}@example.org", "none", BEGIN, BEGIN) for each in ("ada", "ben")
        )
        with found.instance.database.write() as connection:
            accounts.add_organisation(connection, Organisation("one", "One", BEGIN))
            for who, role in ((owner, Role.OWNER), (reader, Role.READER)):
                accounts.add_account(connection, who)
                accounts.save_member(connection, Membership("one", who.id, role, BEGIN))
        yield Scene(found, owner, reader)


def weekly(at: datetime) -> Timing:
    return Timing(Pace.WEEKLY, "UTC", at.hour * 60, at.weekday())


def test_after_a_lesser_plan_the_watch_is_silent_and_wakes_with_a_greater_one(scene: Scene) -> None:
    scene.grant("watcher")
    mine = scene.theirs("theirs")
    scene.told.watch("operators")
    scene.told.published(*TERMS, "surveillance")
    assert sorted(scene.told.hooked()) == ["operators", "theirs"]
    scene.grant("reader")
    scene.told.published(*TERMS)
    assert sorted(scene.told.hooked()) == ["operators", "operators", "theirs"], "the plan tells weekly alone"
    scene.grant("watcher")
    scene.told.published(*TERMS, "biometrics")
    assert scene.told.hooked().count("theirs") == 2, "from now on, and nothing of what was meanwhile"
    assert len(scene.alerts(mine)) == 2


def test_who_left_or_was_disabled_is_told_nothing_more(scene: Scene) -> None:
    scene.grant("watcher")
    for name in ("ada", "ben"):
        scene.theirs(name, Channel.EMAIL)
    database = scene.told.instance.database
    with database.write() as connection:
        accounts.remove_member(connection, "one", "ben")
    scene.told.published(*TERMS, "surveillance")
    assert scene.told.mailed() == ["ada"]
    with database.write() as connection:
        accounts.change_account(connection, replace(scene.owner, disabled=True))
    scene.theirs("hook")
    scene.told.published(*TERMS)
    assert (scene.told.mailed(), scene.told.hooked()) == (["ada"], []), "nobody can sign in and end it"


def test_no_test_message_goes_to_who_left(scene: Scene) -> None:
    """The operator's command has no page in between that would refuse."""
    mine, theirs = (scene.theirs(name, Channel.EMAIL) for name in ("ada", "ben"))
    with scene.told.instance.database.write() as connection:
        accounts.remove_member(connection, "one", "ben")
    assert send_trial(scene.told.instance, mine).ok
    refused = send_trial(scene.told.instance, theirs)
    assert not refused.ok
    assert "no member" in refused.detail
    assert scene.told.mailed() == ["ada"]


def test_what_waits_for_somebody_who_leaves_is_not_sent(scene: Scene) -> None:
    scene.grant("watcher")
    clock = scene.told.live.clock
    mine = scene.theirs("ben", Channel.EMAIL, timing=weekly(clock.now() + timedelta(days=2)))
    scene.told.published(*TERMS, "surveillance")
    assert scene.alerts(mine) == [AlertState.PENDING]
    with scene.told.instance.database.write() as connection:
        accounts.remove_member(connection, "one", "ben")
    clock.advance(days=8)
    scene.told.live.round()
    assert scene.told.mailed() == []
    assert scene.alerts(mine) == [AlertState.GIVEN_UP]


def test_that_captures_fail_is_told_to_the_same(scene: Scene) -> None:
    scene.grant("reader")
    scene.theirs("once")
    scene.theirs("ben", Channel.EMAIL)
    scene.told.watch("operators")
    rounds(scene.told, 5)
    assert scene.told.hooked() == ["operators"], "the plan tells weekly alone"
    scene.grant("watcher")
    with scene.told.instance.database.write() as connection:
        accounts.remove_member(connection, "one", "ben")
    rounds(scene.told, 2, page(*TERMS))
    rounds(scene.told, 5)
    assert sorted(scene.told.hooked()) == ["once", "operators", "operators", "operators"]
    assert scene.told.mailed() == []
