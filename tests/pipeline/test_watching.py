"""Changes become the right alerts, told at the right time through real servers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.delivery.delivery_kit import Receiver, webhook_server
from tests.pipeline.live_kit import BEGIN, page
from tests.pipeline.told_kit import TERMS, Told, told

from clausewatch.alert import make_watch
from clausewatch.errors import DamagedObjectError, UnknownNameError
from clausewatch.nouns.change import ChangeClass, ChangeKind, Direction, Severity
from clausewatch.nouns.document import Edition
from clausewatch.nouns.subscription import AlertState, Channel, Pace, Scope, Timing
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.local import capture_due, process_waiting
from clausewatch.pipeline.notify import notify
from clausewatch.pipeline.watching import preview, settled, snooze
from clausewatch.publish import digest
from clausewatch.storage import Database, records, subscriptions
from clausewatch.storage.tables import record as record_table

KILLS = 500


def test_fifty_watches_hear_of_what_they_ask_for(tmp_path: Path, database: Database) -> None:
    """Ten kinds of filters, five watches of each, by mail and by webhook: all that should hear do, nobody else."""
    scopes = {
        "all": (Scope(), True),
        "added": (Scope(kinds=(ChangeKind.ADDED,)), True),
        "split": (Scope(kinds=(ChangeKind.SPLIT,)), False),
        "words": (Scope(search="surveillance"), True),
        "other-words": (Scope(search="cookies"), False),
        "topic": (Scope(topics=("DISPUTE.arbitration",)), False),
        "provision": (Scope(provisions=("no-such-lineage",)), False),
        "direction": (Scope(directions=tuple(Direction)), True),
        "class": (Scope(classes=(ChangeClass.METADATA,)), False),
        "classes": (Scope(classes=(ChangeClass.METADATA, ChangeClass.SUBSTANTIVE)), True),
    }
    with told(tmp_path, database) as scene:
        expected = set()
        for name, (scope, hears) in scopes.items():
            for number in range(5):
                channel = Channel.EMAIL if number % 2 else Channel.WEBHOOK
                muted = ("birchwood",) if number == 4 else ()
                scene.watch(f"{name}-{number}", channel, scope=scope, muted=muted)
                if hears and not muted:
                    expected.add(f"{name}-{number}")
        scene.published(*TERMS, "surveillance")
        heard = [*scene.hooked(), *scene.mailed()]
        assert sorted(heard) == sorted(expected), "each of them once"
        assert notify(scene.instance).alerts == deliver(scene.instance).taken == 0, "nothing is told twice"


def test_a_digest_comes_once_at_its_hour_on_both_sides_of_a_clock_change(tmp_path: Path) -> None:
    """Europe/Berlin puts its clocks forward on 29 March 2026: eight o'clock is 07:00 UTC before it and 06:00 after."""
    daily = Timing(Pace.DAILY, "Europe/Berlin", 8 * 60)
    with told(tmp_path) as scene:
        watch = scene.watch("daily", Channel.EMAIL, timing=daily)
        hook = scene.watch("weekly", timing=Timing(Pace.WEEKLY, "Europe/Berlin", 8 * 60, 0))
        clock = scene.live.clock
        clock.time = datetime(2026, 3, 27, 6, 0, tzinfo=UTC)
        scene.published("payments", "refunds", "arbitration", "surveillance")
        assert _mails_at(scene, datetime(2026, 3, 28, 6, 59, tzinfo=UTC)) == 0
        assert _mails_at(scene, datetime(2026, 3, 28, 7, 0, tzinfo=UTC)) == 1
        scene.published("payments", "refunds", "arbitration", "surveillance", "biometrics")
        assert _mails_at(scene, datetime(2026, 3, 29, 5, 59, tzinfo=UTC)) == 1
        assert _mails_at(scene, datetime(2026, 3, 29, 6, 0, tzinfo=UTC)) == 2
        assert scene.mailed() == ["daily", "daily"]
        assert scene.hooked() == []
        clock.time = datetime(2026, 3, 30, 6, 0, tzinfo=UTC)
        deliver(scene.instance)
        (got,) = scene.hooks.got
        payload = json.loads(got.body)
        assert payload["type"] == "changes.digest"
        assert (payload["watch"], len(payload["data"])) == (hook.id, 2), (
            "the week's two changes in one message"
        )
        assert got.headers["webhook-id"] == payload["id"]
        with scene.instance.database.read() as connection:
            states = {each.state for each in subscriptions.alerts(connection) if each.watch == watch.id}
        assert states == {AlertState.DELIVERED}


