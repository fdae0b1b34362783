"""Tries at delivering are numbered where they are kept: a slow one is not lost beside the one that overtook it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.pipeline.test_lanes import noticed
from tests.pipeline.told_kit import TERMS, Told, told

from clausewatch.nouns.subscription import AlertState, Message, Watch
from clausewatch.pipeline.deliver import deliver
from clausewatch.pipeline.failing import deliver_notices
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.lanes import LEASE, Sent
from clausewatch.ports import Delivered
from clausewatch.storage import deliveries


class _Slow:
    """A courier that is slow over its first message, by default slower than its lease, while another process tries.

    `before` and `after` that one: seconds that pass.
    """

    def __init__(
        self,
        scene: Told,
        other: Callable[[Instance], Sent],
        answers: list[Delivered],
        *,
        before: float = LEASE.total_seconds() + 1,
        after: float = 0,
    ) -> None:
        self.scene, self.other, self.answers = scene, other, answers
        self.before, self.after = before, after
        self.asked: list[str] = []

    def deliver(self, message: Message, watch: Watch) -> Delivered:
        del watch
        self.asked.append(message.id)
        if len(self.asked) == 1:
            self.scene.live.clock.advance(seconds=self.before)
            self.other(replace(self.scene.instance, courier=self))
            self.scene.live.clock.advance(seconds=self.after)
        return self.answers.pop(0)


_BUSY = Delivered(ok=False, detail="busy")


def _tries(scene: Told, watch: Watch) -> tuple[AlertState, int, list[tuple[int, str]]]:
    with scene.instance.database.read() as connection:
        (found,) = deliveries.deliveries(connection, watch.id, 10)
    return found.alert.state, found.alert.attempts, [(each.number, each.detail) for each in found.attempts]


def test_of_two_tries_of_a_notice_neither_is_lost(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watch = scene.watch("hook")
        with scene.instance.database.write() as connection:
            noticed(scene, connection, watch)
        slow = _Slow(scene, deliver_notices, [_BUSY, Delivered(ok=False, detail="still busy")])
        deliver_notices(replace(scene.instance, courier=slow))
        assert len(set(slow.asked)) == 1, "the same message"
        assert _tries(scene, watch) == (AlertState.PENDING, 2, [(1, "busy"), (2, "still busy")])


def test_a_notice_that_another_tried_since_it_was_read_counts_on(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watches = [scene.watch("one"), scene.watch("two")]
        with scene.instance.database.write() as connection:
            for each in watches:
                noticed(scene, connection, each)
        taken = Delivered(ok=True, detail="taken")
        # Over the first of them its lease does not end, but the second is tried, fails, and is due again.
        slow = _Slow(scene, deliver_notices, [_BUSY, taken, taken], before=0, after=120)
        deliver_notices(replace(scene.instance, courier=slow))
        once, twice = sorted((_tries(scene, each) for each in watches), key=lambda each: each[1])
        assert once == (AlertState.DELIVERED, 1, [(1, "taken")])
        assert twice == (AlertState.DELIVERED, 2, [(1, "busy"), (2, "taken")])


def test_of_two_tries_of_an_alert_neither_is_lost_and_what_was_taken_stays_so(tmp_path: Path) -> None:
    with told(tmp_path) as scene:
        watch = scene.watch("hook")
        scene.hooks.status = 503
        scene.published(*TERMS, "surveillance")
        scene.live.clock.advance(days=1)
        slow = _Slow(scene, deliver, [Delivered(ok=True, detail="taken"), _BUSY])
        deliver(replace(scene.instance, courier=slow))
        state, attempts, tries = _tries(scene, watch)
        assert (state, attempts) == (AlertState.DELIVERED, 3)
        assert [number for number, _ in tries] == [1, 2, 3]
        assert [detail for _, detail in tries][1:] == ["taken", "busy"]
        with scene.instance.database.read() as connection:
            (way,) = deliveries.ways(connection, scene.live.clock.time.replace(year=2020))
        assert way.delivered_at is not None
