"""What waits for a watch that was changed goes to the watch it became: nothing is lost by narrowing one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from clausewatch import alert
from clausewatch.nouns.subscription import Alert, AlertState, Channel, Watch
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.lanes import LEASE
from clausewatch.pipeline.notify import matter_of
from clausewatch.storage import records, subscriptions

_AT_ONCE = 200
"""Newest alerts that are handed over when the watch is changed; a feed shows fewer, and others follow when their turn comes."""


def inherit(instance: Instance, waiting: Sequence[Alert], heir: Watch) -> None:
    """Withdraws the alerts, and in their place has the heir told what it hears of their records.

    The heir's alerts have ids of their own, which follow from it and the record, so doing this twice changes nothing.
    """
    now = instance.clock.now()
    with instance.database.read() as connection:
        told = [records.record(connection, each.record) for each in waiting]
    made: list[Alert] = []
    for record in told:
        matter = None if record is None else matter_of(instance, record, (heir,))
        made += () if matter is None else alert.match(matter, (heir,), now, ZoneInfo)
    with instance.database.write() as connection:
        subscriptions.revive(connection, made)
        subscriptions.withdraw(connection, [each.id for each in waiting if each.state is AlertState.PENDING])


def inherit_all(instance: Instance, before: Watch, heir: Watch) -> None:
    """The same for what waits for the watch; a feed that stays a feed goes on showing what it showed.

    What somebody may just be delivering is left to them, or it would be told under two ids: what they cannot deliver
    follows when its turn comes.
    """
    now = instance.clock.now()
    states = [AlertState.PENDING]
    if before.channel is heir.channel is Channel.FEED:
        states.append(AlertState.IN_FEED)
    with instance.database.read() as connection:
        waiting = subscriptions.alerts(connection, _AT_ONCE, to=before.id, states=states)
    inherit(instance, [each for each in waiting if not _taken_up(each, now)], heir)


def _taken_up(alert: Alert, now: datetime) -> bool:
    """Whether the alert's next turn is as near as the end of a lease."""
    again = alert.next_attempt_at
    return alert.state is AlertState.PENDING and again is not None and now < again <= now + LEASE