def _mails_at(scene: Told, time: datetime) -> int:
    """How many mails have come by then."""
    scene.live.clock.time = time
    deliver(scene.instance)
    return len(scene.box.taken)


def test_a_digest_names_every_change_and_quotes_them(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("weekly", Channel.EMAIL, timing=Timing(Pace.WEEKLY))
        scene.published("payments", "refunds", "arbitration", "surveillance")
        scene.published("payments", "refunds", "arbitration")
        scene.live.clock.advance(days=7)
        deliver(scene.instance)
        (taken,) = scene.box.taken
        assert isinstance(taken.content, bytes)
        mail = message_from_bytes(taken.content, policy=policy.default)
        assert mail["Subject"].startswith("[Clausewatch] Weekly digest, 2 changes: Birchwood")
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body is not None
            words = " ".join(str(body.get_content()).split())
            assert words.count("/change/") >= 2
            assert "The document now states" in words
            assert "the rules on surveillance" in words
            assert "no legal determination" in words


def test_a_digest_that_fails_comes_again_as_the_same(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("daily", timing=Timing(Pace.DAILY))
        scene.published("payments", "refunds", "arbitration", "surveillance")
        scene.hooks.status = 503
        scene.live.clock.advance(days=1)
        assert deliver(scene.instance).taken == 0
        scene.hooks.status = 204
        assert deliver(scene.instance).taken == 0, "it waits for its turn"
        scene.live.clock.advance(minutes=2)
        assert deliver(scene.instance).taken == 1
        first, second = scene.hooks.got
        assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])


