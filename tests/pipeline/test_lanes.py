"""Delivery side by side: a server that does not answer, leases, and who comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.pipeline.live_kit import BEGIN
from tests.pipeline.told_kit import Told, told

from clausewatch.alert import watch_id
from clausewatch.nouns.change import Severity
from clausewatch.nouns.failing import Event, Notice, Spell
from clausewatch.nouns.subscription import (
    Alert,
    AlertState,
    Attempt,
    Channel,
    Message,
    Pace,
    Timing,
    Watch,
)
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.failing import deliver_notices
from clausewatch.pipeline.lanes import LEASE, Lanes, Sent, lane_of
from clausewatch.pipeline.watching import snooze
from clausewatch.ports import Delivered
from clausewatch.storage import Connection, failing, subscriptions

TOPICS = ("payments", "refunds", "arbitration", "surveillance")


class Clock:
    """A clock that the jobs move."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


def job(done: list[str], name: str, sent: Sent, clock: Clock | None = None) -> Sent:
    done.append(name)
    if clock is not None:
        clock.at += timedelta(seconds=50)
    return sent


def test_a_server_that_does_not_answer_is_asked_once_a_round_and_others_go_on() -> None:
    done: list[str] = []
    silent, taken = Sent(silent=True), Sent(1)
    jobs = [("dead.example", partial(job, done, f"dead {number}", silent)) for number in range(40)]
    jobs += [("live.example", partial(job, done, f"live {number}", taken)) for number in range(3)]
    lanes = Lanes(Clock(), 4)
    assert lanes.run(jobs).taken == 3
    assert sorted(done) == ["dead 0", "live 0", "live 1", "live 2"]
    assert lanes.run(jobs[:40]) == Sent(), "closed for the rest of the round"


def test_a_slow_server_gets_its_turn_and_no_more_but_the_operators_mail_server_does() -> None:
    done: list[str] = []
    clock = Clock()
    for lane in ("slow.example", "email"):
        Lanes(clock, 1).run([(lane, partial(job, done, lane, Sent(1), clock)) for _ in range(9)])
    assert done.count("slow.example") == 3
    assert done.count("email") == 9


def test_a_lane_is_a_server() -> None:
    watch = Watch("w", "w", Channel.WEBHOOK, "https://Hooks.example:8443/secret", (), (), Severity.LOW, BEGIN)
    assert lane_of(watch) == "hooks.example:8443"
    assert lane_of(replace(watch, channel=Channel.EMAIL, target="a@b.example")) == "email"
    assert lane_of(None) == ""


class Handed:
    """A courier that keeps what it was handed, after doing what is told while it is at it."""

    def __init__(self, told: Told, answer: Delivered, meanwhile: timedelta = timedelta()) -> None:
        self.got: list[str] = []
        self._told = told
        self._answer = answer
        self._meanwhile = meanwhile

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        self.got.append(f"{watch.name} {message.id}")
        self._told.live.clock.time += self._meanwhile
        # Another process delivers as well.
        if self._meanwhile:
            deliver(replace(self._told.instance, courier=_Other(self)))
        return self._answer


class _Other:
    def __init__(self, handed: Handed) -> None:
        self._handed = handed

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        self._handed.got.append(f"{watch.name} {message.id}")
        return Delivered(ok=True, detail="taken")


def test_a_lease_is_counted_from_when_its_message_is_taken_up(tmp_path: Path) -> None:
    """One after the other in a long round: the last ones were leased from its beginning, and so to two at once."""
    with told(tmp_path) as scene:
        for number in range(8):
            scene.watch(f"w{number}", Channel.EMAIL)
        idle = Handed(scene, Delivered(ok=False, detail="busy"))
        scene.live.instance = replace(scene.instance, courier=idle)
        scene.published(*TOPICS)
        scene.live.clock.advance(minutes=2)
        both = Handed(scene, Delivered(ok=True, detail="taken"), meanwhile=LEASE - timedelta(seconds=5))
        scene.live.instance = replace(scene.instance, courier=both)
        deliver(scene.instance)
        assert len(both.got) == len(set(both.got)) == 8


