"""What waits for a watch that was changed goes to the watch it became: nothing is lost by narrowing one."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from clausewatch import alert
from clausewatch.nouns.subscription import Alert, AlertState, Channel, Watch
from clausewatch.pipeline.instance import Instance
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
    """The same for what waits for the watch; a feed that stays a feed goes on showing what it showed."""
    states = [AlertState.PENDING]
    if before.channel is heir.channel is Channel.FEED:
        states.append(AlertState.IN_FEED)
    with instance.database.read() as connection:
        waiting = subscriptions.alerts(connection, _AT_ONCE, to=before.id, states=states)
    inherit(instance, waiting, heir)
