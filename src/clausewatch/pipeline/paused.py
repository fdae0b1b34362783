"""Which watches are told nothing for now: beyond their organisation's plan, or with nobody who may be told.

The one place that silences a watch that was allowed once. Nothing is written: who is paused follows from the plan, the
members and the watches as they are, so a plan that is granted again wakes the watches by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from clausewatch.alert.plans import Refusal, beyond, plan_named
from clausewatch.nouns.account import OrganisationId, Plan
from clausewatch.nouns.identity import WatchId
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.pipeline.instance import Instance
from clausewatch.storage import Connection, accounts, subscriptions

_NOBODY = Refusal("nobody of the organisation can sign in", "The operator of this instance says why")
_NO_MEMBER = Refusal(
    "its receiver is no member who can sign in", "Invite the person again, or tell somebody else"
)


def told_watches(instance: Instance, connection: Connection) -> tuple[Watch, ...]:
    """The watches that are told what happens now, in the order they were made."""
    known = subscriptions.watches(connection)
    silent = paused(connection, instance.plans, known)
    return tuple(each for each in known if each.id not in silent)


def paused(connection: Connection, plans: Sequence[Plan], watches: Sequence[Watch]) -> dict[WatchId, Refusal]:
    """Why each of these watches is told nothing for now, by its id; those that are told stand in no line.

    All of an organisation's watches are to be among them, oldest first. The operator's own are always told, and so are all
    where there are no `plans`, which is an instance without accounts.
    """
    by_owner: dict[OrganisationId, list[Watch]] = defaultdict(list)
    for each in watches:
        if each.organisation:
            by_owner[each.organisation].append(each)
    if not plans or not by_owner:
        return {}
    granted, people = accounts.granted_plans(connection), accounts.reachable(connection)
    found: dict[WatchId, Refusal] = {}
    for owner, held in by_owner.items():
        silent = {
            each.id: refused
            for each in held
            if (refused := _unreachable(each, people.get(owner, frozenset()))) is not None
        }
        heard = tuple(each for each in held if each.id not in silent)
        found |= silent | beyond(plans, plan_named(plans, granted.get(owner)), heard)
    return found


def unreachable(connection: Connection, plans: Sequence[Plan], watch: Watch) -> Refusal | None:
    """Why nothing is handed over to the watch's receiver; None where it may be.

    What was decided before a lesser plan came is still sent; what would go to somebody who left is not.
    """
    if not plans or not watch.organisation:
        return None
    people = accounts.reachable(connection, watch.organisation)
    return _unreachable(watch, people.get(watch.organisation, frozenset()))


def _unreachable(watch: Watch, people: Collection[str]) -> Refusal | None:
    if not people:
        return _NOBODY
    if watch.channel is Channel.EMAIL and watch.target.lower() not in people:
        return _NO_MEMBER
    return None