def test_a_try_that_ends_late_sends_nothing_again_that_came_through(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        scene.watch("one")
        scene.published(*TOPICS)
        now = scene.live.clock.now()
        with scene.instance.database.write() as connection:
            (sent,) = subscriptions.alerts(connection)
            late = Attempt(sent.id, 2, now, delivered=False, permanent=False, detail="no answer in time")
            subscriptions.save_attempt(connection, late, AlertState.PENDING, now)
        with scene.instance.database.read() as connection:
            assert subscriptions.alerts(connection)[0].state is AlertState.DELIVERED
            assert subscriptions.undelivered(connection, now + timedelta(days=2), 9) == ()
            assert len(subscriptions.attempts(connection, sent.id)) == 2, "but it is in the log"


def test_what_fails_again_and_again_stands_not_before_what_was_never_tried(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        for name in ("old", "new"):
            scene.watch(name, timing=Timing(Pace.DAILY))
        scene.published(*TOPICS)
        with scene.instance.database.write() as connection:
            old, new = subscriptions.alerts(connection)
            again = (old.next_attempt_at or BEGIN) + timedelta(minutes=1)
            subscriptions.put_off(connection, [old.id], again)
        with scene.instance.database.read() as connection:
            waiting = subscriptions.undelivered(connection, again, 1)
            assert [each.id for each in waiting] == [new.id]
            assert [each.id for each in subscriptions.undelivered(connection, again, 9, waiting[0])] == [
                old.id
            ]


def waits(scene: Told, watch: Watch) -> list[tuple[datetime | None, str]]:
    with scene.instance.database.read() as connection:
        return [(each.next_attempt_at, each.digest) for each in subscriptions.alerts(connection, to=watch.id)]


def test_a_digest_that_is_held_back_comes_as_one(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watch = scene.watch("daily", timing=Timing(Pace.DAILY))
        scene.published(*TOPICS)
        now = scene.live.clock.now()
        with scene.instance.database.write() as connection:
            snooze(connection, watch, now + timedelta(days=2), now)
        scene.published(*TOPICS[:3])
        assert len(set(waits(scene, watch))) == 1, "told at one hour, in one message"
        scene.live.clock.advance(days=3)
        assert deliver(scene.instance).taken == 2
        assert scene.hooked() == ["daily"]


def test_a_shorter_snooze_is_the_one_that_holds(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watch = scene.watch("asleep")
        now = scene.live.clock.now()
        with scene.instance.database.write() as connection:
            snooze(connection, watch, now + timedelta(days=30), now)
        scene.published(*TOPICS)
        with scene.instance.database.write() as connection:
            kept = subscriptions.watch(connection, watch.id)
            assert kept is not None
            snooze(connection, kept, now + timedelta(days=7), now)
        assert [at for at, _ in waits(scene, watch)] == [now + timedelta(days=7)]


def test_waking_takes_nothing_from_who_is_delivering_it(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watch = scene.watch("awake", timing=Timing(Pace.DAILY))
        scene.published(*TOPICS)
        scene.live.clock.advance(days=1)
        now = scene.live.clock.now()
        with scene.instance.database.write() as connection:
            (first,) = subscriptions.undelivered(connection, now, 9)
            subscriptions.claim(connection, first, now, now + LEASE)
            snooze(connection, replace(watch, timing=Timing()), None, now)
        assert [at for at, _ in waits(scene, watch)] == [now + LEASE]


def noticed(scene: Told, connection: Connection, watch: Watch) -> Notice:
    now = scene.live.clock.now()
    spell = Spell(scene.live.document.id, now, "answered 503", now)
    made = Notice(watch.id, Event.FAILING, (spell,), now, next_attempt_at=now)
    failing.begin_spell(connection, spell)
    failing.save_notices(connection, (made,))
    return made


def test_of_two_deliverers_one_gets_a_notice_and_a_snooze_holds_it_back(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watch = scene.watch("hook")
        with scene.instance.database.write() as connection:
            made = noticed(scene, connection, watch)
            now = scene.live.clock.now()
            assert failing.claim(connection, made.id, now, now + LEASE)
            assert not failing.claim(connection, made.id, now, now + LEASE)
        assert deliver_notices(scene.instance) == Sent(), "it belongs to the other one"
        with scene.instance.database.write() as connection:
            failing.put_off(connection, made.id, now)
            snooze(connection, watch, now + timedelta(days=1), now)
        assert deliver_notices(scene.instance) == Sent(), "not while the watch is snoozed"
        scene.live.clock.advance(days=1)
        assert deliver_notices(scene.instance).taken == 1
        assert scene.hooked() == ["hook"]


def test_a_notice_that_cannot_be_written_keeps_no_other_from_going(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        broken, whole = scene.watch("broken"), scene.watch("whole")
        with scene.instance.database.write() as connection:
            made = noticed(scene, connection, broken)
            noticed(scene, connection, whole)
        courier = scene.instance.courier
        scene.live.instance = replace(scene.instance, courier=_Faulty(courier.deliver))
        sent = deliver_notices(scene.instance)
        assert sent.taken == 1
        assert sent.faults == (f"notice {made.id}: RuntimeError: a fault of ours",)
        scene.live.clock.advance(minutes=30)
        scene.live.instance = replace(scene.instance, courier=courier)
        assert deliver_notices(scene.instance).taken == 1


class _Faulty:
    def __init__(self, send: object) -> None:
        self._send = send

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        if watch.name == "broken":
            raise RuntimeError("a fault of ours")
        return self._send(message, watch)  # type: ignore[operator,no-any-return]


def test_an_alert_of_one_watch_is_another_watchs_no_more(tmp_path: Path) -> None:
    """The operator's watches are made anew, not changed: none inherits from one that ended."""
    with told(tmp_path) as scene:
        ended = scene.watch("ended")
        with scene.instance.database.write() as connection:
            subscriptions.end_watch(connection, ended.id)
            assert subscriptions.heir(connection, ended) is None
            alert = Alert("a", ended.id, "r", BEGIN)
            assert watch_id(ended) == alert.watch