def test_quiet_hours_and_a_snooze_hold_back_and_lose_nothing(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("night", timing=Timing(zone="UTC", quiet_from=20 * 60, quiet_until=23 * 60))
        snoozed = scene.watch("snoozed")
        until = BEGIN + timedelta(days=3)
        with scene.instance.database.write() as connection:
            assert snooze(connection, snoozed, until, scene.live.clock.now())
        scene.published("payments", "refunds", "arbitration", "surveillance")  # 21:00 UTC
        assert scene.hooked() == []
        scene.live.clock.time = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
        deliver(scene.instance)
        assert scene.hooked() == ["night"]
        scene.live.clock.time = until
        deliver(scene.instance)
        assert scene.hooked() == ["night", "snoozed"]


def test_who_wakes_up_gets_at_once_what_waited(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watch = scene.watch("asleep")
        now = scene.live.clock.now()
        with scene.instance.database.write() as connection:
            snooze(connection, watch, now + timedelta(days=30), now)
        scene.published("payments", "refunds", "arbitration", "surveillance")
        assert scene.hooked() == []
        with scene.instance.database.write() as connection:
            snooze(connection, watch, None, scene.live.clock.now())
        assert deliver(scene.instance).taken == 1


def test_a_retry_keeps_to_the_quiet_hours(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("night", timing=Timing(zone="UTC", quiet_from=21 * 60 + 3, quiet_until=23 * 60))
        scene.hooks.status = 503
        scene.published("payments", "refunds", "arbitration", "surveillance")
        assert scene.hooked() == ["night"], "tried at 21:00, before the quiet"
        scene.hooks.status = 204
        scene.live.clock.advance(minutes=5)
        assert deliver(scene.instance).taken == 0
        scene.live.clock.time = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
        assert deliver(scene.instance).taken == 1


def test_of_two_deliverers_one_gets_an_alert(tmp_path: Path, database: Database) -> None:
    with told(tmp_path, database) as scene:
        scene.watch("one", timing=Timing(Pace.DAILY))
        scene.published("payments", "refunds", "arbitration", "surveillance")
        scene.live.clock.advance(days=1)
        now = scene.live.clock.now()
        with database.read() as connection:
            (first,) = subscriptions.undelivered(connection, now, 10)
        with database.write() as connection:
            mine = subscriptions.claim(connection, first, now, now + timedelta(minutes=10))
            assert [each.id for each in mine] == [first.id]
            assert subscriptions.claim(connection, first, now, now + timedelta(minutes=10)) == ()
        assert deliver(scene.instance).taken == 0, "it belongs to the other one"
        scene.live.clock.advance(minutes=10)
        assert deliver(scene.instance).taken == 1, "who did not finish it"


def test_what_a_later_reading_replaced_is_not_told(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("weekly", timing=Timing(Pace.WEEKLY))
        scene.published("payments", "refunds", "arbitration", "surveillance")
        scene.published("payments", "refunds", "arbitration")
        with scene.instance.database.write() as connection:
            old, new = subscriptions.alerts(connection)[::-1]
            connection.execute(
                update(record_table).where(record_table.c.id == old.record).values(superseded=True)
            )
        scene.live.clock.advance(days=7)
        assert deliver(scene.instance).taken == 1
        (got,) = scene.hooks.got
        assert [each["id"] for each in json.loads(got.body)["data"]] == [new.record]
        with scene.instance.database.read() as connection:
            states = {each.record: each.state for each in subscriptions.alerts(connection)}
        assert states == {old.record: AlertState.WITHDRAWN, new.record: AlertState.DELIVERED}


def test_a_watch_that_cannot_be_asked_and_a_damaged_text_hold_up_nobody_else(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("gone", scope=Scope(search="topic:GONE.topic fees"))
        scene.watch("topic", scope=Scope(topics=("DISPUTE.arbitration",)))
        scene.watch("plain")
        url = scene.live.document.sources[0].url
        scene.live.answers.pages[url] = page("payments", "refunds", "arbitration", "surveillance")
        scene.live.clock.advance(hours=12)
        capture_due(scene.instance)
        process_waiting(scene.instance)

        def damaged(version: str) -> Edition:
            raise DamagedObjectError(version, "is not what was stored", "Restore it")

        broken = replace(scene.instance, editions=_Damaged(damaged))  # type: ignore[arg-type]
        said = notify(broken)
        assert said.alerts == 1, "who looks at the words of the record alone"
        assert len(said.faults) == 2
        assert any("GONE" in each for each in said.faults)
        assert any("DamagedObjectError" in each for each in said.faults)
        assert deliver(scene.instance).taken == 1
        assert scene.hooked() == ["plain"]
        with scene.instance.database.read() as connection:
            assert records.untold(connection, 10), "it is asked again in the next round"
        assert len(notify(scene.instance).faults) == 1
        with scene.instance.database.read() as connection:
            assert records.untold(connection, 10) == (), "when the text is whole again"


@dataclass
class _Damaged:
    get: Callable[[str], Edition]


def test_metadata_is_told_to_who_asks_for_it_whatever_its_severity(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        asked = {
            "name": "m",
            "channel": "email",
            "target": "m@example.org",
            "classes": ["metadata", "editorial"],
        }
        made = make_watch(asked, "test", BEGIN)
        assert made.minimum is Severity.LOW
        with scene.instance.database.write() as connection:
            subscriptions.save_watch(connection, made)
        body = page("payments", "refunds", "arbitration").replace(
            b"Terms of Use</h1>", b"Terms of Use</h1><p>Last updated: 3 March 2026</p>"
        )
        scene.live.answers.pages[scene.live.document.sources[0].url] = body
        scene.live.clock.advance(hours=12)
        scene.live.round()
        with scene.instance.database.read() as connection:
            (found,) = records.records(connection, records.RecordFilter())
        assert (found.change_class, found.severity) == (ChangeClass.METADATA, Severity.NONE)
        assert scene.mailed() == ["m"]


def test_a_digest_has_room_for_its_changes_and_names_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "MOST_PAYLOAD", 3_000)
    with told(tmp_path) as scene:
        scene.watch("weekly", timing=Timing(Pace.WEEKLY))
        for topics in (
            ("surveillance",),
            ("surveillance", "biometrics"),
            ("surveillance", "biometrics", "cookies"),
        ):
            scene.published("payments", "refunds", "arbitration", *topics)
        scene.live.clock.advance(days=7)
        deliver(scene.instance)
        lines = json.loads(scene.hooks.got[0].body)["data"]
        assert len(lines) == 3
        assert any(each["changes"] for each in lines)
        assert any(each.get("changes_left_out") for each in lines)
        assert all(each["url"].endswith(f"/change/{each['id']}/") for each in lines)


def test_a_snooze_holds_back_what_waits_already(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watch = scene.watch("late")
        scene.hooks.status = 503
        scene.published("payments", "refunds", "arbitration", "surveillance")
        until = scene.live.clock.time + timedelta(days=2)
        with scene.instance.database.write() as connection:
            snooze(connection, watch, until, scene.live.clock.now())
        scene.hooks.status = 204
        scene.live.clock.advance(days=1)
        assert deliver(scene.instance).taken == 0
        scene.live.clock.time = until
        assert deliver(scene.instance).taken == 1


def test_topics_regulations_and_provisions_are_those_of_the_changed_clause(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        found = scene.instance.editions.get(scene.live.versions()[-1].id)
        assert found is not None
        address = next(each.id for each in found.outline.provisions if "refunds" in each.id)
        here = make_watch(
            {"name": "p", "channel": "feed", "provisions": [f"{scene.live.document.id}/{address}"]},
            "test",
            BEGIN,
        )
        (known,) = settled(scene.instance, (here,))
        assert known.scope.provisions != here.scope.provisions
        scene.watch("refunds", scope=known.scope)
        scene.watch("others", scope=Scope(provisions=("other",)))
        scene.published("payments", "arbitration")
        assert scene.hooked() == ["refunds"], "it hears that its provision is gone"


def test_a_provision_that_is_not_here_is_refused(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        for named, reason in (
            ("birchwood/terms/no-such-clause", "current version"),
            ("birchwood/other/clause", "no document"),
        ):
            made = make_watch({"name": "p", "channel": "feed", "provisions": [named]}, "test", BEGIN)
            with pytest.raises(UnknownNameError, match=reason):
                settled(scene.instance, (made,))


def test_a_preview_says_what_would_have_been_sent(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.published("payments", "refunds", "arbitration", "surveillance")
        scene.published("payments", "refunds", "arbitration", "surveillance", "biometrics")
        asked = make_watch(
            {"name": "p", "channel": "email", "target": "a@example.org", "minimum": "none"}, "test", BEGIN
        )
        at_once = preview(scene.instance, asked)
        gathered = preview(scene.instance, replace(asked, timing=Timing(Pace.WEEKLY)))
        assert (len(at_once.records), at_once.messages) == (2, 2)
        assert (len(gathered.records), gathered.messages) == (2, 1)
        nothing = preview(scene.instance, replace(asked, scope=Scope(search="cookies")))
        assert (nothing.records, nothing.messages) == ((), 0)
        late = preview(scene.instance, asked, timedelta(hours=1))
        assert len(late.records) == 1, "only the newest"
        assert scene.hooked() == scene.mailed() == []


def test_a_feed_shows_what_its_watch_hears(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        feed = scene.watch("feed", Channel.FEED)
        scene.watch("other", Channel.FEED, scope=Scope(search="cookies"))
        scene.published("payments", "refunds", "arbitration", "surveillance")
        with scene.instance.database.read() as connection:
            shown = records.told_to(connection, feed.id, 10)
            waiting = subscriptions.undelivered(connection, scene.live.clock.now() + timedelta(days=9), 10)
        assert len(shown) == 1
        assert waiting == ()


def test_ten_thousand_watches_are_asked_in_one_step(tmp_path: Path) -> None:
    """Every one is asked once and those that hear are kept once; how long it takes, the benchmark says."""
    with told(tmp_path) as scene:
        some = scene.watch("some")
        silent = Scope(search="cookies")
        with scene.instance.database.write() as connection:
            for number in range(10_000):
                scope = silent if number % 10 else Scope()
                made = replace(some, id=f"w{number:05}", target=scene.hook(str(number)), scope=scope)
                subscriptions.save_watch(connection, replace(made, timing=Timing(Pace.DAILY)))
            subscriptions.end_watch(connection, some.id)
        scene.published("payments", "refunds", "arbitration", "surveillance")
        with scene.instance.database.read() as connection:
            made_alerts = subscriptions.alerts(connection)
        assert len(made_alerts) == len({each.watch for each in made_alerts}) == 1_000


def test_delivery_killed_again_and_again_loses_nothing(tmp_path: Path) -> None:
    """500 deliverers are killed with SIGKILL at any point. Every alert comes at least once, always as the same message."""
    with told(tmp_path) as scene, webhook_server(Receiver(slow=0.001)) as receiver:
        scene.hooks.status = 503
        for number in range(400):
            scene.watch(f"w{number}")
        scene.published("payments", "refunds", "arbitration", "surveillance")
        expected = _due_again(scene, receiver.port)
        killer = Path(__file__).with_name("kill_delivery.py")
        scene.instance.database.close()
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(
            [sys.executable, str(killer), str(tmp_path), str(KILLS)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        told_of = json.loads(done.stdout)
        assert told_of["killed"] == KILLS
        got: dict[str, set[bytes]] = {}
        for each in receiver.got:
            got.setdefault(each.headers["webhook-id"], set()).add(each.body)
        assert set(got) == expected, "no alert is lost and none is made up"
        assert {len(bodies) for bodies in got.values()} == {1}, "a repeated message is the same one"
        with scene.instance.database.read() as connection:
            states = subscriptions.count_alerts(connection)
        assert states == {AlertState.DELIVERED: len(expected)}


def _due_again(scene: Told, port: int) -> set[str]:
    """Lets every alert go to that port, now; gives their ids."""
    with scene.instance.database.write() as connection:
        for watch in subscriptions.watches(connection):
            target = watch.target.replace(f":{scene.hooks.port}/", f":{port}/")
            subscriptions.save_watch(connection, replace(watch, target=target))
        return {each.id for each in subscriptions.alerts(connection)}
