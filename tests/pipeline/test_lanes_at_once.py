"""Delivery by several processes on PostgreSQL, where nobody waits for another's write: each message goes once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.databases import fresh_database
from tests.pipeline.told_kit import TERMS, Told, told

from clausewatch.nouns.subscription import AlertState, Channel, Message, Pace, Timing, Watch
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.lanes import LEASE, Sent
from clausewatch.ports import Courier, Delivered
from clausewatch.storage import Database, subscriptions

pytestmark = pytest.mark.postgres
WATCHES = 20


@pytest.fixture
def scene(tmp_path: Path, postgres_server: str) -> Iterator[Told]:
    with fresh_database(postgres_server) as address, told(tmp_path, Database(address)) as found:
        yield found


def decided(scene: Told) -> Courier:
    """Alerts to mail and webhooks, and a digest, all due and tried once in vain; the courier that takes them."""
    for number in range(WATCHES):
        scene.watch(f"w{number}", Channel.EMAIL if number % 2 else Channel.WEBHOOK)
    scene.watch("digest", timing=Timing(Pace.DAILY))
    courier = scene.instance.courier
    scene.live.instance = replace(scene.instance, courier=_Down())
    scene.published(*TERMS, "surveillance")
    scene.live.clock.advance(days=3)
    return courier


class _Down:
    """A courier of an instance that is set up for nothing yet."""

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        return Delivered(ok=False, detail=f"{watch.channel} is not set up to take {message.id}")


def sent(scene: Told) -> Counter[str]:
    return Counter((*scene.mailed(), *scene.hooked()))


def test_of_four_that_deliver_at_once_one_gets_each_message(scene: Told) -> None:
    instance = replace(scene.instance, courier=decided(scene))
    done: list[Sent] = []
    gate = threading.Barrier(4)

    def one() -> None:
        gate.wait()
        done.append(deliver(instance))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each.faults for each in done] == [()] * 4
    assert sum(each.taken for each in done) == WATCHES + 1
    assert set(sent(scene).values()) == {1}
    with instance.database.read() as connection:
        assert set(subscriptions.count_alerts(connection)) == {AlertState.DELIVERED}


def test_what_a_process_had_taken_up_when_it_died_goes_when_its_lease_is_over(scene: Told) -> None:
    instance = replace(scene.instance, courier=decided(scene))
    now = scene.live.clock.now()
    with instance.database.write() as connection:
        waiting = subscriptions.undelivered(connection, now, 200)
        for each in waiting[:5]:
            assert subscriptions.claim(connection, each, now, now + LEASE)
    assert deliver(instance).taken == WATCHES + 1 - 5
    scene.live.clock.advance(seconds=LEASE.total_seconds() - 1)
    assert deliver(instance).taken == 0, "they may still be on their way"
    scene.live.clock.advance(seconds=2)
    assert deliver(instance).taken == 5
    assert set(sent(scene).values()) == {1}
    assert len(sent(scene)) == WATCHES + 1
    scene.live.clock.advance(seconds=timedelta(days=1).total_seconds())
    assert deliver(instance).taken == 0
